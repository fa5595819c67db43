//! The service's answer, read honestly.

use crate::error::{Error, Kind};

/// One entry of a JSON:API error document, as far as it decides anything. Its `detail` does not: it is text for
/// people, may change, and may quote what a shopper typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ApiError<'a> {
    /// The service's code, such as `invalid`; empty where there is none.
    pub code: &'a str,
    /// The part of the document it is about, such as `/data/attributes/profile/data/attributes/email`; or empty.
    pub pointer: &'a str,
    /// The query parameter it is about, such as `company_id`; or empty.
    pub parameter: &'a str,
}

/// Accepted, or why not. Only a 202 is an acceptance, and it means "queued", no more: its body is never read.
///
/// `errors` are those of the body, if it is JSON with an `errors` array. `None`: it is HTML, empty, cut off or anything
/// else.
///
/// # Errors
///
/// The documented refusals by their code; `rejected` for every other 4xx; `service_unavailable` for every 5xx, for
/// answers that this service does not give, such as a captive portal's 200, and for a 403 without an error document: the
/// challenge page of a proxy, which says nothing about the key and passes by itself.
///
/// ```
/// use back_in_stock::{ApiError, klaviyo::response::verdict};
/// let pointer = "/data/relationships/variant/data/id";
/// let error = verdict(404, Some(&[ApiError { code: "variant_not_found", pointer, parameter: "" }])).unwrap_err();
/// assert_eq!((error.code(), error.field()), ("variant_not_found", Some("variant")));
/// assert_eq!(verdict(403, Some(&[])).unwrap_err().code(), "unauthorized");
/// assert_eq!(verdict(403, None).unwrap_err().code(), "service_unavailable");
/// assert_eq!(verdict(202, None), Ok(()));
/// ```
pub fn verdict(status: u16, errors: Option<&[ApiError<'_>]>) -> Result<(), Error> {
    Err(match status {
        202 => return Ok(()),
        403 if errors.is_none() => Kind::ServiceUnavailable,
        401 | 403 => Kind::Unauthorized,
        410 => Kind::RevisionRetired,
        429 => Kind::Throttled,
        400..=499 => {
            let errors = errors.unwrap_or_default();
            errors.iter().find_map(|error| error.meaning(status)).unwrap_or(Kind::Rejected)
        }
        _ => Kind::ServiceUnavailable,
    }
    .into())
}

/// What it can mean that no answer came, by the names of the errors: the request failed, took too long, or was given up.
#[must_use]
pub fn without_answer() -> [(&'static str, Error); 3] {
    [("NETWORK", Kind::Network.into()), ("TIMEOUT", Kind::Timeout.into()), ("ABORTED", Kind::Aborted.into())]
}

/// What the end of a pointer is about: its beginning differs between endpoints and revisions.
const POINTERS: [(&str, Kind); 5] = [
    ("attributes/email", Kind::EmailRefused),
    ("attributes/phone_number", Kind::PhoneRefused),
    ("attributes/external_id", Kind::ExternalIdRefused),
    ("profile/data/id", Kind::ProfileIdRefused),
    ("variant/data/id", Kind::VariantRefused),
];

impl ApiError<'_> {
    fn meaning(self, status: u16) -> Option<Kind> {
        if self.code == "variant_not_found" {
            return Some(Kind::VariantNotFound);
        }
        if self.parameter == "company_id" {
            return Some(Kind::CompanyRefused);
        }
        let (_, kind) = POINTERS.iter().find(|(end, _)| self.pointer.ends_with(end))?;
        Some(if *kind == Kind::VariantRefused && status == 404 { Kind::VariantNotFound } else { *kind })
    }
}
