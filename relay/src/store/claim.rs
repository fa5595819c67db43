//! Claiming alerts for sending, within the account's limits.

use sqlx::{Any, Row as _, Transaction, any::AnyRow};

use super::{
    Alert, CONSENT_WITHIN, Dialect, End, Endpoint, Limits, REMEMBERED, Settlement, State, Store, StoreError,
    consent, digest, end::DAY, rate, read_entry, settle::LATER, values, write_entry,
};
use crate::{clock::to_core, keys::Sealed};
use back_in_stock::delivery::{
    queue_entry::{Attempt, QueueEntry},
    replay::Scope,
};

/// The days after which an alert is not sent any more.
const DAYS: f64 = 14.0;

/// A claim of alerts by the sender of an account.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The account.
    pub company: &'a str,
    /// The sender.
    pub owner: &'a str,
    /// Its fencing token.
    pub token: i64,
    /// The endpoint of the alerts' next requests.
    pub endpoint: Endpoint,
    /// The most alerts to claim.
    pub most: usize,
    /// The account's limits at this endpoint.
    pub limits: Limits,
    /// The timeout of each attempt, in milliseconds.
    pub timeout: f64,
    /// The time.
    pub now: i64,
    /// Whether alerts may expire. If the time may be wrong, they wait instead.
    pub may_expire: bool,
}

/// The result of a claim.
#[derive(Debug)]
pub enum Claimed {
    /// Another relay has the lease.
    NotLeading,
    /// The limits allow no request now.
    Exhausted,
    /// These alerts are to be sent now. The limits count them already.
    Alerts {
        /// The alerts.
        alerts: Vec<Alert>,
        /// The fingerprints of alerts that were due, but are too old to be sent.
        expired: Vec<crate::keys::Digest>,
    },
}

impl Store {
    /// Claims due alerts, the longest due first.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn claim(&self, claim: Claim<'_>) -> Result<Claimed, StoreError> {
        let mut transaction = self.begin().await?;
        if !is_leading(&mut transaction, claim).await? {
            return Ok(Claimed::NotLeading);
        }
        let permits = rate::permits(&mut transaction, claim).await?;
        if permits <= 0 {
            return Ok(Claimed::Exhausted);
        }
        let most = permits.min(i64::try_from(claim.most).unwrap_or(i64::MAX));
        let mut due = due(&mut transaction, self.dialect, claim, most).await?;
        if claim.endpoint == Endpoint::Profiles {
            due = consent::gate(&mut transaction, claim, due).await?;
        }
        let days = days(claim.endpoint);
        let is_young = |alert: &Alert| alert.entry.due_at(Scope::All, days, to_core(claim.now)).is_ok();
        let (young, old): (Vec<_>, Vec<_>) = due.into_iter().partition(is_young);
        let expired = if claim.may_expire {
            old
        } else {
            wait(&mut transaction, old.iter().map(|alert| (alert.id, claim.now + LATER))).await?;
            Vec::new()
        };
        let alerts = start(&mut transaction, claim, young).await?;
        if !alerts.is_empty() {
            rate::depart(&mut transaction, claim, alerts.len()).await?;
        }
        transaction.commit().await?;
        Ok(Claimed::Alerts { alerts, expired: self.expire(claim, &expired).await })
    }

    /// Ends alerts that are too old. What fails is claimed and tried again.
    async fn expire(&self, claim: Claim<'_>, alerts: &[Alert]) -> Vec<crate::keys::Digest> {
        if alerts.is_empty() {
            return Vec::new();
        }
        let settlements: Vec<_> = alerts
            .iter()
            .map(|alert| Settlement {
                id: alert.id,
                endpoint: claim.endpoint,
                fingerprint: alert.fingerprint,
                token: claim.token,
                flight: alert.flight,
                end: End::Expired { requested: alert.requested, is_uncertain: alert.entry.uncertain > 0.0 },
            })
            .collect();
        match self.settle(claim.company, &settlements, claim.now).await {
            Ok(()) => alerts.iter().map(|alert| alert.fingerprint).collect(),
            Err(error) => {
                tracing::error!(%error, "expired alerts are not deleted yet");
                Vec::new()
            }
        }
    }

    /// The number of alerts that are due at an endpoint, at most `most`.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn backlog(
        &self,
        company: &str,
        endpoint: Endpoint,
        now: i64,
        most: i64,
    ) -> Result<i64, StoreError> {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM (SELECT 1 FROM alerts WHERE company = $1 AND endpoint = $2 AND state = 'waiting' AND due <= $3
                                   LIMIT $4) AS due",
        )
        .bind(company)
        .bind(endpoint.name())
        .bind(now)
        .bind(most)
        .fetch_one(&self.pool)
        .await
    }
}

