//! Phone numbers: E.164, and national numbers of a country that the page names.

mod regions;
mod trunk_prefix;

use core::{fmt, slice::ChunksExact};

use regions::{CALLING_CODES, NAMES, NUMBERS};

use crate::{
    contact::character::{half_width, is_invisible},
    error::{Error, Kind},
    text::{Pieces, characters, cut, join, pieces, push},
};

/// E.164 has at most this many digits, the country calling code among them.
const LONGEST: usize = 15;

/// The shortest whole number that exists (a four-digit one on Saint Helena, +290).
const SHORTEST: usize = 7;

/// A phone number in E.164: `+`, then 7 to 15 digits of which the first is no zero.
///
/// It is checked as far as lengths and calling codes go. Numbering plans change, so none is applied:
/// `+12223334444`, which no operator ever assigned, is valid.
///
/// Source: ITU-T E.164; calling codes, trunk prefixes and lengths from libphonenumber's metadata.
///
/// ```
/// use back_in_stock::{PhoneNumber, Region};
/// let us = Region::parse("US")?;
/// assert_eq!(PhoneNumber::parse("(415) 555-2671", Some(us))?.as_str(), "+14155552671");
/// assert_eq!(PhoneNumber::parse("0049 (0)171 1234567", None)?.as_str(), "+491711234567");
/// # Ok::<(), back_in_stock::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads a number as it is typed: digits of any script, with spaces, dashes, dots, slashes, brackets, `(0)`; an
    /// international one begins with `+` or `00`, any other is read as one of `region`.
    ///
    /// # Errors
    ///
    /// `invalid_phone_number`, each with its own message, for `""`, `"call me"`, `"555#12"`, `"0171 1234567"` without
    /// a region, `"+0 171"`, `"+1 415 555"` (too short), `"+1 415 555 26712"` (too long).
    pub fn parse(text: &str, region: Option<Region>) -> Result<Self, Error> {
        Ok(Self(read(text, region)?))
    }

    /// The number as it is sent: `+` and digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<PhoneNumber> for String {
    fn from(value: PhoneNumber) -> Self {
        value.0
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn read(text: &str, region: Option<Region>) -> Result<String, Kind> {
    let mut digits = String::new();
    let mut international = false;
    for c in characters(text).map(half_width) {
        if let Some(digit) = digit(c) {
            push(char::from(b'0' + digit), &mut digits);
        } else if c == '+' && digits.is_empty() && !international {
            international = true;
        } else if c.is_ascii_alphabetic() {
            return Err(Kind::PhoneLetters);
        } else if !is_invisible(c) && !is_punctuation(c) {
            return Err(Kind::PhoneCharacters);
        }
    }
    if digits.is_empty() {
        return Err(Kind::PhoneEmpty);
    }
    match digits.strip_prefix("00") {
        Some(digits) if !international => from_abroad(digits),
        _ if international => from_abroad(&digits),
        _ => {
            // What is sent must be read again as itself.
            let number = region.ok_or(Kind::PhoneCountry)?.at_home(&digits)?;
            from_abroad(number.get(1..).unwrap_or_default())
        }
    }
}

fn from_abroad(digits: &str) -> Result<String, Kind> {
    if digits.starts_with('0') {
        return Err(Kind::PhoneCallingCode);
    }
    match regions().find_map(|region| Some((region, digits.strip_prefix(region.calling_code)?))) {
        Some((main, national)) => main.compose(national, true),
        // A code that the table lacks (satellites, universal numbers, what comes next) is the service's to judge.
        None => e164("", digits),
    }
}

fn e164(calling_code: &str, national: &str) -> Result<String, Kind> {
    match calling_code.len() + national.len() {
        ..SHORTEST => Err(Kind::PhoneShort),
        SHORTEST..=LONGEST => Ok(join(&["+", calling_code, national])),
        _ => Err(Kind::PhoneLong),
    }
}

/// A country or region with a numbering plan, by its ISO 3166 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    calling_code: &'static str,
    /// The possible lengths of a national number, `a` being 1.
    lengths: &'static str,
    trunk: &'static str,
}

impl Region {
    /// Finds a region by its code.
    ///
    /// # Errors
    ///
    /// `invalid_option` for `"XX"`, `"us"`, `"USA"`, `""`.
    pub fn parse(code: &str) -> Result<Self, Error> {
        let place = names().position(|known| known == code.as_bytes());
        place.and_then(|place| regions().nth(place)).ok_or_else(|| Kind::Country.into())
    }

    /// All regions with their ISO codes, the main one of a shared calling code first.
    pub fn all() -> impl Iterator<Item = (&'static str, Self)> {
        names().filter_map(|code| core::str::from_utf8(code).ok()).zip(regions())
    }

    /// A number as it is written in its own country.
    fn at_home(self, digits: &str) -> Result<String, Kind> {
        self.compose(digits, false).or_else(|kind| {
            // "49 171 1234567": the calling code without its plus. Only where the number is nothing else.
            let national = digits.strip_prefix(self.calling_code).ok_or(kind)?;
            self.compose(national, false).map_err(|_| kind)
        })
    }

