//! The requests that are sent: the examples of Klaviyo's guide, and every option.
#![expect(clippy::indexing_slicing, reason = "a missing member of a JSON value is null")]

mod support;

use back_in_stock::{HttpRequest, Step};
use serde_json::{Value, json};
use support::requests::{Values, read};

const VARIANT: &str = "$custom:::$default:::SAMPLE-DATA-ITEM-1-VARIANT-MEDIUM";
const PROFILE: &str = "01GDDKASAP8TKDDA2GRZDSVP4H";
const EXTERNAL: &str = "63f64a2b-c6bf-40c7-b81f-bed08162edbe";
const PHONE: &str = "+15005550006";

const CLIENT: &Values<'_> =
    &[("companyId", "ABC123"), ("variant.id", "SKU-1"), ("profile.email", "ann@example.com")];
const SERVER: &Values<'_> = &[
    ("audience", "server"),
    ("privateKey", "pk_0123"),
    ("variant.id", "SKU-1"),
    ("profile.email", "ann@example.com"),
];

/// The request of a step as JSON: `null` if the step is not needed, or the error as a row of text.
fn request(purpose: Step, base: &Values<'_>, more: &Values<'_>) -> Value {
    read(&[base, more].concat(), |service, subscription| {
        let request = HttpRequest::new(purpose, subscription, service);
        let value = json!(request);
        if let Some(request) = request {
            let headers: serde_json::Map<_, _> =
                request.headers().map(|(name, value)| (name.to_owned(), value.into())).collect();
            let (url, body) = (request.url(), request.body());
            assert_eq!(value, json!({ "method": "POST", "url": url, "headers": headers, "body": body }));
        }
        value
    })
    .unwrap_or_else(|error| {
        json!([error.code().as_str(), error.field().unwrap_or_default(), error.message()].join("\t"))
    })
}

fn alert(base: &Values<'_>, more: &Values<'_>) -> Value {
    request(Step::Alert, base, more)
}

#[track_caller]
fn attributes(more: &Values<'_>, channels: &Value, profile: &Value) {
    let attributes =
        &alert(&[("companyId", "ABC123"), ("variant.id", "SKU-1")], more)["body"]["data"]["attributes"];
    assert_eq!(*attributes, json!({ "channels": channels, "profile": { "data": profile } }), "{more:?}");
}

#[track_caller]
fn url(base: &Values<'_>, more: &Values<'_>, purpose: Step, expected: &str) {
    assert_eq!(request(purpose, base, more)["url"], expected, "{more:?}");
}

#[track_caller]
fn headers(base: &Values<'_>, more: &Values<'_>, expected: &Value) {
    assert_eq!(alert(base, more)["headers"], *expected, "{more:?}");
}

#[track_caller]
fn refuses(base: &Values<'_>, more: &Values<'_>, row: &str) {
    assert_eq!(alert(base, more), row, "{more:?}");
}

/// Whether consent, alert and newsletter are needed.
#[track_caller]
fn needs(base: &Values<'_>, more: &Values<'_>, expected: [bool; 3]) {
    let seen = [Step::Consent, Step::Alert, Step::Newsletter]
        .map(|purpose| request(purpose, base, more).is_object());
    assert_eq!(seen, expected, "{more:?}");
}

#[test]
fn the_guides_server_example() {
    let request = alert(
        &[],
        &[
            ("audience", "server"),
            ("privateKey", "pk_0123456789"),
            ("revision", "2024-02-15"),
            ("mediaType", "application/json"),
            ("variant.id", "SAMPLE-DATA-ITEM-1-VARIANT-MEDIUM"),
            ("profile.id", PROFILE),
            ("profile.email", "sarah.mason@klaviyo-demo.com"),
            ("channels", "[SMS]"),
            ("smsConsent", "recorded"),
        ],
    );
    assert_eq!(
        request,
        json!({
            "method": "POST",
            "url": "https://a.klaviyo.com/api/back-in-stock-subscriptions",
            "headers": {
                "accept": "application/json",
                "content-type": "application/json",
                "revision": "2024-02-15",
                "authorization": "Klaviyo-API-Key pk_0123456789",
            },
            "body": { "data": {
                "type": "back-in-stock-subscription",
                "attributes": {
                    "channels": ["SMS"],
                    "profile": { "data": {
                        "type": "profile",
                        "id": PROFILE,
                        "attributes": { "email": "sarah.mason@klaviyo-demo.com" },
                    } },
                },
                "relationships": { "variant": { "data": { "type": "catalog-variant", "id": VARIANT } } },
            } },
        })
    );
}

