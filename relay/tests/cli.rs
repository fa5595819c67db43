//! The command line, with the program itself.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use std::process::Command;

use support::{Emulator, Folder, KEY};

struct Run {
    code: Option<i32>,
    out: String,
    error: String,
}

fn relay(folder: &Folder, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_back-in-stock-relay"))
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(folder.path(""))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), out: text(output.stdout), error: text(output.stderr) }
}

const RIGHT: [&str; 5] = ["--check", "--company", "ABC123", "--key-file", "key"];

#[test]
fn checks_a_configuration() {
    let folder = Folder::new();
    folder.file("key", &format!("{KEY}\n"));
    let run = relay(
        &folder,
        &RIGHT,
        &[("BACK_IN_STOCK_RELAY_VERIFY", "hcaptcha"), ("BACK_IN_STOCK_RELAY_VERIFY_SECRET_FILE", "key")],
    );
    assert_eq!((run.code, run.out.as_str()), (Some(0), "The configuration is valid.\n"), "{}", run.error);
    assert!(!folder.path("relay.db").exists(), "a check writes nothing");
}

#[test]
fn asks_klaviyo_about_the_key_only_if_it_is_told_to() {
    let folder = Folder::new();
    folder.file("key", KEY);
    let run = relay(&folder, &[&RIGHT[1..], &["--online"]].concat(), &[]);
    assert_eq!((run.code, run.error.as_str()), (Some(2), "back-in-stock-relay: --online needs --check\n"));
    let emulator = Emulator::start(&folder, &[]);
    let upstream = emulator.url.clone();
    let arguments = [&RIGHT[..], &["--upstream", &upstream]].concat();
    let run = relay(&folder, &[&arguments[..], &["--online"]].concat(), &[]);
    let line = "The configuration is valid, and Klaviyo accepts the key.\n";
    assert_eq!((run.code, run.out.as_str()), (Some(0), line), "{}", run.error);
    drop(emulator);
    assert_eq!(relay(&folder, &arguments, &[]).code, Some(0));
    let run = relay(&folder, &[&arguments[..], &["--online"]].concat(), &[]);
    assert_eq!(run.code, Some(1));
    let line = "Klaviyo did not say whether it accepts the key for alerts: try again later";
    assert_eq!(run.error, format!("back-in-stock-relay: {line}\n"));
    assert!(!folder.path("relay.db").exists(), "a check writes nothing");
}

#[test]
fn a_mistake_is_one_clear_line_and_exit_code_2() {
    let folder = Folder::new();
    folder.file("key", KEY);
    folder.file("public", "ABC123");
    folder.file("empty", "");
    let cases: [(&[&str], &str); 28] = [
        (&["--verify", "turnstile"], "--verify-secret-file is required: --verify needs the shop's secret"),
        (&["--verify-secret-file", "key"], "--verify is required: --verify-secret-file is for its service"),
        (
            &["--verify", "recaptcha", "--verify-secret-file", "key"],
            "--verify must be turnstile, hcaptcha, or an https or loopback URL without credentials",
        ),
        (
            &["--verify", "hcaptcha", "--verify-secret-file", "0x4AAAA"],
            "--verify-secret-file: the file cannot be read: entity not found",
        ),
        (
            &["--verify", "hcaptcha", "--verify-secret-file", "empty"],
            "--verify-secret-file must have a secret",
        ),
        (&["--company", "ABC"], "--company must be six letters or digits: the public API key"),
        (&["--key-file", "missing"], "--key-file: missing cannot be read: entity not found"),
        (&["--key-file", "public"], "--key-file must be a private API key, which starts with pk_"),
        (&["--listen", "4402"], "--listen must be an IP address and a port"),
        (&["--store", "mysql://host"], "--store must be sqlite:FILE or postgres://…"),
        (
            &["--store", "postgres://user:secret@host/db"],
            "--identity-key-file is required: with Postgres, relays share its keys",
        ),
        (
            &["--upstream", "http://169.254.169.254"],
            "--upstream must be an https or loopback URL without path, query or credentials",
        ),
        (&["--base-path", "bis"], "--base-path must be a path such as /bis"),
        (
            &["--allow-origin", "shop.example"],
            "--allow-origin must be an origin such as https://shop.example",
        ),
        (&["--answer-within", "60000"], "--answer-within must be at most 30000 milliseconds"),
        (&["--rate", "1"], "--rate must be from 60 to 10000000 requests in a minute"),
        (&["--rate", "fast"], "invalid value 'fast' for '--rate <N>': invalid digit found in string"),
        (&["--colour"], "unexpected argument '--colour' found"),
        (&["--config", "missing.toml"], "--config: missing.toml cannot be read: entity not found"),
        (&["--per-address", "-1"], "unexpected argument '-1' found"),
        (
            &["--webhook", "https://shop.example"],
            "--webhook-secret-file is required: it signs what --webhook gets",
        ),
        (
            &["--webhook", "http://shop.example", "--webhook-secret-file", "key"],
            "--webhook must be an https or loopback URL without credentials and fragment",
        ),
        (
            &["--webhook", "https://shop.example", "--webhook-secret-file", "key"],
            "--webhook-secret-file must have whsec_ and 24 to 64 bytes in base64 in each line",
        ),
        (
            &["--webhook", "https://shop.example", "--webhook-secret-file", "whsec_AAAA"],
            "--webhook-secret-file must be the path of a file that has the key, not the key",
        ),
        (&["--list", "a list"], "--list must be the ID of a list, such as Y6nRLr"),
        (
            &["--demand-token-file", "a-token-and-not-its-file"],
            "--demand-token-file: the file cannot be read: entity not found",
        ),
        (
            &["--demand-token-file", "public"],
            "--demand-token-file must have a token of 16 to 255 visible ASCII characters",
        ),
        (&["--trust-proxy", "10.0.0.0/33"], "--trust-proxy must be a network such as 10.0.0.0/8"),
    ];
    for (arguments, line) in cases {
        let is_repeated = |name: &&str| arguments.first() == Some(name);
        let mut all: Vec<&str> = arguments.to_vec();
        for pair in [["--company", "ABC123"], ["--key-file", "key"]] {
            if !is_repeated(&pair[0]) {
                all.extend(pair);
            }
        }
        all.push("--check");
        let run = relay(&folder, &all, &[]);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert_eq!(run.error, format!("back-in-stock-relay: {line}\n"));
    }
    assert_eq!(
        relay(&folder, &["--check"], &[]).error,
        "back-in-stock-relay: --company is required: the public API key\n"
    );
}

