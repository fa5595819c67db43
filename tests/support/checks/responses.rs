//! Properties of every response. The lines of the input are the status, then code, pointer and parameter of each error.
//! A status alone is a response without an error document.

use back_in_stock::{ApiError, ErrorSource, check_response};

pub(crate) fn check(data: &[u8]) {
    let Ok(input) = str::from_utf8(data) else { return };
    let lines: Vec<_> = input.lines().collect();
    let Some((status, errors)) = lines.split_first() else { return };
    let Ok(status) = status.parse() else { return };
    let errors = errors.chunks(3).map(|lines| {
        let line = |number: usize| lines.get(number).copied().unwrap_or_default();
        let given = |number| Some(line(number).to_owned());
        let source = ErrorSource { pointer: given(1), parameter: given(2) };
        ApiError { code: given(0), source, ..ApiError::default() }
    });
    let errors: Vec<_> = errors.collect();
    let document = (lines.len() > 1).then_some(errors.as_slice());

    let seen = check_response(status, document).err().map(|error| error.code().as_str());
    let expected = match status {
        202 => None,
        403 if document.is_none() => Some("service_unavailable"),
        401 | 403 => Some("unauthorized"),
        410 => Some("revision_retired"),
        429 => Some("throttled"),
        400..=499 => errors.iter().find_map(|error| meaning(error, status)).or(Some("rejected")),
        _ => Some("service_unavailable"),
    };
    assert_eq!(seen, expected, "{input:?}");
}

/// An independent implementation of the meaning of an error.
fn meaning(error: &ApiError, status: u16) -> Option<&'static str> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (code, parameter) = (text(&error.code), text(&error.source.parameter));
    let pointer = text(&error.source.pointer);
    let ends: Vec<_> = pointer.rsplit('/').collect();
    match (&*code, &*parameter, &*ends) {
        ("variant_not_found", _, _) => Some("variant_not_found"),
        (_, "company_id", _) => Some("invalid_company_id"),
        (_, _, ["email", end, ..]) if end.ends_with("attributes") => Some("invalid_email"),
        (_, _, ["phone_number", end, ..]) if end.ends_with("attributes") => Some("invalid_phone_number"),
        (_, _, ["external_id", end, ..]) if end.ends_with("attributes") => Some("invalid_external_id"),
        (_, _, ["id", "data", end, ..]) if end.ends_with("profile") => Some("invalid_profile_id"),
        (_, _, ["id", "data", end, ..]) if end.ends_with("variant") => {
            Some(if status == 404 { "variant_not_found" } else { "invalid_variant_id" })
        }
        _ => None,
    }
}
