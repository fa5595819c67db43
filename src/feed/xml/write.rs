//! Writes elements as JSON: text as strings, repeated elements as arrays, elements with child elements as objects.

use super::{
    element::{Element, meaning_of},
    local,
    token::{Span, Text},
};
use crate::feed::{Row, Shape, Value};

/// Appends an object with the child elements of a complete element, given its content. The members are in the order of
/// the first occurrence of their names.
pub(super) fn object(text: Text<'_>, content: Span, prefix: &[u8], out: &mut Vec<u8>) {
    let elements: Vec<_> = text.elements(content).collect();
    let same = same(elements.len(), |index| {
        elements.get(index).map_or(b"", |element| local(text.slice(element.name), prefix))
    });
    let mut separator = b'{';
    for (index, element) in elements.iter().enumerate() {
        if same.get(index).is_some_and(|it| it.is_first) {
            out.push(separator);
            separator = b',';
            quote(local(text.slice(element.name), prefix), out);
            out.push(b':');
            let next = |index: &usize| same.get(*index).map(|it| it.next).filter(|next| *next > 0);
            if next(&index).is_some() {
                let all = core::iter::successors(Some(index), next);
                let all = all.filter_map(|index| elements.get(index)).collect();
                named(text, preferred(text, all, prefix), prefix, out);
            } else {
                value(text, element.content, element.nested, prefix, out);
            }
        }
    }
    close(separator, out);
}

/// Appends an object with the selected values of a row.
pub(super) fn selected<'a>(
    text: Text<'_>,
    row: &Row,
    values: impl Iterator<Item = (&'a [u8], Value)>,
    prefix: &[u8],
    out: &mut Vec<u8>,
) {
    let mut separator = b'{';
    for (name, Value { shape, start, end, .. }) in values {
        if shape == Shape::Missing {
            continue;
        }
        out.push(separator);
        separator = b',';
        quote(name, out);
        out.push(b':');
        if shape == Shape::Array {
            let mut elements: Vec<_> = text.elements(text.content(row)).collect();
            elements.retain(|element| local(text.slice(element.name), prefix) == name);
            named(text, preferred(text, elements.iter().collect(), prefix), prefix, out);
        } else {
            value(text, (start as usize, end as usize), shape == Shape::Object, prefix, out);
        }
    }
    close(separator, out);
}

/// Closes an object, and opens it first if it has no members.
fn close(separator: u8, out: &mut Vec<u8>) {
    if separator == b'{' {
        out.push(b'{');
    }
    out.push(b'}');
}

/// Keeps only the elements with Google's prefix if there are any; otherwise keeps all.
fn preferred<'a>(text: Text<'_>, mut elements: Vec<&'a Element>, prefix: &[u8]) -> Vec<&'a Element> {
    let is_google = |element: &&Element| text.slice(element.name).starts_with(prefix);
    if elements.iter().any(is_google) {
        elements.retain(is_google);
    }
    elements
}

/// Appends the value of a name: an array if there are several elements.
fn named(text: Text<'_>, elements: Vec<&Element>, prefix: &[u8], out: &mut Vec<u8>) {
    if let [element] = elements.as_slice() {
        return value(text, element.content, element.nested, prefix, out);
    }
    let mut separator = b'[';
    for element in elements {
        out.push(separator);
        separator = b',';
        value(text, element.content, element.nested, prefix, out);
    }
    out.push(b']');
}

/// Appends the value of one element, given its content.
fn value(text: Text<'_>, content: Span, nested: bool, prefix: &[u8], out: &mut Vec<u8>) {
    if nested {
        object(text, content, prefix, out);
    } else {
        quote(meaning_of(text, content, &mut Vec::new()), out);
    }
}

/// The links between elements of one object that have the same name.
#[derive(Clone, Default)]
struct Same {
    /// Whether this is the first element with its name.
    is_first: bool,
    /// The index of the next element with the same name; 0 if this is the last.
    next: usize,
}

/// Links elements with the same name using a hash table, so that an object with a million names does not take
/// quadratic time.
fn same<'a>(count: usize, name: impl Fn(usize) -> &'a [u8]) -> Vec<Same> {
    const NONE: usize = usize::MAX;
    let mut all = vec![Same::default(); count];
    let mut table = vec![(NONE, NONE); (2 * count).next_power_of_two()];
    for index in 0..count {
        let name_here = name(index);
        let mut slot = hash(name_here);
        while let Some((first, last)) = table.get_mut(slot & ((2 * count).next_power_of_two() - 1)) {
            if *first == NONE {
                (*first, *last) = (index, index);
                all.get_mut(index).into_iter().for_each(|it| it.is_first = true);
                break;
            }
            if name(*first) == name_here {
                all.get_mut(*last).into_iter().for_each(|it| it.next = index);
                *last = index;
                break;
            }
            slot += 1;
        }
    }
    all
}

/// The FNV-1a hash.
fn hash(name: &[u8]) -> usize {
    name.iter().fold(0x811C_9DC5_usize, |hash, byte| (hash ^ usize::from(*byte)).wrapping_mul(0x0100_0193))
}

/// Appends text as a JSON string. (`serde_json` requires UTF-8, which was validated when the text was read.)
#[inline(never)]
fn quote(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    let mut start = 0;
    for (at, byte) in text.iter().enumerate() {
        if matches!(byte, 0..0x20 | b'"' | b'\\') {
            out.extend_from_slice(text.get(start..at).unwrap_or_default());
            let digit = |value: u8| value + if value < 10 { b'0' } else { b'a' - 10 };
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            start = at + 1;
        }
    }
    out.extend_from_slice(text.get(start..).unwrap_or_default());
    out.push(b'"');
}
