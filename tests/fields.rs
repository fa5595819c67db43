//! The text in which a page hands over everything: what it means, and that no text whatever does harm.

#[path = "support/packed.rs"]
mod packed;
#[path = "support/texts.rs"]
mod texts;

use back_in_stock::{Field, Fields, Options, PATHS, Subscription, subscription};
use packed::{pack, read};
use proptest::prelude::*;
use texts::{cases, text};

const MARKETING: &str = "must be { listId, email?: boolean, sms?: boolean, whatsapp?: boolean }";

/// Each field, the mark of its values, and what is said of any other: code, field, message.
const FIELDS: [(Field, &str, &str, [&str; 3]); 24] = [
    (Field::Audience, "audience", "'", ["invalid_option", "audience", "must be 'client' or 'server'"]),
    (
        Field::CompanyId,
        "companyId",
        "'",
        ["invalid_company_id", "companyId", "must be six letters or digits: the public API key"],
    ),
    (
        Field::PrivateKey,
        "privateKey",
        "'",
        ["invalid_option", "privateKey", "must be a private API key, which begins with pk_"],
    ),
    (
        Field::AccessToken,
        "accessToken",
        "'",
        ["invalid_option", "accessToken", "or privateKey is needed for the audience 'server'"],
    ),
    (
        Field::Endpoint,
        "endpoint",
        "'",
        ["invalid_option", "endpoint", "must be a plain URL: https, loopback, or of the page's own origin"],
    ),
    (Field::Revision, "revision", "'", ["invalid_option", "revision", "must be a date such as 2026-10-15"]),
    (
        Field::MediaType,
        "mediaType",
        "'",
        ["invalid_option", "mediaType", "must be application/vnd.api+json or application/json"],
    ),
    (
        Field::Integration,
        "integration",
        "'",
        ["invalid_option", "integration", "must be a name such as $custom, without ':::'"],
    ),
    (
        Field::Catalog,
        "catalog",
        "'",
        ["invalid_option", "catalog", "must be a name such as $default, without ':::'"],
    ),
    (
        Field::Country,
        "country",
        "'",
        ["invalid_option", "country", "must be the ISO code of a country, such as US"],
    ),
    (
        Field::Variant,
        "variant.id",
        "'",
        ["invalid_variant_id", "variant", "must be text: numbers lose digits"],
    ),
    (
        Field::VariantIntegration,
        "variant.integration",
        "'",
        ["invalid_option", "integration", "must be a name such as $custom, without ':::'"],
    ),
    (
        Field::VariantCatalog,
        "variant.catalog",
        "'",
        ["invalid_option", "catalog", "must be a name such as $default, without ':::'"],
    ),
    (Field::Id, "profile.id", "'", ["invalid_profile_id", "id", "must be text"]),
    (Field::Email, "profile.email", "'", ["invalid_email", "email", "must be text"]),
    (Field::PhoneNumber, "profile.phoneNumber", "'", ["invalid_phone_number", "phoneNumber", "must be text"]),
    (Field::ExternalId, "profile.externalId", "'", ["invalid_external_id", "externalId", "must be text"]),
    (
        Field::Channels,
        "channels",
        "[",
        ["invalid_option", "channels", "must be a list of EMAIL, SMS, PUSH, WHATSAPP"],
    ),
    (Field::ListId, "marketing.listId", "'", ["invalid_option", "listId", "must be the id of a list"]),
    (Field::MarketingEmail, "marketing.email", "+", ["invalid_option", "marketing", MARKETING]),
    (Field::MarketingSms, "marketing.sms", "+", ["invalid_option", "marketing", MARKETING]),
    (Field::MarketingWhatsapp, "marketing.whatsapp", "+", ["invalid_option", "marketing", MARKETING]),
    (Field::SmsConsent, "smsConsent", "'", ["invalid_option", "smsConsent", "can only be 'recorded'"]),
    (
        Field::WhatsappConsent,
        "whatsappConsent",
        "'",
        ["invalid_option", "whatsappConsent", "can only be 'recorded'"],
    ),
];

/// These values are in a text, and no others.
#[track_caller]
fn unpacks(packed: &str, expected: &[(Field, &str)]) {
    let fields = Fields::unpack(packed);
    for (field, ..) in FIELDS {
        let value = expected.iter().find(|one| one.0 as usize == field as usize).map(|one| one.1);
        assert_eq!(fields.get(field), Ok(value), "{field:?} {packed:?}");
    }
}

/// A request in which every field is read: another value, of one field, is put into it.
#[track_caller]
fn refuses(path: &str, value: &str, expected: [&str; 3]) {
    let audience = if path == "accessToken" { "'server" } else { "'client" };
    let request = [
        ("audience", audience),
        ("companyId", "'ABC123"),
        ("variant.id", "'SKU-1"),
        ("profile.email", "'ann@example.com"),
        ("marketing.listId", "'Y6nRLr"),
        ("marketing.email", "+"),
        (path, value),
    ];
    let seen = read(&request, |_, _| ()).map_err(|error| format!("{error:?}"));
    assert_eq!(seen, Err(expected.join("\t")), "{path} {value}");
}

