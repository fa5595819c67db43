//! What a failure of the database means.

use std::{future::Future, time::Duration};

use tokio::time::timeout;

use super::StoreError;

/// The longest wait for the database. Postgres ends statements and waits for locks earlier.
const LONGEST: Duration = Duration::from_secs(8);

/// The result of a call, unless the database takes too long. Then it may have done its work anyway.
pub(crate) async fn in_time<T>(call: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    timeout(LONGEST, call).await.unwrap_or(Err(StoreError::PoolTimedOut))
}

/// Whether transactions were in each other's way. This one was rolled back, and can be repeated.
pub(crate) fn is_contention(error: &StoreError) -> bool {
    // A serialization failure, a deadlock, and a lock that was not free in time.
    code(error).is_some_and(|code| ["40001", "40P01", "55P03"].contains(&code.as_str()))
}

/// Whether a row or its values are the cause. The same transaction would fail again.
pub(super) fn is_of_a_row(error: &StoreError) -> bool {
    let Some(code) = code(error) else {
        return matches!(
            error,
            StoreError::Decode(_) | StoreError::ColumnDecode { .. } | StoreError::Encode(_)
        );
    };
    // Postgres has five characters; the first two are the class: data, integrity, limits of the program, triggers.
    if code.len() == 5 {
        return ["22", "23", "54", "P0"].iter().any(|class| code.starts_with(class));
    }
    // SQLite has a number, and its last byte is the kind: too big, constraint, mismatch.
    code.parse::<u32>().is_ok_and(|code| [18, 19, 20].contains(&(code & 0xFF)))
}

fn code(error: &StoreError) -> Option<String> {
    Some(error.as_database_error()?.code()?.into_owned())
}
