//! Where results go: standard output, which a reader may close early, or files, written whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use tempfile::NamedTempFile;

use super::error::CliError;

/// How much is gathered before it is written.
const BUFFER: usize = 1 << 16;

/// The place a result is written to.
pub(super) struct Output {
    target: Target,
    /// Whether a terminal that shows colours reads it.
    styled: bool,
}

enum Target {
    /// Standard output; after its reader has gone nothing is written, and nothing is wrong.
    Screen { out: BufWriter<Stdout>, closed: bool },
    /// A temporary file beside the one it becomes when it is whole.
    File { out: BufWriter<NamedTempFile>, path: PathBuf },
    /// A pipe or a device: there is nothing to replace.
    Device { out: BufWriter<File>, path: PathBuf },
}

impl Output {
    /// Standard output.
    pub fn screen() -> Self {
        let stdout = io::stdout();
        let styled = AutoStream::choice(&stdout) != ColorChoice::Never;
        Self { target: Target::Screen { out: BufWriter::with_capacity(BUFFER, stdout), closed: false }, styled }
    }

    /// A file; nothing of it is there before [`Self::finish`].
    ///
    /// # Errors
    ///
    /// The folder is not there or must not be written to.
    pub fn file(path: &Path) -> Result<Self, CliError> {
        let target = Target::file(path).map_err(|cause| CliError::Write { path: path.to_owned(), cause })?;
        Ok(Self { target, styled: false })
    }

    /// A file where a path is given, else standard output.
    ///
    /// # Errors
    ///
    /// Those of [`Self::file`].
    pub fn to(path: Option<&Path>) -> Result<Self, CliError> {
        path.map_or_else(|| Ok(Self::screen()), Self::file)
    }

    /// Writes bytes as they are.
    ///
    /// # Errors
    ///
    /// The target takes no more.
    pub fn data(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.write_all(bytes).map_err(|cause| self.trouble(cause))
    }

    /// Writes text for people, without its styles where nobody would see them.
    ///
    /// # Errors
    ///
    /// The target takes no more.
    pub fn text(&mut self, text: &str) -> Result<(), CliError> {
        if self.styled {
            return self.data(text.as_bytes());
        }
        self.data(anstream::adapter::strip_str(text).to_string().as_bytes())
    }

    /// Makes the result visible.
    ///
    /// # Errors
    ///
    /// It cannot be written to its end; a file that was there before is still there.
    pub fn finish(mut self) -> Result<(), CliError> {
        self.flush().map_err(|cause| self.trouble(cause))?;
        if let Target::File { out, path } = self.target {
            let failed = |cause| CliError::Write { path: path.clone(), cause };
            let whole = out.into_inner().map_err(|error| failed(error.into_error()))?;
            whole.persist(&path).map_err(|error| failed(error.error))?;
        }
        Ok(())
    }

    /// The error of a write as a message.
    pub fn trouble(&self, cause: io::Error) -> CliError {
        match &self.target {
            Target::Screen { .. } => CliError::Screen { cause },
            Target::File { path, .. } | Target::Device { path, .. } => CliError::Write { path: path.clone(), cause },
        }
    }
}

/// Replaces a text file, whole or not at all; it keeps its permissions, and a link goes on pointing to it.
///
/// # Errors
///
/// It cannot be written; what was there before is still there.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), CliError> {
    let replaced = || -> io::Result<()> {
        let path = path.canonicalize()?;
        let folder = path.parent().unwrap_or_else(|| Path::new("."));
        let mut whole = tempfile::Builder::new().prefix(".guiju-").tempfile_in(folder)?;
        whole.write_all(text.as_bytes())?;
        whole.as_file().set_permissions(path.metadata()?.permissions())?;
        // A file that must not be written to is not replaced either.
        OpenOptions::new().append(true).open(&path)?;
        whole.persist(&path)?;
        Ok(())
    };
    replaced().map_err(|cause| CliError::Write { path: path.to_owned(), cause })
}

impl Target {
    fn file(path: &Path) -> io::Result<Self> {
        let path = path.to_owned();
        if path.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        if path.exists() && !path.is_file() {
            let out = BufWriter::with_capacity(BUFFER, OpenOptions::new().write(true).open(&path)?);
            return Ok(Self::Device { out, path });
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".guiju-");
        // A report is as readable as any other file its user makes; temporary files are not by default.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        Ok(Self::File { out: BufWriter::with_capacity(BUFFER, builder.tempfile_in(folder)?), path })
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.target {
            Target::Screen { closed: true, .. } => Ok(bytes.len()),
            Target::Screen { out, closed } => match out.write(bytes) {
                Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => {
                    *closed = true;
                    Ok(bytes.len())
                }
                written => written,
            },
            Target::File { out, .. } => out.write(bytes),
            Target::Device { out, .. } => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::Screen { closed: true, .. } => Ok(()),
            Target::Screen { out, closed } => match out.flush() {
                Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => {
                    *closed = true;
                    Ok(())
                }
                flushed => flushed,
            },
            Target::File { out, .. } => out.flush(),
            Target::Device { out, .. } => out.flush(),
        }
    }
}
