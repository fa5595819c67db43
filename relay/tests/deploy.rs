//! The files that start the relay elsewhere: the image, Docker's compose file, and the unit in the documentation.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use std::{
    path::Path,
    process::{Command, Output},
};

use support::{Folder, KEY};

fn read(path: &str) -> String {
    std::fs::read_to_string(format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn relay(arguments: &[&str], environment: &[(String, String)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_back-in-stock-relay"));
    command.args(arguments).envs(environment.iter().cloned()).output().unwrap()
}

#[track_caller]
fn assert_valid(output: &Output) {
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

/// The variables that compose.yaml sets, with files of the folder in place of Docker's secrets.
fn variables_of_compose(folder: &Folder) -> Vec<(String, String)> {
    let text = read("relay/compose.yaml");
    let lines = text.lines().filter_map(|line| line.trim().split_once(": "));
    let values = lines.filter(|(name, _)| name.starts_with("BACK_IN_STOCK_RELAY_")).map(|(name, value)| {
        let value = value
            .replace("/run/secrets/", &format!("{}/", folder.path("").display()))
            .replace("${COMPANY:?}", "ABC123")
            .replace("${POSTGRES_PASSWORD:?}", "secret");
        (name.to_owned(), value)
    });
    values.collect()
}

#[test]
fn the_settings_of_compose_are_valid() {
    let folder = Folder::new();
    folder.file("key", KEY);
    folder.file("identity-keys", &"11".repeat(32));
    let variables = variables_of_compose(&folder);
    assert_eq!(variables.len(), 6);
    let help = String::from_utf8(relay(&["--help"], &[]).stdout).unwrap();
    for (name, _) in &variables {
        assert!(help.contains(name.as_str()), "{name}");
    }
    assert_valid(&relay(&["--check"], &variables));
}

#[test]
fn the_configuration_in_the_documentation_is_valid() {
    let folder = Folder::new();
    let document = read("docs/relay.md");
    let block = |start: &str| {
        let start = document.find(start).unwrap();
        document[start..].split("```").next().unwrap()
    };
    let key = folder.file("key", KEY);
    let unit = block("[Unit]");
    assert!(unit.contains("LoadCredential=key:"), "{unit}");
    let credential = "/run/credentials/back-in-stock-relay.service/key";
    let text = block("company = ").replace(credential, key.to_str().unwrap());
    assert!(text.contains(key.to_str().unwrap()), "{text}");
    let config = folder.file("relay.toml", &text);
    assert_valid(&relay(&["--check", "--config", config.to_str().unwrap()], &[]));
}

/// Docker runs nothing here: this only compares the files with the package.
#[test]
fn the_image_is_built_from_what_is_there() {
    let ignored = read(".dockerignore");
    let included: Vec<_> = ignored.lines().filter_map(|line| line.strip_prefix('!')).collect();
    for path in &included {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path).exists(), "{path}");
    }
    for needed in
        ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "src", "benches", "relay/Cargo.toml", "relay/src"]
    {
        assert!(included.contains(&needed), "{needed}");
    }
    let dockerfile = read("relay/Dockerfile");
    let program = format!("target/release/{}", env!("CARGO_PKG_NAME"));
    assert!(dockerfile.contains(&format!("--package {}\n", env!("CARGO_PKG_NAME"))), "{dockerfile}");
    assert!(dockerfile.contains(&program), "{dockerfile}");
    let port = "4402";
    assert!(dockerfile.contains(&format!("EXPOSE {port}\n")) && read("relay/compose.yaml").contains(port));
}
