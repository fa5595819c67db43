//! What the tests of the store share.

use crate::support::{Folder, flags};
use back_in_stock_relay::{
    config::{Config, Flags, StoreAddress},
    keys::Sealed,
    store::{Claim, Claimed, End, Endpoint, Limits, NewAlert, Settlement, State, Store, Taken},
};
use sqlx::Connection as _;

pub(crate) const COMPANY: &str = "ABC123";
pub(crate) const NOW: i64 = 1_800_000_000_000;
pub(crate) const LEASE: i64 = 3_000;

/// Opens the store that the environment names, or SQLite.
pub(crate) async fn open(folder: &Folder) -> Store {
    if let Some(url) = postgres() {
        sqlx::any::install_default_drivers();
        let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
        let query = format!("CREATE SCHEMA IF NOT EXISTS {}", schema(folder));
        sqlx::query(&query).execute(&mut connection).await.unwrap();
    }
    Store::open(&address(folder)).await.unwrap()
}

/// Runs statements that the store itself never would.
pub(crate) async fn execute(folder: &Folder, statement: &str) {
    let mut connection = sqlx::AnyConnection::connect(&url(folder)).await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

pub(crate) fn postgres() -> Option<String> {
    std::env::var("RELAY_TEST_POSTGRES").ok()
}

/// A schema of its own for each test.
pub(crate) fn schema(folder: &Folder) -> String {
    folder.path("").file_name().unwrap().to_str().unwrap().replace('-', "_")
}

pub(crate) fn address(folder: &Folder) -> StoreAddress {
    let keys = folder.file("keys", &"11".repeat(32));
    let own = flags(folder, "http://127.0.0.1:9");
    let store = postgres().map(|url| {
        let separator = if url.contains('?') { '&' } else { '?' };
        format!("{url}{separator}options[search_path]={}", schema(folder))
    });
    Config::new(Flags { store: store.or(own.store.clone()), identity_key_file: Some(keys), ..own })
        .unwrap()
        .store
}

pub(crate) fn url(folder: &Folder) -> String {
    match address(folder) {
        StoreAddress::Sqlite(path) => format!("sqlite:{}", path.display()),
        StoreAddress::Postgres(url) => url,
    }
}

pub(crate) fn alert(number: u8) -> NewAlert {
    NewAlert {
        endpoint: Endpoint::Alerts,
        subject: None,
        fingerprint: [number; 32],
        variant: "$custom:::$default:::SKU-1".into(),
        sealed: Sealed { key_id: "key".into(), bytes: vec![number] },
        receipt: [number; 32],
        sealed_receipt: None,
        idempotency_key: None,
    }
}

pub(crate) fn repeat(number: u8, receipt: u8) -> NewAlert {
    NewAlert { receipt: [receipt; 32], ..alert(number) }
}

pub(crate) const NEW: Taken = Taken::Stored { state: State::Waiting, is_repeat: false };

pub(crate) fn repeated(state: State) -> Taken {
    Taken::Stored { state, is_repeat: true }
}

pub(crate) fn claim(token: i64, now: i64) -> Claim<'static> {
    let limits = Limits { second: 100, minute: 1_000 };
    Claim {
        company: COMPANY,
        owner: "relay",
        token,
        endpoint: Endpoint::Alerts,
        most: 50,
        limits,
        timeout: 10_000.0,
        now,
        may_expire: true,
    }
}

/// The fingerprints' numbers of the alerts that a claim returns.
#[track_caller]
pub(crate) fn numbers(claimed: &Claimed) -> Vec<u8> {
    let Claimed::Alerts { alerts, .. } = claimed else { panic!("{claimed:?}") };
    alerts.iter().map(|alert| alert.fingerprint[0]).collect()
}

/// The rows' numbers, in the order of the claim.
pub(crate) fn ids(claimed: &Claimed) -> Vec<i64> {
    let Claimed::Alerts { alerts, .. } = claimed else { panic!("{claimed:?}") };
    alerts.iter().map(|alert| alert.id).collect()
}

pub(crate) fn settlement(id: i64, token: i64, end: End) -> Settlement {
    Settlement { id, endpoint: Endpoint::Alerts, fingerprint: [0; 32], token, flight: 0, end }
}

pub(crate) async fn lead(store: &Store, owner: &str, now: i64) -> Option<i64> {
    store.lead(COMPANY, owner, now, now + LEASE).await.unwrap()
}

pub(crate) async fn take(store: &Store, alerts: &[NewAlert], now: i64) -> Vec<Taken> {
    store.take(COMPANY, alerts, now).await.unwrap()
}
