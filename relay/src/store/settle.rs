//! Storing the outcomes of attempts, and withdrawing alerts.

use std::{collections::BTreeMap, slice};

use sqlx::{Any, Row as _, Transaction};

use super::{State, Store, StoreError, digest, fault, rate, write_entry};
use crate::keys::Digest;
use back_in_stock::delivery::queue_entry::QueueEntry;

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// The wait of an alert whose row is broken or whose age is not certain, in milliseconds.
pub(super) const LATER: i64 = 60 * 60 * 1_000;

/// The final outcome of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Klaviyo accepted it.
    Accepted,
    /// Klaviyo refused it.
    Refused,
    /// It was not accepted in time.
    Expired,
    /// The shopper withdrew it.
    Withdrawn,
}

impl Outcome {
    /// The name, as tables and metrics have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// An attempt that has ended.
#[derive(Clone, Debug)]
pub struct Settlement {
    /// The number of the alert's row.
    pub id: i64,
    /// The alert's keyed hash.
    pub fingerprint: Digest,
    /// The fencing token of the attempt.
    pub token: i64,
    /// The slot in which the limits counted it.
    pub flight: i64,
    /// How it ended.
    pub end: End,
}

/// The end of an attempt.
#[derive(Clone, Debug)]
pub enum End {
    /// The alert has an outcome. Its identity is erased.
    Final(Outcome),
    /// The alert is too old to be sent, unless it was requested again since this time.
    Expired {
        /// When it was requested last.
        requested: i64,
    },
    /// The alert is sent again later.
    Postponed {
        /// The state of its retries.
        entry: Box<QueueEntry>,
        /// How often Klaviyo answered that it does not know the variant.
        not_found: i64,
        /// When it is sent again.
        due: i64,
    },
}

impl Store {
    /// Stores the ends of attempts. An end that cannot be stored does not keep the others from being stored.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn settle(
        &self,
        company: &str,
        settlements: &[Settlement],
        now: i64,
    ) -> Result<(), StoreError> {
        match self.settle_all(company, settlements, now, true).await {
            Err(error) if fault::is_of_a_row(&error) => {}
            result => return result,
        }
        for settlement in settlements {
            self.settle_one(company, settlement, now).await?;
        }
        Ok(())
    }

    /// Stores an end, and if that is impossible, as much of it as possible.
    async fn settle_one(&self, company: &str, settlement: &Settlement, now: i64) -> Result<(), StoreError> {
        for is_counted in [true, false] {
            match self.settle_all(company, slice::from_ref(settlement), now, is_counted).await {
                Err(error) if fault::is_of_a_row(&error) => {
                    tracing::error!(%error, alert = settlement.id, is_counted, "an outcome cannot be stored");
                }
                result => return result,
            }
        }
        let query = "UPDATE alerts SET state = 'waiting', due = $1
                     WHERE id = $2 AND (state = 'waiting' OR state = 'sending' AND token = $3)";
        sqlx::query(query)
            .bind(now + LATER)
            .bind(settlement.id)
            .bind(settlement.token)
            .execute(&self.pool)
            .await
            .map(drop)
    }

    async fn settle_all(
        &self,
        company: &str,
        settlements: &[Settlement],
        now: i64,
        is_counted: bool,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        // Every transaction locks alerts in this order, then outcomes, then sends.
        let mut settlements: Vec<_> = settlements.iter().collect();
        settlements.sort_by_key(|settlement| settlement.fingerprint);
        let (mut outcomes, mut flights) = (Outcomes::new(), Vec::new());
        for settlement in settlements {
            let (is_stored, outcome) = end(&mut transaction, settlement, now).await?;
            // If the answer of the commit is lost, the next one counts nothing a second time.
            if is_stored {
                flights.push(settlement.flight);
            }
            if let Some(outcome) = outcome {
                *outcomes.entry(outcome).or_default() += 1;
            }
        }
        if is_counted {
            count(&mut transaction, company, outcomes, now).await?;
        }
        rate::arrive(&mut transaction, company, flights.into_iter(), now).await?;
        transaction.commit().await
    }

