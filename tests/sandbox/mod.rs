//! A project in a temporary folder, and the real binary run in it.
//!
//! The folder has a `.git` of its own, so that nothing around it is taken for the project.
#![allow(dead_code, reason = "each test binary uses its part")]

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A project in a temporary folder, gone at the end of the test.
pub struct Sandbox {
    _folder: TempDir,
    root: PathBuf,
}

/// What one run of the binary left behind.
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// How long it took.
    pub elapsed: Duration,
}

impl Sandbox {
    /// A folder with nothing in it.
    pub fn empty() -> Sandbox {
        let folder = TempDir::new().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("its real path").join("project");
        std::fs::create_dir_all(root.join(".git")).expect("an empty project");
        Sandbox { _folder: folder, root }
    }

    /// A copy of `fixtures/<name>`.
    pub fn fixture(name: &str) -> Sandbox {
        let sandbox = Sandbox::empty();
        copy(&fixtures().join(name), &sandbox.root);
        sandbox
    }

    /// All fixtures, where they lie in a clone of the repository.
    pub fn clone_of_ours() -> Sandbox {
        let sandbox = Sandbox::empty();
        copy(&fixtures(), &sandbox.root.join("fixtures"));
        sandbox
    }

    /// A project of these files.
    pub fn with(files: &[(&str, &str)]) -> Sandbox {
        let sandbox = Sandbox::empty();
        files.iter().for_each(|(path, text)| sandbox.write(path, text));
        sandbox
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Writes a file and the folders it needs.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.root.join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        std::fs::write(file, bytes).expect("a written file");
    }

    /// What a file holds.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.root.join(path)).expect("a readable file")
    }

    /// Runs `fidus` in the folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_in("", arguments, b"")
    }

    /// Runs `fidus` in a folder below, with something on its standard input.
    pub fn run_in(&self, below: &str, arguments: &[&str], input: &[u8]) -> Run {
        self.run_within(Duration::from_secs(60), below, arguments, input).expect("the binary ends within a minute")
    }

    /// The same; `None`, and the process killed, if it takes longer than `limit`.
    pub fn run_within(&self, limit: Duration, below: &str, arguments: &[&str], input: &[u8]) -> Option<Run> {
        let here = TempDir::new().expect("a temporary folder");
        let file = |name: &str| File::create(here.path().join(name)).expect("a file");
        std::fs::write(here.path().join("in"), input).expect("a written file");
        let started = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_fidus"))
            .args(arguments)
            .current_dir(self.root.join(below))
            .env_remove("NO_COLOR")
            .env_remove("COLUMNS")
            .env_remove("CLICOLOR_FORCE")
            .stdin(File::open(here.path().join("in")).expect("the input"))
            .stdout(file("out"))
            .stderr(file("err"))
            .spawn()
            .expect("the binary starts");
        let status = loop {
            if let Some(status) = child.try_wait().expect("a process to wait for") {
                break status;
            }
            if started.elapsed() > limit {
                child.kill().and_then(|()| child.wait()).expect("a process to kill");
                return None;
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let text = |name: &str| {
            let text = std::fs::read_to_string(here.path().join(name)).expect("output in UTF-8");
            text.replace(self.root.to_str().expect("a name in UTF-8"), "[ROOT]")
        };
        // A process that a signal ended has no code.
        Some(Run {
            code: status.code().unwrap_or(-1),
            stdout: text("out"),
            stderr: text("err"),
            elapsed: started.elapsed(),
        })
    }
}

/// The folder of the fixture projects.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a readable folder") {
        let entry = entry.expect("a readable entry");
        let (here, there) = (entry.path(), to.join(entry.file_name()));
        if here.is_dir() {
            copy(&here, &there);
        } else {
            std::fs::copy(here, there).expect("a copied file");
        }
    }
}
