//! The service's answer, read honestly.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

/// One entry of a JSON:API error document. Its texts are Klaviyo's and may quote what a shopper typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiError {
    /// The entry's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Klaviyo's code, such as `invalid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A summary for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// An explanation for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<f64>,
    /// What it is about.
    pub source: ErrorSource,
}

/// The part of a request that an [`ApiError`] is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ErrorSource {
    /// A part of the document, such as `/data/attributes/profile/data/attributes/email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// A query parameter, such as `company_id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
}

/// Accepted, or why not. Only a 202 is an acceptance, and it means "queued", no more: what its body says makes no difference.
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
/// use back_in_stock::{ApiError, check_response};
/// let entry = ApiError { code: Some("variant_not_found".into()), ..ApiError::default() };
/// let error = check_response(404, Some(&[entry])).unwrap_err();
/// assert_eq!((error.code(), error.field()), ("variant_not_found", Some("variant")));
/// assert_eq!(check_response(403, Some(&[])).unwrap_err().code(), "unauthorized");
/// assert_eq!(check_response(403, None).unwrap_err().code(), "service_unavailable");
/// assert_eq!(check_response(202, None), Ok(()));
/// ```
pub fn check_response(status: u16, errors: Option<&[ApiError]>) -> Result<(), Error> {
    Err(match status {
        202 => return Ok(()),
        403 if errors.is_none() => ErrorKind::ServiceUnavailable,
        401 | 403 => ErrorKind::Unauthorized,
        410 => ErrorKind::RevisionRetired,
        429 => ErrorKind::Throttled,
        400..=499 => {
            let errors = errors.unwrap_or_default();
            errors.iter().find_map(|error| error.meaning(status)).unwrap_or(ErrorKind::Rejected)
        }
        _ => ErrorKind::ServiceUnavailable,
    }
    .into())
}

/// What the end of a pointer is about: its beginning differs between endpoints and revisions.
const POINTERS: [(&str, ErrorKind); 5] = [
    ("attributes/email", ErrorKind::EmailRefused),
    ("attributes/phone_number", ErrorKind::PhoneRefused),
    ("attributes/external_id", ErrorKind::ExternalIdRefused),
    ("profile/data/id", ErrorKind::ProfileIdRefused),
    ("variant/data/id", ErrorKind::VariantRefused),
];

impl ApiError {
    fn meaning(&self, status: u16) -> Option<ErrorKind> {
        if self.code.as_deref() == Some("variant_not_found") {
            return Some(ErrorKind::VariantNotFound);
        }
        if self.source.parameter.as_deref() == Some("company_id") {
            return Some(ErrorKind::CompanyRefused);
        }
        let pointer = self.source.pointer.as_deref()?;
        let (_, kind) = POINTERS.iter().find(|(end, _)| pointer.ends_with(end))?;
        Some(if *kind == ErrorKind::VariantRefused && status == 404 {
            ErrorKind::VariantNotFound
        } else {
            *kind
        })
    }
}