    /// Withdraws a request by its receipt, unless its alert is being sent. The alert is deleted with its last receipt:
    /// then its fingerprint is returned. `None` if the request was not withdrawn.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn withdraw(
        &self,
        company: &str,
        receipt: Digest,
        now: i64,
    ) -> Result<Option<Option<Digest>>, StoreError> {
        let mut transaction = self.begin().await?;
        // The update changes nothing, but locks the alert: a repeat cannot be added meanwhile.
        let query = "UPDATE alerts SET repeats = repeats
                     WHERE company = $1 AND state = 'waiting' AND id = (SELECT alert FROM receipts WHERE receipt = $2)
                     RETURNING id, fingerprint";
        let row =
            sqlx::query(query).bind(company).bind(receipt.to_vec()).fetch_optional(&mut *transaction).await?;
        let Some(row) = row else { return Ok(None) };
        let alert: i64 = row.try_get("id")?;
        sqlx::query("DELETE FROM receipts WHERE receipt = $1")
            .bind(receipt.to_vec())
            .execute(&mut *transaction)
            .await?;
        let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM receipts WHERE alert = $1")
            .bind(alert)
            .fetch_one(&mut *transaction)
            .await?;
        if left == 0 {
            let variant = finish(&mut transaction, alert, Outcome::Withdrawn, now).await?;
            let outcomes = variant.map(|variant| ((variant, Outcome::Withdrawn), 1)).into_iter().collect();
            count(&mut transaction, company, outcomes, now).await?;
        }
        transaction.commit().await?;
        Ok(Some(if left == 0 { Some(digest(row.try_get("fingerprint")?)?) } else { None }))
    }
}

/// Alerts by variant and outcome.
type Outcomes = BTreeMap<(String, Outcome), i64>;

/// Stores an end. Returns whether it changed the alert, and the variant and the outcome if it is final.
async fn end(
    transaction: &mut Transaction<'_, Any>,
    settlement: &Settlement,
    now: i64,
) -> Result<(bool, Option<(String, Outcome)>), StoreError> {
    let Settlement { id, token, end, .. } = settlement;
    let (outcome, variant) = match end {
        // From a sender that lost the lease, too: what Klaviyo has answered remains true.
        End::Final(outcome) => (*outcome, finish(transaction, *id, *outcome, now).await?),
        End::Expired { requested } => (Outcome::Expired, expire(transaction, *id, *requested).await?),
        // Another sender may have started an attempt of its own.
        End::Postponed { entry, not_found, due } => {
            let updated = sqlx::query(
                "UPDATE alerts SET state = $1, entry = $2, not_found = $3, due = $4
                 WHERE id = $5 AND token = $6 AND state = 'sending'",
            )
            .bind(State::Waiting.name())
            .bind(write_entry(entry)?)
            .bind(not_found)
            .bind(due)
            .bind(id)
            .bind(token)
            .execute(&mut **transaction)
            .await?;
            return Ok((updated.rows_affected() == 1, None));
        }
    };
    Ok((variant.is_some(), variant.map(|variant| (variant, outcome))))
}

/// Ends an alert: its identity and its receipts are erased. After an acceptance, the fingerprint stays for a day, so that
/// repeats are recognized. Returns the variant; `None` if it had ended before.
async fn finish(
    transaction: &mut Transaction<'_, Any>,
    id: i64,
    outcome: Outcome,
    now: i64,
) -> Result<Option<String>, StoreError> {
    let query = match outcome {
        Outcome::Accepted => sqlx::query_scalar(
            "UPDATE alerts SET state = 'accepted', key_id = NULL, sealed = NULL, ended = $1
             WHERE id = $2 AND state <> 'accepted' RETURNING variant",
        )
        .bind(now),
        Outcome::Refused | Outcome::Expired | Outcome::Withdrawn => {
            sqlx::query_scalar("DELETE FROM alerts WHERE id = $1 AND state <> 'accepted' RETURNING variant")
        }
    };
    let variant = query.bind(id).fetch_optional(&mut **transaction).await?;
    erase_receipts(transaction, id, variant).await
}

/// Ends an alert that waits and was not requested again.
async fn expire(
    transaction: &mut Transaction<'_, Any>,
    id: i64,
    requested: i64,
) -> Result<Option<String>, StoreError> {
    let query = "DELETE FROM alerts WHERE id = $1 AND requested = $2 AND state = 'waiting' RETURNING variant";
    let variant =
        sqlx::query_scalar(query).bind(id).bind(requested).fetch_optional(&mut **transaction).await?;
    erase_receipts(transaction, id, variant).await
}

async fn erase_receipts(
    transaction: &mut Transaction<'_, Any>,
    id: i64,
    variant: Option<String>,
) -> Result<Option<String>, StoreError> {
    if variant.is_some() {
        sqlx::query("DELETE FROM receipts WHERE alert = $1").bind(id).execute(&mut **transaction).await?;
    }
    Ok(variant)
}

/// Counts outcomes.
async fn count(
    transaction: &mut Transaction<'_, Any>,
    company: &str,
    outcomes: Outcomes,
    now: i64,
) -> Result<(), StoreError> {
    for ((variant, outcome), alerts) in outcomes {
        sqlx::query(
            "INSERT INTO outcomes (company, variant, day, outcome, alerts) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (company, variant, day, outcome) DO UPDATE SET alerts = outcomes.alerts + $5",
        )
        .bind(company)
        .bind(variant)
        .bind(now / DAY)
        .bind(outcome.name())
        .bind(alerts)
        .execute(&mut **transaction)
        .await?;
    }
    Ok(())
}
