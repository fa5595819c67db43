//! Identifiers that the shop has signed. The caller verifies signatures, since a platform's own functions for that are
//! asynchronous.

use serde::Serialize;

use super::{Edge, Head};
use crate::{
    relay::{Caller, Refused, check_signature, read_alert},
    subscription::Request,
};

/// What a signature is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signed {
    /// The text.
    pub message: String,
    /// The HMAC-SHA-256 that it should have.
    pub signature: Vec<u8>,
}

impl Edge {
    /// What the caller must verify before [`Edge::take`], if the request has a signature. `now` is in milliseconds.
    #[must_use]
    pub fn signed(&self, head: &Head, body: &[u8], now: f64) -> Option<Signed> {
        let mut signed = None;
        // It is refused in any case, as long as nobody has verified it.
        let _ = self.read_signed(head, body, now, |message, signature| {
            signed = Some(Signed { message: message.to_owned(), signature: signature.to_vec() });
            false
        });
        signed
    }

    /// Reads an alert of a page, or one whose identifiers the shop has signed.
    pub(super) fn read(&self, head: &Head, body: &[u8], now: f64) -> Result<Request, Refused> {
        match head.identity {
            Some(_) => self.read_signed(head, body, now, |_, _| head.is_signed),
            None => read_alert(head.content_type.as_deref(), body, Caller::Page),
        }
    }

    fn read_signed(
        &self,
        head: &Head,
        body: &[u8],
        now: f64,
        is_signed: impl FnOnce(&str, &[u8; 32]) -> bool,
    ) -> Result<Request, Refused> {
        let header = head.identity.as_deref().ok_or(Refused::Signature)?;
        let request = read_alert(head.content_type.as_deref(), body, Caller::Shop)?;
        #[expect(clippy::cast_possible_truncation, reason = "seconds of this century")]
        let now = (now / 1_000.0) as i64;
        check_signature(header, &self.company, &request.profile, now, is_signed)?;
        Ok(request)
    }
}
