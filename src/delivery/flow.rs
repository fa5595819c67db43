//! The order of the calls of one subscription, and what their answers mean for the whole of it.

use serde::{Deserialize, Serialize};

/// One call of a subscription. The calls are made in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Records the consent to SMS, WhatsApp or both. If it fails, no other call is made.
    Consent,
    /// Creates the back-in-stock subscription.
    Alert,
    /// Signs the shopper up for e-mail marketing. Its failure does not change the outcome of the alert.
    Newsletter,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 3] = [Self::Consent, Self::Alert, Self::Newsletter];

    /// The name with which a step is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Alert => "alert",
            Self::Newsletter => "newsletter",
        }
    }

    /// The step with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }
}

/// How one call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The service accepted it.
    Accepted,
    /// The service answered 409. Nothing documents that answer.
    Conflict,
    /// It failed for good: the service rejected it, or no attempts are left.
    Rejected,
    /// It failed for now, and the queue will send it again.
    Postponed,
}

impl Answer {
    /// A call that failed, with the HTTP status of the answer if there was one. `postponed`: the queue will send it
    /// again.
    #[must_use]
    pub fn failed(status: Option<u16>, postponed: bool) -> Self {
        match status {
            _ if postponed => Self::Postponed,
            Some(409) => Self::Conflict,
            _ => Self::Rejected,
        }
    }
}

/// How far a subscription is: the calls that it needs, the one that is next, and what is known of the outcome.
///
/// ```
/// use back_in_stock::delivery::flow::{Answer, Flow, MarketingStatus, Status, Step};
///
/// // An alert by e-mail, and the newsletter.
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
    /// The call that is next; `None` if no call is left to be made now.
    pub step: Option<Step>,
    /// The outcome of the alert, once it is known.
    pub status: Option<Status>,
    /// The outcome of the newsletter, once it is known.
    pub marketing: Option<MarketingStatus>,
}

/// The outcome of the alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The service accepted it.
    Accepted,
    /// The service accepted it, and this device had requested the same alert before.
    AlreadyRequested,
    /// A call failed for now; the queue will send it again.
    Queued,
    /// A call failed for good.
    Failed,
}

impl Status {
    /// All outcomes.
    pub const ALL: [Self; 4] = [Self::Accepted, Self::AlreadyRequested, Self::Queued, Self::Failed];

    /// The name with which a status is reported.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AlreadyRequested => "already-requested",
            Self::Queued => "queued",
            Self::Failed => "failed",
        }
    }

    /// The status with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// The outcome of the call for the newsletter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MarketingStatus {
    /// The service accepted it.
    Accepted,
    /// It failed for good.
    Rejected,
    /// It failed for now; the queue will send it again.
    Queued,
}

impl Flow {
    /// A subscription that has not been sent yet. Every subscription needs the alert; some record consent before it or
    /// sign up for a newsletter after it.
    #[must_use]
    pub fn new(consent: bool, newsletter: bool) -> Self {
        let first = if consent { Step::Consent } else { Step::Alert };
        Self { consent, newsletter, step: Some(first), status: None, marketing: None }
    }

    /// Continues at a stored step. Without one, or if nothing is left to do after it, the subscription starts over:
    /// such a step was not stored by this code.
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
        // The newsletter follows an alert that was accepted.
        let status = (step == Some(Step::Newsletter)).then_some(Status::Accepted);
        Self { step, status, ..self }
    }

    /// The subscription after the answer to its next call. `requested_before`: this device had sent the same alert
    /// before, and the service accepted it. Only then a 409 of the alert can mean that the service has it already.
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
