//! The meaning of Klaviyo's answer for a relay. A relay separates mistakes of a request from mistakes of its own configuration,
//! which must not cost the shopper's request.

use crate::{
    error::{Error, ErrorCode},
    klaviyo::response::{ApiError, ErrorSource, check_response},
};

/// The meaning of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Klaviyo accepted the request.
    Accepted,
    /// Klaviyo does not know the variant yet. It may after the next sync of the catalog.
    UnknownVariant(Error),
    /// The private key, the revision or the upstream is wrong. The same request is right once that is corrected.
    Misconfigured(Error),
    /// The same request may succeed later.
    Later(Error),
    /// Klaviyo refused the request for good.
    Refused(Error),
}

impl Verdict {
    /// Reads an answer. `errors` is the `errors` array of the body; `None` if the body is not a JSON document with such
    /// an array. `may_be_accepted`: an earlier attempt may have been accepted. Only then does a conflict mean that it was.
    ///
    /// ```
    /// use back_in_stock::{ApiError, relay::Verdict};
    /// let errors = [ApiError { code: Some("invalid".into()), ..ApiError::default() }];
    /// assert!(matches!(Verdict::of(400, Some(&errors), false), Verdict::Refused(_)));
    /// // A page of something that is not Klaviyo.
    /// assert!(matches!(Verdict::of(400, None, false), Verdict::Misconfigured(_)));
    /// ```
    #[must_use]
    pub fn of(status: u16, errors: Option<&[ApiError]>, may_be_accepted: bool) -> Self {
        let Err(error) = check_response(status, errors) else { return Self::Accepted };
        match error.code() {
            _ if status == 409 && may_be_accepted => Self::Accepted,
            ErrorCode::VariantNotFound => Self::UnknownVariant(error),
            ErrorCode::Unauthorized | ErrorCode::RevisionRetired => Self::Misconfigured(error),
            _ if error.is_retryable() => Self::Later(error),
            _ if errors.is_none_or(<[_]>::is_empty) => Self::Misconfigured(error),
            _ => Self::Refused(error),
        }
    }
}

/// The `errors` of a JSON:API document. Members of other types than documented are ignored, and so are texts that may
/// quote the request.
#[must_use]
pub fn read_errors(body: &[u8]) -> Option<Vec<ApiError>> {
    let document: serde_json::Value = serde_json::from_slice(body).ok()?;
    let text = |value: &serde_json::Value, pointer| Some(value.pointer(pointer)?.as_str()?.to_owned());
    let read = |error: &serde_json::Value| ApiError {
        code: text(error, "/code"),
        title: text(error, "/title"),
        source: ErrorSource {
            pointer: text(error, "/source/pointer"),
            parameter: text(error, "/source/parameter"),
        },
        ..ApiError::default()
    };
    Some(document.get("errors")?.as_array()?.iter().map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_errors_and_nothing_else() {
        for body in ["", "<html>", "[]", "{}", r#"{"errors":{}}"#, r#"{"errors":[]"#] {
            assert_eq!(read_errors(body.as_bytes()), None, "{body}");
        }
        assert_eq!(read_errors(br#"{"errors":[]}"#), Some(Vec::new()));
        let body =
            br#"{"errors":[{"status":"404","code":"variant_not_found","detail":"x","source":null},1]}"#;
        let read = read_errors(body).unwrap();
        assert_eq!((read[0].code.as_deref(), &read[0].detail), (Some("variant_not_found"), &None));
        assert_eq!(read.len(), 2);
    }

    #[test]
    fn separates_mistakes_of_the_request_from_others() {
        let errors = |code: &str| [ApiError { code: Some(code.into()), ..ApiError::default() }];
        let verdict = |status, code| Verdict::of(status, Some(&errors(code)), false);
        assert_eq!(Verdict::of(202, None, false), Verdict::Accepted);
        assert!(matches!(verdict(400, "invalid"), Verdict::Refused(_)));
        assert!(matches!(verdict(409, "conflict"), Verdict::Refused(_)));
        assert_eq!(Verdict::of(409, Some(&errors("conflict")), true), Verdict::Accepted);
        assert!(matches!(verdict(404, "variant_not_found"), Verdict::UnknownVariant(_)));
        for (status, code) in [(401, "x"), (403, "x"), (410, "x")] {
            assert!(matches!(verdict(status, code), Verdict::Misconfigured(_)), "{status}");
        }
        for status in [400, 404, 409] {
            assert!(matches!(Verdict::of(status, None, false), Verdict::Misconfigured(_)), "{status}");
            assert!(matches!(Verdict::of(status, Some(&[]), false), Verdict::Misconfigured(_)), "{status}");
        }
        for status in [200, 302, 403, 429, 500, 503] {
            assert!(matches!(Verdict::of(status, None, false), Verdict::Later(_)), "{status}");
        }
    }
}
