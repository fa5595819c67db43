//! The lease of an account: one relay sends, and another takes over when it dies.

use sqlx::Row as _;

use super::{Endpoint, State, Store, StoreError};

/// The time after a takeover in which the previous sender's answers may still arrive.
const LATE_ANSWERS: i64 = 12_000;

/// No lease is as long. One that ends later was taken before the clock was set back.
const LONGEST: i64 = 10_000;

impl Store {
    /// Takes or renews the lease of an account until `expires`. Returns its fencing token, which a takeover increases;
    /// `None` if another relay has the lease.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn lead(
        &self,
        company: &str,
        owner: &str,
        now: i64,
        expires: i64,
    ) -> Result<Option<i64>, StoreError> {
        let mut transaction = self.begin().await?;
        // However late it is: nobody else has taken it meanwhile.
        let renewed: Option<i64> = sqlx::query_scalar(
            "UPDATE leases SET expires = $1 WHERE company = $2 AND owner = $3 AND expires > 0 RETURNING token",
        )
        .bind(expires)
        .bind(company)
        .bind(owner)
        .fetch_optional(&mut *transaction)
        .await?;
        if renewed.is_some() {
            transaction.commit().await?;
            return Ok(renewed);
        }
        let token: Option<i64> = sqlx::query_scalar(
            "INSERT INTO leases (company, owner, token, expires) VALUES ($1, $2, 1, $3)
             ON CONFLICT (company) DO UPDATE SET owner = $2, token = leases.token + 1, expires = $3
             WHERE leases.expires <= $4 OR leases.expires > $5
             RETURNING token",
        )
        .bind(company)
        .bind(owner)
        .bind(expires)
        .bind(now)
        .bind(now + LONGEST)
        .fetch_optional(&mut *transaction)
        .await?;
        if token.is_some() {
            // What the previous sender did not finish is sent again, unless its answers arrive first.
            // A consent may have been withdrawn meanwhile.
            let query = "UPDATE alerts SET state = $1, due = $2,
                             endpoint = CASE WHEN subject IS NOT NULL AND endpoint = $3 THEN $4 ELSE endpoint END
                         WHERE company = $5 AND state = $6";
            sqlx::query(query)
                .bind(State::Waiting.name())
                .bind(now + LATE_ANSWERS)
                .bind(Endpoint::Alerts.name())
                .bind(Endpoint::Profiles.name())
                .bind(company)
                .bind(State::Sending.name())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(token)
    }

    /// Stores until when nothing is sent to an endpoint.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn pause(&self, company: &str, endpoint: Endpoint, until: i64) -> Result<(), StoreError> {
        let query = "INSERT INTO pauses (company, endpoint, until) VALUES ($1, $2, $3)
                     ON CONFLICT (company, endpoint) DO UPDATE SET until = $3 WHERE pauses.until < $3";
        let query = sqlx::query(query).bind(company).bind(endpoint.name()).bind(until);
        query.execute(&self.pool).await.map(drop)
    }

    /// Until when nothing is sent to the endpoints, as any of the account's senders has stored it.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn pauses(&self, company: &str) -> Result<Vec<(Endpoint, i64)>, StoreError> {
        let query = "SELECT endpoint, until FROM pauses WHERE company = $1";
        let rows = sqlx::query(query).bind(company).fetch_all(&self.pool).await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok((Endpoint::from_name(row.try_get("endpoint")?)?, row.try_get("until")?))
        };
        rows.iter().map(read).collect()
    }

    /// Ends a lease, so that another relay need not wait for its end.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn resign(&self, company: &str, token: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE leases SET expires = 0 WHERE company = $1 AND token = $2")
            .bind(company)
            .bind(token)
            .execute(&self.pool)
            .await
            .map(drop)
    }
}
