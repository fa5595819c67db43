//! Checks the text of single fields.

use super::problem::ProblemKind;
use crate::{
    error::ErrorKind,
    id::{is_blank, variant},
    inventory::rule::{is_fraction, number_text, trim},
};

/// The problem of an id that is not blank, if any.
pub(super) fn id_problem(id: &[u8]) -> Option<ProblemKind> {
    let Ok(text) = core::str::from_utf8(id) else { return Some(ProblemKind::IdControl) };
    Some(match variant::check_row_id(text).err()? {
        ErrorKind::VariantSpace => ProblemKind::IdSpace,
        ErrorKind::VariantSeparator => ProblemKind::IdSeparator,
        ErrorKind::VariantGid => ProblemKind::IdGid,
        ErrorKind::VariantLong => ProblemKind::IdLong,
        _ => ProblemKind::IdControl,
    })
}

/// Whether a price is a number with a currency code, as in Google's feeds: `12.00 EUR`.
pub(super) fn has_currency(price: &[u8]) -> bool {
    let price = trim(price);
    let is_code = |code: &[u8]| code.iter().all(u8::is_ascii_uppercase);
    let last = price.split_last_chunk::<3>().filter(|(_, code)| is_code(*code)).map(|(rest, _)| rest);
    let first = price.split_first_chunk::<3>().filter(|(code, _)| is_code(*code)).map(|(_, rest)| rest);
    last.or(first).is_some_and(|number| number_text(number).is_some())
}

/// Whether a number is a whole number below 2⁵³, which every reader represents exactly.
pub(super) fn is_safe(number: &[u8]) -> bool {
    let value = crate::feed::number::value(number);
    value.abs() < 9_007_199_254_740_992.0 && !is_fraction(value)
}

/// Whether text is empty or only white space. (Text that is not UTF-8 contains a lone surrogate of a JSON string.)
pub(super) fn is_all_blank(text: &[u8]) -> bool {
    // Nearly every text starts with a visible ASCII character, which avoids the full test.
    !text.first().is_some_and(u8::is_ascii_graphic)
        && core::str::from_utf8(text).is_ok_and(|text| text.chars().all(is_blank))
}

/// Whether text is an absolute http(s) URL without white space and control characters.
pub(super) fn is_url(text: &[u8]) -> bool {
    let scheme = text.iter().position(|byte| *byte == b':').and_then(|at| text.split_at_checked(at));
    let Some((scheme, [b':', b'/', b'/', host, ..])) = scheme else { return false };
    (scheme.eq_ignore_ascii_case(b"https") || scheme.eq_ignore_ascii_case(b"http"))
        && !matches!(host, b'/' | b'?' | b'#' | b':')
        && !text.iter().any(|byte| byte.is_ascii_whitespace() || byte.is_ascii_control())
}
