//! Whether a button shows: every case of the documented table, and the texts of attributes.

use back_in_stock::{
    inventory::eligibility::{ANSWERS, Level, Reason, Settings, VariantState, answer, flag, tags_allow},
    inventory::rule::Quantity,
};
use proptest::{prelude::*, sample::select, test_runner::TestRunner};

mod support;

use support::texts::{cases, text};

const NO: Option<bool> = Some(false);
const YES: Option<bool> = Some(true);

type Row = (f64, Option<f64>, Option<bool>, bool, &'static str);

/// A quantity, a threshold, `available`, and the policy `continue`; then the reason by default, with
/// `show-when-continue`, and with `hide-when-unmanaged`. `.` shows.
const ROWS: [Row; 33] = [
    (f64::NAN, None, None, false, "..."),
    (f64::NAN, None, None, true, "c.c"),
    (f64::NAN, None, NO, false, "..u"),
    (f64::NAN, None, NO, true, "c.c"),
    (f64::NAN, None, YES, false, "iii"),
    (f64::NAN, None, YES, true, "iii"),
    (f64::NAN, Some(5.0), NO, false, "..u"),
    (3.0, None, None, false, "iii"),
    (3.0, None, NO, false, "iii"),
    (3.0, None, YES, false, "iii"),
    (3.0, None, NO, true, "iii"),
    (0.5, None, NO, false, "iii"),
    (0.0, None, None, false, "..."),
    (0.0, None, None, true, "c.c"),
    (0.0, None, NO, false, "..."),
    (0.0, None, NO, true, "c.c"),
    (0.0, None, YES, false, "c.c"),
    (0.0, None, YES, true, "c.c"),
    (-2.0, None, NO, false, "..."),
    (-2.0, None, YES, false, "c.c"),
    (3.0, Some(5.0), None, false, "..."),
    (3.0, Some(5.0), NO, false, "..."),
    (3.0, Some(5.0), YES, false, "..."),
    (3.0, Some(5.0), YES, true, "c.c"),
    (5.0, Some(5.0), None, false, "iii"),
    (5.0, Some(5.0), NO, true, "iii"),
    (0.0, Some(5.0), None, false, "..."),
    (0.0, Some(5.0), YES, false, "c.c"),
    (0.0, Some(0.0), None, false, "iii"),
    (-1.0, Some(0.0), YES, false, "c.c"),
    (-2.0, Some(-3.0), NO, false, "iii"),
    (-4.0, Some(-3.0), NO, false, "..."),
    (f64::NEG_INFINITY, None, None, false, "..."),
];

fn letter(state: VariantState, settings: Settings) -> char {
    match Reason::of(state, settings) {
        Reason::OutOfStock | Reason::LowStock | Reason::Unavailable | Reason::StockUnknown => '.',
        Reason::InStock => 'i',
        Reason::Continues => 'c',
        Reason::Preorder => 'p',
        Reason::Unmanaged => 'u',
        Reason::Tags => 't',
    }
}

#[test]
fn the_documented_table() {
    for (quantity, threshold, available, continues, expected) in ROWS {
        let level = Level::of(Quantity::new(quantity), threshold);
        let settings = [
            Settings::default(),
            Settings { show_when_continue: true, ..Settings::default() },
            Settings { hide_when_unmanaged: true, ..Settings::default() },
        ];
        for (settings, expected) in settings.into_iter().zip(expected.chars()) {
            let state = VariantState { level, available, continues, preorder: false, tags_match: true };
            let told = format!("{quantity} {threshold:?} {available:?} {continues} {settings:?}");
            assert_eq!(letter(state, settings), expected, "{told}");
            // A preorder alone changes nothing.
            assert_eq!(letter(VariantState { preorder: true, ..state }, settings), expected, "{told}");
            // Tags hide only buttons that would show.
            let forbidden = if expected == '.' { 't' } else { expected };
            assert_eq!(letter(VariantState { tags_match: false, ..state }, settings), forbidden, "{told}");

            let hides = Settings { hide_when_preorder: true, ..settings };
            assert_eq!(letter(state, hides), expected, "{told}");
            let sold = available != NO && matches!(expected, '.' | 'u');
            let preorder = if sold { 'p' } else { expected };
            assert_eq!(letter(VariantState { preorder: true, ..state }, hides), preorder, "{told}");
        }
    }
}

/// A quantity, a threshold, `available`, and why the button shows then.
const WHY: [(f64, Option<f64>, Option<bool>, Reason); 9] = [
    (0.0, None, None, Reason::OutOfStock),
    (-2.0, None, NO, Reason::OutOfStock),
    (0.0, Some(5.0), NO, Reason::OutOfStock),
    (0.0, None, YES, Reason::OutOfStock),
    (3.0, Some(5.0), None, Reason::LowStock),
    (3.0, Some(5.0), YES, Reason::LowStock),
    (f64::NAN, None, NO, Reason::Unavailable),
    (f64::NAN, None, None, Reason::StockUnknown),
    (f64::NAN, Some(5.0), None, Reason::StockUnknown),
];

#[test]
fn why_it_shows() {
    // With the setting, variants that can be bought although they are out of stock show for the same reasons.
    let settings = Settings { show_when_continue: true, ..Settings::default() };
    for (quantity, threshold, available, expected) in WHY {
        let level = Level::of(Quantity::new(quantity), threshold);
        for continues in [false, true] {
            let state = VariantState { level, available, continues, preorder: true, tags_match: true };
            assert_eq!(Reason::of(state, settings), expected, "{quantity} {threshold:?} {available:?}");
            assert!(expected.shows());
        }
    }
}

#[test]
fn the_reasons_that_show_come_first() {
    let shows = Reason::ALL.map(|(reason, _)| reason.shows());
    assert!(shows.is_sorted_by(|first, second| first >= second), "{shows:?}");
}

#[test]
fn shows_when_the_older_snippet_showed() {
    // The rule of the snippet, for variants with a known quantity that are only available above 0.
    let strategy = (-3_i32..9, 1_i32..6, any::<[bool; 5]>());
    let same = |(quantity, threshold, [available, continues, when_continue, preorder, allowed]): (
        i32,
        i32,
        [bool; 5],
    )| {
        prop_assume!(!available || quantity > 0);
        let snippet =
            quantity < threshold && (allowed || !(preorder && available)) && (!continues || when_continue);
        let state = VariantState {
            level: Level::of(Quantity::new(quantity.into()), Some(threshold.into())),
            available: Some(available),
            continues,
            preorder,
            tags_match: true,
        };
        let settings = Settings {
            show_when_continue: when_continue,
            hide_when_preorder: !allowed,
            ..Settings::default()
        };
        prop_assert_eq!(letter(state, settings) == '.', snippet, "{:?} {:?}", state, settings);
        Ok(())
    };
    TestRunner::new(cases(5_000)).run(&strategy, same).unwrap();
}

#[test]
fn reasons_have_names_in_snake_case() {
    for (_, name) in Reason::ALL {
        assert!(name.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase()));
    }
}

