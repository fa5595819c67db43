//! Pages that wait for Klaviyo's answer.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use back_in_stock::ApiError;
use tokio::sync::watch;

use crate::keys::Digest;

/// Klaviyo's final refusal. Only the pages that wait for this request, or a repeat of it, may see it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    /// The HTTP status.
    pub(crate) status: u16,
    /// Klaviyo's errors.
    pub(crate) errors: Vec<ApiError>,
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
