//! Relays that are processes of their own, which a test can kill and freeze.

use std::{
    fs::{self, File},
    process::Command,
    sync::Mutex,
    time::Duration,
};

use super::{Emulator, Folder, KEY, Process};

/// Some relays with one store.
pub struct Fleet {
    /// A relay that was killed keeps its address until it is started again.
    relays: Vec<Mutex<(Option<Process>, String)>>,
    arguments: Vec<String>,
    folder: Folder,
}

impl Fleet {
    /// Starts relays that answer as soon as a request is stored.
    pub fn start(size: usize, store: &str, emulator: &Emulator, rate: usize) -> Self {
        let folder = Folder::new();
        folder.file("key", KEY);
        folder.file("identity-keys", &"11".repeat(32));
        let rate = rate.to_string();
        let arguments = [
            ["--company", "ABC123"],
            ["--key-file", "key"],
            ["--identity-key-file", "identity-keys"],
            ["--listen", "127.0.0.1:0"],
            ["--answer-within", "0"],
            ["--per-identity", "0"],
            ["--store", store],
            ["--upstream", &emulator.url],
            ["--rate", &rate],
        ];
        let arguments = arguments.concat().into_iter().map(str::to_owned).collect();
        let relays = (0..size).map(|_| Mutex::default()).collect();
        let fleet = Self { relays, arguments, folder };
        (0..size).for_each(|number| fleet.run(number));
        fleet
    }

    pub fn size(&self) -> usize {
        self.relays.len()
    }

    /// Starts a relay, as a supervisor does: again and again while the database does not answer.
    pub fn run(&self, number: usize) {
        for _ in 0..100 {
            let log = File::options().create(true).append(true).open(self.folder.path("log")).unwrap();
            let mut command = Command::new(env!("CARGO_BIN_EXE_back-in-stock-relay"));
            command.args(&self.arguments).current_dir(self.folder.path("")).stderr(log);
            let process = Process::start(&mut command);
            if process.line.starts_with("http") {
                let url = process.line.clone();
                *self.relays[number].lock().unwrap() = (Some(process), url);
                return;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        panic!("a relay does not start: {}", self.log());
    }

    /// The address of a relay. Numbers beyond the last one start again at the first.
    pub fn url(&self, number: usize) -> String {
        self.relays[number % self.relays.len()].lock().unwrap().1.clone()
    }

    /// SIGKILL.
    pub fn kill(&self, number: usize) {
        self.relays[number].lock().unwrap().0.take().unwrap().kill();
    }

    /// SIGSTOP or SIGCONT.
    pub fn signal(&self, number: usize, signal: &str) {
        let id = self.relays[number].lock().unwrap().0.as_ref().unwrap().id();
        assert!(Command::new("kill").args([signal, &id.to_string()]).status().unwrap().success());
    }

    /// What all of them have logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path("log")).unwrap()
    }
}
