//! Storing the outcomes of attempts, and withdrawing alerts.

use sqlx::{Any, Row as _, Transaction};

use super::{State, Store, StoreError, digest, rate, write_entry};
use crate::keys::Digest;
use back_in_stock::delivery::queue_entry::QueueEntry;

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// The final outcome of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Stores the ends of attempts.
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
        let mut transaction = self.begin().await?;
        let flights = settlements.iter().map(|settlement| settlement.flight);
        rate::arrive(&mut transaction, company, flights, now).await?;
        for Settlement { id, token, end, .. } in settlements {
            match end {
                // From a sender that lost the lease, too: what Klaviyo has answered remains true.
                End::Final(outcome) => finish(&mut transaction, company, *id, *outcome, now).await?,
                // Another sender may have started an attempt of its own.
                End::Postponed { entry, not_found, due } => {
                    sqlx::query(
                        "UPDATE alerts SET state = $1, entry = $2, not_found = $3, due = $4
                         WHERE id = $5 AND token = $6 AND state = 'sending'",
                    )
                    .bind(State::Waiting.name())
                    .bind(write_entry(entry)?)
                    .bind(not_found)
                    .bind(due)
                    .bind(id)
                    .bind(token)
                    .execute(&mut *transaction)
                    .await?;
                }
            }
        }
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
            finish(&mut transaction, company, alert, Outcome::Withdrawn, now).await?;
        }
        transaction.commit().await?;
        Ok(Some(if left == 0 { Some(digest(row.try_get("fingerprint")?)?) } else { None }))
    }
}

/// Ends an alert: its identity and its receipts are erased, and it is counted. After an acceptance, the fingerprint
/// stays for a day, so that repeats are recognized.
pub(super) async fn finish(
    transaction: &mut Transaction<'_, Any>,
    company: &str,
    id: i64,
    outcome: Outcome,
    now: i64,
) -> Result<(), StoreError> {
    let query = match outcome {
        Outcome::Accepted => sqlx::query(
            "UPDATE alerts SET state = 'accepted', key_id = NULL, sealed = NULL, ended = $1
             WHERE id = $2 AND state <> 'accepted' RETURNING variant",
        )
        .bind(now),
        Outcome::Refused | Outcome::Expired | Outcome::Withdrawn => {
            sqlx::query("DELETE FROM alerts WHERE id = $1 AND state <> 'accepted' RETURNING variant")
        }
    };
    let row = query.bind(id).fetch_optional(&mut **transaction).await?;
    let Some(row) = row else { return Ok(()) };
    let variant: String = row.try_get("variant")?;
    sqlx::query("DELETE FROM receipts WHERE alert = $1").bind(id).execute(&mut **transaction).await?;
    sqlx::query(
        "INSERT INTO outcomes (company, variant, day, outcome, alerts) VALUES ($1, $2, $3, $4, 1)
         ON CONFLICT (company, variant, day, outcome) DO UPDATE SET alerts = outcomes.alerts + 1",
    )
    .bind(company)
    .bind(variant)
    .bind(now / DAY)
    .bind(outcome.name())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}
