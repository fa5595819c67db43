//! Storing the outcomes of attempts, and withdrawing alerts.

use std::{collections::HashSet, slice};

use sqlx::{Any, Row as _, Transaction};

use super::{
    Dialect, Endpoint, Store, StoreError, digest,
    end::{Outcomes, count, finish, postpone},
    fault, names, rate,
};
use crate::keys::Digest;
use back_in_stock::delivery::queue_entry::QueueEntry;

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
    /// The endpoint of the attempt.
    pub endpoint: Endpoint,
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
    /// Klaviyo refused the alert, for this reason: a JSON object without identities.
    Refused(String),
    /// The alert is too old to be sent, unless it was requested again since this time.
    Expired {
        /// When it was requested last.
        requested: i64,
        /// Whether Klaviyo may have accepted it.
        is_uncertain: bool,
    },
    /// The alert is sent again later.
    Postponed {
        /// The state of its retries.
        entry: Box<QueueEntry>,
        /// The endpoint of its next request.
        endpoint: Endpoint,
        /// How often Klaviyo answered that it does not know the variant.
        not_found: i64,
        /// When it is sent again.
        due: i64,
    },
}

impl End {
    /// The outcome; `None` if the alert is sent again.
    pub(super) const fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Final(outcome) => Some(*outcome),
            Self::Refused(_) => Some(Outcome::Refused),
            Self::Expired { .. } => Some(Outcome::Expired),
            Self::Postponed { .. } => None,
        }
    }

    /// Why the alert ended, as a JSON object.
    pub(super) fn reason(&self) -> &str {
        match self {
            Self::Refused(reason) => reason,
            Self::Expired { is_uncertain: true, .. } => r#"{"may_be_accepted":true}"#,
            Self::Expired { .. } => r#"{"may_be_accepted":false}"#,
            Self::Final(_) | Self::Postponed { .. } => "{}",
        }
    }
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
        self.lock(&mut transaction, settlements).await?;
        let (mut outcomes, mut stored) = (Outcomes::new(), HashSet::new());
        for outcome in [Outcome::Accepted, Outcome::Refused, Outcome::Expired] {
            for (id, variant) in finish(&mut transaction, company, settlements, outcome, now).await? {
                stored.insert(id);
                *outcomes.entry((variant, outcome)).or_default() += 1;
            }
        }
        stored.extend(postpone(&mut transaction, settlements).await?);
        if is_counted {
            count(&mut transaction, company, outcomes, now).await?;
        }
        // If the answer of the commit is lost, the next one counts nothing a second time.
        let ended = settlements.iter().filter(|settlement| stored.contains(&settlement.id));
        rate::arrive(
            &mut transaction,
            company,
            ended.map(|settlement| (settlement.endpoint, settlement.flight)),
            now,
        )
        .await?;
        transaction.commit().await
    }

    /// Withdraws a request by its receipt, unless its alert is being sent. The alert is deleted with its last receipt:
    /// then its endpoint and its fingerprint are returned. `None` if the request was not withdrawn.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn withdraw(
        &self,
        company: &str,
        receipt: Digest,
        now: i64,
    ) -> Result<Option<Option<(Endpoint, Digest)>>, StoreError> {
        let mut transaction = self.begin().await?;
        // The update changes nothing, but locks the alert: a repeat cannot be added meanwhile.
        let query = "UPDATE alerts SET repeats = repeats
                     WHERE company = $1 AND state = 'waiting' AND id = (SELECT alert FROM receipts WHERE receipt = $2)
                     RETURNING id, endpoint, fingerprint";
        let row =
            sqlx::query(query).bind(company).bind(receipt.to_vec()).fetch_optional(&mut *transaction).await?;
        let Some(row) = row else { return Ok(None) };
        let (alert, fingerprint) = (row.try_get("id")?, digest(row.try_get("fingerprint")?)?);
        let endpoint = Endpoint::from_name(row.try_get("endpoint")?)?;
        sqlx::query("DELETE FROM receipts WHERE receipt = $1")
            .bind(receipt.to_vec())
            .execute(&mut *transaction)
            .await?;
        let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM receipts WHERE alert = $1")
            .bind(alert)
            .fetch_one(&mut *transaction)
            .await?;
        if left == 0 {
            let end = End::Final(Outcome::Withdrawn);
            let settlement = Settlement { id: alert, endpoint, fingerprint, token: 0, flight: 0, end };
            let ended = finish(&mut transaction, company, &[settlement], Outcome::Withdrawn, now).await?;
            let outcomes = ended.into_iter().map(|(_, variant)| ((variant, Outcome::Withdrawn), 1));
            count(&mut transaction, company, outcomes.collect(), now).await?;
        }
        transaction.commit().await?;
        Ok(Some((left == 0).then_some((endpoint, fingerprint))))
    }

    /// Locks the alerts until the commit, in the order in which requests lock theirs: transactions wait for each other, but
    /// never in a circle. SQLite has one writer.
    async fn lock(
        &self,
        transaction: &mut Transaction<'_, Any>,
        settlements: &[Settlement],
    ) -> Result<(), StoreError> {
        if self.dialect == Dialect::Sqlite || settlements.is_empty() {
            return Ok(());
        }
        let query = format!(
            "SELECT 1 FROM alerts WHERE id IN ({}) ORDER BY fingerprint FOR UPDATE",
            names(settlements.len(), 0)
        );
        let query = sqlx::query(&query).persistent(false);
        let query = settlements.iter().fold(query, |query, settlement| query.bind(settlement.id));
        query.execute(&mut **transaction).await.map(drop)
    }
}
