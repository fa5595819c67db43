//! The account's limits, and the requests that count against them.
//!
//! A request counts from its claim until a second and a minute after its answer. Klaviyo counts it at some time between
//! both, so its windows never hold more than these, however long the requests take. What was under way when a relay died
//! counts as if it had taken the whole timeout.

use std::collections::BTreeMap;

use sqlx::{Any, Row as _, Transaction};

use super::{Claim, Endpoint, StoreError, values};

/// The length of a slot in which requests are counted, in milliseconds.
const SLOT: i64 = 100;
/// The slots of a second and of a minute. The current slot is not over, so one more is counted.
const SECOND: i64 = 1_000 / SLOT;
const MINUTE: i64 = 60_000 / SLOT;

/// The requests that the account may send to an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In any second.
    pub second: i64,
    /// In any minute.
    pub minute: i64,
}

impl Limits {
    /// The limits at an endpoint of an account that may send `rate` alerts in a minute, less 2 %.
    #[must_use]
    pub fn of(rate: u32, endpoint: Endpoint) -> Self {
        // Klaviyo's limits: 3,500 alerts, 750 sign-ups and 750 reads in a minute; in a second, a tenth of them.
        let rate = match endpoint {
            Endpoint::Alerts => i64::from(rate),
            Endpoint::Consents | Endpoint::Profiles => i64::from(rate) * 750 / 3_500,
        };
        let minute = (rate * 98 / 100).max(1);
        Self { second: (minute / 10).max(1), minute }
    }
}

/// The number of requests that both limits allow now.
pub(super) async fn permits(
    transaction: &mut Transaction<'_, Any>,
    claim: Claim<'_>,
) -> Result<i64, StoreError> {
    let slot = claim.now / SLOT;
    let query =
        "SELECT CAST(COALESCE(SUM(CASE WHEN slot >= $1 THEN requests ELSE 0 END), 0) AS BIGINT) AS second,
                        CAST(COALESCE(SUM(requests), 0) AS BIGINT) AS minute
                 FROM sends WHERE company = $2 AND endpoint = $3 AND slot >= $4 AND slot <= $5";
    let row = sqlx::query(query)
        .bind(slot - SECOND)
        .bind(claim.company)
        .bind(claim.endpoint.name())
        .bind(slot - MINUTE)
        // What is later was counted before the clock was set back.
        .bind(slot + MINUTE)
        .fetch_one(&mut **transaction)
        .await?;
    let (second, minute): (i64, i64) = (row.try_get("second")?, row.try_get("minute")?);
    Ok((claim.limits.second - second).min(claim.limits.minute - minute))
}

/// The slot that counts the requests of a claim until they end: that of the end of their timeout.
pub(super) fn flight(claim: Claim<'_>) -> i64 {
    (claim.now + crate::clock::from_core(claim.timeout)) / SLOT + 1
}

/// Counts requests that are sent now.
pub(super) async fn depart(
    transaction: &mut Transaction<'_, Any>,
    claim: Claim<'_>,
    requests: usize,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sends WHERE company = $1 AND slot < $2")
        .bind(claim.company)
        .bind(claim.now / SLOT - MINUTE)
        .execute(&mut **transaction)
        .await?;
    let requests = i64::try_from(requests).unwrap_or(i64::MAX);
    add(transaction, claim.company, BTreeMap::from([((claim.endpoint, flight(claim)), requests)])).await
}

/// Counts requests that have ended at their end, instead of at that of their timeout.
pub(super) async fn arrive(
    transaction: &mut Transaction<'_, Any>,
    company: &str,
    flights: impl Iterator<Item = (Endpoint, i64)>,
    now: i64,
) -> Result<(), StoreError> {
    let slot = now / SLOT;
    let mut requests = BTreeMap::new();
    for (endpoint, flight) in flights.filter(|(_, flight)| *flight > slot) {
        *requests.entry((endpoint, flight)).or_insert(0) -= 1;
        *requests.entry((endpoint, slot)).or_insert(0) += 1;
    }
    add(transaction, company, requests).await
}

/// Adds requests to slots, in the order in which all transactions lock slots.
async fn add(
    transaction: &mut Transaction<'_, Any>,
    company: &str,
    requests: BTreeMap<(Endpoint, i64), i64>,
) -> Result<(), StoreError> {
    if requests.is_empty() {
        return Ok(());
    }
    let query = format!(
        "INSERT INTO sends (company, endpoint, slot, requests) {}
         ON CONFLICT (company, endpoint, slot) DO UPDATE SET requests = sends.requests + excluded.requests",
        values(requests.len(), 4, 0),
    );
    let query = sqlx::query(&query).persistent(false);
    requests
        .into_iter()
        .fold(query, |query, ((endpoint, slot), requests)| {
            query.bind(company).bind(endpoint.name()).bind(slot).bind(requests)
        })
        .execute(&mut **transaction)
        .await
        .map(drop)
}