#[test]
fn the_guides_client_example() {
    let request = alert(
        &[],
        &[
            ("companyId", "ABC123"),
            ("revision", "2024-02-15"),
            ("mediaType", "application/json"),
            ("variant.id", VARIANT),
            ("profile.id", PROFILE),
            ("profile.email", "sarah.mason@klaviyo-demo.com"),
            ("profile.phoneNumber", PHONE),
            ("profile.externalId", EXTERNAL),
            ("channels", "[EMAIL]"),
        ],
    );
    assert_eq!(
        request,
        json!({
            "method": "POST",
            "url": "https://a.klaviyo.com/client/back-in-stock-subscriptions?company_id=ABC123",
            "headers": { "accept": "application/json", "content-type": "application/json", "revision": "2024-02-15" },
            "body": { "data": {
                "type": "back-in-stock-subscription",
                "attributes": {
                    "channels": ["EMAIL"],
                    "profile": { "data": {
                        "type": "profile",
                        "id": PROFILE,
                        "attributes": {
                            "email": "sarah.mason@klaviyo-demo.com",
                            "phone_number": PHONE,
                            "external_id": EXTERNAL,
                        },
                    } },
                },
                "relationships": { "variant": { "data": { "type": "catalog-variant", "id": VARIANT } } },
            } },
        })
    );
}

#[test]
fn client_and_server_send_the_same_body() {
    let more: &Values<'_> =
        &[("profile.phoneNumber", "+15005550006"), ("channels", "[SMS,EMAIL]"), ("smsConsent", "recorded")];
    assert_eq!(alert(CLIENT, more)["body"], alert(SERVER, more)["body"]);
}

#[test]
fn unset_values_are_left_out() {
    let email = json!(["EMAIL"]);
    attributes(
        &[("profile.email", "ann@example.com")],
        &email,
        &json!({ "type": "profile", "attributes": { "email": "ann@example.com" } }),
    );
    attributes(
        &[("profile.id", "01G"), ("channels", "[EMAIL]")],
        &email,
        &json!({ "type": "profile", "id": "01G", "attributes": {} }),
    );
    attributes(
        &[("profile.externalId", "7"), ("channels", "[EMAIL]")],
        &email,
        &json!({ "type": "profile", "attributes": { "external_id": "7" } }),
    );
    attributes(
        &[("profile.phoneNumber", "+15005550006"), ("channels", "[PUSH]")],
        &json!(["PUSH"]),
        &json!({ "type": "profile", "attributes": { "phone_number": PHONE } }),
    );
    attributes(
        &[
            ("profile.phoneNumber", "(500) 555-0006"),
            ("country", "US"),
            ("channels", "[WHATSAPP]"),
            ("whatsappConsent", "recorded"),
            ("profile.id", "01G"),
        ],
        &json!(["WHATSAPP"]),
        &json!({ "type": "profile", "id": "01G", "attributes": { "phone_number": PHONE } }),
    );
}

