//! The error type of the crate: a stable code, the field it concerns, and a fixed message for developers.

mod code;
mod kind;

use core::fmt;

pub use code::ErrorCode;
pub(crate) use kind::ErrorKind;

/// An input that was rejected, or a call that failed.
///
/// It contains no text of the input, so it cannot leak a key or anything a shopper typed.
///
/// ```
/// use back_in_stock::{CompanyId, ErrorCode};
/// let error = CompanyId::parse("ABC-12").unwrap_err();
/// assert_eq!((error.code(), error.field()), (ErrorCode::InvalidCompanyId, Some("companyId")));
/// assert_eq!(error.to_string(), "companyId must be six letters or digits: the public API key");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error(ErrorKind);

impl Error {
    /// Klaviyo could not be reached, or the request was blocked.
    pub const NETWORK: Self = Self(ErrorKind::Network);

    /// Klaviyo did not answer in time.
    pub const TIMEOUT: Self = Self(ErrorKind::Timeout);

    /// The caller aborted the request.
    pub const ABORTED: Self = Self(ErrorKind::Aborted);

    /// Errors worth retrying.
    pub const RETRYABLE: [Self; 4] =
        [Self::NETWORK, Self::TIMEOUT, Self(ErrorKind::Throttled), Self(ErrorKind::ServiceUnavailable)];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> ErrorCode {
        self.0.row().0
    }

    /// The option or identifier that the error concerns, by its name in the npm package (`"email"`, `"variant"`).
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        self.0.row().1
    }

    /// A message for developers, without the field. If there is a field, its name is the subject of the sentence.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.0.row().2
    }

    /// Whether the same request is worth retrying: the request itself was not rejected.
    ///
    /// ```
    /// use back_in_stock::check_response;
    /// assert!(check_response(503, None).unwrap_err().is_retryable());
    /// assert!(!check_response(400, None).unwrap_err().is_retryable());
    /// ```
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        self.code().is_retryable()
    }

    pub(crate) const fn kind(self) -> ErrorKind {
        self.0
    }
}

/// The field and the message, as in the npm package.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = self.field() {
            write!(f, "{field} ")?;
        }
        f.write_str(self.message())
    }
}

impl core::error::Error for Error {}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_one_byte() {
        assert_eq!(core::mem::size_of::<Error>(), 1);
    }
}
