//! Storing requests.

use std::{sync::Arc, time::Duration};

use back_in_stock_relay::store::{Claimed, End, Endpoint, NewAlert, Outcome, State, Taken, writer::Writer};
use sqlx::Connection as _;

use crate::{
    steps::*,
    support::{self, Folder},
};

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
