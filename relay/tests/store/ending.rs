//! The ends of requests, and what remains of them.

use back_in_stock_relay::{
    keys::Sealed,
    store::{Claim, Claimed, Demand, End, Endpoint, NewAlert, Outcome, State},
};

use crate::{
    steps::*,
    support::{self, Folder},
};

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
