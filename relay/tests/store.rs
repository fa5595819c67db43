//! The store, the same for SQLite and Postgres.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use std::{sync::Arc, time::Duration};

use back_in_stock_relay::{
    config::{Config, Flags, StoreAddress},
    keys::Sealed,
    store::{
        Alert, Claim, Claimed, Demand, End, Endpoint, Limits, NewAlert, Outcome, Settlement, State, Store,
        Taken, writer::Writer,
    },
};
use sqlx::Connection as _;
use support::{Folder, flags};

const COMPANY: &str = "ABC123";
const NOW: i64 = 1_800_000_000_000;
const LEASE: i64 = 3_000;

/// Opens the store that the environment names, or SQLite.
async fn open(folder: &Folder) -> Store {
    if let Some(url) = postgres() {
        sqlx::any::install_default_drivers();
        let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
        let query = format!("CREATE SCHEMA IF NOT EXISTS {}", schema(folder));
        sqlx::query(&query).execute(&mut connection).await.unwrap();
    }
    Store::open(&address(folder)).await.unwrap()
}

/// Runs statements that the store itself never would.
async fn execute(folder: &Folder, statement: &str) {
    let mut connection = sqlx::AnyConnection::connect(&url(folder)).await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

fn postgres() -> Option<String> {
    std::env::var("RELAY_TEST_POSTGRES").ok()
}

/// A schema of its own for each test.
fn schema(folder: &Folder) -> String {
    folder.path("").file_name().unwrap().to_str().unwrap().replace('-', "_")
}

fn address(folder: &Folder) -> StoreAddress {
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

fn url(folder: &Folder) -> String {
    match address(folder) {
        StoreAddress::Sqlite(path) => format!("sqlite:{}", path.display()),
        StoreAddress::Postgres(url) => url,
    }
}

fn alert(number: u8) -> NewAlert {
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

fn repeat(number: u8, receipt: u8) -> NewAlert {
    NewAlert { receipt: [receipt; 32], ..alert(number) }
}

const NEW: Taken = Taken::Stored { state: State::Waiting, is_repeat: false };

fn repeated(state: State) -> Taken {
    Taken::Stored { state, is_repeat: true }
}

fn claim(token: i64, now: i64) -> Claim<'static> {
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
fn numbers(claimed: &Claimed) -> Vec<u8> {
    let Claimed::Alerts { alerts, .. } = claimed else { panic!("{claimed:?}") };
    alerts.iter().map(|alert| alert.fingerprint[0]).collect()
}

/// The rows' numbers, in the order of the claim.
fn ids(claimed: &Claimed) -> Vec<i64> {
    let Claimed::Alerts { alerts, .. } = claimed else { panic!("{claimed:?}") };
    alerts.iter().map(|alert| alert.id).collect()
}

fn settlement(id: i64, token: i64, end: End) -> Settlement {
    Settlement { id, endpoint: Endpoint::Alerts, fingerprint: [0; 32], token, flight: 0, end }
}

async fn lead(store: &Store, owner: &str, now: i64) -> Option<i64> {
    store.lead(COMPANY, owner, now, now + LEASE).await.unwrap()
}

async fn take(store: &Store, alerts: &[NewAlert], now: i64) -> Vec<Taken> {
    store.take(COMPANY, alerts, now).await.unwrap()
}

#[tokio::test]
async fn repeats_collapse_within_a_batch_and_later() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let taken = take(&store, &[alert(1), alert(2), repeat(1, 3)], NOW).await;
    // Both requests of the batch are first ones: none was stored before.
    assert_eq!(taken, [NEW, NEW, NEW]);
    assert_eq!(take(&store, &[repeat(1, 4)], NOW).await, [repeated(State::Waiting)]);
    assert_eq!(store.backlog(COMPANY, Endpoint::Alerts, NOW, 10).await.unwrap(), 2);
    assert_eq!(store.backlog(COMPANY, Endpoint::Alerts, NOW, 1).await.unwrap(), 1);
    assert_eq!(store.backlog("XYZ789", Endpoint::Alerts, NOW, 10).await.unwrap(), 0);
    store.close().await;
}

#[tokio::test]
async fn an_idempotency_key_belongs_to_its_request() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let keyed = |number| NewAlert { idempotency_key: Some([9; 32]), ..alert(number) };
    assert_eq!(take(&store, &[keyed(1), keyed(2)], NOW).await, [NEW, Taken::KeyReused]);
    assert_eq!(take(&store, &[keyed(2)], NOW).await, [Taken::KeyReused]);
    assert_eq!(take(&store, &[repeat(2, 5)], NOW).await, [NEW], "the refused request was not stored");
    store.close().await;
}

#[tokio::test]
async fn one_sender_has_the_lease() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let first = lead(&store, "one", NOW).await.unwrap();
    assert_eq!(lead(&store, "two", NOW + LEASE - 1).await, None);
    assert_eq!(lead(&store, "one", NOW + LEASE - 1).await, Some(first));
    let second = lead(&store, "two", NOW + 2 * LEASE).await.unwrap();
    assert!(second > first);
    assert!(matches!(store.claim(claim(first, NOW + 2 * LEASE)).await.unwrap(), Claimed::NotLeading));
    store.resign(COMPANY, first).await.unwrap();
    assert_eq!(lead(&store, "one", NOW + 2 * LEASE).await, None, "only its own lease can be ended");
    store.resign(COMPANY, second).await.unwrap();
    assert!(lead(&store, "one", NOW + 2 * LEASE).await.is_some());
    store.close().await;
}

