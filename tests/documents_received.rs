//! Documents that pages send, read back by a server that takes them.
#![cfg(feature = "relay")]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use back_in_stock::{AlertDocument, HttpRequest, Options, Profile, Request, Service, Step, Subscription};
use serde_json::{Value, json};
use support::documents::check_members;

/// The document that a page sends for a request.
fn document_of(request: &Request) -> Value {
    let options = Options { company_id: Some("ABC123".into()), ..Options::default() };
    let subscription = Subscription::new(request, &options).unwrap();
    let service = Service::new(&options).unwrap();
    serde_json::to_value(HttpRequest::new(Step::Alert, &subscription, service).unwrap().body()).unwrap()
}

fn request() -> Request {
    let profile = Profile {
        email: Some("Ann@example.com".into()),
        phone_number: Some("+15005550006".into()),
        external_id: Some("63f64a2b".into()),
        id: Some("01GDDKASAP8TKDDA2GRZDSVP4H".into()),
    };
    Request {
        variant: "$custom:::$default:::SKU-1".into(),
        profile,
        channels: Some(vec!["EMAIL".into(), "PUSH".into()]),
        ..Request::default()
    }
}

fn read(document: Value) -> Result<Request, serde_json::Error> {
    serde_json::from_value::<AlertDocument>(document).map(Request::from)
}

#[test]
fn reads_what_a_page_sends() {
    assert_eq!(read(document_of(&request())).unwrap(), request());
}

#[test]
fn refuses_every_document_without_one_of_its_members_or_with_another() {
    let whole = document_of(&request());
    let objects = [
        "",
        "/data",
        "/data/attributes",
        "/data/attributes/profile",
        "/data/attributes/profile/data",
        "/data/attributes/profile/data/attributes",
        "/data/relationships",
        "/data/relationships/variant",
        "/data/relationships/variant/data",
    ];
    let is_optional = |pointer: &str, name: &str| {
        ["id", "email", "phone_number", "external_id"].contains(&name) && pointer.contains("profile")
    };
    check_members(&whole, &objects, is_optional, |document| read(document).is_ok());
}

#[test]
fn refuses_other_types() {
    for pointer in
        ["/data/type", "/data/attributes/profile/data/type", "/data/relationships/variant/data/type"]
    {
        for value in [json!("catalog-item"), json!(1), json!(null)] {
            let mut other = document_of(&request());
            *other.pointer_mut(pointer).unwrap() = value;
            assert!(read(other).is_err(), "{pointer}");
        }
    }
}
