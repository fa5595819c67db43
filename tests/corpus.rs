//! Replays the fuzzing corpus with the checks of the targets in `fuzz/`.
#![expect(clippy::unwrap_used, reason = "files of the repository")]

mod support;

use std::{fs, path::Path};
use support::checks::{contacts, ids, json, responses, xml};

#[track_caller]
fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() >= 20, "{} texts in {}", files.len(), folder.display());
    for file in files {
        // With `--nocapture`, the last name is the file that failed.
        println!("{}", file.display());
        check(&fs::read(file).unwrap());
    }
}

#[test]
fn json_feeds() {
    replay("json", json::check);
}

#[test]
fn xml_feeds() {
    replay("xml", xml::check);
}

#[test]
fn all_ids() {
    replay("ids", ids::check);
}

#[test]
fn all_contacts() {
    replay("contacts", contacts::check);
}

#[cfg(feature = "relay")]
#[test]
fn all_requests_to_a_relay() {
    replay("intake", support::checks::intake::check);
}

#[test]
fn all_responses() {
    replay("responses", responses::check);
}
