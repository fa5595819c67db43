//! Messages in a queue, and what follows an attempt to deliver one.
//!
//! A message has the whole state of its request. To postpone one, the consumer sends it again, with a delay, and then
//! removes the first. So the state survives every queue, and the number of retries has no limit but the age of the request.

use serde::{Deserialize, Serialize};

use super::{Answer, Edge, Outgoing, outgoing};
use crate::{
    delivery::{
        queue_entry::{Attempt, QueueEntry},
        replay::Scope,
        retry::RetryAfter,
    },
    error::{Error, ErrorCode},
    klaviyo::received::AlertDocument,
    relay::{Verdict, verdict::read_errors},
    subscription::{Request, Subscription},
};

/// The days after which a request expires.
const DAYS: f64 = 14.0;
/// The time between two syncs of the catalog, in milliseconds.
const SYNC: f64 = 6.0 * 60.0 * 60.0 * 1_000.0;
/// The attempts for a variant that Klaviyo does not know.
const NOT_FOUND: u32 = 3;
/// The wait after a mistake of the configuration, in milliseconds, and the time that spreads retries.
const MINUTE: f64 = 60_000.0;
/// The core gives up after 50 attempts. A request in a queue ends with its age.
const MOST_ATTEMPTS: u32 = 49;
/// The timeout of an attempt, in milliseconds.
const TIMEOUT: f64 = 10_000.0;

/// A request in a queue. Its text identifies a shopper: it is encrypted before it is sent, and it has no debug output.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Message {
    /// A random number in hexadecimal digits; empty until it is set.
    #[serde(default)]
    receipt: String,
    /// The ID of the variant, for reports.
    variant: String,
    /// The document.
    body: String,
    /// The state of its retries.
    entry: QueueEntry,
    /// How often Klaviyo answered that it does not know the variant.
    not_found: u32,
}

/// What follows an attempt.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum Outcome {
    /// Klaviyo accepted the request.
    Accepted,
    /// Klaviyo refused the request for good.
    Refused {
        /// The code of the error.
        code: &'static str,
    },
    /// The request is too old, or may have been accepted more than a day ago.
    Expired,
    /// The request is sent again.
    Postponed {
        /// The code of the error.
        code: &'static str,
        /// The wait, in seconds.
        delay_seconds: f64,
        /// Whether all requests wait: the account is throttled, or the configuration is wrong.
        pause: bool,
    },
}

/// The outcome of an attempt, and the message as it is after it.
pub struct Delivery {
    /// The outcome.
    pub outcome: Outcome,
    /// The message to send again, if it is postponed.
    pub message: Message,
}

impl Message {
    pub(super) fn new(body: &str, subscription: &Subscription<'_>, now: f64) -> Self {
        Self {
            receipt: String::new(),
            variant: subscription.variant().canonical(),
            body: body.into(),
            entry: QueueEntry::new(now),
            not_found: 0,
        }
    }

    /// Sets the receipt: 16 random bytes in hexadecimal digits.
    #[must_use]
    pub fn with_receipt(self, receipt: String) -> Self {
        Self { receipt, ..self }
    }

    /// The receipt.
    #[must_use]
    pub fn receipt(&self) -> &str {
        &self.receipt
    }

    /// The ID of the variant.
    #[must_use]
    pub fn variant(&self) -> &str {
        &self.variant
    }
}

impl Edge {
    /// Starts an attempt; `None` if the request has expired.
    ///
    /// # Errors
    ///
    /// If the request is not valid, which can only be after a change of the rules.
    pub fn attempt(&self, message: Message, now: f64) -> Result<Option<(Outgoing, Message)>, Error> {
        let Message { entry, .. } = &message;
        if entry.due_at(Scope::All, DAYS, now).is_err() {
            return Ok(None);
        }
        // It was written by `Message::new`, and nobody else can encrypt one.
        let document: AlertDocument = serde_json::from_str(&message.body).map_err(|_| Error::ABORTED)?;
        let outgoing = outgoing(&Request::from(document), &self.klaviyo)?;
        let attempt = Attempt { owner: "relay", timeout: TIMEOUT, online: true, now };
        let entry = entry.clone().leased(attempt);
        Ok(Some((outgoing, Message { entry, ..message })))
    }
}

impl Message {
    /// Decides by Klaviyo's answer to an attempt; `None` if there was none. `random` is from 0 up to 1.
    #[must_use]
    pub fn answered(self, answer: Option<Answer<'_>>, now: f64, random: f64) -> Delivery {
        let Some(Answer { status, body, retry_after }) = answer else {
            return self.retry(Error::NETWORK, None, now, random);
        };
        let errors = read_errors(body);
        let may_be_accepted = self.entry.uncertain > 0.0 && !self.entry.newly_uncertain;
        match Verdict::of(status, errors.as_deref(), may_be_accepted) {
            Verdict::Accepted => Delivery { outcome: Outcome::Accepted, message: self },
            Verdict::UnknownVariant(error) if self.not_found + 1 < NOT_FOUND => {
                let not_found = self.not_found + 1;
                Self { not_found, ..self }.wait(error, SYNC + random * MINUTE, false)
            }
            Verdict::Misconfigured(error) => self.wait(error, MINUTE + random * MINUTE, true),
            Verdict::Later(error) => {
                let seconds = retry_after.and_then(|text| text.trim().parse().ok());
                self.retry(error, seconds.map(RetryAfter::Seconds), now, random)
            }
            Verdict::UnknownVariant(error) | Verdict::Refused(error) => {
                Delivery { outcome: Outcome::Refused { code: error.code().as_str() }, message: self }
            }
        }
    }

    /// Waits after an attempt that Klaviyo certainly did not accept.
    fn wait(self, error: Error, wait: f64, pause: bool) -> Delivery {
        let uncertain = if self.entry.newly_uncertain { 0.0 } else { self.entry.uncertain };
        let entry = QueueEntry { uncertain, newly_uncertain: false, lease: 0.0, ..self.entry };
        postponed(error, wait, pause, Self { entry, ..self })
    }

    fn retry(self, error: Error, retry_after: Option<RetryAfter>, now: f64, random: f64) -> Delivery {
        let attempts = self.entry.attempts.min(MOST_ATTEMPTS);
        let entry = QueueEntry { attempts, ..self.entry.clone() };
        let pause = error.code() == ErrorCode::Throttled;
        match entry.failed(error, retry_after, now, random) {
            Some(entry) => postponed(error, entry.due - now, pause, Self { entry, ..self }),
            // Retries end with the age of a request only.
            None => self.wait(error, MINUTE, pause),
        }
    }
}

fn postponed(error: Error, wait: f64, pause: bool, message: Message) -> Delivery {
    let delay_seconds = (wait / 1_000.0).ceil();
    Delivery { outcome: Outcome::Postponed { code: error.code().as_str(), delay_seconds, pause }, message }
}
