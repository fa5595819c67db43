//! The lease of an account: one relay sends, and another takes over when it dies.

use super::{State, Store, StoreError};

/// The time after a takeover in which the previous sender's answers may still arrive.
const LATE_ANSWERS: i64 = 10_000;

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
        let renewed: Option<i64> = sqlx::query_scalar(
            "UPDATE leases SET expires = $1 WHERE company = $2 AND owner = $3 AND expires > $4 RETURNING token",
        )
        .bind(expires)
        .bind(company)
        .bind(owner)
        .bind(now)
        .fetch_optional(&mut *transaction)
        .await?;
        if renewed.is_some() {
            transaction.commit().await?;
            return Ok(renewed);
        }
        let token: Option<i64> = sqlx::query_scalar(
            "INSERT INTO leases (company, owner, token, expires) VALUES ($1, $2, 1, $3)
             ON CONFLICT (company) DO UPDATE SET owner = $2, token = leases.token + 1, expires = $3
             WHERE leases.expires <= $4
             RETURNING token",
        )
        .bind(company)
        .bind(owner)
        .bind(expires)
        .bind(now)
        .fetch_optional(&mut *transaction)
        .await?;
        if token.is_some() {
            // What the previous sender did not finish is sent again, unless its answers arrive first.
            sqlx::query("UPDATE alerts SET state = $1, due = $2 WHERE company = $3 AND state = $4")
                .bind(State::Waiting.name())
                .bind(now + LATE_ANSWERS)
                .bind(company)
                .bind(State::Sending.name())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(token)
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
