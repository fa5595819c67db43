//! The handler for the edge: replies by the head and the body of a request, and the life of a message in a queue.
#![cfg(feature = "relay")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use back_in_stock::relay::{
    LONGEST_BODY, Route,
    edge::{Answer, Edge, EdgeOptions, Head, Message, Outcome, Reply, Taken},
};
use serde_json::{Value, json};

const NOW: f64 = 1_800_000_000_000.0;
const HOUR: f64 = 3_600_000.0;
const DAY: f64 = 24.0 * HOUR;

fn options() -> EdgeOptions {
    EdgeOptions {
        company_id: Some("ABC123".into()),
        private_key: Some("pk_example".into()),
        base_path: Some("/bis".into()),
        allow_origin: vec!["https://shop.example/".into()],
        ..EdgeOptions::default()
    }
}

fn edge() -> Edge {
    Edge::new(options()).unwrap()
}

fn head() -> Head {
    Head {
        method: "POST".into(),
        path: "/bis/client/back-in-stock-subscriptions".into(),
        query: "company_id=ABC123".into(),
        host: "relay.example".into(),
        origin: Some("https://shop.example".into()),
        content_type: Some("application/vnd.api+json".into()),
        ..Head::default()
    }
}

fn document() -> Value {
    json!({ "data": {
        "type": "back-in-stock-subscription",
        "attributes": {
            "channels": ["EMAIL"],
            "profile": { "data": { "type": "profile", "attributes": { "email": "ann@example.com" } } },
        },
        "relationships": { "variant": { "data": { "type": "catalog-variant", "id": "$custom:::$default:::SKU-1" } } },
    } })
}

fn take(document: &Value) -> Result<Message, Reply> {
    let body = document.to_string();
    edge().take(&head(), Some(body.as_bytes()), NOW).map(|taken| taken.message.with_receipt("ab".into()))
}

fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| &**value)
}

/// The status, and the code and pointer of the error.
fn refusal(reply: &Reply) -> (u16, String, Option<String>) {
    let document: Value = serde_json::from_str(&reply.body).unwrap();
    let text = |pointer| document.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    (reply.status, text("/errors/0/code").unwrap(), text("/errors/0/source/pointer"))
}

#[test]
fn names_the_option_that_is_wrong() {
    type Case = (&'static str, &'static str, fn(&mut EdgeOptions));
    let cases: [Case; 10] = [
        ("invalid_company_id", "companyId", |options| options.company_id = None),
        ("private_key", "companyId", |options| options.company_id = Some("pk_example".into())),
        ("invalid_option", "privateKey", |options| options.private_key = None),
        ("invalid_option", "privateKey", |options| options.private_key = Some("ABC123".into())),
        ("invalid_option", "basePath", |options| options.base_path = Some("bis".into())),
        ("invalid_option", "allowOrigin", |options| options.allow_origin = vec!["shop.example".into()]),
        ("invalid_option", "upstream", |options| options.upstream = Some("http://a.klaviyo.com".into())),
        ("invalid_option", "upstream", |options| options.upstream = Some("https://a.klaviyo.com/x".into())),
        ("invalid_option", "upstream", |options| options.upstream = Some("http://169.254.169.254".into())),
        ("invalid_option", "revision", |options| options.revision = Some("x".into())),
    ];
    for (code, field, change) in cases {
        let mut options = options();
        change(&mut options);
        let error = Edge::new(options).err().unwrap();
        assert_eq!((error.code().as_str(), error.field()), (code, Some(field)));
    }
}

/// The status after a change of the head.
type HeadCase = (u16, fn(&mut Head));

#[test]
fn reads_the_body_of_a_page_s_request_only() {
    assert_eq!(edge().open(&head()), Ok(Route::Alert));
    // Its own host needs no option.
    let own = Head { origin: Some("https://relay.example".into()), ..head() };
    assert_eq!(edge().open(&own), Ok(Route::Alert));

    let cases: [HeadCase; 12] = [
        (404, |head| head.path = "/client/back-in-stock-subscriptions".into()),
        (404, |head| head.path = "/bis/client/subscriptions".into()),
        (404, |head| head.path = "/bis/alerts/cancel".into()),
        (405, |head| head.method = "GET".into()),
        (405, |head| head.method = "DELETE".into()),
        (403, |head| head.origin = None),
        (403, |head| head.origin = Some("null".into())),
        (403, |head| head.origin = Some("https://shop.example.evil.example".into())),
        (400, |head| head.query = "company_id=ABC124".into()),
        (400, |head| head.query = String::new()),
        (415, |head| head.content_type = None),
        (415, |head| head.content_type = Some("text/plain".into())),
    ];
    for (status, change) in cases {
        let mut head = head();
        change(&mut head);
        let reply = edge().open(&head).unwrap_err();
        assert_eq!(refusal(&reply).0, status, "{head:?}");
        let is_allowed = head.origin.as_deref() == Some("https://shop.example");
        assert_eq!(header(&reply, "access-control-allow-origin").is_some(), is_allowed, "{head:?}");
        assert_eq!(header(&reply, "vary"), Some("origin"));
        assert_eq!(header(&reply, "cache-control"), Some("no-store"));
    }
}

