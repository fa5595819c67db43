//! Random histories of one request: tabs read the storage, lease the entry, get responses, freeze and close, in any
//! order.
#![expect(clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use back_in_stock::{
    Error, check_response,
    delivery::{
        flow::{Answer, Flow, MarketingStatus, Status, Step},
        queue_entry::{Attempt, QueueEntry},
        replay::Scope,
    },
};
use proptest::{prelude::*, sample::select};
use support::texts::cases;

const START: f64 = 1_800_000_000_000.0;
const SECOND: f64 = 1_000.0;
const MINUTE: f64 = 60.0 * SECOND;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;
const TIMEOUT: f64 = 10.0 * SECOND;
const DAYS: f64 = 14.0;
const TABS: usize = 3;

#[derive(Clone, Copy, Debug)]
enum Event {
    /// Time passes.
    Wait(f64),
    /// The shopper submits the request, for the first time or again.
    Submit,
    /// The tab reads what is stored.
    Read,
    /// The tab sends what it has read, if it is due.
    Take(Scope),
    /// The tab gets this status; 0 means no response.
    Answer(u16),
    /// The tab is closed during its attempt.
    Die,
}

/// A call in flight.
struct Sent {
    at: f64,
    /// Whether Klaviyo may have accepted it.
    uncertain: bool,
    over: bool,
}

struct Tab {
    online: bool,
    /// The entry as the tab has read it.
    read: Option<QueueEntry>,
    /// The entry during its attempt, and the index of the call.
    attempt: Option<(QueueEntry, Flow, usize)>,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Accepted,
    Failed(Error),
}

struct World {
    now: f64,
    names: u32,
    flow: Flow,
    stored: Option<QueueEntry>,
    tabs: Vec<Tab>,
    /// The calls of the current step since the shopper submitted the request.
    sent: Vec<Sent>,
    failures: u32,
    end: Option<End>,
}

impl World {
    fn new(flow: Flow, online: [bool; TABS]) -> Self {
        let tab = |online| Tab { online, read: None, attempt: None };
        let tabs = online.map(tab).into();
        Self { now: START, names: 0, flow, stored: None, tabs, sent: vec![], failures: 0, end: None }
    }

    fn tab(&mut self, index: usize) -> &mut Tab {
        &mut self.tabs[index]
    }

    fn name(&mut self) -> String {
        self.names += 1;
        self.names.to_string()
    }

    fn happens(&mut self, tab: usize, event: Event, random: f64) {
        match event {
            Event::Wait(ms) => self.now += ms,
            Event::Submit => self.submit(tab),
            Event::Read => self.tab(tab).read = self.stored.clone(),
            Event::Take(scope) => self.take(tab, scope),
            Event::Answer(status) => self.answer(tab, status, random),
            Event::Die => self.tab(tab).attempt = None,
        }
    }

    fn submit(&mut self, tab: usize) {
        // Equal calls in one tab share an attempt.
        if self.tab(tab).attempt.is_some() {
            return;
        }
        self.sent.clear();
        self.failures = 0;
        self.end = None;
        self.send(tab, QueueEntry::new(self.now));
    }

    fn take(&mut self, tab: usize, scope: Scope) {
        let Some(read) = self.tab(tab).read.take() else { return };
        if self.tab(tab).attempt.is_some() {
            return;
        }
        match read.due_at(scope, DAYS, self.now) {
            Ok(time) if time <= self.now => {}
            Ok(_) => return,
            Err(error) => {
                if self.stored.as_ref().is_some_and(|stored| read.may_write(Some(stored), self.now)) {
                    self.stored = None;
                    self.end = Some(End::Failed(error));
                }
                return;
            }
        }
        let Some(stored) = self.stored.clone().filter(|stored| read.may_write(Some(stored), self.now)) else {
            return;
        };
        for sent in &self.sent {
            assert!(sent.over || sent.at + TIMEOUT < self.now, "two tabs send it at once");
            assert!(!sent.uncertain || self.now - sent.at <= DAY, "sent again after 24 uncertain hours");
        }
        assert!(self.now - stored.created <= DAYS * DAY);
        self.send(tab, stored);
    }

    fn send(&mut self, tab: usize, entry: QueueEntry) {
        let (owner, now, online) = (self.name(), self.now, self.tab(tab).online);
        let entry = entry.leased(Attempt { owner: &owner, timeout: TIMEOUT, online, now });
        self.stored = Some(entry.clone());
        self.calls(tab, entry);
    }

    fn calls(&mut self, tab: usize, entry: QueueEntry) {
        let flow = self.flow.resume(entry.step, entry.receipt.is_some());
        let sent = Sent { at: self.now, uncertain: self.tab(tab).online, over: false };
        self.sent.push(sent);
        let index = self.sent.len() - 1;
        self.tab(tab).attempt = Some((entry, flow, index));
    }