#[test]
fn channels_are_a_set_in_one_order() {
    let profile = json!({ "type": "profile", "id": "01G", "attributes": {} });
    for (given, sent) in [
        ("EMAIL", json!(["EMAIL"])),
        ("SMS", json!(["SMS"])),
        ("PUSH", json!(["PUSH"])),
        ("WHATSAPP", json!(["WHATSAPP"])),
        ("SMS,EMAIL", json!(["EMAIL", "SMS"])),
        ("EMAIL,EMAIL", json!(["EMAIL"])),
        ("WHATSAPP,PUSH,SMS,EMAIL", json!(["EMAIL", "SMS", "PUSH", "WHATSAPP"])),
    ] {
        attributes(
            &[
                ("profile.id", "01G"),
                ("smsConsent", "recorded"),
                ("whatsappConsent", "recorded"),
                ("channels", &format!("[{given}]")),
            ],
            &sent,
            &profile,
        );
    }
}

#[test]
fn texts_are_escaped_once() {
    let values: &Values<'_> = &[("variant.id", "a\"b\\c/é😀"), ("profile.externalId", "\"}</script>")];
    let data = &alert(CLIENT, values)["body"]["data"];
    assert_eq!(data["relationships"]["variant"]["data"]["id"], "$custom:::$default:::a\"b\\c/é😀");
    assert_eq!(data["attributes"]["profile"]["data"]["attributes"]["external_id"], "\"}</script>");
}

#[test]
fn variants_are_qualified_by_the_options_or_their_own_scope() {
    for (more, expected) in [
        (vec![("integration", "$shopify")], "$shopify:::$default:::SKU-1"),
        (vec![("catalog", "eu")], "$custom:::eu:::SKU-1"),
        (vec![("integration", "$shopify"), ("variant.integration", "$custom")], "$custom:::$default:::SKU-1"),
        (vec![("catalog", "eu"), ("variant.catalog", "us")], "$custom:::us:::SKU-1"),
        (vec![("catalog", "eu"), ("variant.integration", "$own")], "$own:::eu:::SKU-1"),
    ] {
        assert_eq!(alert(CLIENT, &more)["body"]["data"]["relationships"]["variant"]["data"]["id"], expected);
    }
}

#[test]
fn a_sign_up_has_exactly_the_consents_given() {
    let sign_up = |attributes: &Value| {
        json!({ "data": {
            "type": "subscription",
            "attributes": { "profile": { "data": { "type": "profile", "attributes": attributes } } },
            "relationships": { "list": { "data": { "type": "list", "id": "Y6nRLr" } } },
        } })
    };
    let agreed = json!({ "marketing": { "consent": "SUBSCRIBED" } });
    // With every identifier: a sign-up must contain only that of its channel.
    let values: &Values<'_> = &[
        ("profile.id", "01G"),
        ("profile.externalId", "7"),
        ("profile.phoneNumber", "+15005550006"),
        ("marketing.listId", "Y6nRLr"),
        ("marketing.email", "true"),
        ("marketing.sms", "true"),
    ];
    assert_eq!(
        request(Step::Newsletter, CLIENT, values)["body"],
        sign_up(&json!({ "email": "ann@example.com", "subscriptions": { "email": agreed } })),
    );
    assert_eq!(
        request(Step::Consent, CLIENT, values)["body"],
        sign_up(&json!({ "phone_number": PHONE, "subscriptions": { "sms": agreed } })),
    );
    let with = |more: &Values<'_>| request(Step::Consent, CLIENT, &[values, more].concat())["body"].clone();
    assert_eq!(
        with(&[("marketing.whatsapp", "true")]),
        sign_up(&json!({ "phone_number": PHONE, "subscriptions": { "sms": agreed, "whatsapp": agreed } })),
    );
    assert_eq!(
        with(&[("marketing.whatsapp", "true"), ("marketing.sms", "unset")]),
        sign_up(&json!({ "phone_number": PHONE, "subscriptions": { "whatsapp": agreed } })),
    );
    // Marketing does not change the alert.
    assert_eq!(alert(CLIENT, values), alert(CLIENT, &values[..3]));
}