    /// The whole number: the trunk prefix goes if what is left can be a number here, or the number as it is cannot.
    /// Behind a calling code there should be none, so there it only goes where it is a zero or one digit too many.
    fn compose(self, digits: &str, abroad: bool) -> Result<String, Kind> {
        let fits = self.fits(digits);
        let kept = abroad && fits && !digits.starts_with('0');
        let stripped = trunk_prefix::strip(self.trunk, digits)
            .filter(|stripped| !kept && (self.fits(stripped) || !fits));
        if let Some(shorter) = stripped.as_deref().filter(|stripped| abroad && stripped.len() < digits.len())
        {
            return self.compose(shorter, abroad);
        }
        let national = stripped.as_deref().unwrap_or(digits);
        if self.fits(national) {
            return e164(self.calling_code, national);
        }
        // The lengths are in order.
        let length = |letter: Option<&u8>| length_of(*letter.unwrap_or(&0));
        let lengths = self.lengths.as_bytes();
        Err(if national.len() < length(lengths.first()) {
            Kind::PhoneShort
        } else if national.len() > length(lengths.last()) {
            Kind::PhoneLong
        } else {
            Kind::PhoneLength
        })
    }

    #[inline(never)]
    fn fits(self, national: &str) -> bool {
        self.lengths.bytes().any(|letter| length_of(letter) == national.len())
    }
}

/// The ISO codes of all regions, in the order of [`regions`].
fn names() -> ChunksExact<'static, u8> {
    NAMES.as_bytes().chunks_exact(2)
}

/// All regions.
struct Regions {
    calling_codes: Pieces<'static>,
    numbers: Pieces<'static>,
}

fn regions() -> Regions {
    Regions { calling_codes: pieces(CALLING_CODES, b'\n'), numbers: pieces(NUMBERS, b'\n') }
}

impl Iterator for Regions {
    type Item = Region;

    #[inline(never)]
    fn next(&mut self) -> Option<Region> {
        let (lengths, trunk) = cut(self.numbers.next()?, b' ')?;
        Some(Region { calling_code: self.calling_codes.next()?, lengths, trunk })
    }
}

pub(super) fn length_of(letter: u8) -> usize {
    usize::from(letter.saturating_sub(b'a' - 1))
}

/// The zeros of the decimal digits of all scripts in Unicode's basic plane; nine more follow each.
const ZEROS: &[u16] = &[
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50,
    0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

fn digit(c: char) -> Option<u8> {
    let code = u16::try_from(u32::from(c)).ok()?;
    ZEROS.iter().find_map(|zero| u8::try_from(code.checked_sub(*zero)?).ok().filter(|digit| *digit < 10))
}

/// What people write between digits: white space, dashes, dots, slashes and brackets. Most dashes and spaces are in
/// Unicode's block of general punctuation.
fn is_punctuation(c: char) -> bool {
    matches!(c, ' ' | '(' | ')' | ','..='/' | '\t'..='\r' | '[' | ']' | '~' | '\u{A0}' | '·')
        || matches!(c, '\u{2000}'..='\u{206F}' | '\u{2212}' | '\u{301C}' | '\u{30FC}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn number(text: &str, country: &str, expected: &str) {
        let region = (!country.is_empty()).then(|| Region::parse(country).unwrap());
        assert_eq!(
            PhoneNumber::parse(text, region).map(|number| number.0).as_deref(),
            Ok(expected),
            "{text}"
        );
    }

    #[track_caller]
    fn refused(text: &str, country: &str, expected: &str) {
        let region = (!country.is_empty()).then(|| Region::parse(country).unwrap());
        let error = PhoneNumber::parse(text, region).unwrap_err();
        assert_eq!((error.code(), error.to_string().as_str()), ("invalid_phone_number", expected), "{text}");
    }

    #[test]
    fn reads_what_people_type() {
        number("(415) 555-2671", "US", "+14155552671");
        number("1 415 555 2671", "US", "+14155552671");
        number("0171 1234567", "DE", "+491711234567");
        number("+49 (0)171 1234567", "", "+491711234567");
        number("0049 171 1234567", "US", "+491711234567");
        number("(+49) 171/123.45-67", "", "+491711234567");
        number("+39 06 1234567", "", "+39061234567");
        number("06 1234567", "IT", "+39061234567");
        number("011 15-2345-6789", "AR", "+5491123456789");
        number("8 029 491-19-11", "BY", "+375294911911");
        number("8 (912) 345-67-89", "RU", "+79123456789");
        number("8 800 555 35 35", "RU", "+78005553535");
        number("447911123456", "GB", "+447911123456");
        number("٠٧٠١٢٣٤٥٦٧", "SE", "+46701234567");
        number("＋１ ５００ ５５５ ０００６", "", "+15005550006");
        number("+12223334444", "", "+12223334444");
        number("+882 1234 5678", "", "+88212345678");
    }

    #[test]
    fn says_why_not() {
        refused("", "US", "has no digits");
        refused("+", "", "has no digits");
        refused("call me", "US", "contains letters");
        refused("415-555-CALL", "US", "contains letters");
        refused("555#12", "US", "contains characters that do not belong");
        refused("49+171", "", "contains characters that do not belong");
        refused("++49171", "", "contains characters that do not belong");
        refused("0171 1234567", "", "needs a country, or + and the country calling code");
        refused("+0171 1234567", "", "begins with 0 where the country calling code belongs");
        refused("+1 415 555", "", "is too short");
        refused("415 555", "US", "is too short");
        refused("+1 415 555 26712", "", "is too long");
        refused("+9991234567890123", "", "is too long");
        refused("+999 12", "", "is too short");
        refused("+7 123 456 789 012", "KZ", "has a length that its country does not use");
    }

    #[test]
    fn knows_every_region() {
        assert_eq!(Region::all().count(), 245);
        for bad in ["XX", "us", "USA", "", "U", "1"] {
            let error = Region::parse(bad).unwrap_err();
            assert_eq!((error.code(), error.field()), ("invalid_option", Some("country")), "{bad}");
        }
    }
}
