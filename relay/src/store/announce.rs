//! Announcements to the other relays that share a Postgres.

use sqlx::postgres::PgListener;

use super::{Dialect, Store, StoreError, values};
use crate::config::StoreAddress;

/// The channel of Postgres' `NOTIFY`. All schemas of a database share it.
const CHANNEL: &str = "back_in_stock_relay";
/// Postgres refuses a payload of 8,000 bytes.
const LONGEST: usize = 7_999;

impl Store {
    /// Whether other relays may share the database.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.dialect == Dialect::Postgres
    }

    /// Announces texts to all relays that listen. Those that are too long are left out.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn announce(&self, mut texts: Vec<String>) -> Result<(), StoreError> {
        texts.retain(|text| text.len() <= LONGEST);
        if texts.is_empty() || !self.is_shared() {
            return Ok(());
        }
        let query = format!(
            "SELECT COUNT(pg_notify($1, texts.column1)) FROM ({}) AS texts",
            values(texts.len(), 1, 1)
        );
        let query = sqlx::query(&query).persistent(false).bind(CHANNEL);
        texts.into_iter().fold(query, sqlx::query::Query::bind).execute(&self.pool).await.map(drop)
    }
}

/// Listens to the announcements; `None` for SQLite, which one relay has for itself.
///
/// # Errors
///
/// If the database does not answer.
pub async fn listen(address: &StoreAddress) -> Result<Option<PgListener>, StoreError> {
    let StoreAddress::Postgres(url) = address else { return Ok(None) };
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    Ok(Some(listener))
}