#[tokio::test]
async fn a_stalled_sender_keeps_its_lease_if_nobody_took_it() {
    let folder = Folder::new();
    let store = open(&folder).await;
    take(&store, &[alert(1)], NOW).await;
    let token = lead(&store, "one", NOW).await.unwrap();
    assert_eq!(numbers(&store.claim(claim(token, NOW)).await.unwrap()), [1]);
    let now = NOW + 60_000;
    assert_eq!(lead(&store, "one", now).await, Some(token));
    assert_eq!(
        store.backlog(COMPANY, Endpoint::Alerts, now + 60_000, 10).await.unwrap(),
        0,
        "it is still under way"
    );
    store.close().await;
}

#[tokio::test]
async fn sends_although_the_clock_was_set_back() {
    let folder = Folder::new();
    let store = open(&folder).await;
    take(&store, &[alert(1)], NOW).await;
    let token = lead(&store, "one", NOW).await.unwrap();
    store.claim(claim(token, NOW)).await.unwrap();
    let before = NOW - support::HOUR;
    take(&store, &[alert(2)], before).await;
    let token = lead(&store, "two", before).await.unwrap();
    let limits = Limits { second: 1, minute: 1 };
    assert_eq!(numbers(&store.claim(Claim { limits, ..claim(token, before) }).await.unwrap()), [2]);
    store.close().await;
}

