//! Properties of every text that is read as an XML feed: the result does not depend on the chunks, and agrees with
//! `roxmltree`.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use std::collections::HashSet;

use back_in_stock::{
    feed::{
        number,
        syntax_error::{SyntaxError, SyntaxErrorKind},
        xml::Xml,
    },
    inventory::rule::{FieldValue, Policy, Quantity, Verdict},
};
use roxmltree::{Document, Error, Node};
use serde_json::{Map, Value, value::RawValue};

use super::super::feeds::{self, End, Found, ReadOptions, Reading, is_other_file, read_xml, small_chunks};

/// Reads the text whole and in chunks, and compares the results.
pub(crate) fn check(source: &[u8]) {
    compare(source, ReadOptions::default());
    compare(
        source,
        ReadOptions { select: &["id", "inventory_quantity", "tag"], hide: true, ..ReadOptions::default() },
    );
    report(source);
}

/// A report is JSON, counts all rows, and does not depend on the chunks.
fn report(source: &[u8]) {
    let xml = |names, _| Xml::new(names, false);
    let (reading, report) = feeds::check(xml, source, ReadOptions::default(), []);
    let in_pieces = feeds::check(xml, source, ReadOptions::default(), small_chunks(source));
    assert_eq!((&reading, &report), (&in_pieces.0, &in_pieces.1), "{}", source.escape_ascii());
    let report: Value = serde_json::to_value(&report).unwrap();
    assert_eq!(report["items"], reading.rows.len());
}

fn compare(source: &[u8], options: ReadOptions<'_>) {
    let reading = read_xml(source, options, []);
    let halves = [source.len() / 3, source.len() / 3];
    assert_eq!(reading, read_xml(source, options, halves), "in three: {}", source.escape_ascii());
    if source.len() < 800 {
        assert_eq!(reading, read_xml(source, options, source.iter().map(|_| 1)), "{}", source.escape_ascii());
    }
    let text = str::from_utf8(source.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(source));
    match (reading.end, text) {
        (End::Whole, Ok(text)) => match Document::parse(text) {
            Ok(document) => compare_rows(&document, source.len() - text.len(), options, &reading),
            // XML's rules for names, which a feed does not need.
            Err(
                Error::InvalidName(_)
                | Error::UnknownNamespace(..)
                | Error::DuplicatedAttribute(..)
                | Error::DuplicatedNamespace(..),
            ) => {}
            Err(error) => panic!("accepted, but {error}: {text:?}"),
        },
        (End::Whole, Err(_)) => panic!("accepted, but no UTF-8: {}", source.escape_ascii()),
        (End::Failed(error @ SyntaxError { kind, at }), text) => {
            // The text before the error is valid, and has the same rows.
            let before = read_xml(&source[..at], options, []);
            let is_begun = match before.end {
                End::Whole => true,
                End::Failed(before) => {
                    before == SyntaxError { kind: SyntaxErrorKind::Truncated, at }
                        || is_other_file(before.kind)
                }
                End::LimitReached => false,
            };
            assert!(is_begun, "{:?}: {}", before.end, source.escape_ascii());
            assert_eq!((before.rows, before.written), (reading.rows, reading.written));
            let theirs = text.is_ok_and(|text| Document::parse(text).is_ok());
            let rest = &source[at..];
            let end = rest.iter().skip(1).position(|byte| *byte == b'<').map_or(rest.len(), |end| end + 1);
            let tag = &rest[..end];
            // Rules of feeds beyond XML; and names of processing instructions and character references, which the other
            // parser checks less strictly.
            let ours = matches!(kind, SyntaxErrorKind::XmlNoRows | SyntaxErrorKind::Unsupported | SyntaxErrorKind::TooDeep | SyntaxErrorKind::Html)
                || tag.starts_with(b"<?")
                || tag.windows(2).any(|two| two == b"&#")
                // For `roxmltree`, `</:a>` closes `<a>`.
                || kind == SyntaxErrorKind::XmlEnd && text.is_ok_and(|text| text.contains("<:") || text.contains("</:"));
            assert!(!theirs || ours, "refused, {error:?}: {}", source.escape_ascii());
        }
        (End::LimitReached, _) => panic!("there was no limit"),
    }
}

