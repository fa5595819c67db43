//! What a check found, as JSON.

use super::problem::Kind;
use crate::json::quote;

/// So many examples of each problem are kept: the first ones.
const EXAMPLES: u64 = 5;
/// No more than so many bytes of a text are quoted.
const LONGEST: usize = 120;

/// One row that has a problem.
pub(super) struct Example<'a> {
    /// The row's number, from 0.
    pub(super) row: u64,
    /// The offset of its first byte in the source.
    pub(super) offset: u64,
    /// Its id, if it has one.
    pub(super) id: Option<&'a [u8]>,
    /// What was found, if there was anything.
    pub(super) found: Option<&'a [u8]>,
}

/// One problem, wherever it was met.
#[derive(Clone, Default)]
pub(super) struct Problem {
    /// How often it was met.
    pub(super) count: u64,
    /// The examples as JSON, with commas between them.
    examples: Vec<u8>,
}

impl Problem {
    /// Whether another example is wanted.
    pub(super) fn wants_example(&self) -> bool {
        self.count < EXAMPLES
    }

    pub(super) fn add(&mut self, example: &Example<'_>) {
        let out = &mut self.examples;
        out.extend_from_slice(if out.is_empty() { b"{\"row\":" } else { b",{\"row\":" });
        number(example.row, out);
        out.extend_from_slice(b",\"offset\":");
        number(example.offset, out);
        if let Some(id) = example.id {
            out.extend_from_slice(b",\"id\":");
            quote_start(id, out);
        }
        if let Some(found) = example.found {
            out.extend_from_slice(b",\"found\":");
            quote_start(found, out);
        }
        out.push(b'}');
    }
}

/// The counts, whether the feed is ready, the keys suggested for fields, the ways to other arrays, and the problems.
pub(super) fn write<'a>(
    counts: [(&str, u64); 6],
    whole: bool,
    suggestions: impl Iterator<Item = (&'static str, &'a [u8])>,
    candidates: &[Vec<u8>],
    problems: &[Problem],
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut separator = b'{';
    for (name, count) in counts {
        out.push(separator);
        separator = b',';
        quote(name.as_bytes(), &mut out);
        out.push(b':');
        number(count, &mut out);
    }
    let ready = whole && problems.iter().take(Kind::ERRORS).all(|problem| problem.count == 0);
    out.extend_from_slice(if ready { b",\"ready\":true" } else { b",\"ready\":false" });
    separator = b'{';
    for (field, key) in suggestions {
        out.extend_from_slice(if separator == b'{' { b",\"suggestedFields\":" } else { b"" });
        out.push(separator);
        separator = b',';
        quote(field.as_bytes(), &mut out);
        out.push(b':');
        quote_start(key, &mut out);
    }
    if separator == b',' {
        out.push(b'}');
    }
    separator = b'[';
    for path in candidates {
        out.extend_from_slice(if separator == b'[' { b",\"candidates\":" } else { b"" });
        out.push(separator);
        separator = b',';
        quote(path, &mut out);
    }
    if separator == b',' {
        out.push(b']');
    }
    out.extend_from_slice(b",\"problems\":");
    separator = b'[';
    for (kind, problem) in (0..).zip(problems).filter(|(_, problem)| problem.count > 0) {
        out.push(separator);
        separator = b',';
        out.extend_from_slice(b"{\"kind\":");
        number(kind, &mut out);
        out.extend_from_slice(b",\"count\":");
        number(problem.count, &mut out);
        out.extend_from_slice(b",\"examples\":[");
        out.extend_from_slice(&problem.examples);
        out.extend_from_slice(b"]}");
    }
    if separator == b'[' {
        out.push(b'[');
    }
    out.extend_from_slice(b"]}");
    out
}

/// Appends the beginning of a text, cut where a character ends.
fn quote_start(text: &[u8], out: &mut Vec<u8>) {
    let mut start = text.get(..LONGEST).unwrap_or(text);
    // What follows the cut must begin a character, and no continuation byte does.
    while let Some(0x80..0xC0) = text.get(start.len()) {
        let [before @ .., _] = start else { break };
        start = before;
    }
    let mut quoted = Vec::new();
    for byte in start {
        match byte {
            // Half of a surrogate pair.
            0xFF => quoted.extend_from_slice("\u{FFFD}".as_bytes()),
            _ => quoted.push(*byte),
        }
    }
    if start.len() < text.len() {
        quoted.extend_from_slice("…".as_bytes());
    }
    quote(&quoted, out);
}

fn number(mut value: u64, out: &mut Vec<u8>) {
    let start = out.len();
    loop {
        out.push(b'0' + (value % 10) as u8);
        value /= 10;
        if value == 0 {
            break;
        }
    }
    if let Some(digits) = out.get_mut(start..) {
        digits.reverse();
    }
}
