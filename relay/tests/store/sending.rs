//! The lease, the limits and the claims of senders.

use back_in_stock_relay::store::{
    Alert, Claim, Claimed, End, Endpoint, Limits, NewAlert, Outcome, Settlement,
};

use crate::{
    steps::*,
    support::{self, Folder},
};

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
