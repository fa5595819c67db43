//! The grammars that a page knows before the module is loaded: each regular expression decides as the core does.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "helpers of tests")]

#[path = "support/texts.rs"]
mod texts;

use std::cell::Cell;

use back_in_stock::{
    Error, PATHS, delivery::replay::eviction_error, fingerprint, klaviyo::response::without_answer, options,
};
use proptest::{prelude::*, sample::select, test_runner::TestRunner};
use regex::Regex;
use texts::{cases, text};

/// White space as JavaScript's `\s` has it.
const SPACE: &str =
    r"\t\n\x0B\x0C\r \xA0\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";

/// The one look-ahead there is, which the crate `regex` does not know.
const LOOK_AHEAD: &str = "(?!.*(:::|:$))";

/// A regular expression of JavaScript.
struct Pattern {
    regex: Regex,
    /// The text in front of the look-ahead, if there is one.
    prefix: Option<&'static str>,
}

impl Pattern {
    fn new(javascript: &str) -> Self {
        let prefix = javascript.split_once(LOOK_AHEAD).map(|(prefix, _)| match prefix {
            "^" => "",
            r"^\$" => "$",
            _ => panic!("{javascript}"),
        });
        let mut pattern = javascript.replace(LOOK_AHEAD, "");
        for (from, to) in [
            (r"\s", SPACE),
            (r"\d", "[0-9]"),
            (r"\p{Cc}", r"\x00-\x1F\x7F-\x9F"),
            // No text of Rust has half a character.
            (r"\p{Cs}", ""),
            (r"\u200B", r"\u{200B}"),
            (r"\uFFFD", r"\u{FFFD}"),
        ] {
            pattern = pattern.replace(from, to);
        }
        assert!(!pattern.contains("(?"), "{javascript}");
        Self { regex: Regex::new(&pattern).unwrap(), prefix }
    }

    fn test(&self, text: &str) -> bool {
        let ahead = self.prefix.and_then(|prefix| text.strip_prefix(prefix)).unwrap_or_default();
        // `.` ends at a line, `$` does not.
        let line = ahead.split(['\n', '\r', '\u{2028}', '\u{2029}']).next().unwrap_or_default();
        let separator = ahead.match_indices(":::").any(|(at, _)| at <= line.len());
        let colon = line == ahead && ahead.ends_with(':');
        !separator && !colon && self.regex.is_match(text)
    }
}

const INSERTED: &[&str] = &[
    ":::", "::", ":", "$", "-", ".", "_", "pk_", "0", "9", "A", "Z", "a", "z", "[", "`", "{", "@", "/", " ",
    "\t", "\n", "\r", "\u{B}", "\u{C}", "\0", "\u{1F}", "\u{7F}", "\u{80}", "\u{85}", "\u{9F}", "\u{A0}",
    "\u{AD}", "\u{180E}", "\u{1680}", "\u{2000}", "\u{200A}", "\u{200B}", "\u{200C}", "\u{2028}", "\u{2029}",
    "\u{202F}", "\u{205F}", "\u{2060}", "\u{3000}", "\u{FEFF}", "\u{FFFC}", "\u{FFFD}", "\u{212A}",
    "\u{17F}", "\u{130}", "\u{131}", "ß", "K", "S", "１", "٣", "Ａ", "é", "😀",
];

/// One of the valid texts, or one that differs from it by up to three letters.
fn near(valid: Vec<String>) -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0..6u8, select(INSERTED));
    (select(valid), prop::collection::vec(edit, 0..4)).prop_map(|(text, edits)| {
        let mut letters: Vec<String> = text.chars().map(String::from).collect();
        for (at, what, inserted) in edits {
            let at = at.index(letters.len() + 1);
            match (what, letters.get_mut(at)) {
                (0, Some(letter)) => inserted.clone_into(letter),
                (1, Some(letter)) => *letter = letter.to_lowercase(),
                (2, Some(letter)) => *letter = letter.to_uppercase(),
                (3, Some(_)) => drop(letters.remove(at)),
                (4, Some(letter)) => *letter = letter.repeat(2),
                _ => letters.insert(at, inserted.to_owned()),
            }
        }
        letters.concat()
    })
}

