//! Trunk prefixes: the digits that a national number is dialled with and that the international one lacks.

use crate::{
    contact::phone::length_of,
    text::{append, cut, join, pieces, push},
};

/// The national number without its trunk prefix; `None` if the rule says nothing about these digits.
///
/// A rule is a list of patterns with `|` between them, of which the first that matches counts:
///
/// - digits are a prefix that goes: `0`, `180020`;
/// - `.` is a digit that stays and `_` one that goes: `0...15` is a trunk prefix, an area code, and a mark behind it;
/// - a letter in front asks for that many digits in all (`a` is 1): `i0` is a prefix in numbers of nine digits only;
/// - `=` and digits are put in front: `g=268` completes local numbers of seven digits by their area code.
pub(super) fn strip(rule: &str, digits: &str) -> Option<String> {
    pieces(rule, b'|').find_map(|pattern| apply(pattern, digits))
}

fn apply(pattern: &str, digits: &str) -> Option<String> {
    let (pattern, put) = cut(pattern, b'=').unwrap_or((pattern, ""));
    let mut number = join(&[put]);
    let mut rest = digits.bytes();
    for expected in pattern.bytes() {
        if expected.is_ascii_lowercase() {
            if length_of(expected) != digits.len() {
                return None;
            }
            continue;
        }
        let digit = rest.next()?;
        match expected {
            b'.' => push(char::from(digit), &mut number),
            b'_' => {}
            _ if expected != digit => return None,
            _ => {}
        }
    }
    append(digits.get(digits.len() - rest.len()..)?, &mut number);
    // A rule that is no more than "" would match everything.
    (number != digits).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn strips(rule: &str, digits: &str, expected: &str) {
        assert_eq!(
            strip(rule, digits).as_deref(),
            (!expected.is_empty()).then_some(expected),
            "{rule} {digits}"
        );
    }

    #[test]
    fn strips_keeps_and_completes() {
        strips("0", "01711234567", "1711234567");
        strips("0", "1711234567", "");
        strips("", "0171", "");
        strips("0|180020", "1800207911", "7911");
        strips("g=268|1", "4641234", "2684641234");
        strips("g=268|1", "12684641234", "2684641234");
        strips("g=268|1", "2684641234", "");
        strips("h5=85|h9=89|0", "91234567", "891234567");
        strips("h5=85|h9=89|0", "41234567", "");
        strips("i0", "011234567", "11234567");
        strips("i0", "01123456", "");
        strips("m0...15=9|0", "0221155123456", "92215123456");
        strips("n0__|0", "01511912345678", "11912345678");
        strips("0", "", "");
    }
}
