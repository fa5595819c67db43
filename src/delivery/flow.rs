//! The order of the calls of one subscription, and its outcome.

use serde::{Deserialize, Serialize};

/// One call of a subscription. The calls are made in this order. The npm package's `Calls` has their names in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Records consent to SMS, WhatsApp or both. If it fails, no other call follows.
    Consent,
    /// Creates the back-in-stock subscription.
    Alert,
    /// Signs the shopper up for email marketing. A failure does not change the outcome of the alert.
    Newsletter,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 3] = [Self::Consent, Self::Alert, Self::Newsletter];

    /// The step with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "consent" => Self::Consent,
            "alert" => Self::Alert,
            "newsletter" => Self::Newsletter,
            _ => return None,
        })
    }
}

/// The outcome of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Klaviyo accepted it.
    Accepted,
    /// The shop's relay stored it, and will send it.
    Stored,
    /// Klaviyo answered 409, which is not documented.
    Conflict,
    /// It failed for good: Klaviyo rejected it, or no attempts are left.
    Rejected,
    /// It failed for now, and will be retried from the queue.
    Postponed,
}

impl Answer {
    /// The outcome of a failed call. `status` is the HTTP status of the response, if there was one. `postponed`: the
    /// call will be retried from the queue.
    #[must_use]
    pub fn failed(status: Option<u16>, postponed: bool) -> Self {
        match status {
            _ if postponed => Self::Postponed,
            Some(409) => Self::Conflict,
            _ => Self::Rejected,
        }
    }
}

/// The progress of a subscription: the calls that it needs, the next one, and the outcome so far.
///
/// ```
/// use back_in_stock::delivery::flow::{Answer, Flow, MarketingStatus, Status, Step};
///
/// // An alert by email, and the newsletter.
/// let flow = Flow::new(false, true);
/// assert_eq!(flow.step, Some(Step::Alert));
///
/// let flow = flow.answered(Answer::Accepted, false);
/// assert_eq!((flow.status, flow.step), (Some(Status::Accepted), Some(Step::Newsletter)));
///
/// // The alert stays accepted, whatever happens to the newsletter.
/// let flow = flow.answered(Answer::failed(Some(400), false), false);
/// assert_eq!((flow.status, flow.marketing), (Some(Status::Accepted), Some(MarketingStatus::Rejected)));
/// assert_eq!(flow.step, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Whether consent must be recorded before the alert.
    pub consent: bool,
    /// Whether the newsletter follows the alert.
    pub newsletter: bool,
    /// The next call; `None` after the last one, and after one that failed.
    pub step: Option<Step>,
    /// The outcome of the alert; `None` until it is known.
    pub status: Option<Status>,
    /// The outcome of the newsletter; `None` until it is known.
    pub marketing: Option<MarketingStatus>,
}

/// The outcome of the alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Klaviyo accepted it.
    Accepted,
    /// Klaviyo accepted it or answered 409, and had accepted the same alert from this device before.
    AlreadyRequested,
    /// The shop's relay stored it, and will send it. Klaviyo may still reject it.
    Stored,
    /// A call failed for now, and will be retried from the queue.
    Queued,
    /// A call failed for good.
    Failed,
}

impl Status {
    /// All outcomes.
    pub const ALL: [Self; 5] =
        [Self::Accepted, Self::AlreadyRequested, Self::Stored, Self::Queued, Self::Failed];

    /// The status with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "accepted" => Self::Accepted,
            "already-requested" => Self::AlreadyRequested,
            "stored" => Self::Stored,
            "queued" => Self::Queued,
            "failed" => Self::Failed,
            _ => return None,
        })
    }
}

/// The outcome of the newsletter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MarketingStatus {
    /// Klaviyo accepted it.
    Accepted,
    /// The shop's relay stored it, and will send it.
    Stored,
    /// It failed for good.
    Rejected,
    /// It failed for now, and will be retried from the queue.
    Queued,
}

impl Flow {
    /// A subscription before its first call. `consent`: consent is recorded before the alert. `newsletter`: a sign-up
    /// follows the alert.
    #[must_use]
    pub fn new(consent: bool, newsletter: bool) -> Self {
        let first = if consent { Step::Consent } else { Step::Alert };
        Self { consent, newsletter, step: Some(first), status: None, marketing: None }
    }

    /// Continues at the step of a queue entry. Without one, or if the subscription does not need it, the subscription
    /// starts over. `has_receipt`: the shop's relay has stored the alert.
    ///
    /// ```
    /// use back_in_stock::delivery::flow::{Flow, Step};
    ///
    /// let flow = Flow::new(true, false);
    /// assert_eq!(flow.resume(Some(Step::Alert), false).step, Some(Step::Alert));
    /// assert_eq!(flow.resume(Some(Step::Newsletter), false).step, Some(Step::Consent));
    /// ```
    #[must_use]
    pub fn resume(self, step: Option<Step>, has_receipt: bool) -> Self {
        // The newsletter follows an alert that was accepted or stored.
        let status = match step {
            Some(Step::Newsletter) if self.newsletter && has_receipt => Some(Status::Stored),
            Some(Step::Newsletter) if self.newsletter => Some(Status::Accepted),
            Some(Step::Alert) => None,
            _ => return Self::new(self.consent, self.newsletter),
        };
        Self { step, status, ..self }
    }

    /// The subscription after the outcome of its next call. `requested_before`: Klaviyo accepted the same alert from
    /// this device before. Only then does a 409 count as accepted.
    #[must_use]
    pub fn answered(self, answer: Answer, requested_before: bool) -> Self {
        let Some(step) = self.step else { return self };
        let answer = match answer {
            Answer::Conflict if step == Step::Alert && requested_before => Answer::Accepted,
            Answer::Conflict => Answer::Rejected,
            answer => answer,
        };
        match (step, answer) {
            (Step::Newsletter, answer) => {
                let marketing = match answer {
                    Answer::Accepted => MarketingStatus::Accepted,
                    Answer::Stored => MarketingStatus::Stored,
                    Answer::Postponed => MarketingStatus::Queued,
                    Answer::Rejected | Answer::Conflict => MarketingStatus::Rejected,
                };
                Self { step: None, marketing: Some(marketing), ..self }
            }
            (_, Answer::Postponed) => Self { step: None, status: Some(Status::Queued), ..self },
            (_, Answer::Rejected | Answer::Conflict) => {
                Self { step: None, status: Some(Status::Failed), ..self }
            }
            (Step::Consent, Answer::Accepted | Answer::Stored) => Self { step: Some(Step::Alert), ..self },
            (Step::Alert, answer) => {
                let status = match answer {
                    Answer::Stored => Status::Stored,
                    _ if requested_before => Status::AlreadyRequested,
                    _ => Status::Accepted,
                };
                Self { step: self.newsletter.then_some(Step::Newsletter), status: Some(status), ..self }
            }
        }
    }
}