#[tokio::test]
async fn limits_outlive_the_sender() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let alerts: Vec<_> = (0..40).map(alert).collect();
    take(&store, &alerts, NOW).await;
    let limits = Limits { second: 10, minute: 15 };
    let send = async |owner, now| {
        let token = lead(&store, owner, now).await.unwrap();
        match store.claim(Claim { limits, ..claim(token, now) }).await.unwrap() {
            Claimed::Alerts { alerts, .. } => (token, alerts),
            claimed => (token, {
                assert!(matches!(claimed, Claimed::Exhausted));
                Vec::new()
            }),
        }
    };
    let (token, alerts) = send("one", NOW).await;
    assert_eq!(alerts.len(), 10);
    // Until it is answered, a request may be counted by Klaviyo at any time.
    assert_eq!(send("one", NOW + 2_000).await.1.len(), 0);
    let answers = |alerts: Vec<Alert>| -> Vec<_> {
        let end = End::Final(Outcome::Accepted);
        alerts
            .iter()
            .map(|alert| Settlement {
                id: alert.id,
                endpoint: alert.endpoint,
                fingerprint: alert.fingerprint,
                token,
                flight: alert.flight,
                end: end.clone(),
            })
            .collect()
    };
    store.settle(COMPANY, &answers(alerts), NOW + 2_500).await.unwrap();
    assert_eq!(send("one", NOW + 3_499).await.1.len(), 0, "a second after the answers");
    // The minute counts what the first relay sent.
    let (_, alerts) = send("two", NOW + 6_500).await;
    assert_eq!(alerts.len(), 5);
    assert_eq!(send("two", NOW + 9_000).await.1.len(), 0);
    // These were never answered: they count for a minute after their timeout.
    assert_eq!(send("two", NOW + 62_500 + 100).await.1.len(), 10);
    store.close().await;
}

#[tokio::test]
async fn outcomes_erase_and_postponements_keep() {
    let folder = Folder::new();
    let store = open(&folder).await;
    take(&store, &[alert(1), alert(2), alert(3)], NOW).await;
    let token = lead(&store, "one", NOW).await.unwrap();
    let claimed = store.claim(claim(token, NOW)).await.unwrap();
    assert_eq!(numbers(&claimed), [1, 2, 3]);
    let ids = ids(&claimed);
    let Claimed::Alerts { alerts, .. } = claimed else { panic!() };
    let entry = Box::new(alerts[2].entry.clone());
    let settlements = [
        settlement(ids[0], token, End::Final(Outcome::Accepted)),
        settlement(ids[1], token, End::Final(Outcome::Refused)),
        settlement(
            ids[2],
            token,
            End::Postponed { entry, endpoint: Endpoint::Alerts, not_found: 1, due: NOW + 500 },
        ),
    ];
    store.settle(COMPANY, &settlements, NOW).await.unwrap();
    let taken = take(&store, &[repeat(1, 4), repeat(2, 5), repeat(3, 6)], NOW).await;
    assert_eq!(taken, [repeated(State::Accepted), NEW, repeated(State::Waiting)]);
    let claimed = store.claim(claim(token, NOW + 500)).await.unwrap();
    assert_eq!(numbers(&claimed), [2, 3]);
    let Claimed::Alerts { alerts, .. } = claimed else { panic!() };
    assert_eq!((alerts[1].not_found, alerts[1].entry.attempts), (1, 2));
    let (_, needed) = store.key_ids().await.unwrap();
    assert_eq!(needed, ["key"]);
    // After a day, the accepted one is forgotten.
    assert_eq!(take(&store, &[repeat(1, 7)], NOW + 25 * support::HOUR).await, [NEW]);
    store.close().await;
}

#[tokio::test]
async fn a_takeover_sends_again_what_was_under_way() {
    let folder = Folder::new();
    let store = open(&folder).await;
    take(&store, &[alert(1), alert(2)], NOW).await;
    let first = lead(&store, "one", NOW).await.unwrap();
    let ids = ids(&store.claim(claim(first, NOW)).await.unwrap());
    let now = NOW + LEASE;
    let second = lead(&store, "two", now).await.unwrap();
    assert!(
        numbers(&store.claim(claim(second, now)).await.unwrap()).is_empty(),
        "late answers may still arrive"
    );
    // The first sender was not dead: its answers count, but it postpones nothing any more.
    let entry = Box::default();
    let late = [
        settlement(ids[0], first, End::Final(Outcome::Accepted)),
        settlement(
            ids[1],
            first,
            End::Postponed { entry, endpoint: Endpoint::Alerts, not_found: 0, due: now + support::HOUR },
        ),
    ];
    store.settle(COMPANY, &late, now).await.unwrap();
    let now = now + 12_000;
    let second = lead(&store, "two", now).await.unwrap();
    assert_eq!(numbers(&store.claim(claim(second, now)).await.unwrap()), [2]);
    store.close().await;
}

