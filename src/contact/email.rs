//! E-mail addresses: what `<input type=email>` accepts, if it can be mailed.

use core::fmt;

use crate::{
    error::{Error, Kind},
    id::is_blank,
    text::{Ascii, around, characters, pieces, push},
};

/// An e-mail address in ASCII, the local part kept as typed. A domain in another script comes in its ASCII form, which
/// every platform with a URL parser knows.
///
/// The grammar is that of `<input type=email>`; beyond it, the domain needs a dot and must not end in a number.
///
/// Source: HTML, "valid e-mail address"; Klaviyo's server has the last word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Reads an address as it is typed or pasted: white space around it goes, and so do line breaks, zero-width and
    /// no-break spaces anywhere.
    ///
    /// # Errors
    ///
    /// `invalid_email`, each with its own message, for `""`, `"ann"`, `"ann@"`, `"ann@localhost"`, `"ann@10.0.0.1"`,
    /// `"ann smith@example.com"`, `"änn@example.com"`.
    ///
    /// ```
    /// assert_eq!(back_in_stock::Email::parse(" Ann+shop@example.com ")?.as_str(), "Ann+shop@example.com");
    /// # Ok::<(), back_in_stock::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        let address = clean(text);
        if address.is_empty() {
            return Err(Kind::EmailEmpty.into());
        }
        check(&address)?;
        Ok(Self(address))
    }

    /// The address as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Email> for String {
    fn from(value: Email) -> Self {
        value.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Drops what a keyboard or the clipboard added; what is left is what was meant.
pub(super) fn clean(text: &str) -> String {
    let mut cleaned = String::new();
    let mut end = 0;
    for c in characters(text) {
        let dropped = matches!(
            c,
            '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{A0}' | '\u{202F}' | '\r' | '\n'
        );
        let blank = is_blank(c);
        if !dropped && (end > 0 || !blank) {
            push(c, &mut cleaned);
            if !blank {
                end = cleaned.len();
            }
        }
    }
    cleaned.truncate(end);
    cleaned
}

/// What stands before and behind the last `@`.
pub(super) fn split(address: &str) -> Option<(&str, &str)> {
    Some(around(address, address.bytes().rposition(|byte| byte == b'@')?, 1))
}

const LOCAL: Ascii = Ascii::ALPHANUMERIC.and(b".!#$%&'*+/=?^_`{|}~-");
const LABEL: Ascii = Ascii::ALPHANUMERIC.and(b"-");

pub(super) fn check(address: &str) -> Result<(), Kind> {
    let (local, domain) = split(address).ok_or(Kind::EmailShape)?;
    if local.bytes().any(|byte| byte > 127) {
        return Err(Kind::EmailAscii);
    }
    let mut well_formed = !local.is_empty() && LOCAL.all(local);
    let mut last = domain;
    for label in pieces(domain, b'.') {
        well_formed &= is_label(label);
        last = label;
    }
    if !well_formed {
        return Err(Kind::EmailShape);
    }
    if last.len() == domain.len() {
        return Err(Kind::EmailDot);
    }
    if Ascii::DIGITS.all(last) { Err(Kind::EmailNumeric) } else { Ok(()) }
}

/// A label of a domain: 1 to 63 letters, digits and inner hyphens.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len()) && LABEL.all(label) && !label.starts_with('-') && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn address(text: &str, expected: &str) {
        assert_eq!(Email::parse(text).map(|email| email.0).as_deref(), Ok(expected), "{text}");
    }

    #[track_caller]
    fn refused(text: &str, expected: &str) {
        let error = Email::parse(text).unwrap_err();
        assert_eq!((error.code(), error.to_string().as_str()), ("invalid_email", expected), "{text}");
    }

    #[test]
    fn reads_what_people_type() {
        address("ann@example.com", "ann@example.com");
        address(" Ann.O'Neil+shop@Example.photography\t", "Ann.O'Neil+shop@Example.photography");
        address("\u{FEFF}ann\u{200B}@example.com\u{A0}", "ann@example.com");
        address("ann@example\r\n.com", "ann@example.com");
        address(".a..b.@example.com", ".a..b.@example.com");
    }

    #[test]
    fn says_why_not() {
        refused("", "is empty");
        refused(" \u{200B} ", "is empty");
        refused("ann", "is no e-mail address");
        refused("ann@", "is no e-mail address");
        refused("@example.com", "is no e-mail address");
        refused("a@b@example.com", "is no e-mail address");
        refused("ann smith@example.com", "is no e-mail address");
        refused("ann@-a.com", "is no e-mail address");
        refused("ann@example..com", "is no e-mail address");
        refused("ann@münchen.de", "is no e-mail address");
        refused("änn@example.com", "has a character before the @ that is not ASCII");
        refused("ann@localhost", "lacks a dot after the @");
        refused("ann@10.0.0.1", "ends in a number");
    }
}
