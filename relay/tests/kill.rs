//! Relays that are killed and frozen, and a database that restarts, at random times, during a drop. The emulator has the
//! account's limits, so it is the judge.
//!
//! `RELAY_KILL=full` selects 100,000 requests in a minute instead of a few; it needs some minutes and a release build.
//! `RELAY_KILL_SEED` repeats the faults of a run.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use std::{
    ops::Range,
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::Client;
use sqlx::{Connection as _, Executor as _};
use support::{Emulator, Folder, document, fleet::Fleet, postgres::Postgres, random::Random};
use tokio::{
    task::{JoinSet, block_in_place},
    time::sleep,
};

/// The extent of a test. Times are in milliseconds.
struct Plan {
    requests: usize,
    /// The time in which the shoppers send them.
    drop: u64,
    /// The account's limit in a minute.
    rate: usize,
    faults: usize,
    /// The time between two faults.
    pause: Range<u64>,
    /// Whether the time of the deliveries is judged. Builds for tests are slow.
    is_timed: bool,
}

const SMALL: Plan =
    Plan { requests: 1_300, drop: 8_000, rate: 1_200, faults: 14, pause: 100..3_000, is_timed: false };
const FULL: Plan =
    Plan { requests: 100_000, drop: 60_000, rate: 30_000, faults: 30, pause: 1_000..6_000, is_timed: true };

fn is_full() -> bool {
    std::env::var("RELAY_KILL").is_ok_and(|form| form == "full")
}

