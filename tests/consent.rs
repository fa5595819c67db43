//! Every combination of identifiers, channels and consent, compared with a model.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::struct_excessive_bools,
    clippy::unwrap_used,
    reason = "a table of everything"
)]

mod support;

use back_in_stock::{HttpRequest, Step, Subscription};
use serde_json::Value;
use support::requests::read;

const CHANNELS: [&str; 4] = ["EMAIL", "SMS", "PUSH", "WHATSAPP"];

/// One combination.
#[derive(Clone, Copy, Debug)]
struct Case {
    email: bool,
    phone: bool,
    id: bool,
    external: bool,
    /// A set of channels, one bit each; `None`: unset.
    channels: Option<usize>,
    newsletter: &'static str,
    list: &'static str,
    sms: Consent,
    whatsapp: Consent,
}

/// Consent to one channel: the checkbox of the sign-up, and the word for consent recorded earlier.
#[derive(Clone, Copy, Debug)]
struct Consent {
    marketing: &'static str,
    recorded: &'static str,
}

/// An accepted request: its channels, the channels that consent is recorded for, and whether a newsletter follows.
type Accepted = (Vec<&'static str>, Vec<&'static str>, bool);
type Refusal = (&'static str, &'static str);

fn all() -> impl Iterator<Item = Case> {
    let boxes = ["unset", "true"];
    let words = ["unset", "recorded", "yes"];
    (0..16 * 17 * 2 * 2 * 6 * 6).map(move |number| {
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
            newsletter: boxes[take(2)],
            list: ["unset", "Y6nRLr"][take(2)],
            sms: Consent { marketing: boxes[take(2)], recorded: words[take(3)] },
            whatsapp: Consent { marketing: boxes[take(2)], recorded: words[take(3)] },
        }
    })
}

fn names(set: usize) -> Vec<&'static str> {
    (0..4).filter(|bit| set >> bit & 1 == 1).map(|bit| CHANNELS[bit]).collect()
}

/// The documented rules, as a list. The first broken rule is reported.
fn model(case: Case) -> Result<Accepted, Refusal> {
    let known = case.id || case.external;
    let channels = match case.channels {
        None if case.email => vec!["EMAIL"],
        None => vec![],
        Some(set) => names(set),
    };
    let reached = |channel: &&str| match *channel {
        "EMAIL" => case.email || known,
        "PUSH" => case.email || case.phone || known,
        _ => case.phone || known,
    };
    let (newsletter, sms, whatsapp) =
        (case.newsletter == "true", case.sms.marketing == "true", case.whatsapp.marketing == "true");
    let covered = |channel, consent: Consent| {
        !channels.contains(&channel) || consent.marketing == "true" || consent.recorded == "recorded"
    };
    let rules = [
        (case.email || case.phone || known, ("missing_identifier", "profile")),
        (!channels.is_empty(), ("missing_channel", "channels")),
        (channels.iter().all(reached), ("channel_without_identifier", "channels")),
        (!newsletter || case.email, ("missing_identifier", "email")),
        (!(sms || whatsapp) || case.phone, ("missing_identifier", "phoneNumber")),
        (!(newsletter || sms || whatsapp) || case.list == "Y6nRLr", ("invalid_option", "listId")),
        (case.sms.recorded != "yes", ("invalid_option", "smsConsent")),
        (case.whatsapp.recorded != "yes", ("invalid_option", "whatsappConsent")),
        (covered("SMS", case.sms), ("consent_required", "smsConsent")),
        (covered("WHATSAPP", case.whatsapp), ("consent_required", "whatsappConsent")),
    ];
    if let Some((_, refusal)) = rules.into_iter().find(|(holds, _)| !holds) {
        return Err(refusal);
    }
    let mut consents = vec![];
    if sms {
        consents.push("sms");
    }
    if whatsapp {
        consents.push("whatsapp");
    }
    Ok((channels, consents, newsletter))
}

fn core(case: Case) -> Result<Accepted, Refusal> {
    let given = |given: bool, value: &'static str| if given { value } else { "unset" };
    let channels =
        case.channels.map_or_else(|| "unset".to_owned(), |set| format!("[{}]", names(set).join(",")));
    let values = [
        ("companyId", "ABC123"),
        ("variant.id", "SKU-1"),
        ("profile.email", given(case.email, "ann@example.com")),
        ("profile.phoneNumber", given(case.phone, "+15005550006")),
        ("profile.id", given(case.id, "01GDDKASAP8TKDDA2GRZDSVP4H")),
        ("profile.externalId", given(case.external, "7")),
        ("channels", &channels),
        ("marketing.listId", case.list),
        ("marketing.email", case.newsletter),
        ("marketing.sms", case.sms.marketing),
        ("marketing.whatsapp", case.whatsapp.marketing),
        ("smsConsent", case.sms.recorded),
        ("whatsappConsent", case.whatsapp.recorded),
    ];
    let accepted = read(&values, |service, subscription: &Subscription<'_>| {
        let request = |purpose| HttpRequest::new(purpose, subscription, service);
        assert!(request(Step::Alert).is_some());
        let consents = request(Step::Consent).map_or_else(Vec::new, |request| consents_of(&request));
        (subscription.channels().collect(), consents, request(Step::Newsletter).is_some())
    });
    accepted.map_err(|error| (error.code().as_str(), error.field().unwrap_or_default()))
}

/// The channels that the call records consent for.
fn consents_of(request: &HttpRequest<'_>) -> Vec<&'static str> {
    let body = serde_json::to_value(request.body()).unwrap();
    let profile = &body["data"]["attributes"]["profile"]["data"]["attributes"];
    let Value::Object(subscriptions) = &profile["subscriptions"] else { panic!("{body}") };
    let known = ["email", "sms", "whatsapp"].into_iter().filter(|name| subscriptions.contains_key(*name));
    assert_eq!(known.clone().count(), subscriptions.len(), "{body}");
    known.collect()
}

#[test]
fn every_combination() {
    let mut accepted = 0;
    for case in all() {
        let seen = core(case);
        assert_eq!(seen, model(case), "{case:?}");
        if let Ok((channels, consents, _)) = seen {
            accepted += 1;
            is_consented(case, &channels, &consents);
        }
    }
    // Some combinations are accepted, and some are rejected.
    assert!((1_000..20_000).contains(&accepted), "{accepted}");
}

/// Whatever the model says, SMS and WhatsApp are never a default, and need consent, each its own.
#[track_caller]
fn is_consented(case: Case, channels: &[&str], consents: &[&str]) {
    for (channel, name, consent) in [("SMS", "sms", case.sms), ("WHATSAPP", "whatsapp", case.whatsapp)] {
        if channels.contains(&channel) {
            let agreed = consents.contains(&name) || consent.recorded == "recorded";
            assert!(case.channels.is_some() && agreed, "{case:?}");
        }
    }
}
