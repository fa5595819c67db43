//! Phone numbers: E.164, and the national numbers of a country.

mod forms;
mod plan;
mod regions;

use core::fmt;

use crate::{
    contact::character::clean,
    contact::phone::{
        forms::{Dialling, Prefix},
        plan::{Plan, Reading},
        regions::REGIONS,
    },
    error::{Error, ErrorKind},
};

/// A phone number in E.164: `+`, then 7 to 15 digits that do not begin with zero.
///
/// The calling code must exist, and the length must be possible there. Numbering plans change, so a number need not be
/// assigned: `+12223334444` is valid.
///
/// Source: ITU-T E.164; calling codes, prefixes and lengths from libphonenumber's metadata.
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
    /// Parses a typed number: digits of any script, with spaces, dashes, dots, slashes, brackets and `(0)`. An
    /// international number starts with `+`, or with the prefix of `region` for calls to other countries. If no
    /// region is given, `00` counts as such a prefix. With a region, it also counts before the region's own calling code.
    /// Any other number is a national one of `region`.
    ///
    /// # Errors
    ///
    /// `invalid_phone_number`, with a message for each case: `""`, `"call me"`, `"555#12"`, `"0171 1234567"` without
    /// a region, `"+0 171"`, `"+1 415 555"` (too short), `"+1 415 555 26712"` (too long), and `"00 49 171 1234567"` in
    /// the US (ambiguous: `00` is not the prefix there, but a visitor may mean it as one).
    pub fn parse(text: &str, region: Option<Region>) -> Result<Self, Error> {
        Ok(Self(read(text, region)?))
    }

    /// The number in E.164: `+` and digits.
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

fn read(text: &str, region: Option<Region>) -> Result<String, ErrorKind> {
    let (digits, has_plus) = digits_of(text)?;
    let reading = if has_plus { international(&digits)? } else { without_plus(&digits, region)? };
    Ok(reading.e164())
}

/// The digits of a text, and whether a plus sign precedes them.
fn digits_of(text: &str) -> Result<(String, bool), ErrorKind> {
    let mut digits = String::new();
    let mut has_plus = false;
    for c in clean(text).chars() {
        if let Some(digit) = digit(c) {
            digits.push(char::from(b'0' + digit));
        } else if c == '+' && digits.is_empty() && !has_plus {
            has_plus = true;
        } else if c.is_ascii_alphabetic() {
            return Err(ErrorKind::PhoneLetters);
        } else if !is_punctuation(c) {
            return Err(ErrorKind::PhoneCharacters);
        }
    }
    if digits.is_empty() { Err(ErrorKind::PhoneEmpty) } else { Ok((digits, has_plus)) }
}

fn international(digits: &str) -> Result<Reading, ErrorKind> {
    let (plan, national) = Plan::of_international(digits).ok_or(ErrorKind::PhoneCallingCode)?;
    plan.read(national, plan.forms())
}

fn without_plus(digits: &str, region: Option<Region>) -> Result<Reading, ErrorKind> {
    let Some(region) = region else {
        return after_prefix(digits, ANYWHERE).unwrap_or(Err(ErrorKind::PhoneCountry));
    };
    // "00 57 …" in Colombia: people dial 005 or 007 there, and write 00 for the plus sign of their own number.
    let after_00 = after_prefix(digits, ANYWHERE).and_then(Result::ok).filter(|reading| reading.is_known);
    match (after_00, without_00(digits, region)) {
        (Some(reading), _) if region.shares_calling_code(&reading) => Ok(reading),
        // The shopper may come from a country where 00 is the prefix: "00 49 …" in the US. In Singapore, the same
        // digits are a number of India after the prefix 004.
        (Some(one), reading) => {
            reading.ok().filter(|other| other.e164() == one.e164()).ok_or(ErrorKind::PhoneAmbiguous)
        }
        (None, reading) => reading,
    }
}

/// Reads a number after an international prefix of the region, or a national number.
fn without_00(digits: &str, region: Region) -> Result<Reading, ErrorKind> {
    if let Some(reading) = after_prefix(digits, region.dialling.international) {
        return reading;
    }
    let plan = Plan::of_calling_code(region.calling_code.into()).ok_or(ErrorKind::Country)?;
    let national = plan.read(digits, region.dialling.domestic);
    // "49 171 1234567": the calling code without its plus sign.
    let without_plus_sign =
        international(digits).ok().filter(|reading| reading.is_known && region.shares_calling_code(reading));
    match national {
        Ok(reading) if reading.is_known => Ok(reading),
        national => without_plus_sign.map_or(national, Ok),
    }
}