fn compare_rows(document: &Document<'_>, before: usize, options: ReadOptions<'_>, reading: &Reading) {
    // Only names with the usual prefix are compared.
    let google = |node: Node<'_, '_>| {
        node.namespaces().any(|it| it.uri() == "http://base.google.com/ns/1.0" && it.name() != Some("g"))
    };
    if document.descendants().any(google) {
        return;
    }
    let rows: Vec<_> = document.descendants().filter(|node| node.is_element() && is_row(*node)).collect();
    let verdicts: Vec<_> = rows.iter().map(|row| verdict(*row, options)).collect();
    let expected: Vec<_> = rows
        .iter()
        .zip(&verdicts)
        .map(|(row, verdict)| Found {
            start: before + row.range().start,
            end: before + row.range().end,
            visible: *verdict != Verdict::Hidden,
            in_stock: *verdict == Verdict::InStock,
        })
        .collect();
    assert_eq!(reading.rows, expected, "{:?}", document.input_text());
    let shown = rows.iter().zip(&verdicts).filter(|(_, verdict)| **verdict != Verdict::Hidden);
    let expected: Vec<_> = shown.map(|(row, _)| select(object(*row), options.select)).collect();
    let written = format!("[{}]", reading.written);
    let all: Vec<&RawValue> = serde_json::from_str(&written).unwrap();
    assert_eq!(all.len(), expected.len(), "{:?}", document.input_text());
    // Deeper than 128 levels, only the syntax of the output is checked.
    let Ok(written) = serde_json::from_str::<Vec<Value>>(&written) else { return };
    let written: Vec<_> = written.into_iter().map(trimmed).collect();
    assert_eq!(written, expected, "{:?}", document.input_text());
}

/// Whether the node is in a list of rows, inside of RSS elements only.
fn is_row(node: Node<'_, '_>) -> bool {
    let around: Vec<_> = node.ancestors().filter(Node::is_element).map(name).collect();
    let around: Vec<_> = around.iter().map(String::as_str).collect();
    match *around.as_slice() {
        ["entry", "feed"] | ["item", "channel", "rss"] => true,
        ["Product" | "product", "Products" | "products", ref outer @ ..] => {
            matches!(outer, [] | ["rss"] | ["channel", "rss"])
        }
        _ => false,
    }
}

/// The name as written.
fn qualified(node: Node<'_, '_>) -> String {
    let text = &node.document().input_text()[node.range().start + 1..];
    let end = text.find(|it: char| it.is_ascii_whitespace() || matches!(it, '/' | '>')).unwrap();
    text[..end].to_owned()
}

/// The name as written, without `g:`.
fn name(node: Node<'_, '_>) -> String {
    let name = qualified(node);
    name.strip_prefix("g:").unwrap_or(&name).to_owned()
}

/// Whether a sibling with Google's prefix has the same name. Then only Google's is read.
fn has_google_twin(node: Node<'_, '_>) -> bool {
    let twin = format!("g:{}", qualified(node));
    node.parent().is_some_and(|parent| {
        parent.children().any(|sibling| sibling.is_element() && qualified(sibling) == twin)
    })
}

fn value(node: Node<'_, '_>) -> Value {
    if node.children().any(|child| child.is_element()) {
        return object(node);
    }
    let text: String = node.children().filter(Node::is_text).filter_map(|child| child.text()).collect();
    trimmed(Value::String(text))
}

fn object(node: Node<'_, '_>) -> Value {
    let mut members = Map::new();
    let mut lists = HashSet::new();
    for child in node.children().filter(|child| child.is_element() && !has_google_twin(*child)) {
        let value = value(child);
        match members.get_mut(&name(child)) {
            None => drop(members.insert(name(child), value)),
            Some(Value::Array(list)) if lists.contains(&name(child)) => list.push(value),
            Some(first) => {
                *first = Value::Array(vec![first.take(), value]);
                lists.insert(name(child));
            }
        }
    }
    Value::Object(members)
}

fn select(mut object: Value, names: &[&str]) -> Value {
    if !names.is_empty() {
        object.as_object_mut().unwrap().retain(|name, _| names.contains(&&**name));
    }
    object
}

/// Trims white space: `roxmltree` does not distinguish CDATA and references from text, where white space is ignored.
fn trimmed(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.trim_ascii().to_owned()),
        Value::Array(values) => values.into_iter().map(trimmed).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, trimmed(value))).collect(),
        other => other,
    }
}

/// The verdict on a row, from its JSON values.
fn verdict(row: Node<'_, '_>, options: ReadOptions<'_>) -> Verdict {
    let object = object(row);
    let first = |names: &[&str]| names.iter().find_map(|name| object.get(*name)).cloned();
    let (quantity, policy) = (first(options.quantity), first(options.policy));
    let out = Quantity::read(given(quantity.as_ref()), number::value).is_out(options.threshold);
    let policy =
        if options.hide { Policy::Hides } else { Policy::read(given(policy.as_ref()), number::value) };
    Verdict::of(out, policy)
}

fn given(value: Option<&Value>) -> FieldValue<'_> {
    match value {
        None => FieldValue::Missing,
        Some(Value::String(text)) => FieldValue::Text(text.as_bytes()),
        Some(_) => FieldValue::Other,
    }
}