/// Locks the lease until the commit, if the sender still has it.
async fn is_leading(transaction: &mut Transaction<'_, Any>, claim: Claim<'_>) -> Result<bool, StoreError> {
    let query = "UPDATE leases SET token = token WHERE company = $1 AND token = $2 AND expires > $3";
    let updated = sqlx::query(query)
        .bind(claim.company)
        .bind(claim.token)
        .bind(claim.now)
        .execute(&mut **transaction)
        .await?;
    Ok(updated.rows_affected() == 1)
}

/// Due alerts, locked. A broken row waits: it must not keep the others from being sent.
async fn due(
    transaction: &mut Transaction<'_, Any>,
    dialect: Dialect,
    claim: Claim<'_>,
    most: i64,
) -> Result<Vec<Alert>, StoreError> {
    let query = format!(
        "SELECT id, subject, fingerprint, variant, key_id, sealed, entry, not_found, requested FROM alerts
         WHERE company = $1 AND endpoint = $2 AND state = 'waiting' AND due <= $3 ORDER BY due, id LIMIT $4{}",
        dialect.lock_free_rows(),
    );
    let rows = sqlx::query(&query)
        .bind(claim.company)
        .bind(claim.endpoint.name())
        .bind(claim.now)
        .bind(most)
        .fetch_all(&mut **transaction)
        .await?;
    let (mut alerts, mut broken) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in &rows {
        match read(row, claim.endpoint) {
            Ok(alert) => alerts.push(alert),
            Err(error) => {
                let id: i64 = row.try_get("id")?;
                tracing::error!(%error, alert = id, "a row is broken: it waits");
                broken.push((id, claim.now + LATER));
            }
        }
    }
    wait(transaction, broken.into_iter()).await?;
    Ok(alerts)
}

/// Lets alerts wait without an attempt, each until its time.
pub(super) async fn wait(
    transaction: &mut Transaction<'_, Any>,
    alerts: impl Iterator<Item = (i64, i64)>,
) -> Result<(), StoreError> {
    for (id, due) in alerts {
        sqlx::query("UPDATE alerts SET due = $1 WHERE id = $2 AND state = 'waiting'")
            .bind(due)
            .bind(id)
            .execute(&mut **transaction)
            .await?;
    }
    Ok(())
}

/// The days after which a row is not sent any more. A consent that is older may have been withdrawn elsewhere.
fn days(endpoint: Endpoint) -> f64 {
    match endpoint {
        Endpoint::Consents => to_core(CONSENT_WITHIN / DAY),
        Endpoint::Alerts | Endpoint::Profiles => DAYS,
    }
}

fn read(row: &AnyRow, endpoint: Endpoint) -> Result<Alert, StoreError> {
    let requested = row.try_get("requested")?;
    let subject: Option<Vec<u8>> = row.try_get("subject")?;
    Ok(Alert {
        id: row.try_get("id")?,
        endpoint,
        subject: subject.map(digest).transpose()?,
        is_signed_up: false,
        fingerprint: digest(row.try_get("fingerprint")?)?,
        variant: row.try_get("variant")?,
        sealed: Sealed { key_id: row.try_get("key_id")?, bytes: row.try_get("sealed")? },
        entry: renewed(read_entry(row.try_get("entry")?)?, to_core(requested)),
        not_found: row.try_get("not_found")?,
        requested,
        flight: 0,
    })
}

/// The entry with the age of the latest request. If that was made when repeats of an attempt were not recognized any more,
/// it is a new one, whatever Klaviyo made of the attempt.
fn renewed(entry: QueueEntry, requested: f64) -> QueueEntry {
    let is_new = requested - entry.uncertain > to_core(REMEMBERED);
    QueueEntry {
        created: entry.created.max(requested),
        uncertain: if is_new { 0.0 } else { entry.uncertain },
        newly_uncertain: entry.newly_uncertain && !is_new,
        ..entry
    }
}

/// Stores the attempts.
async fn start(
    transaction: &mut Transaction<'_, Any>,
    claim: Claim<'_>,
    due: Vec<Alert>,
) -> Result<Vec<Alert>, StoreError> {
    if due.is_empty() {
        return Ok(due);
    }
    // A read changes nothing: it does not matter whether Klaviyo has processed it.
    let online = claim.endpoint != Endpoint::Profiles;
    let attempt = Attempt { owner: claim.owner, timeout: claim.timeout, online, now: to_core(claim.now) };
    let leased = |alert: Alert| {
        let entry = alert.entry.leased(attempt);
        Alert { entry, flight: rate::flight(claim), ..alert }
    };
    let alerts: Vec<_> = due.into_iter().map(leased).collect();
    let query = format!(
        "UPDATE alerts SET state = $1, token = $2, entry = started.column2 FROM ({}) AS started
         WHERE alerts.id = started.column1 AND state = 'waiting'",
        values(alerts.len(), 2, 2),
    );
    let mut query = sqlx::query(&query).persistent(false).bind(State::Sending.name()).bind(claim.token);
    for alert in &alerts {
        query = query.bind(alert.id).bind(write_entry(&alert.entry)?);
    }
    query.execute(&mut **transaction).await?;
    Ok(alerts)
}
