//! The revisions of the API and their states. `fixtures/revisions.json` lists each with the day from which it is
//! deprecated and the day from which it is retired. The tests of the emulator and of the wrapper read it, too.
#![expect(clippy::expect_used, reason = "the fixture is ours")]

use back_in_stock::revision::{
    CURRENT, REVISIONS,
    State::{self, Deprecated, Retired, Stable},
    state,
};

fn lives() -> Vec<[String; 3]> {
    serde_json::from_str(include_str!("fixtures/revisions.json")).expect("a list of dates")
}

/// The day before another one in the same month.
fn day_before(date: &str) -> String {
    let (month, day) = date.split_at(8);
    format!("{month}{:02}", day.parse::<u32>().expect("a day") - 1)
}

#[track_caller]
fn is(revision: &str, today: &str, expected: State) {
    assert_eq!(state(revision, today), Some(expected), "{revision} on {today}");
}

#[test]
fn the_list_is_complete_and_in_order_and_ends_with_the_default() {
    assert!(lives().iter().map(|[revision, ..]| revision).eq(REVISIONS));
    assert!(REVISIONS.is_sorted());
    assert_eq!(REVISIONS.last(), Some(&CURRENT));
}

#[test]
fn a_state_changes_on_the_revisions_own_date() {
    for [revision, deprecated, retired] in lives() {
        is(&revision, "2023-01-01", Stable);
        is(&revision, &revision, Stable);
        is(&revision, &day_before(&deprecated), Stable);
        is(&revision, &deprecated, Deprecated);
        is(&revision, &day_before(&retired), Deprecated);
        is(&revision, &retired, Retired);
        is(&revision, "9999-12-31", Retired);
    }
}

/// Klaviyo's list in November 2026: 2024 and older are retired, 2025 is deprecated, 2026 is stable.
#[test]
fn the_states_in_november_2026() {
    for today in ["2026-11-01", "2026-11-30"] {
        for revision in REVISIONS {
            let expected = match &revision[..4] {
                "2026" => Stable,
                "2025" => Deprecated,
                _ => Retired,
            };
            is(revision, today, expected);
        }
    }
}

#[test]
fn a_suffix_is_ignored_and_other_text_has_no_state() {
    is("2025-10-15.pre", "2026-11-30", Deprecated);
    for text in ["", "latest", "2026-7-15", "20261015", "2026-10-1", "2026/10/15", "2026-10-1\u{665}"] {
        assert_eq!(state(text, "2026-11-30"), None, "{text}");
        assert_eq!(state("2026-10-15", text), None, "{text}");
    }
}