#[test]
fn the_paths_are_those_of_the_api() {
    assert_eq!(PATHS, FIELDS.map(|(_, path, _, _)| path));
}

#[test]
fn each_value_has_its_place_and_its_mark() {
    for (field, path, mark, _) in FIELDS {
        for value in ["", "x", "'x", "é\u{1}😀"] {
            unpacks(&pack(&[(path, &format!("{mark}{value}"))]), &[(field, value)]);
        }
    }
}

#[test]
fn what_is_absent_is_absent() {
    unpacks("", &[]);
    unpacks(&pack(&[]), &[]);
    unpacks(&pack(&[("marketing.email", "-"), ("marketing.sms", "-"), ("marketing.whatsapp", "-")]), &[]);
    for pieces in 0..FIELDS.len() {
        unpacks(&"\0".repeat(pieces), &[]);
    }
}

#[test]
fn another_type_is_said_of_its_own_field() {
    for (_, path, mark, refusal) in FIELDS {
        for wrong in ["?", "'", "[", "+", "-", "?x", " ", "x", "\u{1}", "\u{7F}"] {
            if !wrong.starts_with(mark) && (mark, wrong) != ("+", "-") {
                refuses(path, wrong, refusal);
            }
        }
    }
}

#[test]
fn a_mark_of_more_than_one_byte_is_none_either() {
    for (_, path, _, refusal) in FIELDS {
        for wrong in ["é", "‘SKU-1’", "\u{FFFD}", "😀"] {
            refuses(path, wrong, refusal);
        }
    }
}

#[test]
fn what_is_missing_at_the_end_is_absent_and_what_is_too_much_is_not_looked_at() {
    unpacks("'client", &[(Field::Audience, "client")]);
    unpacks("\0'ABC123", &[(Field::CompanyId, "ABC123")]);
    let whole = pack(&[("whatsappConsent", "'recorded")]);
    for more in ["", "\0", "\0?", "\0\0\0'x"] {
        unpacks(&format!("{whole}{more}"), &[(Field::WhatsappConsent, "recorded")]);
    }
}

#[test]
fn options_and_request_come_in_one_text() {
    let values = [
        ("companyId", "'ABC123"),
        ("variant.id", "'SKU-1"),
        ("profile.email", "'ann@example.com"),
        ("channels", "[PUSH\u{1}EMAIL"),
    ];
    let packed = "\0'ABC123\0\0\0\0\0\0\0\0\0'SKU-1\0\0\0\0'ann@example.com\0\0\0[PUSH\u{1}EMAIL\0\0\0\0\0\0";
    assert_eq!(pack(&values), packed);
    let channels = read(&values, |_, subscription| subscription.channels().names().collect::<Vec<_>>());
    assert_eq!(channels, Ok(vec!["EMAIL", "PUSH"]));
}

#[test]
fn nul_cannot_come_out() {
    unpacks("'a\0'b", &[(Field::Audience, "a"), (Field::CompanyId, "b")]);
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn what_goes_in_comes_out(values in prop::collection::vec(prop::option::of(text()), FIELDS.len())) {
        let values = clean(&values);
        let expected: Vec<_> = FIELDS
            .iter()
            .zip(&values)
            .filter_map(|((field, ..), value)| Some((*field, value.as_deref()?)))
            .collect();
        unpacks(&marked(&values), &expected);
    }

    #[test]
    fn nothing_panics(pieces in prop::collection::vec((prop::sample::select(vec!["", "'", "[", "+", "-", "?"]), text()), 0..30)) {
        let packed: Vec<_> = pieces.iter().map(|(mark, text)| format!("{mark}{text}")).collect();
        reads(&Fields::unpack(&packed.join("\0")));
    }

    #[test]
    fn nothing_panics_later_either(values in prop::collection::vec(prop::option::of(text()), FIELDS.len())) {
        reads(&Fields::unpack(&marked(&clean(&values))));
    }
}

/// As the wrapper gives values: without a NUL.
fn clean(values: &[Option<String>]) -> Vec<Option<String>> {
    values.iter().map(|value| value.as_ref().map(|text| text.replace('\0', "\u{FFFD}"))).collect()
}

/// The text of values in the order of the fields, each with the mark of its own.
fn marked(values: &[Option<String>]) -> String {
    let mark = |(value, (_, _, mark, _)): (&Option<String>, (_, _, &str, _))| {
        value.as_ref().map_or_else(String::new, |text| format!("{mark}{text}"))
    };
    values.iter().zip(FIELDS).map(mark).collect::<Vec<_>>().join("\0")
}

/// Everything that is ever made of fields. What comes of it is the other tests' matter.
fn reads(fields: &Fields<'_>) {
    drop((Options::read(fields), Subscription::read(fields), subscription::variant_id(fields)));
    drop((
        subscription::variant_parts(fields),
        subscription::email(fields),
        subscription::phone_number(fields),
    ));
}