#[test]
fn the_command_line_overrides_the_environment_and_that_the_file() {
    let folder = Folder::new();
    folder.file("key", KEY);
    folder.file(
        "relay.toml",
        "company = \"ABC\"\nkey-file = \"key\"\nallow-origin = [\"https://shop.example\"]\n",
    );
    let file = ["--check", "--config", "relay.toml"];
    assert_eq!(relay(&folder, &file, &[]).code, Some(2), "the file's company is wrong");
    let right = [("BACK_IN_STOCK_RELAY_COMPANY", "ABC123")];
    assert_eq!(relay(&folder, &file, &right).code, Some(0));
    let wrong = [("BACK_IN_STOCK_RELAY_COMPANY", "ABC")];
    assert_eq!(relay(&folder, &[&file[..], &["--company", "ABC123"]].concat(), &wrong).code, Some(0));
}

#[test]
fn a_mistake_in_the_file_has_its_line() {
    let folder = Folder::new();
    folder.file("relay.toml", "company = \"ABC123\"\ncolour = 1\n");
    let run = relay(&folder, &["--check", "--config", "relay.toml"], &[]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.error.starts_with("back-in-stock-relay: --config: relay.toml, line 2: unknown field `colour`"),
        "{}",
        run.error
    );
    assert_eq!(run.error.lines().count(), 1);
    folder.file("relay.toml", "list = [\"Xy12\"]\n");
    assert_eq!(relay(&folder, &["--check", "--config", "relay.toml"], &[]).code, Some(2));
    let later = [("BACK_IN_STOCK_RELAY_LIST", "Xy12")];
    assert_eq!(relay(&folder, &RIGHT, &later).code, Some(2));
}

#[test]
fn stops_at_a_signal() {
    let folder = Folder::new();
    folder.file("key", KEY);
    let mut command = Command::new(env!("CARGO_BIN_EXE_back-in-stock-relay"));
    command.args(["--company", "ABC123", "--key-file", "key", "--listen", "127.0.0.1:0"]);
    command.args(["--upstream", "http://127.0.0.1:9"]).current_dir(folder.path(""));
    let process = support::Process::start(&mut command);
    let signal = Command::new("kill").args(["-TERM", &process.id().to_string()]).status().unwrap();
    assert!(signal.success());
    assert_eq!(process.wait(), Some(0));
}

#[test]
fn keys_that_the_store_does_not_know_are_exit_code_2_and_never_replaced() {
    let folder = Folder::new();
    folder.file("key", KEY);
    let start = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_back-in-stock-relay"));
        command.args(["--company", "ABC123", "--key-file", "key", "--listen", "127.0.0.1:0"]);
        command.args(["--upstream", "http://127.0.0.1:9"]);
        command.current_dir(folder.path(""));
        command
    };
    let process = support::Process::start(&mut start());
    assert!(process.line.starts_with("http://127.0.0.1:"), "{}", process.line);
    process.kill();
    let path = folder.path("relay.db.key");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let keys = std::fs::read_to_string(&path).unwrap();
    let other = "11".repeat(32);
    let refused = |line: &str| {
        let output = start().output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(error, format!("back-in-stock-relay: --identity-key-file: relay.db.key {line}\n"));
    };
    std::fs::remove_file(&path).unwrap();
    refused("does not exist, and the store needs its keys");
    assert!(!path.exists());
    folder.file("relay.db.key", &other);
    refused("has other keys than the store was written with");
    folder.file("relay.db.key", "not a key");
    refused("must have a key of 64 hexadecimal digits in each line");
    // A new key in front of the known one: a rotation.
    folder.file("relay.db.key", &format!("{other}\n{keys}"));
    support::Process::start(&mut start()).kill();
    folder.file("relay.db.key", &other);
    support::Process::start(&mut start()).kill();
}

#[test]
fn prints_no_secret() {
    let folder = Folder::new();
    let secret = [("BACK_IN_STOCK_RELAY_STORE", "postgres://user:hunter2@host/db")];
    let help = relay(&folder, &["--help"], &secret);
    assert_eq!(help.code, Some(0));
    assert!(help.out.contains("BACK_IN_STOCK_RELAY_STORE") && !help.out.contains("hunter2"), "{}", help.out);
    folder.file("key", KEY);
    // The key instead of its file.
    for (option, key) in [("--key-file", KEY.to_owned()), ("--identity-key-file", "ab".repeat(32))] {
        let mut environment = vec![("BACK_IN_STOCK_RELAY_COMPANY", "ABC123")];
        if option != "--key-file" {
            environment.push(("BACK_IN_STOCK_RELAY_KEY_FILE", "key"));
        }
        let run = relay(&folder, &[option, &key, "--listen", "127.0.0.1:0"], &environment);
        assert_eq!(run.code, Some(2), "{option}");
        assert!(run.error.starts_with(&format!("back-in-stock-relay: {option}")), "{}", run.error);
        assert!(!run.error.contains(&key), "{}", run.error);
    }
}