/// Sends a request until it is answered, as a page's outbox does. Returns when it was.
async fn subscribe(fleet: Arc<Fleet>, client: Client, number: usize) -> Instant {
    let body = document(&email(number)).to_string();
    for attempt in 0..600 {
        let url = fleet.url(number + attempt);
        let request = client.post(format!("{url}/client/back-in-stock-subscriptions?company_id=ABC123"));
        let request = request.header("origin", &url).header("content-type", "application/json");
        match request.body(body.clone()).timeout(Duration::from_secs(3)).send().await {
            Ok(response) if response.status() == 202 => return Instant::now(),
            Ok(response) if response.status() == 503 => {}
            Ok(response) => panic!("{}", response.status()),
            Err(_) => {}
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("a request was not answered");
}

fn email(number: usize) -> String {
    format!("shopper-{number}@example.com")
}

/// All shoppers, each at their time of the drop. Returns the seconds after which they were answered.
async fn shoppers(fleet: &Arc<Fleet>, plan: &Plan, started: Instant) -> Vec<f64> {
    let (client, mut requests) = (support::client(), JoinSet::new());
    for number in 0..plan.requests {
        let due = Duration::from_micros(plan.drop * 1_000 * number as u64 / plan.requests as u64);
        sleep(due.saturating_sub(started.elapsed())).await;
        requests.spawn(subscribe(Arc::clone(fleet), client.clone(), number));
    }
    let answered = requests.join_all().await;
    answered.into_iter().map(|time| (time - started).as_secs_f64()).collect()
}

/// Kills relays, freezes them and restarts the database.
async fn faults(fleet: &Fleet, postgres: Option<&Postgres>, plan: &Plan, random: &mut Random) {
    for _ in 0..plan.faults {
        sleep(Duration::from_millis(random.within(plan.pause.clone()))).await;
        let relay = usize::try_from(random.within(0..fleet.size() as u64)).unwrap();
        match (random.within(0..5), postgres) {
            (0, Some(postgres)) => block_in_place(|| postgres.restart(random.within(0..2) == 0)),
            // Longer and shorter than a lease.
            (1 | 2, Some(_)) => {
                fleet.signal(relay, "-STOP");
                sleep(Duration::from_millis(random.within(500..6_000))).await;
                fleet.signal(relay, "-CONT");
            }
            _ => {
                fleet.kill(relay);
                block_in_place(|| fleet.run(relay));
            }
        }
    }
}

/// Counts alerts whose attempt was interrupted: Klaviyo's answer may be lost.
const COUNT_IN_POSTGRES: &str = "
    CREATE TABLE interrupted (alert BIGINT);
    CREATE FUNCTION interrupt() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN INSERT INTO interrupted VALUES (NEW.id); RETURN NULL; END';
    CREATE TRIGGER interrupted AFTER UPDATE ON alerts FOR EACH ROW
        WHEN (OLD.state = 'sending' AND NEW.state = 'waiting') EXECUTE FUNCTION interrupt()";
const COUNT_IN_SQLITE: &str = "
    CREATE TABLE interrupted (alert BIGINT);
    CREATE TRIGGER interrupted AFTER UPDATE ON alerts WHEN OLD.state = 'sending' AND NEW.state = 'waiting'
        BEGIN INSERT INTO interrupted VALUES (NEW.id); END";

/// The number that a query returns; `None` while the database does not answer.
async fn number(store: &str, query: &str) -> Option<i64> {
    let mut connection = sqlx::AnyConnection::connect(store).await.ok()?;
    let number = sqlx::query_scalar(query).fetch_one(&mut connection).await.ok();
    drop(connection.close().await);
    number
}

async fn survives(
    name: &str,
    fleet: Fleet,
    store: &str,
    postgres: Option<&Postgres>,
    emulator: Emulator,
    plan: &Plan,
) {
    let seed = std::env::var("RELAY_KILL_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| u64::from(std::process::id()) << 8 | plan.requests as u64 & 0xFF);
    println!("{name}: seed {seed}");
    let mut random = Random(seed);
    let mut connection = sqlx::AnyConnection::connect(store).await.unwrap();
    let trigger = if postgres.is_some() { COUNT_IN_POSTGRES } else { COUNT_IN_SQLITE };
    connection.execute(trigger).await.unwrap();
    connection.close().await.unwrap();

    let (fleet, started) = (Arc::new(fleet), Instant::now());
    let (mut answered, ()) =
        tokio::join!(shoppers(&fleet, plan, started), faults(&fleet, postgres, plan, &mut random));
    answered.sort_by(f64::total_cmp);
    let taken = answered.last().copied().unwrap_or_default();
    let left = "SELECT COUNT(*) FROM alerts WHERE state <> 'accepted'";
    while number(store, left).await != Some(0) {
        assert!(started.elapsed() < Duration::from_secs(600), "{:?} are left", number(store, left).await);
        sleep(Duration::from_millis(100)).await;
    }
    let drained = started.elapsed();
    let interrupted = number(store, "SELECT COUNT(*) FROM interrupted").await.unwrap();
    let takeovers = number(store, "SELECT token FROM leases").await.unwrap();

    let state = emulator.state().await;
    let emails: std::collections::HashSet<_> = support::emails(&state).collect();
    let lost = (0..plan.requests).filter(|number| !emails.contains(email(*number).as_str())).count();
    let deliveries = state["deliveries"].as_array().unwrap();
    let sum = |name: &str| deliveries.iter().map(|delivery| delivery[name].as_u64().unwrap()).sum::<u64>();
    let (received, accepted) = (sum("received"), sum("accepted"));
    let repeated = accepted.saturating_sub(plan.requests as u64);
    let minimum = minimum(&answered, usize::try_from(repeated).unwrap(), plan.rate);
    println!(
        "{name}: {} requests answered in {taken:.1} s, delivered in {drained:.1?}, {:.3} of the minimum; {takeovers} leases, \
         {interrupted} attempts interrupted, {repeated} sent again, {} refused, {lost} lost",
        plan.requests,
        drained.as_secs_f64() / minimum,
        received - accepted,
    );
    assert_eq!(lost, 0, "lost");
    assert_eq!(emails.len(), plan.requests, "nothing that nobody requested");
    assert_eq!(received - accepted, 0, "the limits were exceeded");
    assert!(repeated <= u64::try_from(interrupted).unwrap(), "sent again although the answer was stored");
    assert!(!fleet.log().contains("@example.com"), "an identity is in the log");
    if plan.is_timed {
        assert!(drained.as_secs_f64() <= minimum * 1.05, "too slow");
    }
}

/// When the last request is sent at best, in seconds: each is sent once it was answered, and once both limits of the account allow
/// it. A tenth of `rate` is the limit in a second. `repeated` more are sent at the beginning.
fn minimum(answered: &[f64], repeated: usize, rate: usize) -> f64 {
    let mut sent: Vec<f64> = Vec::new();
    for due in std::iter::repeat_n(0.0, repeated).chain(answered.iter().copied()) {
        let after = |count: usize, window: f64| {
            sent.len().checked_sub(count).map_or(0.0, |index| sent[index] + window)
        };
        sent.push(due.max(after(rate / 10, 1.0)).max(after(rate, 60.0)));
    }
    sent.last().copied().unwrap_or_default()
}

fn emulator(folder: &Folder, plan: &Plan) -> Emulator {
    Emulator::start(folder, &["--burst", &(plan.rate / 10).to_string(), "--steady", &plan.rate.to_string()])
}

#[tokio::test(flavor = "multi_thread")]
async fn three_relays_with_postgres() {
    let plan = if is_full() { FULL } else { SMALL };
    sqlx::any::install_default_drivers();
    let (postgres, folder) = (Postgres::start(), Folder::new());
    let emulator = emulator(&folder, &plan);
    let fleet = Fleet::start(3, &postgres.url(), &emulator, plan.rate);
    survives("Postgres", fleet, &postgres.url(), Some(&postgres), emulator, &plan).await;
}

#[test]
fn the_suite_of_the_store_passes_with_postgres() {
    let postgres = Postgres::start();
    let mut command = Command::new(env!("CARGO"));
    command.args(["test", "--locked", "--package", env!("CARGO_PKG_NAME"), "--test", "store"]);
    // Build scripts compare these, and would compile their crates again.
    for (name, _) in std::env::vars() {
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    let status = command.env("RELAY_TEST_POSTGRES", postgres.url()).stdout(Stdio::null()).status().unwrap();
    assert!(status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_relay_with_sqlite() {
    let plan = if is_full() {
        Plan { faults: 50, pause: 50..2_500, ..FULL }
    } else {
        Plan { requests: 1_250, ..SMALL }
    };
    sqlx::any::install_default_drivers();
    let folder = Folder::new();
    let emulator = emulator(&folder, &plan);
    let store = format!("sqlite:{}", folder.path("relay.db").display());
    let fleet = Fleet::start(1, &store, &emulator, plan.rate);
    survives("SQLite", fleet, &store, None, emulator, &plan).await;
}