#[tokio::test]
async fn a_takeover_reads_the_consent_again() {
    let folder = Folder::new();
    let store = open(&folder).await;
    take(&store, &[NewAlert { subject: Some([9; 32]), ..alert(1) }], NOW).await;
    let first = lead(&store, "one", NOW).await.unwrap();
    assert_eq!(numbers(&store.claim(claim(first, NOW)).await.unwrap()), [1]);
    lead(&store, "two", NOW + LEASE).await.unwrap();
    let now = NOW + LEASE + 12_000;
    let second = lead(&store, "two", now).await.unwrap();
    assert!(numbers(&store.claim(claim(second, now)).await.unwrap()).is_empty());
    let reads = Claim { endpoint: Endpoint::Profiles, ..claim(second, now) };
    assert_eq!(numbers(&store.claim(reads).await.unwrap()), [1]);
    store.close().await;
}

#[tokio::test]
async fn withdraws_with_the_last_receipt_and_not_while_it_is_sent() {
    let folder = Folder::new();
    let store = open(&folder).await;
    take(&store, &[alert(1), alert(2), repeat(1, 3)], NOW).await;
    let withdraw = async |receipt: u8| store.withdraw(COMPANY, [receipt; 32], NOW).await.unwrap();
    assert_eq!(store.withdraw("XYZ789", [1; 32], NOW).await.unwrap(), None);
    assert_eq!(withdraw(9).await, None);
    assert_eq!(withdraw(1).await, Some(None), "another request for it remains");
    assert_eq!(withdraw(1).await, None);
    assert_eq!(withdraw(3).await, Some(Some((Endpoint::Alerts, [1; 32]))));
    let token = lead(&store, "one", NOW).await.unwrap();
    let claimed = store.claim(claim(token, NOW)).await.unwrap();
    assert_eq!(numbers(&claimed), [2]);
    assert_eq!(withdraw(2).await, None);
    let accepted = settlement(ids(&claimed)[0], token, End::Final(Outcome::Accepted));
    store.settle(COMPANY, &[accepted], NOW).await.unwrap();
    assert_eq!(withdraw(2).await, None);
    store.close().await;
}

