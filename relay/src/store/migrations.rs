//! The tables, created and updated at the start.

use std::{future::Future, pin::Pin};

use sqlx::{
    AnyPool,
    error::BoxDynError,
    migrate::{Migration, MigrationSource, MigrationType, Migrator},
};

use super::{Dialect, StoreError};

/// Every change of the tables, in order. A published one never changes: databases have its checksum.
const MIGRATIONS: [(i64, &str, &str); 5] = [
    (1, "alerts", include_str!("../../migrations/0001_alerts.sql")),
    (2, "age and pause", include_str!("../../migrations/0002_age_and_pause.sql")),
    (3, "events", include_str!("../../migrations/0003_events.sql")),
    (4, "consent", include_str!("../../migrations/0004_consent.sql")),
    (5, "forget", include_str!("../../migrations/0005_forget.sql")),
];

/// Several relays may start at once: with Postgres, a lock lets one of them do the work.
pub(super) async fn migrate(pool: &AnyPool, dialect: Dialect) -> Result<(), StoreError> {
    let migrator = Migrator::new(dialect).await?;
    migrator.run(pool).await?;
    Ok(())
}

impl<'a> MigrationSource<'a> for Dialect {
    fn resolve(self) -> Pin<Box<dyn Future<Output = Result<Vec<Migration>, BoxDynError>> + Send + 'a>> {
        Box::pin(async move { Ok(MIGRATIONS.map(|migration| self.migration(migration)).into()) })
    }
}

impl Dialect {
    fn migration(self, (version, name, text): (i64, &'static str, &str)) -> Migration {
        let (row_id, bytes) = match self {
            Self::Sqlite => ("INTEGER PRIMARY KEY AUTOINCREMENT", "BLOB"),
            Self::Postgres => ("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "BYTEA"),
        };
        let text = text.replace("{row_id}", row_id).replace("{bytes}", bytes);
        Migration::new(version, name.into(), MigrationType::Simple, text.into(), false)
    }
}