#[test]
fn answers_preflights_of_allowed_origins() {
    let preflight = Head { method: "OPTIONS".into(), content_type: None, ..head() };
    let reply = edge().open(&preflight).unwrap_err();
    assert_eq!((reply.status, &*reply.body), (204, ""));
    assert_eq!(header(&reply, "access-control-allow-origin"), Some("https://shop.example"));
    assert_eq!(header(&reply, "access-control-allow-methods"), Some("POST"));
    let other = Head { origin: Some("https://evil.example".into()), ..preflight };
    assert_eq!(edge().open(&other).unwrap_err().status, 403);
}

#[test]
fn forwards_to_the_server_endpoint() {
    let body = document().to_string();
    let Taken { call: outgoing, message, page } = edge().take(&head(), Some(body.as_bytes()), NOW).unwrap();
    assert_eq!(page, None);
    assert_eq!(outgoing.url, "https://a.klaviyo.com/api/back-in-stock-subscriptions");
    assert!(
        outgoing
            .headers
            .iter()
            .any(|header| *header == ("authorization", "Klaviyo-API-Key pk_example".into()))
    );
    assert_eq!(serde_json::from_str::<Value>(&outgoing.body).unwrap(), document());
    assert_eq!(message.variant(), "$custom:::$default:::SKU-1");
}

#[test]
fn refuses_bodies_by_the_rules_for_pages() {
    let with = |pointer: &str, value: Value| {
        let mut document = document();
        *document.pointer_mut(pointer).unwrap() = value;
        document
    };
    let profile = "/data/attributes/profile/data";
    let cases = [
        (json!({}), 400, Some("/data")),
        (
            with(profile, json!({ "type": "profile", "id": "01GD", "attributes": {} })),
            400,
            Some("/data/attributes/profile/data/id"),
        ),
        (
            with(profile, json!({ "type": "profile", "attributes": { "external_id": "1" } })),
            400,
            Some("/data/attributes/profile/data/attributes/external_id"),
        ),
        (
            with(profile, json!({ "type": "profile", "attributes": { "email": "ann" } })),
            400,
            Some("/data/attributes/profile/data/attributes/email"),
        ),
        (
            with(
                "/data/relationships/variant/data/id",
                json!(format!("$custom:::$default:::{}", "x".repeat(600))),
            ),
            400,
            Some("/data/relationships/variant/data/id"),
        ),
    ];
    for (document, status, pointer) in cases {
        let reply = take(&document).err().unwrap();
        let (found, _, at) = refusal(&reply);
        assert_eq!((found, at.as_deref()), (status, pointer), "{document}");
    }
    assert_eq!(edge().take(&head(), None, NOW).err().unwrap().status, 413);
    // The caller stops reading after this many bytes.
    assert!(document().to_string().len() < LONGEST_BODY);
}

const INVALID: &[u8] =
    br#"{"errors":[{"code":"invalid","detail":"ann@example.com","source":{"pointer":"/data"}}]}"#;
const NOT_FOUND: &[u8] = br#"{"errors":[{"code":"variant_not_found"}]}"#;
const CONFLICT: &[u8] = br#"{"errors":[{"code":"conflict"}]}"#;
const THROTTLED: &[u8] = br#"{"errors":[{"code":"throttled"}]}"#;
const UNAUTHORIZED: &[u8] = br#"{"errors":[{"code":"not_authenticated"}]}"#;

