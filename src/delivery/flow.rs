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
    /// A call failed for now, and will be retried from the queue.
    Queued,
    /// A call failed for good.
    Failed,
}

impl Status {
    /// All outcomes.
    pub const ALL: [Self; 4] = [Self::Accepted, Self::AlreadyRequested, Self::Queued, Self::Failed];

    /// The status with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "accepted" => Self::Accepted,
            "already-requested" => Self::AlreadyRequested,
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

    /// Continues at a stored step. Without one, or if the subscription does not need it, the subscription starts over.
    ///
    /// ```
    /// use back_in_stock::delivery::flow::{Flow, Step};
    ///
    /// let flow = Flow::new(true, false);
    /// assert_eq!(flow.resume(Some(Step::Alert)).step, Some(Step::Alert));
    /// assert_eq!(flow.resume(Some(Step::Newsletter)).step, Some(Step::Consent));
    /// ```
    #[must_use]
    pub fn resume(self, stored: Option<Step>) -> Self {
        let step = match stored {
            Some(Step::Newsletter) if self.newsletter => stored,
            Some(Step::Alert) => stored,
            _ => return Self::new(self.consent, self.newsletter),
        };
        // The newsletter follows an accepted alert.
        let status = (step == Some(Step::Newsletter)).then_some(Status::Accepted);
        Self { step, status, ..self }
    }

    /// The subscription after the outcome of its next call. `requested_before`: Klaviyo accepted the same alert from
    /// this device before. Only then does a 409 count as accepted.
    #[must_use]
    pub fn answered(self, answer: Answer, requested_before: bool) -> Self {
        let Some(step) = self.step else { return self };
        let accepted = match answer {
            Answer::Accepted => true,
            Answer::Conflict => step == Step::Alert && requested_before,
            Answer::Rejected | Answer::Postponed => false,
        };
        let postponed = answer == Answer::Postponed;
        match step {
            Step::Consent if accepted => Self { step: Some(Step::Alert), ..self },
            Step::Alert if accepted => Self {
                step: self.newsletter.then_some(Step::Newsletter),
                status: Some(if requested_before { Status::AlreadyRequested } else { Status::Accepted }),
                ..self
            },
            Step::Consent | Step::Alert => {
                let status = if postponed { Status::Queued } else { Status::Failed };
                Self { step: None, status: Some(status), ..self }
            }
            Step::Newsletter => {
                let marketing = match (accepted, postponed) {
                    (true, _) => MarketingStatus::Accepted,
                    (false, true) => MarketingStatus::Queued,
                    (false, false) => MarketingStatus::Rejected,
                };
                Self { step: None, marketing: Some(marketing), ..self }
            }
        }
    }
}
