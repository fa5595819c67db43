//! Storing requests, many in one transaction.

use std::collections::BTreeMap;

use sqlx::{Any, Row as _, Transaction};

use super::{Endpoint, REMEMBERED, State, Store, StoreError, consent, names, values, write_entry};
use crate::{
    clock::to_core,
    keys::{Digest, Sealed},
};
use back_in_stock::delivery::queue_entry::QueueEntry;

/// The most rows of each table that are forgotten at once.
const FORGOTTEN: i64 = 1_000;

/// A valid request that is to be stored: for an alert, or a sign-up.
#[derive(Clone, Debug)]
pub struct NewAlert {
    /// The endpoint of its first request.
    pub endpoint: Endpoint,
    /// Whose consent it is, or whose consent it needs.
    pub subject: Option<Digest>,
    /// The keyed hash of what makes it the same as a repeat.
    pub fingerprint: Digest,
    /// The canonical ID of the variant; empty for a sign-up.
    pub variant: String,
    /// The encrypted document.
    pub sealed: Sealed,
    /// The keyed hash of this request's receipt.
    pub receipt: Digest,
    /// The encrypted receipt, if a webhook is to have it.
    pub sealed_receipt: Option<Sealed>,
    /// The keyed hash of the header `Idempotency-Key`, if there is one.
    pub idempotency_key: Option<Digest>,
}

/// What happened to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is stored, or it repeats a request in this state.
    Stored {
        /// The state of the alert.
        state: State,
        /// Whether the alert was stored before.
        is_repeat: bool,
    },
    /// The idempotency key was used for another request.
    KeyReused,
}

impl Store {
    /// Deletes some of what was remembered for long enough. Returns the number of rows.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn forget(&self, company: &str, now: i64) -> Result<u64, StoreError> {
        let alerts = "DELETE FROM alerts WHERE id IN
                          (SELECT id FROM alerts WHERE ended IS NOT NULL AND ended <= $1 AND company = $2
                               AND (endpoint <> 'consents' OR ended <= $4) LIMIT $3)";
        let keys = "DELETE FROM idempotency_keys WHERE company = $2 AND expires <= $1 AND idempotency_key IN
                        (SELECT idempotency_key FROM idempotency_keys WHERE expires <= $1 AND company = $2 LIMIT $3)";
        let mut rows = self.forget_events(company, now).await?;
        let alerts = sqlx::query(alerts).bind(now - REMEMBERED).bind(company).bind(FORGOTTEN);
        rows += alerts.bind(now - consent::REMEMBERED).execute(&self.pool).await?.rows_affected();
        let keys = sqlx::query(keys).bind(now).bind(company).bind(FORGOTTEN);
        rows += keys.execute(&self.pool).await?.rows_affected();
        Ok(rows)
    }

    /// Stores requests. They are on the disk when this returns.
    ///
    /// # Errors
    ///
    /// If the database does not answer. Then none of the requests may count as stored.
    pub async fn take(&self, company: &str, batch: &[NewAlert], now: i64) -> Result<Vec<Taken>, StoreError> {
        let mut transaction = self.begin().await?;
        let accepted_keys = use_keys(&mut transaction, company, batch, now).await?;
        // Each alert once, and in the same order in every relay: rows are locked in this order.
        let unique: BTreeMap<_, _> = batch
            .iter()
            .zip(&accepted_keys)
            .filter(|(_, accepted)| **accepted)
            .map(|(alert, _)| (alert.fingerprint, alert))
            .collect();
        forget_accepted(&mut transaction, company, unique.keys(), now).await?;
        let stored = insert(&mut transaction, company, unique.values().copied(), now).await?;
        let mut receipts = Vec::new();
        let mut taken = Vec::with_capacity(batch.len());
        for (alert, accepted) in batch.iter().zip(accepted_keys) {
            taken.push(match stored.get(&alert.fingerprint).filter(|_| accepted) {
                Some(row) => {
                    // After it was accepted, nothing is left to withdraw.
                    if row.state != State::Accepted {
                        receipts.push((alert, row.id));
                    }
                    Taken::Stored { state: row.state, is_repeat: row.is_repeat }
                }
                None => Taken::KeyReused,
            });
        }
        insert_receipts(&mut transaction, &receipts).await?;
        transaction.commit().await?;
        Ok(taken)
    }
}

/// Deletes those of these alerts that were accepted more than a day ago, and sign-ups after half an hour: repeats are new
/// requests.
async fn forget_accepted(
    transaction: &mut Transaction<'_, Any>,
    company: &str,
    fingerprints: impl ExactSizeIterator<Item = &Digest>,
    now: i64,
) -> Result<(), StoreError> {
    if fingerprints.len() == 0 {
        return Ok(());
    }
    let query = format!(
        "DELETE FROM alerts WHERE company = $1 AND (ended <= $2 OR endpoint = 'consents' AND ended <= $3)
             AND fingerprint IN ({})",
        names(fingerprints.len(), 3)
    );
    let query = sqlx::query(&query).persistent(false).bind(company).bind(now - REMEMBERED);
    let query = query.bind(now - consent::NOT_REPEATED);
    fingerprints
        .fold(query, |query, fingerprint| query.bind(fingerprint.to_vec()))
        .execute(&mut **transaction)
        .await
        .map(drop)
}

