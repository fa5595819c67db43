//! What the webhook is notified of: the outbox of refused and expired requests.

use sqlx::{Any, Row as _, Transaction, any::AnyRow};

use super::{Outcome, Store, StoreError, digest, values};
use crate::keys::{Digest, Sealed};

/// The time after which an event is deleted, although the webhook did not accept it, in milliseconds.
const LONGEST_EVENT: i64 = 7 * 24 * 60 * 60 * 1_000;

/// The end of a request, for the webhook.
#[derive(Clone, Debug)]
pub struct Event {
    /// The number of its row.
    pub id: i64,
    /// The keyed hash of the request's receipt.
    pub receipt: Digest,
    /// The encrypted receipt.
    pub sealed: Sealed,
    /// The canonical ID of the variant; empty for a sign-up.
    pub variant: String,
    /// The outcome's name.
    pub outcome: String,
    /// Why, as a JSON object.
    pub reason: String,
    /// When the alert ended.
    pub created: i64,
    /// How often the webhook did not accept it.
    pub attempts: i64,
}

/// Stores an event for each request of alerts that end, in the transaction that deletes them: their numbers, variants and
/// reasons. Call this before their receipts are deleted. Without a webhook, no receipt is encrypted, and nothing is stored.
pub(super) async fn record<'a>(
    transaction: &mut Transaction<'_, Any>,
    company: &str,
    outcome: Outcome,
    ended: impl ExactSizeIterator<Item = (i64, &'a str, &'a str)>,
    now: i64,
) -> Result<(), StoreError> {
    if ended.len() == 0 {
        return Ok(());
    }
    let query = format!(
        "INSERT INTO events (company, receipt, key_id, sealed, variant, outcome, reason, created, due, attempts)
         SELECT $1, receipt, key_id, sealed, ended.column2, $2, ended.column3, $3, $3, 0
         FROM receipts JOIN ({}) AS ended ON alert = ended.column1 WHERE key_id <> ''",
        values(ended.len(), 3, 3)
    );
    let query = sqlx::query(&query).persistent(false).bind(company).bind(outcome.name()).bind(now);
    let query = ended.fold(query, |query, (id, variant, reason)| {
        query.bind(id).bind(variant.to_owned()).bind(reason.to_owned())
    });
    query.execute(&mut **transaction).await.map(drop)
}

impl Store {
    /// The events that are due, the longest due first, at most `most`. A broken row is left out.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn events(&self, company: &str, now: i64, most: i64) -> Result<Vec<Event>, StoreError> {
        let query =
            "SELECT id, receipt, key_id, sealed, variant, outcome, reason, created, attempts FROM events
                     WHERE company = $1 AND due <= $2 ORDER BY due, id LIMIT $3";
        let query = sqlx::query(query).bind(company).bind(now).bind(most);
        let rows = query.fetch_all(&self.pool).await?;
        let readable =
            |row: &AnyRow| read(row).inspect_err(|error| tracing::error!(%error, "an event is broken")).ok();
        Ok(rows.iter().filter_map(readable).collect())
    }

    /// Deletes events that the webhook has accepted, and lets the others wait until a time.
    ///
    /// # Errors
    ///
    /// If the database does not answer. Then the accepted ones are delivered again.
    pub async fn settle_events(&self, accepted: &[i64], postponed: &[(i64, i64)]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for id in accepted {
            sqlx::query("DELETE FROM events WHERE id = $1").bind(id).execute(&mut *transaction).await?;
        }
        for (id, due) in postponed {
            let query = "UPDATE events SET attempts = attempts + 1, due = $1 WHERE id = $2";
            sqlx::query(query).bind(due).bind(id).execute(&mut *transaction).await?;
        }
        transaction.commit().await
    }

    /// Deletes events that are too old. Returns their number.
    pub(super) async fn forget_events(&self, company: &str, now: i64) -> Result<u64, StoreError> {
        let query = sqlx::query("DELETE FROM events WHERE company = $1 AND created <= $2");
        let query = query.bind(company).bind(now - LONGEST_EVENT);
        let events = query.execute(&self.pool).await?.rows_affected();
        if events > 0 {
            tracing::error!(events, "the webhook did not accept events in time: they are deleted");
        }
        Ok(events)
    }
}

fn read(row: &AnyRow) -> Result<Event, StoreError> {
    Ok(Event {
        id: row.try_get("id")?,
        receipt: digest(row.try_get("receipt")?)?,
        sealed: Sealed { key_id: row.try_get("key_id")?, bytes: row.try_get("sealed")? },
        variant: row.try_get("variant")?,
        outcome: row.try_get("outcome")?,
        reason: row.try_get("reason")?,
        created: row.try_get("created")?,
        attempts: row.try_get("attempts")?,
    })
}