    fn answer(&mut self, tab: usize, status: u16, random: f64) {
        let Some((entry, flow, index)) = self.tab(tab).attempt.take() else { return };
        // After its timeout, an attempt has no response, whenever the page wakes up.
        let late = self.now >= entry.lease - 5.0 * SECOND;
        let status = if late { 0 } else { status };
        let mine = entry.may_write(self.stored.as_ref(), self.now);
        if let Some(sent) = self.sent.get_mut(index).filter(|_| mine) {
            sent.over = true;
            sent.uncertain &= status != 429;
        }
        let result = if status == 0 { Err(Error::NETWORK) } else { check_response(status, None) };
        if !mine {
            return;
        }
        let Err(error) = result else {
            let flow = flow.answered(Answer::Accepted, false);
            match flow.step {
                Some(next) => self.pass(tab, &entry, next),
                None => self.finish(End::Accepted),
            }
            return;
        };
        self.failures += 1;
        assert!(self.failures <= 50, "{} failures", self.failures);
        let failed = entry.failed(error, None, self.now, random);
        let flow = flow.answered(Answer::failed(Some(status), failed.is_some()), false);
        let queued = flow.status == Some(Status::Queued) || flow.marketing == Some(MarketingStatus::Queued);
        assert_eq!(queued, failed.is_some());
        if failed.is_some() {
            // Even if the entry was deleted during the lease.
            self.stored = failed;
            self.end = None;
        } else {
            self.finish(End::Failed(error));
        }
    }

    fn pass(&mut self, tab: usize, entry: &QueueEntry, next: Step) {
        let attempt =
            Attempt { owner: &entry.owner, timeout: TIMEOUT, online: self.tab(tab).online, now: self.now };
        let passed = entry.clone().passed(next, attempt);
        self.sent.clear();
        self.failures = 0;
        self.stored = Some(passed.clone());
        self.end = None;
        self.calls(tab, passed);
    }

    fn finish(&mut self, end: End) {
        self.stored = None;
        self.end = Some(end);
    }
}

fn event() -> impl Strategy<Value = Event> {
    let short = (0.0..20.0 * SECOND).prop_map(Event::Wait);
    let long = (0.0..30.0 * HOUR).prop_map(Event::Wait);
    let answer = select(&[0, 202, 202, 429, 503, 503, 400, 403][..]).prop_map(Event::Answer);
    let take = select(&[Scope::Due, Scope::Online, Scope::All][..]).prop_map(Event::Take);
    prop_oneof![
        8 => short,
        1 => long,
        1 => Just(Event::Submit),
        8 => Just(Event::Read),
        8 => take,
        6 => answer,
        2 => Just(Event::Die),
    ]
}

fn history() -> impl Strategy<Value = Vec<(usize, Event, f64)>> {
    prop::collection::vec((0..TABS, event(), 0.0..1.0), 0..200)
}

proptest! {
    #![proptest_config(cases(1000))]

    /// The checks are in [`World::take`] and [`World::answer`]. At the end, one tab is left, and Klaviyo works.
    #[test]
    fn every_request_is_sent_by_one_tab_at_a_time_and_ends_with_a_reason(
        consent in any::<bool>(),
        newsletter in any::<bool>(),
        online in any::<[bool; TABS]>(),
        events in history(),
    ) {
        let mut world = World::new(Flow::new(consent, newsletter), online);
        world.happens(0, Event::Submit, 0.5);
        for (tab, event, random) in events {
            world.happens(tab, event, random);
            // A request never disappears without a reason.
            prop_assert_eq!(world.stored.is_none(), world.end.is_some());
        }
        for tab in 0..TABS {
            world.happens(tab, Event::Die, 0.0);
        }
        for event in [Event::Wait(2.0 * HOUR), Event::Read, Event::Take(Scope::Due)] {
            world.happens(0, event, 0.0);
        }
        for _ in 0..3 {
            world.happens(0, Event::Answer(202), 0.0);
        }
        prop_assert!(world.end.is_some(), "an entry is stuck: {:?}", world.stored);
        if let Some(End::Failed(error)) = world.end {
            prop_assert!(["storage", "rejected", "network", "throttled", "service_unavailable"].contains(&error.code().as_str()));
        }
    }
}

/// Checks the model itself with a known history.
#[test]
fn a_request_that_fails_once_is_delivered_by_another_tab() {
    let mut world = World::new(Flow::new(false, false), [true; TABS]);
    world.happens(0, Event::Submit, 0.0);
    world.happens(1, Event::Read, 0.0);
    world.happens(1, Event::Take(Scope::All), 0.0);
    assert_eq!(world.sent.len(), 1, "the entry is leased");
    world.happens(0, Event::Answer(503), 0.5);
    world.happens(1, Event::Read, 0.0);
    world.happens(2, Event::Read, 0.0);
    world.happens(1, Event::Wait(5.0 * SECOND), 0.0);
    world.happens(1, Event::Take(Scope::Due), 0.0);
    world.happens(2, Event::Take(Scope::Due), 0.0);
    assert_eq!(world.sent.len(), 2, "one of two tabs was faster");
    world.happens(1, Event::Answer(202), 0.0);
    assert_eq!((world.stored, world.end), (None, Some(End::Accepted)));
}
