//! The sheets of an XLSX are looked through by a thread of their own, while the first of them is read already: no byte
//! of a sheet is read that has not been looked through.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use super::scan::{Archive, Sheet, Stopped, look_through};
use super::shared::{Asked, Shared};
use crate::ledger::foreign::guarded;

/// How far behind what was asked of the file the thread may still be: what lies in buffers.
const BUFFERED: u64 = 256 << 10;

/// The look through the sheets.
pub(super) struct Ahead {
    progress: Arc<Progress>,
    thread: Option<JoinHandle<()>>,
}

/// How far it has come.
#[derive(Default)]
pub(super) struct Progress {
    state: Mutex<State>,
    moved: Condvar,
    /// Nobody waits for it any more.
    abandoned: AtomicBool,
    /// It has ended well: everything may be read.
    passed: AtomicBool,
}

#[derive(Default)]
struct State {
    /// Where each sheet begins and ends in the file, and up to where it may be read.
    sheets: Vec<(u64, u64, u64)>,
    /// Whether there are merged cells, once it has ended.
    ended: Option<Result<bool, Stopped>>,
}

impl Ahead {
    /// Begins to look through the sheets of an archive that asks for its bytes so.
    pub(super) fn begin(archive: Archive, sheets: Vec<Sheet>, asked: &Asked) -> io::Result<Self> {
        let places = sheets.iter().map(|sheet| (sheet.from, sheet.to, sheet.from)).collect();
        let progress =
            Arc::new(Progress { state: Mutex::new(State { sheets: places, ended: None }), ..Progress::default() });
        let (told, asked) = (Arc::clone(&progress), asked.clone());
        let thread = std::thread::Builder::new().spawn(move || {
            let ended = guarded(|| told.all_of(archive, &sheets, &asked));
            told.end(ended.unwrap_or(Err(Stopped::Read)));
        })?;
        Ok(Self { progress, thread: Some(thread) })
    }

    pub(super) fn has_ended(&self) -> bool {
        self.progress.lock().ended.is_some()
    }

    /// Waits for the end; whether there are merged cells.
    ///
    /// # Errors
    /// A part is damaged, or passes a limit.
    pub(super) fn wait(&self) -> Result<bool, Stopped> {
        let mut state = self.progress.lock();
        loop {
            if let Some(ended) = state.ended {
                return ended;
            }
            state = self.progress.wait(state);
        }
    }

    /// The file as it may be read.
    pub(super) fn gate(&self, source: Shared) -> Gated {
        Gated { source, progress: Arc::clone(&self.progress) }
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.progress.abandoned.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // A panic in it is caught.
            let _ = thread.join();
        }
    }
}

impl Progress {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(&self, state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        self.moved.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there are merged cells in any of the sheets.
    fn all_of(&self, mut archive: Archive, sheets: &[Sheet], asked: &Asked) -> Result<bool, Stopped> {
        let mut merged = false;
        for (number, sheet) in sheets.iter().enumerate() {
            let mut before = sheet.from;
            merged |= look_through(&mut archive, sheet, || {
                // What was asked for before the last block has been unpacked into it.
                self.clear(number, before.saturating_sub(BUFFERED));
                before = asked.last();
                !self.abandoned.load(Ordering::Relaxed)
            })?;
            self.clear(number, sheet.to);
        }
        Ok(merged)
    }

    fn clear(&self, sheet: usize, to: u64) {
        let mut state = self.lock();
        if let Some((from, _, cleared)) = state.sheets.get_mut(sheet)
            && *cleared < to
        {
            *cleared = to.max(*from);
            drop(state);
            self.moved.notify_all();
        }
    }

    fn end(&self, ended: Result<bool, Stopped>) {
        self.lock().ended = Some(ended);
        self.passed.store(ended.is_ok(), Ordering::Release);
        self.moved.notify_all();
    }

    /// How many bytes may be read from a place on, once some may; none where the look has found something wrong.
    fn allowed(&self, at: u64) -> Option<u64> {
        if self.passed.load(Ordering::Acquire) {
            return Some(u64::MAX);
        }
        let mut state = self.lock();
        loop {
            match state.ended {
                Some(Ok(_)) => return Some(u64::MAX),
                Some(Err(_)) => return None,
                None => {}
            }
            // Parts may overlap.
            let here = state.sheets.iter().filter(|(from, to, _)| (*from..*to).contains(&at));
            match here.map(|(_, _, cleared)| *cleared).min() {
                Some(cleared) if cleared > at => return Some(cleared - at),
                Some(_) => state = self.wait(state),
                None => {
                    let behind = state.sheets.iter().map(|(from, ..)| *from).filter(|from| *from > at).min();
                    return Some(behind.map_or(u64::MAX, |from| from - at));
                }
            }
        }
    }
}

/// A file of which no sheet is read further than it has been looked through.
pub(super) struct Gated {
    source: Shared,
    progress: Arc<Progress>,
}

impl Gated {
    /// The start of the same file.
    pub(super) fn again(&self) -> Self {
        Self { source: self.source.again(), progress: Arc::clone(&self.progress) }
    }
}

impl Read for Gated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let allowed = self.progress.allowed(self.source.at());
        let allowed = allowed.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))?;
        let most = usize::try_from(allowed).unwrap_or(usize::MAX).min(buffer.len());
        self.source.read(buffer.get_mut(..most).unwrap_or_default())
    }
}

impl Seek for Gated {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.source.seek(to)
    }
}
