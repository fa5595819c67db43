//! The order of the checks is part of the API: of two mistakes, the first in this order is reported.

mod support;

use support::requests::{Values, read};

const GOOD: &Values<'_> = &[
    ("companyId", "ABC123"),
    ("variant.id", "SKU-1"),
    ("profile.email", "ann@example.com"),
    ("profile.phoneNumber", "+15005550006"),
    ("channels", "[EMAIL,SMS,WHATSAPP]"),
    ("smsConsent", "recorded"),
    ("whatsappConsent", "recorded"),
];

/// A change, and the code and the field of its error.
type Mistake<'a> = (&'a Values<'a>, &'a str, &'a str);

/// The stages in their order: private key, company, service, variant, profile, channels, consent.
const VALUES: [&[Mistake<'_>]; 7] = [
    &[
        (&[("companyId", "pk_0123456789")], "private_key", "companyId"),
        (&[("privateKey", "pk_0123456789")], "private_key", "privateKey"),
    ],
    &[
        (&[("companyId", "ABC")], "invalid_company_id", "companyId"),
        (&[("companyId", "")], "invalid_company_id", "companyId"),
        (&[("companyId", "unset")], "invalid_company_id", "companyId"),
    ],
    &[
        (&[("revision", "latest")], "invalid_option", "revision"),
        (&[("mediaType", "text/plain")], "invalid_option", "mediaType"),
    ],
    &[
        (&[("variant.id", "")], "invalid_variant_id", "variant"),
        (&[("variant.id", "unset")], "invalid_variant_id", "variant"),
        (&[("variant.id", " SKU-1")], "invalid_variant_id", "variant"),
        (&[("variant.id", "a:::b")], "invalid_variant_id", "variant"),
        (&[("integration", "custom")], "invalid_option", "integration"),
        (&[("variant.catalog", "a b")], "invalid_option", "catalog"),
    ],
    &[
        (&[("profile.id", "")], "invalid_profile_id", "id"),
        (&[("profile.email", "ann")], "invalid_email", "email"),
        (&[("profile.phoneNumber", "+1 500")], "invalid_phone_number", "phoneNumber"),
        (&[("country", "XX")], "invalid_option", "country"),
        (&[("profile.externalId", " ")], "invalid_external_id", "externalId"),
        (&[("profile.email", "unset"), ("profile.phoneNumber", "unset")], "missing_identifier", "profile"),
    ],
    &[
        (&[("channels", "[]")], "missing_channel", "channels"),
        (&[("channels", "[FAX]")], "invalid_option", "channels"),
        (&[("channels", "[email]")], "invalid_option", "channels"),
        (&[("channels", "[EMAIL]"), ("profile.email", "unset")], "channel_without_identifier", "channels"),
        (&[("channels", "unset"), ("profile.email", "unset")], "missing_channel", "channels"),
    ],
    &[
        (&[("smsConsent", "unset")], "consent_required", "smsConsent"),
        (&[("smsConsent", "yes")], "invalid_option", "smsConsent"),
        (&[("whatsappConsent", "unset")], "consent_required", "whatsappConsent"),
        (&[("whatsappConsent", "yes")], "invalid_option", "whatsappConsent"),
        (&[("marketing.email", "true")], "invalid_option", "listId"),
        (&[("marketing.sms", "true"), ("marketing.listId", " ")], "invalid_option", "listId"),
        (&[("marketing.whatsapp", "true")], "invalid_option", "listId"),
    ],
];

/// The error of all these changes; empty if there is none.
fn said(changes: &[&Values<'_>]) -> (&'static str, &'static str) {
    let refused = read(&[&[GOOD], changes].concat().concat(), |_, _| ());
    refused.err().map_or(("", ""), |error| (error.code().as_str(), error.field().unwrap_or_default()))
}

fn overlap(a: &Values<'_>, b: &Values<'_>) -> bool {
    a.iter().any(|(path, _)| b.iter().any(|(other, _)| path == other))
}

/// Of each mistake and each one of a later stage, the earlier is reported.
fn wins(stages: [&[Mistake<'_>]; 7]) -> usize {
    let mut pairs = 0;
    let mut lost = Vec::new();
    for (stage, mistakes) in stages.into_iter().enumerate() {
        for (first, code, field) in mistakes {
            for (second, ..) in
                stages.into_iter().skip(stage + 1).flatten().filter(|second| !overlap(first, second.0))
            {
                pairs += 1;
                let seen = said(&[second, first]);
                if seen != (code, field) {
                    lost.push(format!("{first:?} before {second:?}: {seen:?}"));
                }
            }
        }
    }
    let some: Vec<_> = lost.iter().take(5).collect();
    assert!(lost.is_empty(), "{} of {pairs}, such as {some:#?}", lost.len());
    pairs
}

#[test]
fn each_mistake_is_reported() {
    assert_eq!(said(&[]), ("", ""));
    for (change, code, field) in VALUES.into_iter().flatten() {
        assert_eq!(said(&[change]), (*code, *field), "{change:?}");
    }
}

#[test]
fn the_earlier_wrong_value_is_reported() {
    assert!(wins(VALUES) > 250);
}