#[test]
fn a_subscription_needs_the_calls_for_its_consents() {
    let phone = ("profile.phoneNumber", "+15005550006");
    let list = ("marketing.listId", "Y6nRLr");
    needs(CLIENT, &[], [false, true, false]);
    needs(CLIENT, &[phone, list], [false, true, false]);
    needs(
        CLIENT,
        &[phone, list, ("marketing.email", "unset"), ("marketing.sms", "unset")],
        [false, true, false],
    );
    needs(CLIENT, &[list, ("marketing.email", "true")], [false, true, true]);
    needs(CLIENT, &[phone, list, ("marketing.sms", "true")], [true, true, false]);
    needs(CLIENT, &[phone, list, ("marketing.sms", "true"), ("marketing.email", "true")], [true, true, true]);
    needs(CLIENT, &[phone, list, ("marketing.whatsapp", "true")], [true, true, false]);
    needs(
        CLIENT,
        &[phone, list, ("marketing.whatsapp", "true"), ("marketing.email", "true")],
        [true, true, true],
    );
    needs(CLIENT, &[phone, ("channels", "[SMS]"), ("smsConsent", "recorded")], [false, true, false]);
    needs(
        CLIENT,
        &[phone, list, ("channels", "[SMS]"), ("smsConsent", "recorded"), ("marketing.sms", "true")],
        [true, true, false],
    );
}

/// Only pages sign up: a server has no such request.
#[test]
fn a_server_sends_the_alert_only() {
    let marketing: &Values<'_> = &[
        ("profile.phoneNumber", "+15005550006"),
        ("marketing.listId", "Y6nRLr"),
        ("marketing.sms", "true"),
        ("marketing.whatsapp", "true"),
        ("marketing.email", "true"),
    ];
    needs(SERVER, marketing, [false, true, false]);
}

#[test]
fn urls() {
    let agreed: &Values<'_> = &[
        ("profile.phoneNumber", "+15005550006"),
        ("marketing.listId", "Y6nRLr"),
        ("marketing.sms", "true"),
        ("marketing.email", "true"),
    ];
    let at = |endpoint| [agreed, &[("endpoint", endpoint)]].concat();
    for (endpoint, base) in [
        ("unset", "https://a.klaviyo.com"),
        ("https://a.klaviyo.com/", "https://a.klaviyo.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("https://shop.example/relay", "https://shop.example/relay"),
        ("https://shop.example/relay/", "https://shop.example/relay"),
    ] {
        url(
            CLIENT,
            &at(endpoint),
            Step::Alert,
            &format!("{base}/client/back-in-stock-subscriptions?company_id=ABC123"),
        );
        url(CLIENT, &at(endpoint), Step::Consent, &format!("{base}/client/subscriptions?company_id=ABC123"));
        url(
            CLIENT,
            &at(endpoint),
            Step::Newsletter,
            &format!("{base}/client/subscriptions?company_id=ABC123"),
        );
        url(SERVER, &at(endpoint), Step::Alert, &format!("{base}/api/back-in-stock-subscriptions"));
    }
    // A URL contains nothing that a shopper typed.
    assert!(!alert(CLIENT, &[])["url"].to_string().contains("ann"));
}

#[test]
fn headers_follow_the_options() {
    let json_api = "application/vnd.api+json";
    let client =
        |media: &str, revision: &str| json!({ "accept": media, "content-type": media, "revision": revision });
    headers(CLIENT, &[], &client(json_api, "2026-10-15"));
    headers(CLIENT, &[("audience", "client")], &client(json_api, "2026-10-15"));
    headers(CLIENT, &[("mediaType", "application/json")], &client("application/json", "2026-10-15"));
    headers(CLIENT, &[("mediaType", "application/vnd.api+json")], &client(json_api, "2026-10-15"));
    for revision in
        ["2024-02-15", "2023-07-15", "2027-01-15", "2026-07-15", "2026-10-15.pre", "2026-10-15.pre-2"]
    {
        headers(CLIENT, &[("revision", revision)], &client(json_api, revision));
    }
    let server = |authorization: &str| json!({ "accept": json_api, "content-type": json_api, "revision": "2026-10-15", "authorization": authorization });
    headers(SERVER, &[], &server("Klaviyo-API-Key pk_0123"));
    headers(SERVER, &[("companyId", "ABC123")], &server("Klaviyo-API-Key pk_0123"));
    headers(
        SERVER,
        &[("privateKey", "unset"), ("accessToken", "ab.c-d_e~f+/=")],
        &server("Bearer ab.c-d_e~f+/="),
    );
}

