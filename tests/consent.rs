//! Every combination of identifiers, channels and consent, against a model of its own.
#![expect(clippy::indexing_slicing, clippy::struct_excessive_bools, reason = "a table of everything")]

#[path = "support/packed.rs"]
mod packed;

use back_in_stock::{HttpRequest, Purpose, Subscription};
use packed::read;

const CHANNELS: [&str; 4] = ["EMAIL", "SMS", "PUSH", "WHATSAPP"];

/// One combination.
#[derive(Clone, Copy, Debug)]
struct Case {
    email: bool,
    phone: bool,
    id: bool,
    external: bool,
    /// A set, by its bits; `None`: not given.
    channels: Option<usize>,
    marketing_email: &'static str,
    marketing_sms: &'static str,
    list: &'static str,
    recorded: &'static str,
}

/// What is accepted: the channels, and whether consent and a sign-up are sent too.
type Accepted = (Vec<&'static str>, bool, bool);

fn all() -> impl Iterator<Item = Case> {
    let marks = ["", "-", "+"];
    (0..16 * 17 * 3 * 3 * 3 * 3).map(move |number| {
        let mut rest = number;
        let mut take = |count: usize| {
            let digit = rest % count;
            rest /= count;
            digit
        };
        let people = take(16);
        Case {
            email: people & 1 != 0,
            phone: people & 2 != 0,
            id: people & 4 != 0,
            external: people & 8 != 0,
            channels: take(17).checked_sub(1),
            marketing_email: marks[take(3)],
            marketing_sms: marks[take(3)],
            list: ["", "' ", "'Y6nRLr"][take(3)],
            recorded: ["", "'recorded", "'yes"][take(3)],
        }
    })
}

/// The documented rules, as a list: the first that is broken is said.
fn model(case: Case) -> Result<Accepted, (&'static str, &'static str)> {
    let known = case.id || case.external;
    let asked: Vec<_> = match case.channels {
        None if case.email => vec!["EMAIL"],
        None => vec![],
        Some(set) => (0..4).filter(|bit| set >> bit & 1 == 1).map(|bit| CHANNELS[bit]).collect(),
    };
    let reached = |channel: &&str| match *channel {
        "EMAIL" => case.email || known,
        "PUSH" => case.email || case.phone || known,
        _ => case.phone || known,
    };
    let (newsletter, consent) = (case.marketing_email == "+", case.marketing_sms == "+");
    let rules = [
        (case.email || case.phone || known, ("missing_identifier", "profile")),
        (!asked.is_empty(), ("missing_channel", "channels")),
        (asked.iter().all(reached), ("channel_without_identifier", "channels")),
        (!newsletter || case.email, ("missing_identifier", "email")),
        (!consent || case.phone, ("missing_identifier", "phoneNumber")),
        (!(newsletter || consent) || case.list == "'Y6nRLr", ("invalid_option", "listId")),
        (case.recorded != "'yes", ("invalid_option", "smsConsent")),
        (
            !asked.contains(&"SMS") || consent || case.recorded == "'recorded",
            ("consent_required", "smsConsent"),
        ),
    ];
    match rules.into_iter().find(|(holds, _)| !holds) {
        Some((_, refusal)) => Err(refusal),
        None => Ok((asked, consent, newsletter)),
    }
}

fn core(case: Case) -> Result<Accepted, (&'static str, &'static str)> {
    let given = |given: bool, value: &'static str| if given { value } else { "" };
    let channels = case.channels.map_or_else(String::new, |set| {
        let names: Vec<_> = (0..4).filter(|bit| set >> bit & 1 == 1).map(|bit| CHANNELS[bit]).collect();
        format!("[{}", names.join("\u{1}"))
    });
    let values = [
        ("companyId", "'ABC123"),
        ("variant.id", "'SKU-1"),
        ("profile.email", given(case.email, "'ann@example.com")),
        ("profile.phoneNumber", given(case.phone, "'+15005550006")),
        ("profile.id", given(case.id, "'01GDDKASAP8TKDDA2GRZDSVP4H")),
        ("profile.externalId", given(case.external, "'7")),
        ("channels", &channels),
        ("marketing.email", case.marketing_email),
        ("marketing.sms", case.marketing_sms),
        ("marketing.listId", case.list),
        ("smsConsent", case.recorded),
    ];
    let accepted = read(&values, |options, subscription: &Subscription<'_>| {
        let sends = |purpose| HttpRequest::new(purpose, subscription, options).is_some();
        assert!(sends(Purpose::Alert));
        (subscription.channels().names().collect(), sends(Purpose::Consent), sends(Purpose::Newsletter))
    });
    accepted.map_err(|error| (error.code(), error.field().unwrap_or_default()))
}

#[test]
fn every_combination() {
    let mut accepted = 0;
    for case in all() {
        let expected = model(case);
        accepted += usize::from(expected.is_ok());
        assert_eq!(core(case), expected, "{case:?}");
    }
    // Neither is everything refused, nor is everything accepted.
    assert!((1000..10_000).contains(&accepted), "{accepted}");
}

#[test]
fn a_text_message_is_never_a_default_and_never_without_consent() {
    for case in all() {
        if let Ok((channels, consent, _)) = core(case)
            && channels.contains(&"SMS")
        {
            assert!(case.channels.is_some() && (consent || case.recorded == "'recorded"), "{case:?}");
        }
    }
}
