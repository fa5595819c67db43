//! Numbering plans: which calling code has numbers of which lengths.

use core::ops::RangeInclusive;

use super::{
    forms::Form,
    regions::{PLANS, REGIONS},
};
use crate::error::ErrorKind;

/// Lengths from 0 to 15, a bit for each.
type Lengths = u16;

/// The national numbers of one calling code.
pub(super) struct Plan {
    pub(super) calling_code: u16,
    /// Every possible length.
    pub(super) lengths: Lengths,
    /// The lengths of the numbers that begin with each digit.
    pub(super) numbers: [Lengths; 10],
}

/// For the table.
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

/// For the table: lengths after the first digits that they are for.
#[expect(clippy::indexing_slicing, reason = "the compiler evaluates it, and refuses an index out of bounds")]
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
    /// Whether numbers of the plan begin with this digit and have this length. Else only the length is possible.
    pub(super) is_known: bool,
}

impl Plan {
    /// Finds the plan of an international number: also what follows the calling code.
    pub(super) fn of_international(digits: &str) -> Option<(&'static Self, &str)> {
        if digits.starts_with('0') {
            return None;
        }
        // No calling code is the beginning of another one.
        (1..=3).find_map(|length| {
            let (code, national) = digits.split_at_checked(length)?;
            Some((Self::of_calling_code(code.parse().ok()?)?, national))
        })
    }

    pub(super) fn of_calling_code(calling_code: u16) -> Option<&'static Self> {
        PLANS.iter().find(|plan| plan.calling_code == calling_code)
    }

    /// The forms in which numbers of the plan are written in its main country.
    pub(super) fn forms(&self) -> &'static [Form] {
        let main = REGIONS.iter().find(|region| region.calling_code == self.calling_code);
        main.map_or(&[], |region| region.dialling.domestic)
    }

    /// Reads a national number, whole or in one of these forms.
    pub(super) fn read(&'static self, digits: &str, forms: &[Form]) -> Result<Reading, ErrorKind> {
        // Where numbers begin with the digits of a trunk prefix, it is one if a number follows it.
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

    /// Reads a national number by its length alone. A trunk prefix goes in any case: it must not replace a missing digit.
    fn read_by_length(&'static self, digits: &str, forms: &[Form]) -> Result<Reading, ErrorKind> {
        let national = forms.iter().find_map(|form| form.after_trunk(digits)).unwrap_or(digits);
        if forms.iter().any(|form| form.after_trunk(national).is_some()) {
            return Err(ErrorKind::PhoneTrunk);
        }
        // What looks like one of the other forms may be a different number.
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

    /// Whether numbers like this one exist.
    fn has(&self, national: &str, forms: &[Form]) -> bool {
        let first = national.bytes().next().map_or(usize::MAX, |digit| usize::from(digit - b'0'));
        let lengths = self.numbers.get(first).copied().unwrap_or(0);
        let length = u32::try_from(national.len()).unwrap_or(u32::MAX);
        lengths.checked_shr(length).unwrap_or(0) & 1 == 1
            && !forms.iter().any(|form| form.without_trunk(national).is_some())
    }
}

impl Reading {
    /// The number as it is sent.
    pub(super) fn e164(&self) -> String {
        let mut text = String::from("+");
        for unit in [100, 10, 1] {
            if self.plan.calling_code >= unit {
                // A calling code has three digits at most.
                text.push(char::from(b'0' + (self.plan.calling_code / unit % 10) as u8));
            }
        }
        text.push_str(&self.national);
        text
    }
}
