//! The forms in which a number is written within its country, and prefixes of calls to other countries.

/// Digits in front of a number: these, then `more` of any value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prefix {
    digits: &'static str,
    more: u8,
}

impl Prefix {
    /// What follows the prefix.
    pub(super) fn strip(self, digits: &str) -> Option<&str> {
        digits.strip_prefix(self.digits)?.get(usize::from(self.more)..)
    }
}

/// A form in which a number is written within its country, other than the whole national number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// After a trunk prefix: 0 in many countries. The numbers that begin with the same digits, if there are any, go on
    /// with one of `numbers`.
    Trunk { prefix: &'static str, numbers: &'static str },
    /// After a code that selects a carrier, or hides the caller's number.
    Carrier(Prefix),
    /// Without its area code: so many digits, of which the first is one of `first`.
    Local { first: &'static str, length: u8, area_code: &'static str },
    /// A mobile number of Argentina: 15 after the area code, which begins with `area`, instead of 9 before it.
    MarkedMobile { area: &'static str, area_length: u8 },
}

/// For the table.
pub(super) const fn prefix(digits: &'static str, more: u8) -> Prefix {
    Prefix { digits, more }
}

/// For the table.
pub(super) const fn trunk(prefix: &'static str, numbers: &'static str) -> Form {
    Form::Trunk { prefix, numbers }
}

/// For the table.
pub(super) const fn carrier(digits: &'static str, more: u8) -> Form {
    Form::Carrier(prefix(digits, more))
}

/// For the table.
pub(super) const fn local(first: &'static str, length: u8, area_code: &'static str) -> Form {
    Form::Local { first, length, area_code }
}

/// For the table.
pub(super) const fn marked_mobile(area: &'static str, area_length: u8) -> Form {
    Form::MarkedMobile { area, area_length }
}

impl Form {
    /// The national number that is written in this form, unless it is that of a trunk prefix.
    pub(super) fn complete(self, digits: &str) -> Option<String> {
        match self {
            Self::Trunk { .. } => None,
            Self::Carrier(prefix) => Some(prefix.strip(digits)?.to_owned()),
            Self::Local { first, length, area_code } => (digits.len() == usize::from(length)
                && first.contains(digits.get(..1)?))
            .then(|| [area_code, digits].concat()),
            Self::MarkedMobile { area, area_length } => {
                let digits = digits.strip_prefix('0').unwrap_or(digits);
                let (code, rest) = digits.split_at_checked(usize::from(area_length))?;
                let subscriber = rest.strip_prefix("15")?;
                code.starts_with(area).then(|| ["9", code, subscriber].concat())
            }
        }
    }

    /// What follows a trunk prefix.
    pub(super) fn after_trunk(self, digits: &str) -> Option<&str> {
        let Self::Trunk { prefix, .. } = self else { return None };
        digits.strip_prefix(prefix)
    }

    /// What follows a trunk prefix, if no number begins with these digits.
    pub(super) fn without_trunk(self, digits: &str) -> Option<&str> {
        let Self::Trunk { numbers, .. } = self else { return None };
        let rest = self.after_trunk(digits)?;
        let is_number = rest.get(..1).is_some_and(|next| numbers.contains(next));
        (!is_number).then_some(rest)
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
    fn a_trunk_prefix_is_none_where_a_number_begins_so() {
        assert_eq!(trunk("8", "0").after_trunk("8012"), Some("012"));
        assert_eq!(trunk("8", "0").without_trunk("8012"), None);
        assert_eq!(trunk("8", "0").without_trunk("8612"), Some("612"));
        assert_eq!(trunk("8", "").without_trunk("8012"), Some("012"));
        assert_eq!(trunk("8", "").without_trunk("712"), None);
    }
}