#[tokio::test]
async fn events_are_of_refused_and_expired_requests() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let sealed = |number: u8, receipt: u8| NewAlert {
        sealed_receipt: Some(Sealed { key_id: "receipt key".into(), bytes: vec![receipt] }),
        ..repeat(number, receipt)
    };
    // The third has no receipt for a webhook.
    take(&store, &[sealed(1, 1), sealed(1, 11), sealed(2, 2), alert(3), sealed(4, 4)], NOW).await;
    let token = lead(&store, "one", NOW).await.unwrap();
    let ids = ids(&store.claim(claim(token, NOW)).await.unwrap());
    let refused = |reason: &str| End::Refused(reason.into());
    let settlements = [
        settlement(ids[0], token, refused("one")),
        settlement(ids[1], token, End::Final(Outcome::Accepted)),
        settlement(ids[2], token, refused("three")),
        settlement(ids[3], token, refused("four")),
    ];
    store.settle(COMPANY, &settlements, NOW).await.unwrap();
    // If the answer of the commit is lost.
    store.settle(COMPANY, &settlements, NOW).await.unwrap();
    let events = async |now| {
        let events = store.events(COMPANY, now, 10).await.unwrap();
        let mut events: Vec<_> = events
            .into_iter()
            .map(|event| (event.receipt[0], event.sealed.bytes, event.reason, event.attempts, event.id))
            .collect();
        events.sort();
        events
    };
    // A row that cannot be read keeps no other from being delivered.
    let broken = "INSERT INTO events (company, receipt, key_id, sealed, variant, outcome, reason, created, due, attempts)
                  SELECT company, sealed, key_id, sealed, variant, outcome, reason, created, due, attempts FROM events";
    execute(&folder, broken).await;
    let first = events(NOW).await;
    let short: Vec<_> =
        first.iter().map(|(receipt, sealed, reason, ..)| (*receipt, sealed[0], reason.as_str())).collect();
    assert_eq!(short, [(1, 1, "one"), (4, 4, "four"), (11, 11, "one")]);
    assert!(store.key_ids().await.unwrap().1.contains(&"receipt key".to_owned()));
    store.settle_events(&[first[0].4], &[(first[1].4, NOW + 10)]).await.unwrap();
    let left: Vec<_> = events(NOW + 10).await.into_iter().map(|event| (event.0, event.3)).collect();
    assert_eq!((left.as_slice(), events(NOW).await.len()), ([(4, 1), (11, 0)].as_slice(), 1));
    // An expiry.
    take(&store, &[sealed(5, 5)], NOW).await;
    let later = NOW + 15 * 24 * support::HOUR;
    let token = lead(&store, "one", later).await.unwrap();
    store.claim(claim(token, later)).await.unwrap();
    store.forget(COMPANY, later).await.unwrap();
    let left: Vec<_> = events(later).await.into_iter().map(|event| (event.0, event.2)).collect();
    assert_eq!(left, [(5, r#"{"may_be_accepted":false}"#.to_owned())], "the others are too old");
    store.close().await;
}

#[tokio::test]
async fn opens_again_with_everything() {
    let folder = Folder::new();
    let store = open(&folder).await;
    store.add_key("key", NOW).await.unwrap();
    store.add_key("key", NOW).await.unwrap();
    take(&store, &[alert(1)], NOW).await;
    store.close().await;
    let store = open(&folder).await;
    assert_eq!(take(&store, &[repeat(1, 2)], NOW).await, [repeated(State::Waiting)]);
    assert_eq!(store.key_ids().await.unwrap(), (vec!["key".into()], vec!["key".into()]));
    store.close().await;
}

#[tokio::test]
async fn many_writers_at_once_store_everything_once() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let tasks: Vec<_> = (0..8_u8)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                // All writers store the same alerts, in different orders.
                let mut alerts: Vec<_> = (0..50).map(|number| repeat(number, number)).collect();
                for (number, alert) in alerts.iter_mut().enumerate() {
                    alert.receipt[1] = writer;
                    alert.receipt[2] = u8::try_from(number).unwrap();
                }
                if writer % 2 == 1 {
                    alerts.reverse();
                }
                store.take(COMPANY, &alerts, NOW).await.unwrap()
            })
        })
        .collect();
    let mut new = 0;
    for task in tasks {
        new += task.await.unwrap().iter().filter(|taken| **taken == NEW).count();
    }
    assert_eq!(new, 50);
    assert_eq!(store.backlog(COMPANY, Endpoint::Alerts, NOW, 1_000).await.unwrap(), 50);
    store.close().await;
}

