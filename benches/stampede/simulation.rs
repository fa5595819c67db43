//! Simulates a crowd of shoppers, the account's rate limit, and a retry policy in virtual time.

use std::{cmp::Reverse, collections::BinaryHeap};

use back_in_stock::{
    Error, check_response,
    delivery::{queue_entry::QueueEntry, retry::RetryAfter},
};

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const DAY: u64 = 24 * 60 * MINUTE;
/// Klaviyo's limits of the client endpoint: requests of the whole account per second and per minute.
const BURST: u32 = 350;
const STEADY: u32 = 3_500;

/// What a page does with a throttled request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Policy {
    /// No retry.
    Never,
    /// Retry after exactly 1 s, 2 s, 4 s, … 180 s.
    Fixed,
    /// Retry after a random part of that.
    FullJitter,
    /// The policy of this package.
    Ours,
}

/// The shoppers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crowd {
    /// Their number.
    pub(crate) shoppers: u32,
    /// The milliseconds over which their first requests are spread evenly.
    pub(crate) within: u64,
    /// The average time for which a page stays open, in milliseconds. It is opened again a day later. `None`: it stays
    /// open.
    pub(crate) stays: Option<u64>,
    /// Whether pages can read `Retry-After`.
    pub(crate) readable: bool,
}

/// The outcome.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) shoppers: u32,
    pub(crate) requests: u64,
    /// The time of each acceptance, in milliseconds since the first request.
    pub(crate) accepted: Vec<u64>,
    /// The time from request to acceptance, in milliseconds, sorted.
    pub(crate) waits: Vec<u64>,
    /// The same for shoppers who were throttled at first, sorted.
    pub(crate) waits_of_refused: Vec<u64>,
    /// Requests in each minute of the first hours.
    pub(crate) per_minute: Vec<u32>,
}

impl Outcome {
    pub(crate) fn share(&self) -> f64 {
        self.accepted.len() as f64 / f64::from(self.shoppers)
    }

    pub(crate) fn requests_per_acceptance(&self) -> f64 {
        self.requests as f64 / self.accepted.len() as f64
    }

    /// The last acceptance, in milliseconds.
    pub(crate) fn drained(&self) -> u64 {
        self.accepted.iter().copied().max().unwrap_or_default()
    }
}

pub(crate) fn median(sorted: &[u64]) -> u64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// The minimum time in which the account's limit allows this number of requests, in milliseconds.
pub(crate) fn physical_minimum(shoppers: u32) -> u64 {
    let (full, rest) = (u64::from(shoppers / STEADY), u64::from(shoppers % STEADY));
    full * MINUTE + rest * SECOND / u64::from(BURST)
}

/// Fixed windows, as in the emulator.
#[derive(Default)]
struct Limit {
    second: (u64, u32),
    minute: (u64, u32),
}

impl Limit {
    /// `Err`: the seconds of `Retry-After`.
    fn take(&mut self, now: u64) -> Result<(), u64> {
        for (window, length) in [(&mut self.second, SECOND), (&mut self.minute, MINUTE)] {
            if now >= window.0 + length || window.1 == 0 {
                *window = (now, 0);
            }
        }
        let left = |(start, _): (u64, u32), length: u64| (start + length - now).div_ceil(SECOND);
        let mut wait = 0;
        if self.second.1 >= BURST {
            wait = left(self.second, SECOND);
        }
        if self.minute.1 >= STEADY {
            wait = wait.max(left(self.minute, MINUTE));
        }
        if wait > 0 {
            return Err(wait);
        }
        self.second.1 += 1;
        self.minute.1 += 1;
        Ok(())
    }
}

/// `SplitMix64`: the same numbers in each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, most: u64) -> u64 {
        (self.unit() * most as f64) as u64
    }

    /// Exponential, with this mean.
    fn exponential(&mut self, mean: u64) -> u64 {
        (-(1.0 - self.unit()).ln() * mean as f64) as u64
    }
}

struct Shopper {
    first_request: u64,
    attempts: u32,
    /// When the page closes.
    closes: u64,
}

/// What 429 means.
fn throttled() -> Error {
    check_response(429, None).unwrap_err()
}

fn wait(
    policy: Policy,
    attempts: u32,
    retry_after: Option<u64>,
    now: u64,
    random: &mut Random,
) -> Option<u64> {
    let longest = (SECOND << (attempts - 1).min(8)).min(180 * SECOND);
    match policy {
        Policy::Never => None,
        Policy::Fixed => Some(longest),
        Policy::FullJitter => Some(random.below(longest)),
        Policy::Ours => {
            let retry_after = retry_after.map(|seconds| RetryAfter::Seconds(seconds as f64));
            // A realistic time, since the policy takes milliseconds since 1970.
            let clock = 1_800_000_000_000.0 + now as f64;
            let entry = QueueEntry { attempts, ..QueueEntry::default() };
            let entry = entry.failed(throttled(), retry_after, clock, random.unit())?;
            Some((entry.due - clock) as u64)
        }
    }
}

/// Runs a crowd until nobody retries any more, for a maximum of two weeks.
pub(crate) fn run(policy: Policy, crowd: Crowd, seed: u64) -> Outcome {
    let mut random = Random(seed);
    let mut limit = Limit::default();
    let mut outcome = Outcome { shoppers: crowd.shoppers, ..Outcome::default() };
    let mut queue = BinaryHeap::new();
    let mut shoppers: Vec<_> = (0..crowd.shoppers)
        .map(|index| {
            let first_request = u64::from(index) * crowd.within / u64::from(crowd.shoppers);
            queue.push(Reverse((first_request, index)));
            let closes = crowd.stays.map_or(u64::MAX, |mean| first_request + random.exponential(mean));
            Shopper { first_request, attempts: 0, closes }
        })
        .collect();
    while let Some(Reverse((now, index))) = queue.pop() {
        let shopper = &mut shoppers[index as usize];
        if now > shopper.closes {
            // The request is stored. The page is opened again a day later, give or take some hours.
            let mean = crowd.stays.unwrap_or_default();
            let back = shopper.closes + DAY * 7 / 8 + random.below(DAY / 4);
            shopper.closes = back + random.exponential(mean);
            if back < shopper.first_request + 14 * DAY {
                queue.push(Reverse((back, index)));
            }
            continue;
        }
        outcome.requests += 1;
        shopper.attempts += 1;
        let minute = (now / MINUTE) as usize;
        if minute < 180 {
            outcome.per_minute.resize(outcome.per_minute.len().max(minute + 1), 0);
            outcome.per_minute[minute] += 1;
        }
        match limit.take(now) {
            Ok(()) => {
                outcome.accepted.push(now);
                outcome.waits.push(now - shopper.first_request);
                if shopper.attempts > 1 {
                    outcome.waits_of_refused.push(now - shopper.first_request);
                }
            }
            Err(seconds) => {
                let header = crowd.readable.then_some(seconds);
                if let Some(wait) = wait(policy, shopper.attempts, header, now, &mut random) {
                    // Network latency.
                    queue.push(Reverse((now + wait + 20 + random.below(100), index)));
                }
            }
        }
    }
    outcome.waits.sort_unstable();
    outcome.waits_of_refused.sort_unstable();
    outcome
}
