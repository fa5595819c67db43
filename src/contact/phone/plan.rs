//! Numbering plans: the possible lengths of the numbers of each calling code.

use core::ops::RangeInclusive;

use super::{
    forms::{Form, value},
    regions::{PLANS, REGIONS},
};
use crate::error::ErrorKind;

/// A set of lengths from 0 to 15, one bit each.
type Lengths = u16;

/// The national numbers of one calling code.
pub(super) struct Plan {
    pub(super) calling_code: u16,
    /// Every possible length.
    pub(super) lengths: Lengths,
    /// The possible lengths by first digit.
    pub(super) numbers: [Lengths; 10],
}

/// For the generated table.
pub(super) const fn lengths(mut ranges: &[RangeInclusive<u8>]) -> Lengths {
    let mut lengths = 0;
    while let [range, rest @ ..] = ranges {
        let mut length = *range.start();
        while length <= *range.end() {
            lengths |= 1 << length;
            length += 1;
        }
        ranges = rest;
    }
    lengths
}

/// For the generated table: pairs of first digits and possible lengths.
#[expect(clippy::indexing_slicing, reason = "the compiler evaluates it, and rejects an index out of bounds")]
pub(super) const fn by_first_digit(mut rows: &[(&str, RangeInclusive<u8>)]) -> [Lengths; 10] {
    let mut numbers = [0; 10];
    while let [(digits, range), rest @ ..] = rows {
        let mut digits = digits.as_bytes();
        while let [digit, others @ ..] = digits {
            numbers[(*digit - b'0') as usize] |= lengths(core::slice::from_ref(range));
            digits = others;
        }
        rows = rest;
    }
    numbers
}

/// A national number and its plan.
#[derive(Clone)]
pub(super) struct Reading {
    pub(super) plan: &'static Plan,
    pub(super) national: String,
    /// Whether the plan has numbers of this first digit and length. If not, only the length is possible.
    pub(super) is_known: bool,
}

impl Plan {
    /// The plan of an international number, and the digits after the calling code.
    pub(super) fn of_international(digits: &str) -> Option<(&'static Self, &str)> {
        if digits.starts_with('0') {
            return None;
        }
        // No calling code is a prefix of another one.
        (1..=3).find_map(|length| {
            let (code, national) = digits.split_at_checked(length)?;
            Some((Self::of_calling_code(value(code))?, national))
        })
    }

    pub(super) fn of_calling_code(calling_code: u32) -> Option<&'static Self> {
        PLANS.iter().find(|plan| u32::from(plan.calling_code) == calling_code)
    }

    /// The forms of numbers in the main country of the plan.
    pub(super) fn forms(&self) -> &'static [Form] {
        let main = REGIONS.iter().find(|region| region.calling_code == self.calling_code);
        main.map_or(&[], |region| region.dialling.domestic)
    }

    /// Parses a national number, whole or in one of these forms.
    pub(super) fn read(&'static self, digits: &str, forms: &[Form]) -> Result<Reading, ErrorKind> {
        // National numbers may start with the digits of a trunk prefix. They are the prefix if a known number follows.
        let after_trunk = |digits| forms.iter().filter_map(move |form| form.after_trunk(digits));
        let mut whole = digits;
        while let Some(rest) = after_trunk(whole).find(|rest| self.has(rest, forms)) {
            whole = rest;
        }
        let completed = forms.iter().filter_map(|form| form.complete(digits));
        let known =
            core::iter::once(whole.to_owned()).chain(completed).find(|number| self.has(number, forms));
        match known {
            Some(national) => Ok(Reading { plan: self, national, is_known: true }),
            None => self.read_by_length(digits, forms),
        }
    }

    /// Parses a national number by its length alone. A trunk prefix is always removed: a number that is a digit short must not
    /// get a possible length by keeping it.
    fn read_by_length(&'static self, digits: &str, forms: &[Form]) -> Result<Reading, ErrorKind> {
        let national = forms.iter().find_map(|form| form.after_trunk(digits)).unwrap_or(digits);
        if forms.iter().any(|form| form.after_trunk(national).is_some()) {
            return Err(ErrorKind::PhoneTrunk);
        }
        // If the digits also fit another form, such as one without an area code, they may mean another number.
        let is_sure =
            [digits, national].into_iter().all(|text| forms.iter().all(|form| form.complete(text).is_none()));
        let length = u32::try_from(national.len()).unwrap_or(u32::MAX);
        if is_sure && self.lengths.checked_shr(length).unwrap_or(0) & 1 == 1 {
            return Ok(Reading { plan: self, national: national.to_owned(), is_known: false });
        }
        Err(if length < self.lengths.trailing_zeros() {
            ErrorKind::PhoneShort
        } else if length > self.lengths.ilog2() {
            ErrorKind::PhoneLong
        } else {
            ErrorKind::PhoneLength
        })
    }

    /// Whether the plan has numbers of this first digit and length.
    fn has(&self, national: &str, forms: &[Form]) -> bool {
        let first = national.bytes().next().map_or(usize::MAX, |digit| usize::from(digit - b'0'));
        let lengths = self.numbers.get(first).copied().unwrap_or(0);
        let length = u32::try_from(national.len()).unwrap_or(u32::MAX);
        lengths.checked_shr(length).unwrap_or(0) & 1 == 1
            && !forms.iter().any(|form| form.without_trunk(national).is_some())
    }
}

impl Reading {
    /// The number in E.164.
    pub(super) fn e164(&self) -> String {
        let mut text = String::from("+");
        for unit in [100, 10, 1] {
            if self.plan.calling_code >= unit {
                // A calling code has a maximum of three digits.
                text.push(char::from(b'0' + (self.plan.calling_code / unit % 10) as u8));
            }
        }
        text.push_str(&self.national);
        text
    }
}