/// For each alert, whether its idempotency key is new, or was used for the same request.
async fn use_keys(
    transaction: &mut Transaction<'_, Any>,
    company: &str,
    batch: &[NewAlert],
    now: i64,
) -> Result<Vec<bool>, StoreError> {
    let mut accepted = vec![true; batch.len()];
    let mut order: Vec<_> = batch.iter().zip(&mut accepted).collect();
    // Every relay locks keys in this order.
    order.sort_by_key(|(alert, _)| alert.idempotency_key);
    for (alert, accepted) in order {
        *accepted = use_key(transaction, company, alert, now).await?;
    }
    Ok(accepted)
}

/// Whether the idempotency key is new, or was used for the same request.
async fn use_key(
    transaction: &mut Transaction<'_, Any>,
    company: &str,
    alert: &NewAlert,
    now: i64,
) -> Result<bool, StoreError> {
    let Some(key) = alert.idempotency_key else { return Ok(true) };
    // The update changes only an expired key, but returns the stored row in either case.
    let query = "INSERT INTO idempotency_keys (company, idempotency_key, fingerprint, expires) VALUES ($1, $2, $3, $4)
         ON CONFLICT (company, idempotency_key) DO UPDATE SET
             fingerprint = CASE WHEN idempotency_keys.expires <= $5 THEN $3 ELSE idempotency_keys.fingerprint END,
             expires = CASE WHEN idempotency_keys.expires <= $5 THEN $4 ELSE idempotency_keys.expires END
         RETURNING fingerprint";
    let fingerprint: Vec<u8> = sqlx::query_scalar(query)
        .bind(company)
        .bind(key.to_vec())
        .bind(alert.fingerprint.to_vec())
        .bind(now + REMEMBERED)
        .bind(now)
        .fetch_one(&mut **transaction)
        .await?;
    Ok(fingerprint == alert.fingerprint)
}

struct Stored {
    id: i64,
    state: State,
    is_repeat: bool,
}

async fn insert(
    transaction: &mut Transaction<'_, Any>,
    company: &str,
    alerts: impl ExactSizeIterator<Item = &NewAlert>,
    now: i64,
) -> Result<BTreeMap<Digest, Stored>, StoreError> {
    if alerts.len() == 0 {
        return Ok(BTreeMap::new());
    }
    // The update locks the stored row until the commit, so that it is not withdrawn meanwhile.
    let query = format!(
        "INSERT INTO alerts (company, endpoint, subject, variant, state, fingerprint, key_id, sealed, entry, not_found, due, token, repeats, requested)
         {} ON CONFLICT (company, fingerprint) DO UPDATE SET repeats = alerts.repeats + 1, requested = excluded.requested
         RETURNING id, fingerprint, state, repeats",
        values(alerts.len(), 14, 0),
    );
    let entry = write_entry(&QueueEntry::new(to_core(now)))?;
    // There is a statement for each number of rows: too many to keep prepared.
    let mut query = sqlx::query(&query).persistent(false);
    for alert in alerts {
        query = query
            .bind(company)
            .bind(alert.endpoint.name())
            .bind(alert.subject.map(|subject| subject.to_vec()))
            .bind(&alert.variant)
            .bind(State::Waiting.name())
            .bind(alert.fingerprint.to_vec())
            .bind(&alert.sealed.key_id)
            .bind(alert.sealed.bytes.clone())
            .bind(&entry)
            .bind(0_i64)
            .bind(now)
            .bind(0_i64)
            .bind(0_i64)
            .bind(now);
    }
    let rows = query.fetch_all(&mut **transaction).await?;
    rows.into_iter()
        .map(|row| {
            let state = State::from_name(row.try_get("state")?)?;
            let is_repeat = row.try_get::<i64, _>("repeats")? > 0;
            let stored = Stored { id: row.try_get("id")?, state, is_repeat };
            Ok((super::digest(row.try_get("fingerprint")?)?, stored))
        })
        .collect()
}

async fn insert_receipts(
    transaction: &mut Transaction<'_, Any>,
    receipts: &[(&NewAlert, i64)],
) -> Result<(), StoreError> {
    if receipts.is_empty() {
        return Ok(());
    }
    let query =
        format!("INSERT INTO receipts (receipt, alert, key_id, sealed) {}", values(receipts.len(), 4, 0));
    let mut query = sqlx::query(&query).persistent(false);
    for (request, alert) in receipts {
        let sealed = request.sealed_receipt.as_ref();
        let (key_id, sealed) =
            sealed.map_or(("", Vec::new()), |sealed| (&sealed.key_id, sealed.bytes.clone()));
        query = query.bind(request.receipt.to_vec()).bind(alert).bind(key_id).bind(sealed);
    }
    query.execute(&mut **transaction).await.map(drop)
}
