//! A Postgres of its own for a test, in a temporary folder.

use std::{
    fs,
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::Folder;

/// Postgres refuses to run as root. This user (`nobody`) exists everywhere and owns nothing else.
const NOBODY: u32 = 65_534;

/// A server that listens at a socket in its folder. It is stopped at the end.
pub struct Postgres {
    programs: PathBuf,
    folder: Folder,
}

impl Postgres {
    /// Creates and starts a server.
    pub fn start() -> Self {
        let Some(programs) = programs() else { panic!("PostgreSQL is missing: apt-get install postgresql") };
        let postgres = Self { programs, folder: Folder::new() };
        if is_root() {
            chown(postgres.folder.path(""), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let data = postgres.data();
        postgres.run("initdb", &["--auth=trust", "--username=postgres", "--pgdata", &data]);
        let settings = format!(
            "listen_addresses = ''\nunix_socket_directories = '{}'\nmax_connections = 60\n",
            postgres.folder.path("").display()
        );
        let path = Path::new(&data).join("postgresql.conf");
        fs::write(&path, fs::read_to_string(&path).unwrap() + &settings).unwrap();
        postgres.control(&["start", "-l", postgres.folder.path("log").to_str().unwrap()]);
        postgres
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.folder.path("").display())
    }

    /// Stops the server as a crash does, or breaking all connections, and starts it again.
    pub fn restart(&self, is_crash: bool) {
        let mode = if is_crash { "immediate" } else { "fast" };
        self.control(&["restart", "-m", mode, "-l", self.folder.path("log").to_str().unwrap()]);
    }

    fn data(&self) -> String {
        self.folder.path("data").to_str().unwrap().to_owned()
    }

    fn control(&self, arguments: &[&str]) {
        let data = self.data();
        self.run("pg_ctl", &[&["-w", "--pgdata", &data][..], arguments].concat());
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut command = Command::new(self.programs.join(program));
        command.args(arguments).current_dir(self.folder.path("")).stdout(Stdio::null());
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        let status = command.status().unwrap();
        assert!(status.success(), "{program}: {status}");
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.control(&["stop", "-m", "immediate"]);
    }
}

/// The folder of the programs: on the path, or Debian's.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = debian.map(|version| version.path().join("bin")).chain(std::env::split_paths(&path));
    folders.into_iter().find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}