fn valid(name: &str) -> Vec<String> {
    let texts: &[&str] = match name {
        "companyId" => &["ABC123", "abcdef", "000000", "Kk5Ss1"],
        "revision" => &["2026-07-15", "2024-02-15.pre", "2026-10-15.pre-2", "9999-99-99"],
        "integration" => &["$custom", "$shopify", "$", "$é", "$a::b", "$:b", "$my-own.shop_1"],
        "catalog" => &["$default", "eu", "é", "a::b", ":b", "1", "😀"],
        "country" => &["US", "DE", "GB", "KE", "SK", "OM", "XK", "IS"],
        _ => panic!("no texts for {name}"),
    };
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// 20,000 texts near the valid ones and 1,000 of any kind.
#[track_caller]
fn agree(name: &str, valid: Vec<String>, pattern: &str, accepts: impl Fn(&str) -> bool) {
    let pattern = Pattern::new(pattern);
    for text in &valid {
        assert!(accepts(text), "{name} {text}");
    }
    let counts = [Cell::new(0), Cell::new(0)];
    let same = |text: String| {
        let accepted = accepts(&text);
        counts[usize::from(accepted)].update(|count| count + 1);
        prop_assert_eq!(pattern.test(&text), accepted, "{} {:?}", name, text);
        Ok(())
    };
    TestRunner::new(cases(20_000)).run(&near(valid), same).unwrap();
    TestRunner::new(cases(1_000)).run(&text(), same).unwrap();
    assert!(counts.iter().all(|count| count.get() > 1000), "{name} {counts:?}");
}

#[test]
fn each_rule_decides_as_its_pattern() {
    let rules = options::rules();
    assert_eq!(
        rules.iter().map(|rule| rule.name).collect::<Vec<_>>(),
        ["companyId", "revision", "integration", "catalog", "country"]
    );
    for rule in rules {
        agree(rule.name, valid(rule.name), &rule.pattern, |text| rule.accepts(text));
    }
}

#[test]
fn each_rule_decides_as_its_pattern_on_every_letter() {
    for rule in options::rules() {
        let pattern = Pattern::new(&rule.pattern);
        let valid = valid(rule.name).swap_remove(0);
        // Every white space, and every letter that folds to an ASCII one, is in these.
        for c in ('\0'..='\u{30FF}').chain('\u{FB00}'..='\u{FFFF}') {
            let text = format!("{}{c}", &valid[..valid.len() - 1]);
            assert_eq!(pattern.test(&text), rule.accepts(&text), "{} {text:?}", rule.name);
        }
    }
}

#[test]
fn each_country_decides_as_its_pattern() {
    let rules = options::rules();
    let rule = rules.iter().find(|rule| rule.name == "country").unwrap();
    let pattern = Pattern::new(&rule.pattern);
    let codes = ('A'..='z').flat_map(|a| ('A'..='z').map(move |b| format!("{a}{b}")));
    assert_eq!(codes.filter(|code| pattern.test(code)).count(), 245);
    for code in ('A'..='z').flat_map(|a| ('A'..='z').map(move |b| format!("{a}{b}"))) {
        assert_eq!(pattern.test(&code), rule.accepts(&code), "{code}");
    }
}

#[test]
fn each_rule_has_the_error_of_its_option() {
    let seen: Vec<_> = options::rules().iter().map(|rule| format!("{:?}", rule.error)).collect();
    assert_eq!(
        seen,
        [
            "invalid_company_id\tcompanyId\tmust be six letters or digits: the public API key",
            "invalid_option\trevision\tmust be a date such as 2026-10-15",
            "invalid_option\tintegration\tmust be a name such as $custom, without ':::'",
            "invalid_option\tcatalog\tmust be a name such as $default, without ':::'",
            "invalid_option\tcountry\tmust be the ISO code of a country, such as US",
        ]
    );
}

#[test]
fn a_private_key_is_what_its_pattern_finds() {
    let (pattern, error) = options::private_key();
    assert_eq!(error.code(), "private_key");
    let keys = ["pk_0123456789", "pk_", " pk_0", "apk_1"].map(str::to_owned).to_vec();
    agree("private key", keys, pattern, |text| {
        back_in_stock::CompanyId::parse(text).is_err_and(|error| error.code() == "private_key")
    });
}

/// The file that was generated from all this is of this build.
#[test]
fn the_generated_file_is_up_to_date() {
    let file = include_str!("../src/js/generated/core.ts");
    let (private_key, error) = options::private_key();
    let mut lines = vec![
        format!("{:?}", PATHS.join(" ")),
        format!("ERRORS = {:?};", Error::lines()),
        format!("PRIVATE_KEY: [RegExp, number] = [/{private_key}/, {}];", error.number()),
        format!("ENDPOINT = {};", options::endpoint().number()),
        format!("FINGERPRINT = {};", fingerprint()),
    ];
    lines.push(format!("RETRYABLE = /^({})$/;", Error::RETRYABLE.map(Error::code).join("|")));
    lines.push(format!("CROWDED = {};", eviction_error().number()));
    lines.extend(without_answer().map(|(name, error)| format!("{name} = {};", error.number())));
    for rule in options::rules() {
        lines.push(format!(
            "  {}: [/{}/u, {}],",
            rule.name,
            rule.pattern.replace('/', "\\/"),
            rule.error.number()
        ));
    }
    let missing: Vec<_> = lines.iter().filter(|line| !file.contains(*line)).collect();
    assert!(missing.is_empty(), "run `npm run generate`: {missing:#?}");
}
