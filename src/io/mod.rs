//! Files and folders, and the repository: the only room that touches the disk.

pub mod history;

mod changes;

pub use changes::{Changes, changed_lines};

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::{WalkBuilder, WalkState};

use crate::check::LIMIT;
use crate::report::{ErrorKind, RunError};

/// Folders that hold other people's files, whether or not they are ignored.
const FOREIGN: &[&str] = &[
    "node_modules",
    "target",
    "vendor",
    ".cache",
    ".git",
    ".hg",
    ".jj",
    ".nox",
    ".pnpm-store",
    ".svn",
    ".tox",
    ".venv",
    ".yarn",
];

/// Root-relative paths of the files under `root`, sorted, with `/`. `.gitignore` is respected, links are not followed.
#[must_use]
pub fn walk(root: &Path) -> Vec<String> {
    let paths = Mutex::new(Vec::new());
    let mut builder = WalkBuilder::new(root);
    builder
        .hidden(false)
        .follow_links(false)
        .require_git(false)
        .threads(std::thread::available_parallelism().map_or(2, usize::from).min(4));
    builder.filter_entry(|entry| {
        let folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        !(folder && entry.depth() > 0 && entry.file_name().to_str().is_some_and(|name| FOREIGN.contains(&name)))
    });
    builder.build_parallel().run(|| {
        let mut own: Batch<'_> = Batch { own: Vec::new(), all: &paths };
        Box::new(move |entry| {
            if let Ok(entry) = entry
                && entry.file_type().is_some_and(|kind| kind.is_file())
                && let Some(path) = relative(root, entry.path())
            {
                own.own.push(path);
            }
            WalkState::Continue
        })
    });
    let mut paths = paths.into_inner().unwrap_or_default();
    paths.sort_unstable();
    paths
}

/// The paths one thread found, handed over when it ends.
struct Batch<'a> {
    own: Vec<String>,
    all: &'a Mutex<Vec<String>>,
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if let Ok(mut all) = self.all.lock() {
            all.append(&mut self.own);
        }
    }
}

/// `path` relative to `root`, with `/`; `None` outside it or where a name is not UTF-8.
#[must_use]
pub fn relative(root: &Path, path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = inside.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

/// The bytes of `path` under `root`.
///
/// # Errors
/// A file that cannot be opened, or is larger than [`LIMIT`].
pub fn read(root: &Path, path: &str) -> Result<Vec<u8>, RunError> {
    let error = |kind, message: String| RunError { path: path.to_owned(), kind, message };
    let full = root.join(path);
    let size = fs::metadata(&full).map_err(|reason| error(ErrorKind::Io, describe(&reason)))?.len();
    if size > LIMIT {
        let message = format!("the file has {} MB; files over {} MB are not read", size >> 20, LIMIT >> 20);
        return Err(error(ErrorKind::Limit, message));
    }
    fs::read(&full).map_err(|reason| error(ErrorKind::Io, describe(&reason)))
}

/// The text of a file of ours, such as the configuration.
///
/// # Errors
/// What the system says, in words; a file that is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|reason| describe(&reason))?;
    String::from_utf8(bytes).map_err(|_| "the file is not UTF-8".to_owned())
}

/// What an error of the system means, without its number.
#[must_use]
pub fn describe(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => "a folder on the way is a file".to_owned(),
        io::ErrorKind::IsADirectory => "this is a folder".to_owned(),
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "the file may not be read".to_owned(),
        _ => error.to_string(),
    }
}

/// The nearest folder at or above `start` that holds `name`.
#[must_use]
pub fn find_above(start: &Path, name: &str) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join(name).exists()).map(Path::to_path_buf)
}

/// The nearest folder at or above `start` that is a git repository without a work tree.
#[must_use]
pub fn find_bare(start: &Path) -> Option<PathBuf> {
    let is_bare = |up: &&Path| up.join("HEAD").is_file() && up.join("objects").is_dir() && up.join("refs").is_dir();
    let bare = start.ancestors().find(is_bare)?;
    find_above(start, ".git").is_none().then(|| bare.to_path_buf())
}

/// Writes `after` over the file at `path` under `root`, if it still holds `before`.
///
/// # Errors
/// The file changed in the meantime, may not be written, or what the system says.
pub fn replace(root: &Path, path: &str, before: &[u8], after: &[u8]) -> Result<(), RunError> {
    let error = |message: String| RunError { path: path.to_owned(), kind: ErrorKind::Write, message };
    let full = root.join(path);
    if read(root, path)? != before {
        return Err(error("the file changed while it was checked; it is left as it is".to_owned()));
    }
    let metadata = fs::metadata(&full).map_err(|reason| error(describe(&reason)))?;
    // A rename would get past it.
    if metadata.permissions().readonly() {
        return Err(error("the file is read-only, so its fixes are not written".to_owned()));
    }
    write_atomically(&full, after).map_err(|reason| error(format!("the fixes could not be written: {reason}")))
}

/// Writes a file that is not there yet, and the folders that it needs.
///
/// # Errors
/// A file that is there after all, and what the system says.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::File::create_new(path)?;
    io::Write::write_all(&mut file, bytes)
}

/// Writes a file of results and makes the folders it needs.
///
/// # Errors
/// What the system says.
pub fn write_result(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    write_atomically(path, bytes)
}

/// Writes a file of results whole: through a temporary file in the same folder, then a rename.
///
/// # Errors
/// What the system says.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.fidus-{}", std::process::id()));
    let written = fs::write(&temporary, bytes).and_then(|()| {
        if let Ok(old) = fs::metadata(path) {
            fs::set_permissions(&temporary, old.permissions())?;
        }
        fs::rename(&temporary, path)
    });
    if written.is_err() {
        let _already_gone = fs::remove_file(&temporary);
    }
    written
}