#[tokio::test]
async fn a_bad_row_stops_no_other() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let bad = |number| NewAlert { variant: "bad".into(), ..alert(number) };
    take(&store, &[bad(1), alert(2), bad(3)], NOW).await;
    execute(&folder, "UPDATE alerts SET entry = 'broken' WHERE variant = 'bad' AND id < 3").await;
    let token = lead(&store, "one", NOW).await.unwrap();
    let claimed = store.claim(claim(token, NOW)).await.unwrap();
    assert_eq!(numbers(&claimed), [2, 3], "the broken one is not sent");
    assert_eq!(
        store.backlog(COMPANY, Endpoint::Alerts, NOW, 10).await.unwrap(),
        0,
        "nor tried again at once"
    );
    // An outcome that the database does not take.
    let fault = if postgres().is_some() {
        "ALTER TABLE outcomes ADD CONSTRAINT fault CHECK (variant <> 'bad')"
    } else {
        "CREATE TRIGGER fault BEFORE INSERT ON outcomes WHEN NEW.variant = 'bad' BEGIN SELECT RAISE(ABORT, 'fault'); END"
    };
    execute(&folder, fault).await;
    let settlements: Vec<_> =
        ids(&claimed).into_iter().map(|id| settlement(id, token, End::Final(Outcome::Accepted))).collect();
    store.settle(COMPANY, &settlements, NOW).await.unwrap();
    let taken = take(&store, &[repeat(2, 12), repeat(3, 13)], NOW).await;
    assert_eq!(taken, [repeated(State::Accepted), repeated(State::Accepted)], "it is not counted");
    // An expiry that the database does not take.
    let later = NOW + 30 * 24 * support::HOUR;
    take(&store, &[bad(5)], NOW).await;
    take(&store, &[alert(4)], later).await;
    let token = lead(&store, "one", later).await.unwrap();
    assert_eq!(numbers(&store.claim(claim(token, later)).await.unwrap()), [4]);
    assert_eq!(take(&store, &[repeat(5, 15)], later).await, [NEW], "the old one has expired");
    store.close().await;
}

#[tokio::test]
async fn forgets_what_was_remembered_for_a_day() {
    let folder = Folder::new();
    let store = open(&folder).await;
    take(&store, &[NewAlert { idempotency_key: Some([9; 32]), ..alert(1) }, alert(2)], NOW).await;
    let token = lead(&store, "one", NOW).await.unwrap();
    let claimed = store.claim(claim(token, NOW)).await.unwrap();
    let accepted = settlement(ids(&claimed)[0], token, End::Final(Outcome::Accepted));
    store.settle(COMPANY, &[accepted], NOW).await.unwrap();
    let day = 24 * support::HOUR;
    assert_eq!(store.forget(COMPANY, NOW + day - 1).await.unwrap(), 0);
    assert_eq!(store.forget("XYZ789", NOW + day).await.unwrap(), 0);
    assert_eq!(store.forget(COMPANY, NOW + day).await.unwrap(), 2, "an alert and a key");
    assert_eq!(store.forget(COMPANY, NOW + day).await.unwrap(), 0);
    store.close().await;
}

#[tokio::test]
async fn nothing_expires_while_the_clock_may_be_wrong() {
    let folder = Folder::new();
    let store = open(&folder).await;
    take(&store, &[alert(1)], NOW).await;
    let later = NOW + 30 * 24 * support::HOUR;
    let token = lead(&store, "one", later).await.unwrap();
    let doubtful = Claim { may_expire: false, ..claim(token, later) };
    assert!(numbers(&store.claim(doubtful).await.unwrap()).is_empty());
    assert_eq!(store.backlog(COMPANY, Endpoint::Alerts, later, 10).await.unwrap(), 0, "it waits");
    let later = later + support::HOUR;
    assert_eq!(store.backlog(COMPANY, Endpoint::Alerts, later, 10).await.unwrap(), 1);
    let token = lead(&store, "one", later).await.unwrap();
    let claimed = store.claim(claim(token, later)).await.unwrap();
    assert!(matches!(claimed, Claimed::Alerts { expired, .. } if expired == [[1; 32]]));
    store.close().await;
}

#[tokio::test]
async fn a_repeat_renews_the_age() {
    const DAY: i64 = 24 * support::HOUR;
    let folder = Folder::new();
    let store = open(&folder).await;
    take(&store, &[alert(1), alert(2)], NOW).await;
    take(&store, &[repeat(1, 3)], NOW + 13 * DAY).await;
    let now = NOW + 15 * DAY;
    let token = lead(&store, "one", now).await.unwrap();
    let claimed = store.claim(claim(token, now)).await.unwrap();
    assert_eq!(numbers(&claimed), [1], "the other one has expired");
    // It may have been accepted, but a request that was made a day later is a new one.
    let Claimed::Alerts { alerts, .. } = claimed else { panic!() };
    let due = now + 3 * DAY;
    let entry = Box::new(alerts[0].entry.clone());
    let end = End::Postponed { entry, endpoint: Endpoint::Alerts, not_found: 0, due };
    store.settle(COMPANY, &[settlement(alerts[0].id, token, end)], now).await.unwrap();
    take(&store, &[repeat(1, 4)], now + 2 * DAY).await;
    let token = lead(&store, "one", due).await.unwrap();
    assert_eq!(numbers(&store.claim(claim(token, due)).await.unwrap()), [1]);
    store.close().await;
}

