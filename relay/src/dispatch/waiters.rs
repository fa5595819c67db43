//! Pages that wait for Klaviyo's answer.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use back_in_stock::ApiError;
use serde_json::json;
use tokio::sync::watch;

use crate::keys::Digest;

/// The most errors that a webhook gets.
const MOST_ERRORS: usize = 8;

/// Klaviyo's final refusal. Only the pages that wait for this request, or a repeat of it, may see it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    /// The HTTP status.
    pub(crate) status: u16,
    /// Klaviyo's errors.
    pub(crate) errors: Vec<ApiError>,
}

impl Refusal {
    /// The status and the errors' codes and pointers, for the webhook. Other members may repeat an identity.
    pub(crate) fn reason(&self) -> String {
        let errors = self.errors.iter().take(MOST_ERRORS).map(|error| {
            let code = error.code.as_deref().filter(|code| is_code(code));
            json!({ "code": code, "pointer": error.source.pointer.as_deref().filter(|pointer| is_code(pointer)) })
        });
        json!({ "status": self.status, "errors": errors.collect::<Vec<_>>() }).to_string()
    }
}

/// Whether a text can be a code or a pointer, and cannot be an address or a phone number.
fn is_code(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-/.".contains(&byte);
    let has_many_digits = text.bytes().filter(u8::is_ascii_digit).count() > 3;
    text.len() <= 200 && text.bytes().all(is_allowed) && !has_many_digits
}

/// Klaviyo's answer, as far as it is final.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Final {
    /// Klaviyo accepted the request.
    Accepted,
    /// Klaviyo refused it for good.
    Refused(Refusal),
    /// There will be no answer soon.
    Later,
}

/// Pages that wait, by the fingerprint of their alert.
#[derive(Debug, Default)]
pub(crate) struct Waiters {
    channels: Mutex<HashMap<Digest, watch::Sender<Option<Final>>>>,
}

impl Waiters {
    /// Waits from now on. Call this before the alert is stored: it may be sent at once.
    pub(crate) fn wait(&self, fingerprint: Digest) -> watch::Receiver<Option<Final>> {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        // Of pages that stopped waiting, nothing stays.
        if channels.len() > 1_000 {
            channels.retain(|_, channel| channel.receiver_count() > 0);
        }
        channels.entry(fingerprint).or_insert_with(|| watch::channel(None).0).subscribe()
    }

    /// Notifies the pages that wait for an alert.
    pub(crate) fn notify(&self, fingerprint: &Digest, answer: Final) {
        let channel = self.channels.lock().unwrap_or_else(PoisonError::into_inner).remove(fingerprint);
        if let Some(channel) = channel {
            channel.send_replace(Some(answer));
        }
    }
}

#[cfg(test)]
mod tests {
    use back_in_stock::ErrorSource;

    use super::*;

    #[test]
    fn a_reason_has_codes_only() {
        let error = |code: &str, pointer: &str| ApiError {
            code: Some(code.into()),
            detail: Some("ann@example.com is invalid".into()),
            source: ErrorSource { pointer: Some(pointer.into()), parameter: None },
            ..ApiError::default()
        };
        let errors =
            vec![error("invalid", "/data/attributes/email"), error("ann@example.com", "15005550006")];
        let reason: serde_json::Value =
            serde_json::from_str(&Refusal { status: 400, errors }.reason()).unwrap();
        let expected = json!([{ "code": "invalid", "pointer": "/data/attributes/email" }, { "code": null, "pointer": null }]);
        assert_eq!(reason, json!({ "status": 400, "errors": expected }));
    }
}
