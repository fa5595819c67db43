//! Suggestions for misspelled names.

/// Longer names are not compared.
const LONGEST: usize = 32;

/// The known name with the smallest edit distance to `name`, if that is at most one edit for every three letters. Case
/// is ignored.
pub(crate) fn closest(name: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    if name.len() > LONGEST {
        return None;
    }
    known
        .map(|candidate| (slips(name.as_bytes(), candidate.as_bytes()), candidate))
        .filter(|(slips, candidate)| *slips <= name.len().max(candidate.len()) / 3)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

/// The edit distance of two names (optimal string alignment): letters added, missing, changed, or swapped with their
/// neighbor. Case is ignored.
pub(crate) fn slips(one: &[u8], other: &[u8]) -> usize {
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    let (mut two_above, mut above) = (Vec::new(), (0..=other.len()).collect::<Vec<_>>());
    let mut previous = None;
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        let mut left = None;
        for (j, b) in other.iter().enumerate() {
            let changed = at(&above, j) + usize::from(!a.eq_ignore_ascii_case(b));
            let is_swapped = previous.is_some_and(|previous: &u8| previous.eq_ignore_ascii_case(b))
                && left.is_some_and(|left: &u8| left.eq_ignore_ascii_case(a));
            let swapped = if is_swapped { at(&two_above, j.wrapping_sub(1)) + 1 } else { changed };
            let added_or_missing = at(&above, j + 1).min(at(&row, j)) + 1;
            row.push(changed.min(swapped).min(added_or_missing));
            left = Some(b);
        }
        previous = Some(a);
        two_above = core::mem::replace(&mut above, row);
    }
    at(&above, other.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 5] = ["companyId", "country", "catalog", "email", "sms"];

    #[test]
    fn finds_the_name_that_was_meant() {
        for (name, meant) in [
            ("contry", "country"),
            ("coutnry", "country"),
            ("companyID", "companyId"),
            ("company_id", "companyId"),
            ("catalogue", "catalog"),
            ("mail", "email"),
            ("smss", "sms"),
        ] {
            assert_eq!(closest(name, KNOWN.into_iter()), Some(meant), "{name}");
        }
    }

    #[test]
    fn suggests_nothing_for_another_name() {
        for name in ["", "x", "publicKey", "channels", "ab", "é", &"country".repeat(1000)] {
            assert_eq!(closest(name, KNOWN.into_iter()), None, "{name}");
        }
    }
}
