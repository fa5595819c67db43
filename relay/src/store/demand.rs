//! How many shoppers wait for each variant, and how many requests Klaviyo accepted.

use sqlx::Row as _;

use super::{Outcome, State, Store, StoreError};

/// The requests for a variant on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The day since 1970, in UTC.
    pub day: i64,
    /// The canonical ID of the variant.
    pub variant: String,
    /// Requests of the day that wait.
    pub waiting: i64,
    /// Requests that were accepted on the day.
    pub accepted: i64,
}

impl Store {
    /// The demand since a day, the newest and highest first, in at most `most` rows: those in which a count is at least `least`.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn demand(
        &self,
        company: &str,
        since: i64,
        least: i64,
        most: i64,
    ) -> Result<Vec<Demand>, StoreError> {
        let query = "
            SELECT day, variant, CAST(SUM(waiting) AS BIGINT) AS waiting, CAST(SUM(accepted) AS BIGINT) AS accepted
            FROM (
                SELECT requested / 86400000 AS day, variant, 1 AS waiting, 0 AS accepted FROM alerts
                WHERE company = $1 AND variant <> '' AND state <> $2 AND requested >= $3 * 86400000
                UNION ALL
                SELECT day, variant, 0, alerts FROM outcomes WHERE company = $1 AND outcome = $4 AND day >= $3
            ) AS requests
            GROUP BY day, variant HAVING SUM(waiting) >= $5 OR SUM(accepted) >= $5
            ORDER BY day DESC, SUM(waiting) + SUM(accepted) DESC, variant LIMIT $6";
        let rows = sqlx::query(query)
            .bind(company)
            .bind(State::Accepted.name())
            .bind(since)
            .bind(Outcome::Accepted.name())
            .bind(least)
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok(Demand {
                day: row.try_get("day")?,
                variant: row.try_get("variant")?,
                waiting: row.try_get("waiting")?,
                accepted: row.try_get("accepted")?,
            })
        };
        rows.iter().map(read).collect()
    }
}
