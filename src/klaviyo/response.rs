//! The meaning of Klaviyo's responses.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

/// An entry of a JSON:API error document. Its texts are Klaviyo's, and may quote what a shopper typed: do not log them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiError {
    /// The ID of the entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Klaviyo's code, such as `invalid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A short summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// An explanation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<f64>,
    /// The part of the request that caused the error.
    pub source: ErrorSource,
}

/// The part of a request that caused an [`ApiError`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ErrorSource {
    /// A JSON pointer into the document, such as `/data/attributes/profile/data/attributes/email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// A query parameter, such as `company_id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
}

/// Reads the status and the errors of a response: `Ok` if Klaviyo accepted the request, which only 202 means.
///
/// `errors` is the `errors` array of the body; `None` if the body is not a JSON document with such an array.
///
/// # Errors
///
/// The code of a documented error; `rejected` for other 4xx; `service_unavailable` for 5xx, for statuses that Klaviyo
/// does not use, such as the 200 of a captive portal, and for a 403 without an error document: that is the challenge
/// page of a proxy, and does not mean that the key is wrong.
///
/// ```
/// use back_in_stock::{ApiError, ErrorCode, check_response};
/// let entry = ApiError { code: Some("variant_not_found".into()), ..ApiError::default() };
/// let error = check_response(404, Some(&[entry])).unwrap_err();
/// assert_eq!((error.code(), error.field()), (ErrorCode::VariantNotFound, Some("variant")));
/// assert_eq!(check_response(403, Some(&[])).unwrap_err().code(), ErrorCode::Unauthorized);
/// assert_eq!(check_response(403, None).unwrap_err().code(), ErrorCode::ServiceUnavailable);
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

/// Errors by the end of their pointer. The beginning differs between endpoints and revisions.
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