#[test]
fn invalid_options_are_rejected_with_a_reason() {
    let option = |field: &str, message: &str| format!("invalid_option\t{field}\t{message}");
    for revision in [
        "",
        "latest",
        "2026-7-15",
        "2026-07-15.",
        "2026-07-15.a.b",
        "2026-07-15 ",
        "20260715",
        "2026-07-1५",
        "2026-07-15-",
        "-026-07-15",
    ] {
        refuses(CLIENT, &[("revision", revision)], &option("revision", "must be a date such as 2026-10-15"));
    }
    for media in ["", "text/plain", "application/JSON", "application/json; charset=utf-8"] {
        refuses(
            CLIENT,
            &[("mediaType", media)],
            &option("mediaType", "must be application/vnd.api+json or application/json"),
        );
    }
    for audience in ["", "Client", "page", "server "] {
        refuses(CLIENT, &[("audience", audience)], &option("audience", "must be 'client' or 'server'"));
    }
    for key in ["", "ABC123", "PK_0123", " pk_0123", "pk_01 23", "pk_01\r\nx: y", "pk_é"] {
        refuses(
            SERVER,
            &[("privateKey", key)],
            &option("privateKey", "must be a private API key, which starts with pk_"),
        );
    }
    for token in ["unset", "", "a b", "a\r\nx: y", "é"] {
        let row = option("accessToken", "or privateKey is required for the audience 'server'");
        refuses(SERVER, &[("privateKey", "unset"), ("accessToken", token)], &row);
    }
    for code in ["", "us", "USA", "XX", "U", "\u{212A}E"] {
        refuses(
            CLIENT,
            &[("country", code)],
            &option("country", "must be the ISO code of a country, such as US"),
        );
    }
}

#[test]
fn a_private_key_is_rejected_in_a_page() {
    let row = "private_key\tcompanyId\tis a private API key: replace it in Klaviyo's settings, and use the public one";
    refuses(CLIENT, &[("companyId", "pk_0123456789")], row);
    // A page, or a server that does not set the audience.
    let row = "private_key\tprivateKey\tis only for the audience 'server': if a page had it, replace it in Klaviyo's settings";
    refuses(CLIENT, &[("privateKey", "pk_0123456789")], row);
    refuses(CLIENT, &[("companyId", "unset"), ("privateKey", "pk_0123456789")], row);
    refuses(CLIENT, &[("audience", "client"), ("privateKey", "anything")], row);
}

#[test]
fn keys_are_not_printed_for_debugging() {
    use back_in_stock::{Options, Request, Service, Subscription};

    for (private_key, access_token) in [(Some("pk_0123secret"), None), (None, Some("token-secret"))] {
        let options = Options {
            audience: Some("server".into()),
            private_key: private_key.map(Into::into),
            access_token: access_token.map(Into::into),
            ..Options::default()
        };
        let json = r#"{ "variant": "SKU-1", "profile": { "email": "ann@example.com" } }"#;
        let request: Request = serde_json::from_str(json).unwrap();
        let subscription = Subscription::new(&request, &options).unwrap();
        let service = Service::new(&options).unwrap();
        let alert = HttpRequest::new(Step::Alert, &subscription, service).unwrap();
        let printed = format!("{options:?} {service:?} {alert:?}");
        assert!(!printed.contains("secret"), "{printed}");
        assert!(serde_json::to_string(&alert).unwrap().contains("secret"));
    }
}
