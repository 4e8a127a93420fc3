//! A line to a server that is cut behind so many bytes.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

pub struct Proxy {
    /// Where it listens.
    pub place: String,
    passed: Arc<AtomicU64>,
}

impl Proxy {
    /// Passes on what a server says, `cut` bytes of it.
    pub fn before(server: &str, cut: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let place = listener.local_addr().unwrap().to_string();
        let passed = Arc::new(AtomicU64::new(0));
        let (server, counted) = (server.to_owned(), Arc::clone(&passed));
        thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(&server).unwrap());
                let (asking, asked) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                thread::spawn(move || pass(asking, asked, u64::MAX, &AtomicU64::new(0)));
                pass(server, client, cut, &counted);
            }
        });
        Self { place, passed }
    }

    /// How many bytes the server said.
    pub fn passed(&self) -> u64 {
        self.passed.load(Ordering::Relaxed)
    }
}

/// Passes bytes on until there are no more, or enough.
fn pass(mut from: TcpStream, mut to: TcpStream, cut: u64, passed: &AtomicU64) {
    let mut bytes = [0; 4096];
    let mut left = cut;
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        let most = usize::try_from(left).map_or(read, |left| left.min(read));
        if to.write_all(&bytes[..most]).is_err() {
            break;
        }
        passed.fetch_add(most as u64, Ordering::Relaxed);
        left -= most as u64;
        if left == 0 {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}
