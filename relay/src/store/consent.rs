//! Alerts that need consent, and the sign-ups that they wait for.
//!
//! Both have the same subject. An alert by SMS or WhatsApp is looked at only once every sign-up of its subject has ended.
//! An accepted sign-up is remembered, because the alert may then wait for the job and for the shopper's confirmation.

use sqlx::{Any, Transaction};

use super::{Alert, Claim, Endpoint, State, StoreError, claim::wait};

/// The time for which a repeat of an accepted sign-up is not sent: Klaviyo does not process one.
pub(super) const NOT_REPEATED: i64 = 30 * 60 * 1_000;
/// The time after its acceptance for which alerts may wait for a sign-up. Longer than [`CONSENT_WITHIN`], so that an alert
/// expires before.
pub(super) const REMEMBERED: i64 = 4 * 24 * 60 * 60 * 1_000;

/// The time within which an alert's consent must be recorded, in milliseconds. A sign-up is sent within it, too.
pub const CONSENT_WITHIN: i64 = 3 * 24 * 60 * 60 * 1_000;
/// The shortest and the longest time between two looks for a consent, in milliseconds.
const SHORTEST: i64 = 2_000;
const LONGEST: i64 = 60 * 60 * 1_000;

/// When to look for a consent again: after half the time that has passed since the request.
#[must_use]
pub fn next_look(requested: i64, now: i64) -> i64 {
    now + ((now - requested) / 2).clamp(SHORTEST, LONGEST)
}

/// Leaves out the alerts whose sign-up has not ended, and marks those with one that was accepted.
pub(super) async fn gate(
    transaction: &mut Transaction<'_, Any>,
    claim: Claim<'_>,
    due: Vec<Alert>,
) -> Result<Vec<Alert>, StoreError> {
    let (mut alerts, mut gated) = (Vec::with_capacity(due.len()), Vec::new());
    for alert in due {
        let states: Vec<String> = sqlx::query_scalar(
            "SELECT state FROM alerts WHERE company = $1 AND subject = $2 AND endpoint = $3",
        )
        .bind(claim.company)
        .bind(alert.subject.map(|subject| subject.to_vec()))
        .bind(Endpoint::Consents.name())
        .fetch_all(&mut **transaction)
        .await?;
        if states.iter().all(|state| state == State::Accepted.name()) {
            alerts.push(Alert { is_signed_up: !states.is_empty(), ..alert });
        } else {
            gated.push((alert.id, next_look(alert.requested, claim.now)));
        }
    }
    wait(transaction, gated.into_iter()).await?;
    Ok(alerts)
}
