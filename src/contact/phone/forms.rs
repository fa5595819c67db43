//! How a number is written within its country, and the prefixes of calls to other countries.

/// How numbers are dialed in a region.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dialling {
    /// The forms of a number within the region, other than the whole national number.
    pub(super) domestic: &'static [Form],
    /// The prefixes of calls to other countries.
    pub(super) international: &'static [Prefix],
}

/// Digits as a number: a table of strings would be twice as large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    value: u32,
    length: u8,
}

impl Digits {
    const fn new(text: &str) -> Self {
        let mut value = 0;
        let mut rest = text.as_bytes();
        while let [digit, others @ ..] = rest {
            value = value * 10 + (*digit - b'0') as u32;
            rest = others;
        }
        #[expect(clippy::cast_possible_truncation, reason = "the table has fewer than ten digits")]
        let length = text.len() as u8;
        Self { value, length }
    }

    /// The rest of a text that starts with these digits.
    fn strip(self, digits: &str) -> Option<&str> {
        let (start, rest) = digits.split_at_checked(self.length.into())?;
        (value(start) == self.value).then_some(rest)
    }

    fn text(self) -> String {
        let mut rest = self.value;
        let mut digits = Vec::new();
        for _ in 0..self.length {
            digits.push((rest % 10) as u8 + b'0');
            rest /= 10;
        }
        digits.iter().rev().map(|digit| char::from(*digit)).collect()
    }
}

/// The value of a short text of digits.
pub(super) fn value(digits: &str) -> u32 {
    digits.bytes().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'))
}

/// A prefix: these digits, then `more` digits of any value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prefix {
    digits: Digits,
    more: u8,
}

impl Prefix {
    /// The rest of a number that starts with the prefix.
    pub(super) fn strip(self, digits: &str) -> Option<&str> {
        self.digits.strip(digits)?.get(usize::from(self.more)..)
    }
}

/// A set of digits, one bit each.
type DigitSet = u16;

const fn digit_set(text: &str) -> DigitSet {
    let mut set = 0;
    let mut rest = text.as_bytes();
    while let [digit, others @ ..] = rest {
        set |= 1 << (*digit - b'0');
        rest = others;
    }
    set
}

/// Whether a number starts with one of these digits.
fn begins_with(set: DigitSet, number: &str) -> bool {
    number.bytes().next().is_some_and(|digit| set >> (digit - b'0') & 1 == 1)
}

/// A way to write a number within its country, other than the whole national number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// With a trunk prefix, which is 0 in many countries. Some national numbers begin with the digits of the
    /// prefix: if one of `numbers` follows, they are not a prefix.
    Trunk { prefix: Digits, numbers: DigitSet },
    /// With a code that selects a carrier, or hides the caller's number.
    Carrier(Prefix),
    /// Without its area code: `length` digits that begin with one of `first`.
    Local { first: DigitSet, length: u8, area_code: Digits },
    /// A mobile number of Argentina: 15 after the area code, which starts with `area`, instead of 9 before it.
    MarkedMobile { area: Digits, area_length: u8 },
}

/// For the generated table.
pub(super) const fn prefix(digits: &str, more: u8) -> Prefix {
    Prefix { digits: Digits::new(digits), more }
}

/// For the generated table.
pub(super) const fn trunk(prefix: &str, numbers: &str) -> Form {
    Form::Trunk { prefix: Digits::new(prefix), numbers: digit_set(numbers) }
}

/// For the generated table.
pub(super) const fn carrier(digits: &str, more: u8) -> Form {
    Form::Carrier(prefix(digits, more))
}

/// For the generated table.
pub(super) const fn local(first: &str, length: u8, area_code: &str) -> Form {
    Form::Local { first: digit_set(first), length, area_code: Digits::new(area_code) }
}

/// For the generated table.
pub(super) const fn marked_mobile(area: &str, area_length: u8) -> Form {
    Form::MarkedMobile { area: Digits::new(area), area_length }
}

impl Form {
    /// The national number of a text in this form; `None` for a trunk prefix.
    pub(super) fn complete(self, digits: &str) -> Option<String> {
        match self {
            Self::Trunk { .. } => None,
            Self::Carrier(prefix) => Some(prefix.strip(digits)?.to_owned()),
            Self::Local { first, length, area_code } => (digits.len() == usize::from(length)
                && begins_with(first, digits))
            .then(|| [&area_code.text(), digits].concat()),
            Self::MarkedMobile { area, area_length } => {
                let digits = digits.strip_prefix('0').unwrap_or(digits);
                let (code, rest) = digits.split_at_checked(usize::from(area_length))?;
                let subscriber = rest.strip_prefix("15")?;
                area.strip(code).map(|_| ["9", code, subscriber].concat())
            }
        }
    }

    /// The rest of a number that starts with the trunk prefix.
    pub(super) fn after_trunk(self, digits: &str) -> Option<&str> {
        let Self::Trunk { prefix, .. } = self else { return None };
        prefix.strip(digits)
    }

    /// The rest of a number that starts with the trunk prefix, unless national numbers start with the same digits.
    pub(super) fn without_trunk(self, digits: &str) -> Option<&str> {
        let Self::Trunk { numbers, .. } = self else { return None };
        self.after_trunk(digits).filter(|rest| !begins_with(numbers, rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completes_and_drops() {
        assert_eq!(prefix("85", 2).strip("85012345"), Some("2345"));
        assert_eq!(prefix("85", 2).strip("850"), None);
        assert_eq!(carrier("03", 0).complete("033211234567").as_deref(), Some("3211234567"));
        assert_eq!(carrier("03", 0).complete("3211234567"), None);
        assert_eq!(local("457", 7, "268").complete("4641234").as_deref(), Some("2684641234"));
        assert_eq!(local("457", 7, "268").complete("3641234"), None);
        assert_eq!(local("457", 7, "268").complete("46412345"), None);
        assert_eq!(marked_mobile("11", 2).complete("0111523456789").as_deref(), Some("91123456789"));
        assert_eq!(marked_mobile("2", 3).complete("221155123456").as_deref(), Some("92215123456"));
        assert_eq!(marked_mobile("2", 3).complete("0351155123456"), None);
        assert_eq!(trunk("0", "").complete("0171"), None);
    }

    #[test]
    fn digits_of_a_national_number_are_not_a_trunk_prefix() {
        assert_eq!(trunk("8", "0").after_trunk("8012"), Some("012"));
        assert_eq!(trunk("8", "0").without_trunk("8012"), None);
        assert_eq!(trunk("8", "0").without_trunk("8612"), Some("612"));
        assert_eq!(trunk("8", "").without_trunk("8012"), Some("012"));
        assert_eq!(trunk("8", "").without_trunk("712"), None);
    }
}
