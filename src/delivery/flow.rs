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

/// The calls that a subscription needs, and which of them is next.
///
/// ```
/// use back_in_stock::delivery::flow::{AlertStatus, Answer, Flow, MarketingStatus, Next, Outcome, Step};
///
/// // An alert by e-mail, and the newsletter.
/// let flow = Flow::new(false, true);
/// assert_eq!(flow.step(), Step::Alert);
///
/// let Next::Call(flow) = flow.answered(Answer::Accepted, false) else { panic!() };
/// assert_eq!(flow.step(), Step::Newsletter);
///
/// // The alert stays accepted, whatever happens to the newsletter.
/// let outcome = Outcome { status: AlertStatus::Accepted, marketing: Some(MarketingStatus::Rejected) };
/// assert_eq!(flow.answered(Answer::failed(Some(400), false), false), Next::Done(outcome));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    consent: bool,
    newsletter: bool,
    step: Step,
    alert: AlertStatus,
}

/// How the service took the alert. Both mean that it answered with an acceptance, or with a 409 that means the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlertStatus {
    /// Accepted.
    Accepted,
    /// Accepted, and this device had requested the same alert before.
    AlreadyRequested,
}

/// The outcome of the call for the newsletter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarketingStatus {
    /// Accepted.
    Accepted,
    /// Failed for good.
    Rejected,
    /// Failed for now; the queue will send it again.
    Queued,
}

/// The outcome of a subscription whose alert is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The alert.
    pub status: AlertStatus,
    /// The newsletter, if the subscription needs that call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marketing: Option<MarketingStatus>,
}

/// What follows from an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// This call was accepted, and another one follows.
    Call(Flow),
    /// The alert is accepted, and no call is left to be made now.
    Done(Outcome),
    /// The call failed for now. The queue will send it again.
    Queued,
    /// The call failed for good, and no other one is made.
    Failed,
}

impl Flow {
    /// A subscription that has not been sent yet. Every subscription needs the alert; some record consent before it or
    /// sign up for a newsletter after it.
    #[must_use]
    pub fn new(consent: bool, newsletter: bool) -> Self {
        let step = if consent { Step::Consent } else { Step::Alert };
        Self { consent, newsletter, step, alert: AlertStatus::Accepted }
    }

    /// Continues at a stored step. Without one, or if nothing is left to do after it, the subscription starts over:
    /// such a step was not stored by this code.
    ///
    /// ```
    /// use back_in_stock::delivery::flow::{Flow, Step};
    ///
    /// let flow = Flow::new(true, false);
    /// assert_eq!(flow.resume(Some(Step::Alert)).step(), Step::Alert);
    /// assert_eq!(flow.resume(Some(Step::Newsletter)).step(), Step::Consent);
    /// ```
    #[must_use]
    pub fn resume(self, stored: Option<Step>) -> Self {
        match Step::ALL.into_iter().find(|step| self.needs(*step) && Some(*step) >= stored) {
            Some(step) => Self { step, ..self },
            None => Self::new(self.consent, self.newsletter),
        }
    }

    /// The call that is next.
    #[must_use]
    pub fn step(self) -> Step {
        self.step
    }

    /// What follows from the answer to the call that was next. `requested_before`: this device had sent the same alert
    /// before, and it was accepted. Only then a 409 of the alert can mean that the service has it already.
    #[must_use]
    pub fn answered(self, answer: Answer, requested_before: bool) -> Next {
        let alert = self.step == Step::Alert;
        match answer {
            Answer::Accepted => self.accepted(requested_before),
            Answer::Conflict if alert && requested_before => self.accepted(true),
            Answer::Postponed if self.step == Step::Newsletter => self.done(MarketingStatus::Queued),
            Answer::Postponed => Next::Queued,
            _ if self.step == Step::Newsletter => self.done(MarketingStatus::Rejected),
            _ => Next::Failed,
        }
    }

    fn accepted(self, requested_before: bool) -> Next {
        match self.step {
            Step::Consent => Next::Call(Self { step: Step::Alert, ..self }),
            Step::Alert => {
                let alert =
                    if requested_before { AlertStatus::AlreadyRequested } else { AlertStatus::Accepted };
                if self.newsletter {
                    Next::Call(Self { step: Step::Newsletter, alert, ..self })
                } else {
                    Next::Done(Outcome { status: alert, marketing: None })
                }
            }
            Step::Newsletter => self.done(MarketingStatus::Accepted),
        }
    }

    fn done(self, marketing: MarketingStatus) -> Next {
        Next::Done(Outcome { status: self.alert, marketing: Some(marketing) })
    }

    fn needs(self, step: Step) -> bool {
        match step {
            Step::Consent => self.consent,
            Step::Alert => true,
            Step::Newsletter => self.newsletter,
        }
    }
}
