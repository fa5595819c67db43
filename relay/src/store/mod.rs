//! The store: what the relay promised to deliver. SQLite or Postgres, with the same statements.

mod announce;
mod claim;
mod consent;
mod demand;
mod end;
mod endpoint;
mod events;
mod fault;
mod lease;
mod migrations;
mod rate;
mod settle;
mod take;
pub mod writer;

use std::time::Duration;

use sqlx::{Any, AnyPool, Executor as _, Transaction, any::AnyPoolOptions};

pub use announce::listen;
pub use claim::{Claim, Claimed};
pub use consent::{CONSENT_WITHIN, next_look};
pub use demand::Demand;
pub use endpoint::Endpoint;
pub use events::Event;
pub(crate) use fault::{in_time, is_contention};
pub use rate::Limits;
pub use settle::{End, Outcome, Settlement};
pub use take::{NewAlert, Taken};

use crate::{
    config::StoreAddress,
    keys::{Digest, Sealed},
};
use back_in_stock::delivery::queue_entry::QueueEntry;

/// The time for which repeats of an accepted request are recognized, and idempotency keys are remembered.
pub const REMEMBERED: i64 = 24 * 60 * 60 * 1_000;

/// An error of the database. Its text names tables and files, and no identity: values are never part of a statement.
pub type StoreError = sqlx::Error;

/// The database.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    dialect: Dialect,
}

/// The few differences between the databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Sqlite,
    Postgres,
}

/// The state of an alert that is not final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is due at some time.
    Waiting,
    /// It is being sent.
    Sending,
    /// Klaviyo accepted it within the last 24 hours.
    Accepted,
}

impl State {
    const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
        }
    }

    fn from_name(name: &str) -> Result<Self, StoreError> {
        [Self::Waiting, Self::Sending, Self::Accepted]
            .into_iter()
            .find(|state| state.name() == name)
            .ok_or_else(|| sqlx::Error::Decode("an unknown state of an alert".into()))
    }
}

/// An alert or a sign-up that is to be sent.
#[derive(Clone, Debug)]
pub struct Alert {
    /// The number of its row.
    pub id: i64,
    /// The endpoint of its next request.
    pub endpoint: Endpoint,
    /// Whose consent it is, or whose consent it needs.
    pub subject: Option<Digest>,
    /// Whether a sign-up of the subject was accepted lately.
    pub is_signed_up: bool,
    /// Its keyed hash.
    pub fingerprint: Digest,
    /// The canonical ID of the variant.
    pub variant: String,
    /// Its encrypted document.
    pub sealed: Sealed,
    /// The state of its retries during this attempt.
    pub entry: QueueEntry,
    /// How often Klaviyo answered that it does not know the variant.
    pub not_found: i64,
    /// When it was requested last.
    pub requested: i64,
    /// The slot in which the limits count this attempt until it ends.
    pub flight: i64,
}

impl Alert {
    /// Whether it is an alert that needs a recorded consent.
    #[must_use]
    pub fn needs_consent(&self) -> bool {
        self.subject.is_some() && self.endpoint != Endpoint::Consents
    }

    /// The endpoint of another attempt: a consent may have been withdrawn meanwhile.
    #[must_use]
    pub fn first_endpoint(&self) -> Endpoint {
        if self.needs_consent() { Endpoint::Profiles } else { self.endpoint }
    }
}

impl Store {
    /// Opens the database, and creates or updates its tables.
    ///
    /// # Errors
    ///
    /// If it cannot be opened, or was written by a newer version.
    pub async fn open(address: &StoreAddress) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let (dialect, url, connections) = match address {
            // One connection: SQLite has one writer at a time anyway, and nobody waits for a lock.
            StoreAddress::Sqlite(path) => (Dialect::Sqlite, format!("sqlite:{}?mode=rwc", path.display()), 1),
            StoreAddress::Postgres(url) => (Dialect::Postgres, url.clone(), 8),
        };
        if dialect == Dialect::Postgres {
            // A migration may take longer than the settings allow.
            let pool = AnyPoolOptions::new().max_connections(1).connect(&url).await?;
            migrations::migrate(&pool, dialect).await?;
            pool.close().await;
        }
        let pool = AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(5))
            .after_connect(move |connection, _| {
                Box::pin(async move { connection.execute(dialect.settings()).await.map(drop) })
            })
            .connect(&url)
            .await?;
        if dialect == Dialect::Sqlite {
            migrations::migrate(&pool, dialect).await?;
        }
        Ok(Self { pool, dialect })
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// The database's time, which all relays that share it agree on; `None` if it has only this machine's.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn time(&self) -> Result<Option<i64>, StoreError> {
        let query = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
        Ok(match self.dialect {
            Dialect::Sqlite => None,
            Dialect::Postgres => Some(sqlx::query_scalar(query).fetch_one(&self.pool).await?),
        })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    ///
    /// If it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await.map(drop)
    }

    /// The IDs of the keys that were ever used, and of those that stored identities need.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn key_ids(&self) -> Result<(Vec<String>, Vec<String>), StoreError> {
        let used = sqlx::query_scalar("SELECT id FROM identity_keys").fetch_all(&self.pool).await?;
        let query = "SELECT key_id FROM alerts WHERE key_id IS NOT NULL UNION SELECT key_id FROM events";
        Ok((used, sqlx::query_scalar(query).fetch_all(&self.pool).await?))
    }

    /// Stores the ID of a key.
    ///
    /// # Errors
    ///
    /// If the database does not answer.
    pub async fn add_key(&self, id: &str, now: i64) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO identity_keys (id, first_used) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(id)
            .bind(now)
            .execute(&self.pool)
            .await
            .map(drop)
    }

    async fn begin(&self) -> Result<Transaction<'static, Any>, StoreError> {
        self.pool.begin().await
    }
}

impl Dialect {
    /// The end of a query that locks rows until the commit, without those that another transaction has locked: nobody waits
    /// for a sender's batch in turn. SQLite has one writer.
    const fn lock_free_rows(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// The settings of each connection.
    const fn settings(self) -> &'static str {
        match self {
            // A commit is on the disk before it returns. What is deleted is overwritten in the file at the next checkpoint.
            Self::Sqlite => {
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; \
                 PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON"
            }
            // A relay that was frozen within a transaction loses its locks, and nobody waits for one for long.
            Self::Postgres => {
                "SET idle_in_transaction_session_timeout = '1s'; SET lock_timeout = '2s'; SET statement_timeout = '5s'"
            }
        }
    }
}

/// The values of rows, as placeholders: `VALUES ($3, $4), ($5, $6)`. The numbers follow those `before`.
fn values(rows: usize, columns: usize, before: usize) -> String {
    let row = |row: usize| format!("({})", names(columns, before + row * columns));
    format!("VALUES {}", (0..rows).map(row).collect::<Vec<_>>().join(", "))
}

/// Placeholders: `$3, $4`. The numbers follow those `before`.
fn names(count: usize, before: usize) -> String {
    (1..=count).map(|number| format!("${}", before + number)).collect::<Vec<_>>().join(", ")
}

/// The bytes of a column as a digest.
fn digest(bytes: Vec<u8>) -> Result<Digest, StoreError> {
    bytes.try_into().map_err(|_| sqlx::Error::Decode("a hash of a wrong length".into()))
}

/// The state of retries, from its column.
fn read_entry(text: &str) -> Result<QueueEntry, StoreError> {
    serde_json::from_str(text).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// The state of retries, for its column.
fn write_entry(entry: &QueueEntry) -> Result<String, StoreError> {
    serde_json::to_string(entry).map_err(|error| sqlx::Error::Encode(error.into()))
}