#[test]
fn texts_of_boolean_attributes() {
    for (text, says) in [
        ("", YES),
        ("  ", YES),
        ("true", YES),
        (" TRUE\n", YES),
        ("yes", YES),
        ("1", YES),
        ("false", NO),
        ("False ", NO),
        ("no", NO),
        ("0", NO),
        ("2", None),
        ("truee", None),
        ("null", None),
        ("\u{A0}true", None),
        ("in stock", None),
    ] {
        assert_eq!(answer(text), says, "{text:?}");
    }
    for (word, says) in ANSWERS {
        assert_eq!(answer(word), Some(says));
        assert_eq!(flag(Some(word)), says);
    }
    assert!(flag(Some("preorder")));
    assert!(!flag(None));
}

#[test]
fn other_texts_have_no_boolean() {
    let words: Vec<_> = ANSWERS.iter().map(|(word, _)| word.to_string()).collect();
    let others = |text: String| {
        let word = text.trim_matches([' ', '\t', '\n', '\x0C', '\r']).to_ascii_lowercase();
        prop_assert_eq!(answer(&text).is_some(), words.contains(&word), "{:?}", text);
        Ok(())
    };
    TestRunner::new(cases(2_000)).run(&text(), others).unwrap();
}

#[test]
fn tags_include_and_exclude() {
    for (tags, include, exclude, allowed) in [
        ("", "", "", true),
        ("summer", "", "", true),
        ("", "summer", "", false),
        ("Summer, Linen", "linen", "", true),
        ("summer,linen", "wool , LINEN", "", true),
        ("summer", "sum", "", false),
        ("summer", "", "summer", false),
        ("summer, linen", "summer", "linen", false),
        ("no alerts", "", "No Alerts", false),
        ("no  alerts", "", "no alerts", true),
        ("été", "", "ÉTÉ", false),
        ("summer", " , ,", ",", true),
        (",", "", "", true),
    ] {
        assert_eq!(tags_allow(tags, include, exclude), allowed, "{tags:?} {include:?} {exclude:?}");
    }
}

#[test]
fn excluding_outweighs_including() {
    let list =
        || prop::collection::vec(select(vec!["a", "B", " c", "d "]), 0..4).prop_map(|list| list.join(","));
    let rule = |(tags, include, exclude): (String, String, String)| {
        let allowed = tags_allow(&tags, &include, &exclude);
        prop_assert!(!allowed || tags_allow(&tags, &include, ""));
        prop_assert!(!allowed || tags_allow(&tags, "", &exclude));
        prop_assert_eq!(
            allowed,
            tags_allow(&tags.to_uppercase(), &include, "") && tags_allow(&tags, "", &exclude.to_lowercase())
        );
        Ok(())
    };
    TestRunner::new(cases(2_000)).run(&(list(), list(), list()), rule).unwrap();
}
