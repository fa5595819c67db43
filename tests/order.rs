//! The order of the checks is part of the API: of two mistakes, the one that stands first in it is said.

#[path = "support/packed.rs"]
mod packed;

use packed::{Values, read};

const GOOD: &Values<'_> = &[
    ("companyId", "'ABC123"),
    ("variant.id", "'SKU-1"),
    ("profile.email", "'ann@example.com"),
    ("profile.phoneNumber", "'+15005550006"),
    ("channels", "[EMAIL\u{1}SMS\u{1}WHATSAPP"),
    ("smsConsent", "'recorded"),
    ("whatsappConsent", "'recorded"),
];

/// What is changed, and the code and the field that are said of it.
type Mistake<'a> = (&'a Values<'a>, &'a str, &'a str);

/// The stages in their order: private key, company, service, variant, profile, channels, consent.
const VALUES: [&[Mistake<'_>]; 7] = [
    &[
        (&[("companyId", "'pk_0123456789")], "private_key", "companyId"),
        (&[("privateKey", "'pk_0123456789")], "private_key", "companyId"),
    ],
    &[
        (&[("companyId", "'ABC")], "invalid_company_id", "companyId"),
        (&[("companyId", "'")], "invalid_company_id", "companyId"),
        (&[("companyId", "")], "invalid_company_id", "companyId"),
    ],
    &[
        (&[("revision", "'latest")], "invalid_option", "revision"),
        (&[("mediaType", "'text/plain")], "invalid_option", "mediaType"),
    ],
    &[
        (&[("variant.id", "'")], "invalid_variant_id", "variant"),
        (&[("variant.id", "")], "invalid_variant_id", "variant"),
        (&[("variant.id", "' SKU-1")], "invalid_variant_id", "variant"),
        (&[("variant.id", "'a:::b")], "invalid_variant_id", "variant"),
        (&[("integration", "'custom")], "invalid_option", "integration"),
        (&[("variant.catalog", "'a b")], "invalid_option", "catalog"),
    ],
    &[
        (&[("profile.id", "'")], "invalid_profile_id", "id"),
        (&[("profile.email", "'ann")], "invalid_email", "email"),
        (&[("profile.phoneNumber", "'+1 500")], "invalid_phone_number", "phoneNumber"),
        (&[("country", "'XX")], "invalid_option", "country"),
        (&[("profile.externalId", "' ")], "invalid_external_id", "externalId"),
        (&[("profile.email", ""), ("profile.phoneNumber", "")], "missing_identifier", "profile"),
    ],
    &[
        (&[("channels", "[")], "missing_channel", "channels"),
        (&[("channels", "[FAX")], "invalid_option", "channels"),
        (&[("channels", "[email")], "invalid_option", "channels"),
        (&[("channels", "[EMAIL"), ("profile.email", "")], "channel_without_identifier", "channels"),
        (&[("channels", ""), ("profile.email", "")], "missing_channel", "channels"),
    ],
    &[
        (&[("smsConsent", "")], "consent_required", "smsConsent"),
        (&[("smsConsent", "'yes")], "invalid_option", "smsConsent"),
        (&[("whatsappConsent", "")], "consent_required", "whatsappConsent"),
        (&[("whatsappConsent", "'yes")], "invalid_option", "whatsappConsent"),
        (&[("marketing.email", "+")], "invalid_option", "listId"),
        (&[("marketing.sms", "+"), ("marketing.listId", "' ")], "invalid_option", "listId"),
        (&[("marketing.whatsapp", "+")], "invalid_option", "listId"),
    ],
];

/// The same stages, for values of another type.
const TYPES: [&[Mistake<'_>]; 7] = [
    &[],
    &[(&[("companyId", "?")], "invalid_company_id", "companyId")],
    &[
        (&[("revision", "?")], "invalid_option", "revision"),
        (&[("mediaType", "?")], "invalid_option", "mediaType"),
    ],
    &[
        (&[("variant.id", "?")], "invalid_variant_id", "variant"),
        (&[("variant.integration", "?")], "invalid_option", "integration"),
    ],
    &[
        (&[("profile.id", "?")], "invalid_profile_id", "id"),
        (&[("profile.email", "?")], "invalid_email", "email"),
        (&[("profile.phoneNumber", "?")], "invalid_phone_number", "phoneNumber"),
        (&[("profile.externalId", "?")], "invalid_external_id", "externalId"),
    ],
    &[(&[("channels", "'SMS")], "invalid_option", "channels")],
    &[
        (&[("smsConsent", "+")], "invalid_option", "smsConsent"),
        (&[("whatsappConsent", "+")], "invalid_option", "whatsappConsent"),
        (&[("marketing.email", "?")], "invalid_option", "marketing"),
        (&[("marketing.sms", "'yes")], "invalid_option", "marketing"),
        (&[("marketing.whatsapp", "?")], "invalid_option", "marketing"),
    ],
];

/// What is said of all these changes; empty if nothing is.
fn said(changes: &[&Values<'_>]) -> (&'static str, &'static str) {
    let refused = read(&[&[GOOD], changes].concat().concat(), |_, _| ());
    refused.err().map_or(("", ""), |error| (error.code(), error.field().unwrap_or_default()))
}

fn overlap(a: &Values<'_>, b: &Values<'_>) -> bool {
    a.iter().any(|(path, _)| b.iter().any(|(other, _)| path == other))
}

/// Of each mistake of `earlier` and each of a later stage of `later`, the earlier is said.
fn wins(earlier: [&[Mistake<'_>]; 7], later: [&[Mistake<'_>]; 7]) -> usize {
    let mut pairs = 0;
    let mut lost = Vec::new();
    for (stage, mistakes) in earlier.into_iter().enumerate() {
        for (first, code, field) in mistakes {
            for (second, ..) in
                later.into_iter().skip(stage + 1).flatten().filter(|second| !overlap(first, second.0))
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
fn each_mistake_is_said() {
    assert_eq!(said(&[]), ("", ""));
    for (change, code, field) in VALUES.into_iter().chain(TYPES).flatten() {
        assert_eq!(said(&[change]), (*code, *field), "{change:?}");
    }
}

#[test]
fn the_earlier_wrong_value_is_said() {
    assert!(wins(VALUES, VALUES) > 250);
}

#[test]
fn the_earlier_wrong_type_is_said() {
    assert!(wins(TYPES, TYPES) > 50);
    assert!(wins(TYPES, VALUES) > 100);
}

#[test]
fn a_wrong_value_is_said_before_a_later_wrong_type() {
    assert!(wins(VALUES, TYPES) > 100);
}
