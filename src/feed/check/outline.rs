//! Finds arrays of objects in a JSON document whose rows are not at the expected place.

/// The maximum depth of a name on a path; deeper names are skipped.
const DEEPEST: usize = 8;
/// The maximum length of a name, in bytes; longer names are skipped.
const MAX_LENGTH: usize = 64;
/// The maximum number of arrays to find.
const MAX_FOUND: usize = 5;

/// Searches a document that arrives in chunks, with a bounded amount of memory.
#[derive(Default)]
pub(super) struct Outline {
    /// The last name read in each object around the next byte, starting at the root.
    path: Vec<Option<Vec<u8>>>,
    /// The number of containers around the next byte that are not part of the path: arrays, and everything inside
    /// them.
    skipped: u64,
    /// Whether an array has just started.
    is_first: bool,
    string: Option<Text>,
    /// The paths of the arrays found, in the syntax of the option `rows`. The path of the root is empty.
    found: Vec<Vec<u8>>,
}

/// A string that is being read.
#[derive(Default)]
struct Text {
    bytes: Vec<u8>,
    is_escaped: bool,
    /// Whether the string cannot be a name in the option `rows`.
    is_unfit: bool,
}

impl Outline {
    /// Searches the next bytes of the document.
    pub(super) fn look(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if self.is_enough() {
                return;
            }
            match &mut self.string {
                Some(text) if text.is_escaped => text.is_escaped = false,
                Some(text) => match byte {
                    b'"' => self.end_string(),
                    b'\\' => (text.is_escaped, text.is_unfit) = (true, true),
                    b'.' => text.is_unfit = true,
                    _ if text.bytes.len() == MAX_LENGTH => text.is_unfit = true,
                    _ => text.bytes.push(*byte),
                },
                None => self.token(*byte),
            }
        }
    }

    fn token(&mut self, byte: u8) {
        match byte {
            b'"' => self.string = Some(Text::default()),
            b'{' => {
                if self.is_first && self.skipped == 1 {
                    self.add();
                }
                if self.skipped > 0 || self.path.len() == DEEPEST {
                    self.skipped += 1;
                } else {
                    self.path.push(None);
                }
            }
            b'[' => self.skipped += 1,
            b'}' | b']' if self.skipped > 0 => self.skipped -= 1,
            b'}' => drop(self.path.pop()),
            _ => {}
        }
        // White space is allowed before the first row.
        self.is_first = byte == b'[' || self.is_first && byte.is_ascii_whitespace();
    }

    fn end_string(&mut self) {
        let Some(text) = self.string.take() else { return };
        self.is_first = false;
        if self.skipped == 0
            && let Some(name) = self.path.last_mut()
        {
            *name = (!text.is_unfit && core::str::from_utf8(&text.bytes).is_ok()).then_some(text.bytes);
        }
    }

    /// Adds the array that has just started, if all names on its path can be written in the option `rows`.
    fn add(&mut self) {
        let names: Option<Vec<_>> = self.path.iter().map(Option::as_deref).collect();
        if let Some(names) = names
            && self.found.len() < MAX_FOUND
        {
            self.found.push(names.join(&b'.'));
        }
    }

    /// Whether the search is complete.
    pub(super) fn is_enough(&self) -> bool {
        self.found.len() == MAX_FOUND
    }

    /// The paths of the arrays of objects, in document order.
    pub(super) fn found(&self) -> &[Vec<u8>] {
        &self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn finds(text: &str, expected: &[&str]) {
        for size in [1, 3, usize::MAX] {
            let mut outline = Outline::default();
            text.as_bytes().chunks(size.min(text.len().max(1))).for_each(|chunk| outline.look(chunk));
            let found: Vec<_> =
                outline.found().iter().map(|path| String::from_utf8(path.clone()).unwrap()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn names_the_arrays_of_objects() {
        finds(r#"{ "a": 1, "data": { "items": [ {"id": 1} ] }, "more": [{}] }"#, &["data.items", "more"]);
        finds(r#"[ {"a": [{}]} ]"#, &[""]);
        finds(r#"{"a":"[{","b\"[{":1,"c":[1,{}],"d":[],"e":[[{}]],"f":["x",{}],"g":[{}]}"#, &["g"]);
        finds(r#"{"variants":[{"images":[{}]}],"images":[{}]}"#, &["variants", "images"]);
        finds("{}", &[]);
        finds("7", &[]);
        finds(r#"{"größe":[{"#, &["größe"]);
    }

    #[test]
    fn leaves_out_what_the_option_cannot_say() {
        finds(r#"{"a.b":[{}],"c\u0064":[{}],"e":{"f.g":{"h":[{}]}},"i":[{}]}"#, &["i"]);
        finds(&format!(r#"{{"{}":[{{}}],"b":[{{}}]}}"#, "a".repeat(65)), &["b"]);
    }

    #[test]
    fn is_bounded() {
        let arrays: Vec<_> = (0..9).map(|number| format!("\"{number}\":[{{}}]")).collect();
        finds(&format!("{{{}}}", arrays.join(",")), &["0", "1", "2", "3", "4"]);
        let deep = format!("{}[{{}}]{}", r#"{"a":"#.repeat(9), "}".repeat(9));
        finds(&format!(r#"{{"x":{deep},"y":[{{}}]}}"#), &["y"]);
        finds(&"{\"a\":".repeat(100_000), &[]);
        finds(&"]}".repeat(1000), &[]);
    }
}