#[tokio::test]
async fn stores_requests_again_that_waited_for_a_lock() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let (writer, _) = Writer::start(store.clone(), COMPANY.into(), Arc::default());
    assert_eq!(writer.take(alert(1)).await, Ok(NEW));
    let url = url(&folder);
    let mut other = sqlx::AnyConnection::connect(&url).await.unwrap();
    let mut transaction = other.begin().await.unwrap();
    sqlx::query("UPDATE alerts SET not_found = 0").execute(&mut *transaction).await.unwrap();
    let taking = tokio::spawn(async move { writer.take(repeat(1, 2)).await });
    // Postgres waits for 2 s.
    tokio::time::sleep(Duration::from_secs(3)).await;
    transaction.rollback().await.unwrap();
    assert_eq!(taking.await.unwrap(), Ok(repeated(State::Waiting)));
    store.close().await;
}

#[tokio::test]
async fn waits_for_no_lock_for_long() {
    let folder = Folder::new();
    let store = open(&folder).await;
    lead(&store, "one", NOW).await.unwrap();
    let url = url(&folder);
    // A relay that was frozen within a transaction.
    let mut frozen = sqlx::AnyConnection::connect(&url).await.unwrap();
    let mut transaction = frozen.begin().await.unwrap();
    sqlx::query("UPDATE leases SET token = token").execute(&mut *transaction).await.unwrap();
    let looked = tokio::time::timeout(Duration::from_secs(20), store.lead(COMPANY, "one", NOW, NOW));
    assert!(looked.await.unwrap().is_err());
    transaction.rollback().await.unwrap();
    assert!(lead(&store, "one", NOW + LEASE).await.is_some());
    store.close().await;
}

#[tokio::test]
async fn counts_the_demand_of_each_day_and_variant() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let day = NOW / (24 * support::HOUR);
    let other = NewAlert { variant: "$custom:::$default:::SKU-2".into(), ..alert(4) };
    let sign_up = NewAlert { endpoint: Endpoint::Consents, variant: String::new(), ..alert(5) };
    take(&store, &[alert(1), alert(2), alert(3), other, sign_up], NOW).await;
    let token = lead(&store, "relay", NOW).await.unwrap();
    let ids = ids(&store.claim(claim(token, NOW)).await.unwrap());
    store.settle(COMPANY, &[settlement(ids[0], token, End::Final(Outcome::Accepted))], NOW).await.unwrap();
    let row =
        |day, variant: &str, waiting, accepted| Demand { day, variant: variant.into(), waiting, accepted };
    let (one, two) = ("$custom:::$default:::SKU-1", "$custom:::$default:::SKU-2");
    let demand = async |since, least, most| store.demand(COMPANY, since, least, most).await.unwrap();
    assert_eq!(
        demand(day, 1, 9).await,
        [row(day, one, 2, 1), row(day, two, 1, 0)],
        "what is being sent waits"
    );
    assert_eq!(demand(day, 2, 9).await, [row(day, one, 2, 1)]);
    assert_eq!(demand(day, 1, 1).await, [row(day, one, 2, 1)]);
    assert_eq!(demand(day + 1, 1, 9).await, []);
    assert_eq!(store.demand("XYZ789", day, 1, 9).await.unwrap(), []);
    store.close().await;
}
