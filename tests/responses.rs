//! The meaning of responses, and of missing ones.

mod support;

use back_in_stock::{ApiError, Error, ErrorSource, check_response};
use proptest::prelude::*;
use support::texts::{cases, text};

type Refusal = (&'static str, &'static str, &'static str);

const COMPANY: Refusal = ("invalid_company_id", "companyId", "was rejected by Klaviyo");
const VARIANT: Refusal = ("invalid_variant_id", "variant", "was rejected by Klaviyo");
const EMAIL: Refusal = ("invalid_email", "email", "was rejected by Klaviyo");
const PHONE: Refusal = ("invalid_phone_number", "phoneNumber", "was rejected by Klaviyo");
const EXTERNAL: Refusal = ("invalid_external_id", "externalId", "was rejected by Klaviyo");
const PROFILE: Refusal = ("invalid_profile_id", "id", "was rejected by Klaviyo");
const NOT_FOUND: Refusal =
    ("variant_not_found", "variant", "is not in Klaviyo's catalog: new products are added by a catalog sync");
const REJECTED: Refusal = ("rejected", "", "Klaviyo rejected the request: see errors");
const UNAUTHORIZED: Refusal = ("unauthorized", "", "Klaviyo rejected the key: check companyId");
const RETIRED: Refusal = ("revision_retired", "revision", "is retired: use a newer one");
const THROTTLED: Refusal = ("throttled", "", "too many requests: try again later");
const UNAVAILABLE: Refusal = ("service_unavailable", "", "Klaviyo is not available: try again later");

fn seen(result: Result<(), Error>) -> Option<Refusal> {
    result.err().map(|error| (error.code().as_str(), error.field().unwrap_or_default(), error.message()))
}

/// The result of a response with one error: code, pointer and parameter.
#[track_caller]
fn means(status: u16, [code, pointer, parameter]: [&str; 3], expected: Refusal) {
    let entry = entry(code, pointer, parameter);
    assert_eq!(
        seen(check_response(status, Some(core::slice::from_ref(&entry)))),
        Some(expected),
        "{status} {entry:?}"
    );
}

/// `None` for an empty text.
fn entry(code: &str, pointer: &str, parameter: &str) -> ApiError {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let source = ErrorSource { pointer: given(pointer), parameter: given(parameter) };
    ApiError { code: given(code), source, ..ApiError::default() }
}

#[test]
fn only_a_202_accepts_whatever_its_body() {
    let entries = [entry("invalid", "/data/attributes/email", "company_id")];
    for errors in [None, Some([].as_slice()), Some(&entries)] {
        assert_eq!(check_response(202, errors), Ok(()));
    }
    for status in (0..=u16::MAX).filter(|status| *status != 202) {
        assert!(check_response(status, None).is_err(), "{status}");
    }
}

#[test]
fn a_status_alone_has_a_meaning() {
    for status in (100..=599).filter(|status| *status != 202) {
        let alone = match status {
            401 => UNAUTHORIZED,
            403 => UNAVAILABLE,
            410 => RETIRED,
            429 => THROTTLED,
            400..=499 => REJECTED,
            _ => UNAVAILABLE,
        };
        assert_eq!(seen(check_response(status, None)), Some(alone), "{status}");
        // A page of a proxy does not mean that the key is wrong; an error document does, even an empty one.
        let expected = if status == 403 { UNAUTHORIZED } else { alone };
        assert_eq!(seen(check_response(status, Some(&[]))), Some(expected), "{status}");
        // An error document of another service changes nothing.
        means(status, ["teapot", "/short", "stout"], expected);
    }
}

#[test]
fn the_documented_errors() {
    let body = "/data/attributes/profile/data";
    means(400, ["invalid", &format!("{body}/attributes/email"), ""], EMAIL);
    means(400, ["invalid", &format!("{body}/attributes/phone_number"), ""], PHONE);
    means(400, ["invalid", &format!("{body}/attributes/external_id"), ""], EXTERNAL);
    means(400, ["invalid", &format!("{body}/id"), ""], PROFILE);
    means(400, ["invalid", "/data/relationships/variant/data/id", ""], VARIANT);
    means(400, ["invalid", "/data/attributes/channels", ""], REJECTED);
    means(400, ["invalid", "/data/attributes/profile", ""], REJECTED);
    means(400, ["invalid", "", "company_id"], COMPANY);
    means(400, ["invalid", "", ""], REJECTED);
    means(401, ["not_authenticated", "", ""], UNAUTHORIZED);
    means(403, ["permission_denied", "", ""], UNAUTHORIZED);
    means(404, ["variant_not_found", "/data/relationships/variant/data/id", ""], NOT_FOUND);
    means(404, ["variant_not_found", "", ""], NOT_FOUND);
    means(404, ["not_found", "/data/relationships/variant/data/id", ""], NOT_FOUND);
    means(404, ["not_found", "", ""], REJECTED);
    means(404, ["not_found", "", "company_id"], COMPANY);
    means(400, ["variant_not_found", "", ""], NOT_FOUND);
    means(409, ["duplicate", "", ""], REJECTED);
    means(410, ["gone", "", ""], RETIRED);
    means(429, ["throttled", "", ""], THROTTLED);
    for status in [500, 502, 503, 504] {
        means(status, ["error", "", ""], UNAVAILABLE);
    }
}

#[test]
fn a_pointer_is_matched_by_its_end() {
    for beginning in ["", "/", "/data/", "/data/attributes/profile/data/", "/data/0/", "body/", "#/", "é/"] {
        means(400, ["invalid", &format!("{beginning}attributes/email"), ""], EMAIL);
        means(422, ["", &format!("{beginning}attributes/phone_number"), ""], PHONE);
        means(400, ["x", &format!("{beginning}attributes/external_id"), ""], EXTERNAL);
        means(400, ["invalid", &format!("{beginning}profile/data/id"), ""], PROFILE);
        means(400, ["invalid", &format!("{beginning}relationships/variant/data/id"), ""], VARIANT);
        means(404, ["invalid", &format!("{beginning}relationships/variant/data/id"), ""], NOT_FOUND);
    }
    for other in [
        "/email",
        "email",
        "attributes/email/",
        "attributes/emails",
        "attributes/Email",
        "/data/id",
        "data/attributes",
    ] {
        means(400, ["invalid", other, ""], REJECTED);
    }
}

#[test]
fn some_statuses_take_precedence_over_the_errors() {
    for (status, expected) in [
        (401, UNAUTHORIZED),
        (403, UNAUTHORIZED),
        (410, RETIRED),
        (429, THROTTLED),
        (500, UNAVAILABLE),
        (200, UNAVAILABLE),
    ] {
        means(status, ["variant_not_found", "/data/relationships/variant/data/id", "company_id"], expected);
    }
}

#[test]
fn the_first_known_error_is_reported() {
    let [unknown, email, variant] =
        [entry("odd", "", ""), entry("", "/attributes/email", ""), entry("variant_not_found", "", "")];
    let seen = |entries: &[&ApiError]| {
        let entries: Vec<_> = entries.iter().map(|entry| (*entry).clone()).collect();
        seen(check_response(400, Some(&entries)))
    };
    assert_eq!(seen(&[&unknown, &email, &variant]), Some(EMAIL));
    assert_eq!(seen(&[&unknown, &variant, &email]), Some(NOT_FOUND));
    assert_eq!(seen(&[&unknown, &unknown]), Some(REJECTED));
}

#[test]
fn a_missing_response_has_a_code() {
    let seen = [Error::NETWORK, Error::TIMEOUT, Error::ABORTED].map(|error| seen(Err(error)));
    let why = |code, message| Some((code, "", message));
    let expected = [
        why("network", "Klaviyo could not be reached, or the request was blocked"),
        why("timeout", "Klaviyo did not answer in time"),
        why("aborted", "the request was aborted"),
    ];
    assert_eq!(seen, expected);
}

/// The retryable codes: every status that is worth retrying has one of them, and no other status does.
#[test]
fn retryable_statuses_have_retryable_codes() {
    for status in 400..=599 {
        let retried = matches!(status, 403 | 429 | 500..=599);
        let code = seen(check_response(status, None)).map(|refusal| refusal.0);
        assert_eq!(matches!(code, Some("throttled" | "service_unavailable")), retried, "{status}");
    }
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn only_a_202_accepts(
        status in prop_oneof![any::<u16>(), 195u16..=599],
        texts in prop::collection::vec([text(), text(), text()], 0..5),
    ) {
        let entries = texts.iter().map(|[code, pointer, parameter]| entry(code, pointer, parameter));
        let entries: Vec<_> = entries.collect();
        for errors in [None, Some(entries.as_slice())] {
            prop_assert_eq!(check_response(status, errors).is_ok(), status == 202);
        }
    }
}
