//! White space: each byte is read once, and its length is limited.

mod support;

use back_in_stock::feed::{
    Format, MAX_ROW_SIZE, Names, Plan,
    json::{Json, Layout},
    stream::{Feed, State},
    syntax_error::{SyntaxError, SyntaxErrorKind},
    xml::Xml,
};
use support::feeds::{End, ReadOptions, read, read_xml};

const CHUNK: usize = 1 << 10;

fn json(layout: Layout, path: &[&str]) -> Feed<Json> {
    let mut names = Names::default();
    for name in path {
        names.push(name.as_bytes());
    }
    Feed::new(Json::new(Names::default(), names).with_layout(layout), Plan::default())
}

/// Reads the text before the white space, then much white space. None of it stays in the window, so none is read again.
#[track_caller]
fn forgets<F: Format>(mut feed: Feed<F>, before: &str) {
    let mut scan = |text: &[u8]| {
        feed.buffer_for(text.len()).copy_from_slice(text);
        assert_eq!(feed.scan(text.len(), false, &mut ()), State::More, "{before}");
        feed.buffer_for(0);
        feed.window(false).len
    };
    scan(before.as_bytes());
    for _ in 0..100 {
        for space in [b" ", b"\n", b"\t", b"\r"] {
            assert!(scan(&space.repeat(CHUNK)) <= CHUNK, "{before}");
        }
    }
}

#[test]
fn white_space_is_read_once() {
    for before in ["", "\u{FEFF}", "[", "[{}", "[{},", "[{},{}]"] {
        forgets(json(Layout::Array, &[]), before);
        forgets(json(Layout::Auto, &[]), before);
    }
    for before in ["{", "{\"a\":1", "{\"rows\":[", "{\"rows\":[{},", "{\"rows\":[]", "{\"rows\":[],\"b\":1"] {
        forgets(json(Layout::Array, &["rows"]), before);
    }
    for before in ["", "\u{FEFF}", "{}\n", "{}\n{}\n"] {
        forgets(json(Layout::Lines, &[]), before);
    }
    for before in [
        "<?xml version=\"1.0\"?>",
        "<!-- a -->",
        "<Products>",
        "<Products><Product/>",
        "<Products><!-- a -->",
        "<Products/>",
        "<Products/><!-- a -->",
    ] {
        forgets(Feed::new(Xml::new(Names::default(), false), Plan::default()), before);
    }
}

/// Too much white space is rejected in any position, in realistic chunks.
#[test]
fn white_space_ends() {
    let most = MAX_ROW_SIZE + 1;
    let chunks = || vec![1 << 16; (most >> 16) + 2];
    let refuses = |end: End, before: &str| {
        assert!(
            matches!(end, End::Failed(SyntaxError { kind: SyntaxErrorKind::TooLarge, .. })),
            "{before}: {end:?}"
        );
    };
    for (before, after) in
        [("", "[]"), ("[", "]"), ("[{}", ",{}]"), ("[{},", "{}]"), ("[{\"a\":", "1}]"), ("[]", "[")]
    {
        let source = [before.as_bytes(), &b" ".repeat(most + (1 << 16)), after.as_bytes()].concat();
        refuses(read(&source, ReadOptions::default(), chunks()).end, before);
    }
    for (before, after) in [("{}", "\n{}"), ("{}\n", "{}"), ("{}\n{\"a\":", "1}")] {
        let source = [before.as_bytes(), &b" ".repeat(most + (1 << 16)), after.as_bytes()].concat();
        refuses(
            read(&source, ReadOptions { layout: Layout::Lines, ..ReadOptions::default() }, chunks()).end,
            before,
        );
    }
    for (before, after) in
        [("", "<Products/>"), ("<Products>", "</Products>"), ("<Products><!--", "--></Products>")]
    {
        let source = [before.as_bytes(), &b"\n".repeat(most + (1 << 16)), after.as_bytes()].concat();
        refuses(read_xml(&source, ReadOptions::default(), chunks()).end, before);
    }
    // The maximum size of a row is accepted.
    let source = [b"[{},", &*b" ".repeat(MAX_ROW_SIZE - (1 << 16)), b"{}]"].concat();
    let reading = read(&source, ReadOptions::default(), chunks());
    assert_eq!((reading.end, reading.rows.len()), (End::Whole, 2));
}