fn answer(status: u16, body: &'static [u8]) -> Answer<'static> {
    Answer { status, body, retry_after: None }
}

#[test]
fn passes_on_what_is_final_and_keeps_the_rest_in_the_page() {
    for (answer, status, is_problem) in [
        (Some(answer(202, b"")), 202, false),
        (Some(answer(400, INVALID)), 400, false),
        (Some(answer(404, NOT_FOUND)), 404, false),
        (Some(answer(429, THROTTLED)), 503, false),
        (Some(answer(503, b"<html>")), 503, false),
        (Some(answer(403, b"<html>challenge")), 503, false),
        (None, 503, false),
        // Mistakes of the shop's cost no shopper's request.
        (Some(answer(401, UNAUTHORIZED)), 503, true),
        (Some(answer(404, b"<html>")), 503, true),
    ] {
        let settled = edge().settle(&head(), answer);
        assert_eq!((settled.reply.status, settled.problem.is_some()), (status, is_problem), "{answer:?}");
        assert_eq!(header(&settled.reply, "retry-after").is_some(), status == 503);
        assert_eq!(header(&settled.reply, "back-in-stock-relay"), None);
        assert!(!settled.reply.body.contains("ann@example.com"));
    }
}

#[test]
fn passes_on_plausible_waits() {
    for (given, seconds) in
        [("30", "30"), (" 1.5 ", "2"), ("0", "5"), ("-1", "5"), ("NaN", "5"), ("9e9", "3600"), ("soon", "5")]
    {
        let answer = Answer { status: 429, body: THROTTLED, retry_after: Some(given) };
        let reply = edge().settle(&head(), Some(answer)).reply;
        assert_eq!(header(&reply, "retry-after"), Some(seconds), "{given}");
    }
}

#[test]
fn says_that_a_request_is_stored() {
    let message = take(&document()).unwrap();
    let reply = edge().stored(&head(), &message);
    assert_eq!((reply.status, header(&reply, "back-in-stock-relay")), (202, Some("stored")));
    assert_eq!(
        serde_json::from_str::<Value>(&reply.body).unwrap(),
        json!({ "data": { "type": "alert-receipt", "id": "ab" } })
    );
    assert_eq!(edge().not_stored(&head()).status, 503);
}

/// One attempt, whose answer takes a second.
fn attempt(message: &Message, answer: Option<Answer<'_>>, now: f64) -> (Outcome, Message) {
    // As in a queue.
    let text = serde_json::to_string(message).unwrap();
    let (_, message) = edge().attempt(serde_json::from_str(&text).unwrap(), now).unwrap().unwrap();
    let delivery = message.answered(answer, now + 1_000.0, 0.5);
    (delivery.outcome, delivery.message)
}

/// The code, the wait in seconds, and whether all requests wait.
fn postponed(outcome: &Outcome) -> (&'static str, f64, bool) {
    match outcome {
        Outcome::Postponed { code, delay_seconds, pause } => (code, *delay_seconds, *pause),
        other => panic!("{other:?}"),
    }
}

#[test]
fn delivers_messages() {
    let message = take(&document()).unwrap();
    assert_eq!(attempt(&message, Some(answer(202, b"")), NOW).0, Outcome::Accepted);
    assert_eq!(attempt(&message, Some(answer(400, INVALID)), NOW).0, Outcome::Refused { code: "rejected" });
    let throttled = Answer { retry_after: Some("30"), ..answer(429, THROTTLED) };
    assert_eq!(postponed(&attempt(&message, Some(throttled), NOW).0), ("throttled", 32.0, true));
    assert_eq!(
        postponed(&attempt(&message, Some(answer(503, b"")), NOW).0),
        ("service_unavailable", 2.0, false)
    );
    assert_eq!(
        postponed(&attempt(&message, Some(answer(401, UNAUTHORIZED)), NOW).0),
        ("unauthorized", 90.0, true)
    );
}

#[test]
fn tries_an_unknown_variant_after_two_more_syncs() {
    let mut message = take(&document()).unwrap();
    for round in 0..2 {
        let (outcome, next) =
            attempt(&message, Some(answer(404, NOT_FOUND)), NOW + f64::from(round) * 7.0 * HOUR);
        assert_eq!(postponed(&outcome), ("variant_not_found", 6.0 * 3_600.0 + 30.0, false));
        message = next;
    }
    let (outcome, _) = attempt(&message, Some(answer(404, NOT_FOUND)), NOW + 14.0 * HOUR);
    assert_eq!(outcome, Outcome::Refused { code: "variant_not_found" });
}

#[test]
fn ends_with_the_age_of_a_request() {
    let mut message = take(&document()).unwrap();
    // Each attempt is certainly not accepted.
    for round in 0..100 {
        message = attempt(&message, Some(answer(429, THROTTLED)), NOW + f64::from(round) * 3.0 * HOUR).1;
    }
    assert!(edge().attempt(message.clone(), NOW + 13.9 * DAY).unwrap().is_some());
    assert!(edge().attempt(message, NOW + 14.1 * DAY).unwrap().is_none());
}

#[test]
fn counts_a_conflict_only_after_an_unclear_attempt() {
    let message = take(&document()).unwrap();
    assert!(matches!(attempt(&message, Some(answer(409, CONFLICT)), NOW).0, Outcome::Refused { .. }));
    let (outcome, message) = attempt(&message, None, NOW);
    assert_eq!(postponed(&outcome).0, "network");
    assert_eq!(attempt(&message, Some(answer(409, CONFLICT)), NOW + HOUR).0, Outcome::Accepted);
    // What may have been accepted is not sent again after a day.
    assert!(edge().attempt(message, NOW + 1.1 * DAY).unwrap().is_none());
}

fn form_head(origin: Option<&str>, referer: Option<&str>) -> Head {
    Head {
        path: "/bis/alert".into(),
        query: String::new(),
        origin: origin.map(Into::into),
        content_type: Some("application/x-www-form-urlencoded".into()),
        referer: referer.map(Into::into),
        ..head()
    }
}

fn location(reply: &Reply) -> Option<&str> {
    let header = reply.headers.iter().find(|(name, _)| *name == "location");
    header.map(|(_, value)| value.as_str())
}

#[test]
fn a_form_leads_back_to_its_page() {
    let own = "https://relay.example";
    let other = "https://shop.example";
    let body = "variant=SKU-1&email=ann%40example.com";
    let with_return = format!("{body}&return=%2Fx");
    for (origin, referer, body, page) in [
        (None, None, body, "/"),
        (None, Some("https://relay.example/p?q=1"), body, "/p?q=1"),
        (Some(own), Some("https://relay.example/p"), body, "/p"),
        (None, Some("https://evil.example/p"), body, "/"),
        (None, Some("https://relay.example//evil.example"), body, "/"),
        (None, Some("https://shop.example/p"), body, "https://shop.example/p"),
        (Some(other), None, &with_return, "https://shop.example/x"),
    ] {
        let head = form_head(origin, referer);
        assert_eq!(edge().open(&head), Ok(Route::Form));
        let taken = edge().take(&head, Some(body.as_bytes()), NOW).unwrap_or_else(|_| panic!("{body}"));
        assert_eq!(taken.page.as_deref(), Some(page), "{head:?}");
        let head = Head { page: taken.page, ..head };
        let accepted = edge().settle(&head, Some(Answer { status: 202, body: b"", retry_after: None })).reply;
        assert_eq!(
            (accepted.status, location(&accepted)),
            (303, Some(&*format!("{page}#back-in-stock-requested")))
        );
        for failed in [edge().settle(&head, None).reply, edge().not_stored(&head)] {
            assert_eq!(
                (failed.status, location(&failed)),
                (303, Some(&*format!("{page}#back-in-stock-failed")))
            );
        }
        let stored = edge().stored(&head, &taken.message);
        assert_eq!((stored.status, location(&stored)), (303, location(&accepted)));
    }
}

#[test]
fn refuses_forms_that_only_a_mistake_in_the_page_can_cause() {
    let head = form_head(None, None);
    let body = "variant=SKU-1&email=ann%40example.com";
    for path in
        ["%2F%2Fevil.example", "https%3A%2F%2Fevil.example", "%2F%5Cevil.example", "%2F%0D%0Aset-cookie:x"]
    {
        let reply = edge().take(&head, Some(format!("{body}&return={path}").as_bytes()), NOW).err().unwrap();
        assert_eq!((reply.status, location(&reply)), (400, None), "{path}");
    }
    let sign_up = format!("{body}&consent=email&list=LIST01");
    assert_eq!(edge().take(&head, Some(sign_up.as_bytes()), NOW).err().unwrap().status, 400);
    for origin in ["null", "https://evil.example", ""] {
        assert_eq!(edge().open(&form_head(Some(origin), None)).unwrap_err().status, 403, "{origin}");
    }
    assert_eq!(edge().open(&Head { method: "GET".into(), ..head.clone() }).unwrap_err().status, 405);
    let json = Head { content_type: Some("application/json".into()), ..head.clone() };
    assert_eq!(edge().take(&json, Some(body.as_bytes()), NOW).err().unwrap().status, 400);
    // What a shopper typed.
    for body in
        ["variant=SKU-1&email=ann", "email=ann%40example.com", "variant=SKU-1&phone_number=%2B15005550006"]
    {
        let reply = edge().take(&head, Some(format!("{body}&return=%2Fx").as_bytes()), NOW).err();
        let reply = reply.unwrap_or_else(|| panic!("{body}"));
        assert_eq!((reply.status, location(&reply)), (303, Some("/x#back-in-stock-failed")), "{body}");
    }
}

#[test]
fn a_national_number_is_read_by_the_country_of_the_form() {
    let body = "variant=SKU-1&email=ann%40example.com&phone_number=0151+23456789&country=DE";
    let taken = edge().take(&form_head(None, None), Some(body.as_bytes()), NOW);
    let taken = taken.unwrap_or_else(|reply| panic!("{reply:?}"));
    assert!(taken.call.body.contains("+4915123456789"), "{}", taken.call.body);
}