/// The number after one of these international prefixes. `None` without such a prefix.
fn after_prefix(digits: &str, prefixes: &[Prefix]) -> Option<Result<Reading, ErrorKind>> {
    let mut found: Option<Result<Reading, ErrorKind>> = None;
    // No calling code begins with a zero.
    for rest in
        prefixes.iter().filter_map(|prefix| prefix.strip(digits)).filter(|rest| !rest.starts_with('0'))
    {
        let reading = international(rest);
        found = Some(match (found, reading) {
            (Some(first), reading) if !is_known(&reading) => first,
            (Some(Ok(first)), Ok(reading)) if first.is_known && first.e164() != reading.e164() => {
                return Some(Err(ErrorKind::PhoneAmbiguous));
            }
            (_, reading) => reading,
        });
    }
    found
}

fn is_known(reading: &Result<Reading, ErrorKind>) -> bool {
    reading.as_ref().is_ok_and(|reading| reading.is_known)
}

/// The prefix that is accepted if the page names no country.
const ANYWHERE: &[Prefix] = &[forms::prefix("00", 0)];

/// A country or region, by its ISO 3166 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    iso: [u8; 2],
    calling_code: u16,
    dialling: &'static Dialling,
}

impl Region {
    /// Finds a region by its ISO 3166 code.
    ///
    /// # Errors
    ///
    /// `invalid_option` for `"XX"`, `"us"`, `"USA"`, `""`.
    pub fn parse(code: &str) -> Result<Self, Error> {
        let found = REGIONS.iter().find(|region| region.iso == code.as_bytes());
        found.copied().ok_or_else(|| ErrorKind::Country.into())
    }

    /// Whether a number has the calling code of this region.
    fn shares_calling_code(self, reading: &Reading) -> bool {
        reading.plan.calling_code == self.calling_code
    }

    /// All regions with their ISO codes. Of those that share a calling code, the main one comes first.
    pub fn all() -> impl Iterator<Item = (&'static str, Self)> {
        REGIONS.iter().filter_map(|region| Some((core::str::from_utf8(&region.iso).ok()?, *region)))
    }
}

/// The zeros of all scripts in Unicode's basic plane. The digits 1 to 9 follow each.
const ZEROS: &[u16] = &[
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50,
    0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

fn digit(c: char) -> Option<u8> {
    let code = u16::try_from(u32::from(c)).ok()?;
    ZEROS.iter().find_map(|zero| u8::try_from(code.checked_sub(*zero)?).ok().filter(|digit| *digit < 10))
}

/// Whether people write this between digits: white space, dashes, dots, slashes and brackets. Most dashes and spaces
/// are in Unicode's block of general punctuation.
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
        assert_eq!((error.code().as_str(), error.message()), ("invalid_phone_number", expected), "{text}");
    }

    #[test]
    fn reads_what_people_type() {
        number("(415) 555-2671", "US", "+14155552671");
        number("1 415 555 2671", "US", "+14155552671");
        number("0171 1234567", "DE", "+491711234567");
        number("+49 (0)171 1234567", "", "+491711234567");
        number("0049 171 1234567", "FR", "+491711234567");
        number("00 1 415 555 2671", "US", "+14155552671");
        number("00 57 321 1234567", "CO", "+573211234567");
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
        refused("555#12", "US", "contains characters that are not allowed");
        refused("49+171", "", "contains characters that are not allowed");
        refused("++49171", "", "contains characters that are not allowed");
        refused("0171 1234567", "", "needs the option country, or + and a country calling code");
        // A number of Denmark after 001, and of the United States after 00.
        refused("001 45 22 34 56 78", "HK", "is ambiguous: write it with + and the country calling code");
        // After 004, it is a number of India.
        refused("0049 1511 2345678", "SG", "is ambiguous: write it with + and the country calling code");
        // Ten digits, which are possible in the US.
        refused("0043 1 58858", "US", "is ambiguous: write it with + and the country calling code");
        refused("009 1 415 555 2671", "TH", "is ambiguous: write it with + and the country calling code");
        refused("0049 171 1234567", "US", "is ambiguous: write it with + and the country calling code");
        refused("+0171 1234567", "", "does not start with a country calling code");
        refused("+999 12", "", "does not start with a country calling code");
        refused("+44 00 7911 123456", "", "starts with more than one trunk prefix");
        refused("+1 415 555", "", "is too short");
        refused("415 555", "US", "is too short");
        refused("+1 415 555 26712", "", "is too long");
        refused("+49 171 1234567 12345", "", "is too long");
        refused("061234567", "FR", "is too short");
        refused("050123456", "SA", "is too short");
        refused("8 912 345 67 8", "RU", "is too short");
        refused("+7 123 456 789 012", "KZ", "has a length that is not used in its country");
    }

    #[test]
    fn knows_every_region() {
        assert_eq!(Region::all().count(), 245);
        for bad in ["XX", "us", "USA", "", "U", "1"] {
            let error = Region::parse(bad).unwrap_err();
            assert_eq!((error.code().as_str(), error.field()), ("invalid_option", Some("country")), "{bad}");
        }
    }
}
