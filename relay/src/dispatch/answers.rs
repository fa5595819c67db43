//! Answers for pages that wait at other relays: the sender announces them, encrypted, and the others listen.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use back_in_stock::ApiError;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use tokio::{sync::watch, time::sleep};

use super::{Final, Refusal, Waiters};
use crate::{
    config::StoreAddress,
    keys::{Digest, KeyRing, Sealed},
    metrics::Metrics,
    store::{StoreError, listen},
};

/// What an announcement is encrypted for.
const CONTEXT: &[u8] = b"answer";
/// The time until a lost connection is made again.
const RECONNECT: Duration = Duration::from_secs(1);

/// An announced answer.
#[derive(Serialize, Deserialize)]
struct Announced {
    fingerprint: Digest,
    answer: Answer,
}

#[derive(Serialize, Deserialize)]
enum Answer {
    Accepted,
    Refused { status: u16, errors: Vec<ApiError> },
    Later,
}

/// Writes an announcement: the ID of its key and the encrypted answer; `None` if there is no answer yet.
pub(super) fn write(keys: &KeyRing, fingerprint: Digest, answer: &Final) -> Option<String> {
    let answer = match answer {
        Final::Accepted => Answer::Accepted,
        Final::Refused(Refusal { status, errors }) => {
            Answer::Refused { status: *status, errors: errors.clone() }
        }
        Final::Later => Answer::Later,
    };
    let text = serde_json::to_vec(&Announced { fingerprint, answer }).ok()?;
    let Sealed { key_id, bytes } = keys.seal(&text, CONTEXT).ok()?;
    Some([&key_id, ".", &STANDARD.encode(bytes)].concat())
}

/// Reads an announcement; `None` if it is not one, or of a relay with other keys.
fn read(keys: &KeyRing, text: &str) -> Option<(Digest, Final)> {
    let (key_id, bytes) = text.split_once('.')?;
    let sealed = Sealed { key_id: key_id.to_owned(), bytes: STANDARD.decode(bytes).ok()? };
    let Announced { fingerprint, answer } = serde_json::from_slice(&keys.open(&sealed, CONTEXT)?).ok()?;
    let answer = match answer {
        Answer::Accepted => Final::Accepted,
        Answer::Refused { status, errors } => Final::Refused(Refusal { status, errors }),
        Answer::Later => Final::Later,
    };
    Some((fingerprint, answer))
}

/// Hears of the answers that another relay gets.
pub(crate) struct Listener {
    pub(crate) address: StoreAddress,
    pub(crate) keys: Arc<KeyRing>,
    pub(crate) waiters: Arc<Waiters>,
    pub(crate) metrics: Arc<Metrics>,
}

impl Listener {
    /// Listens until `stopping` becomes true.
    pub(crate) async fn run(self, mut stopping: watch::Receiver<bool>) {
        while !*stopping.borrow() {
            tokio::select! {
                heard = self.hear() => {
                    self.metrics.listening.store(0, Ordering::Relaxed);
                    if let Err(error) = heard {
                        tracing::warn!(%error, "answers of other relays are not heard");
                    }
                    tokio::select! {
                        () = sleep(RECONNECT) => {}
                        _ = stopping.changed() => {}
                    }
                }
                _ = stopping.changed() => {}
            }
        }
    }

    /// Listens until the connection is lost. What is announced until the next one is missed: its pages get "stored".
    async fn hear(&self) -> Result<(), StoreError> {
        let Some(mut listener) = listen(&self.address).await? else { return Ok(()) };
        self.metrics.listening.store(1, Ordering::Relaxed);
        while let Some(notification) = listener.try_recv().await? {
            if let Some((fingerprint, answer)) = read(&self.keys, notification.payload()) {
                self.waiters.notify(&fingerprint, answer);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_what_a_relay_with_its_keys_has_written() {
        let ring = |digits: &str| KeyRing::parse(&digits.repeat(32)).unwrap();
        let (keys, others) = (ring("11"), ring("22"));
        let error = ApiError { code: Some("invalid".into()), ..ApiError::default() };
        for answer in
            [Final::Accepted, Final::Later, Final::Refused(Refusal { status: 400, errors: vec![error] })]
        {
            let text = write(&keys, [7; 32], &answer).unwrap();
            assert!(!text.contains("invalid"));
            assert_eq!(read(&keys, &text), Some(([7; 32], answer)));
            assert_eq!(read(&others, &text), None);
        }
        for text in ["", ".", "a.b", "\u{e9}"] {
            assert_eq!(read(&keys, text), None);
        }
    }
}
