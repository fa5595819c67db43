//! Email addresses: the grammar of `<input type=email>`, restricted to addresses on the internet.

use core::fmt;

use crate::{
    contact::character,
    error::{Error, ErrorKind},
    id::is_blank,
};

/// An email address in ASCII. Its case is preserved.
///
/// The grammar is that of `<input type=email>`. In addition, the domain must have a dot, and its last label must not be
/// all digits.
/// Convert an internationalized domain to its ASCII form (such as `xn--mnchen-3ya.de`) first, with a URL parser.
///
/// Source: the HTML standard, "valid e-mail address".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Parses a typed or pasted address. White space around it is dropped, and so are line breaks, no-break spaces and
    /// invisible characters anywhere. Full-width characters are converted to ASCII.
    ///
    /// # Errors
    ///
    /// `invalid_email`, with a message for each case: `""`, `"ann"`, `"ann@"`, `"ann@localhost"`, `"ann@10.0.0.1"`,
    /// `"ann smith@example.com"`, `"änn@example.com"`, `"ann@münchen.de"`.
    ///
    /// ```
    /// assert_eq!(back_in_stock::Email::parse(" Ann+shop@example.com ")?.as_str(), "Ann+shop@example.com");
    /// # Ok::<(), back_in_stock::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        let address = clean(text);
        if address.is_empty() {
            return Err(ErrorKind::EmailEmpty.into());
        }
        check(&address)?;
        Ok(Self(address))
    }

    /// The address, as sent to Klaviyo.
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

/// Removes what a keyboard or the clipboard adds to an address.
pub(crate) fn clean(text: &str) -> String {
    character::clean(text).trim_matches(is_blank).to_owned()
}

/// Checks the grammar of a cleaned address.
pub(super) fn check(address: &str) -> Result<(), ErrorKind> {
    let (local, domain) = address.rsplit_once('@').ok_or(ErrorKind::EmailShape)?;
    if !local.is_ascii() {
        return Err(ErrorKind::EmailAscii);
    }
    if local.is_empty() || !local.bytes().all(is_local) || !domain.split('.').all(is_label) {
        return Err(ErrorKind::EmailShape);
    }
    let (_, top) = domain.rsplit_once('.').ok_or(ErrorKind::EmailDot)?;
    if top.bytes().all(|byte| byte.is_ascii_digit()) { Err(ErrorKind::EmailNumeric) } else { Ok(()) }
}

/// Whether HTML allows this byte before the `@`.
fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte)
}

/// Whether the text is a label of a domain: 1 to 63 letters, digits and inner hyphens.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
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
        assert_eq!((error.code().as_str(), error.message()), ("invalid_email", expected), "{text}");
    }

    #[test]
    fn reads_what_people_type() {
        address("ann@example.com", "ann@example.com");
        address(" Ann.O'Neil+shop@Example.photography\t", "Ann.O'Neil+shop@Example.photography");
        address("\u{FEFF}ann\u{200B}@example.com\u{A0}", "ann@example.com");
        address("ann@example\r\n.com", "ann@example.com");
        address("taro＠example.jp", "taro@example.jp");
        address("ｔａｒｏ．ｙ＋１＠ｅｘａｍｐｌｅ。ｊｐ　", "taro.y+1@example.jp");
        address("\u{200E}ann\u{2068}@exam\u{AD}ple\u{FE0D}.com\u{2069}\u{E0001}", "ann@example.com");
        address(".a..b.@example.com", ".a..b.@example.com");
    }

    #[test]
    fn says_why_not() {
        refused("", "is empty");
        refused(" \u{200B} ", "is empty");
        refused("ann", "is not an email address");
        refused("ann@", "is not an email address");
        refused("@example.com", "is not an email address");
        refused("a@b@example.com", "is not an email address");
        refused("ann smith@example.com", "is not an email address");
        refused("ann@-a.com", "is not an email address");
        refused("ann@example..com", "is not an email address");
        refused("ann@münchen.de", "is not an email address");
        refused("änn@example.com", "has a non-ASCII character before the @");
        refused("ann@localhost", "has no dot after the @");
        refused("ann@10.0.0.1", "has a domain that ends in a number");
    }
}
