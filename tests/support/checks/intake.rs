//! Properties of every request to a relay. The first seven lines of the input are the method, the path, the query, the host, the
//! origin, the media type and the referer; an empty one is missing. The rest is the body.
#![expect(clippy::unwrap_used, reason = "a test")]

use back_in_stock::{
    VariantId,
    relay::{
        Route,
        edge::{Answer, Edge, EdgeOptions, Head, Reply, Taken},
    },
};
use serde_json::Value;

const NOW: f64 = 1_800_000_000_000.0;
const SHOP: &str = "https://shop.example";
const KEY: &str = "pk_secret";

pub(crate) fn check(data: &[u8]) {
    let mut lines = data.splitn(8, |byte| *byte == b'\n');
    let mut line = || String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let head = Head {
        method: line(),
        path: line(),
        query: line(),
        host: line(),
        origin: Some(line()).filter(|text| !text.is_empty()),
        content_type: Some(line()).filter(|text| !text.is_empty()),
        referer: Some(line()).filter(|text| !text.is_empty()),
        ..Head::default()
    };
    let body = lines.next().unwrap_or_default();
    let edge = Edge::new(EdgeOptions {
        company_id: Some("ABC123".into()),
        private_key: Some(KEY.into()),
        base_path: Some("/bis".into()),
        allow_origin: vec![SHOP.into()],
        ..EdgeOptions::default()
    });
    let edge = edge.unwrap();
    match edge.open(&head) {
        Ok(route) => body_of(&edge, &head, route, body),
        Err(reply) => {
            assert!([204, 400, 403, 404, 405, 415].contains(&reply.status), "{reply:?}");
            plain(&head, &reply);
        }
    }
}

fn body_of(edge: &Edge, head: &Head, route: Route, body: &[u8]) {
    assert!(head.method == "POST" && [Route::Alert, Route::Form].contains(&route), "{head:?}");
    match edge.take(head, Some(body), NOW) {
        Ok(taken) => {
            sent(&taken);
            let head = Head { page: taken.page.clone(), ..head.clone() };
            for status in [202, 400, 404, 429, 503] {
                let answer =
                    Answer { status, body: b"{\"errors\":[{\"code\":\"x\"}]}", retry_after: Some("7") };
                plain(&head, &edge.settle(&head, Some(answer)).reply);
            }
            plain(&head, &edge.stored(&head, &taken.message.with_receipt("ab".into())));
        }
        Err(reply) => {
            assert!([303, 400, 413].contains(&reply.status), "{reply:?}");
            plain(head, &reply);
        }
    }
}

/// What would be sent to Klaviyo: a document of the account, with contacts and a canonical variant only.
fn sent(Taken { call, .. }: &Taken) {
    assert_eq!((call.method, &*call.url), ("POST", "https://a.klaviyo.com/api/back-in-stock-subscriptions"));
    let body: Value = serde_json::from_str(&call.body).unwrap();
    assert!(!call.body.contains(KEY));
    let profile = body.pointer("/data/attributes/profile/data").unwrap();
    assert_eq!(profile.get("id"), None, "{body}");
    for name in profile.get("attributes").and_then(Value::as_object).unwrap().keys() {
        assert!(["email", "phone_number"].contains(&name.as_str()), "{body}");
    }
    let variant = body.pointer("/data/relationships/variant/data/id").and_then(Value::as_str).unwrap();
    assert_eq!(VariantId::parse_canonical(variant).unwrap().canonical(), variant);
    assert!(call.headers.iter().all(|(_, value)| value.bytes().all(is_text)), "{:?}", call.headers.len());
}

/// A reply without the key, whose headers are headers, and that leads to no other site.
fn plain(head: &Head, reply: &Reply) {
    assert!(!reply.body.contains(KEY));
    for (name, value) in &reply.headers {
        assert!(value.bytes().all(is_text), "{name}: {value:?}");
        match *name {
            "location" => assert!(is_of_shop(value), "{value}"),
            "access-control-allow-origin" => {
                let own = [["https://", &head.host].concat(), ["http://", &head.host].concat()];
                let own = own.map(|origin| origin.to_ascii_lowercase());
                let is_own = own.iter().any(|own| {
                    own.strip_prefix(value.as_str()).is_some_and(|rest| ["", ":443", ":80"].contains(&rest))
                });
                assert!(value == SHOP || is_own, "{head:?}");
            }
            _ => {}
        }
    }
}

fn is_of_shop(location: &str) -> bool {
    let path = location.strip_prefix(SHOP).unwrap_or(location);
    path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\")
}

fn is_text(byte: u8) -> bool {
    byte == b' ' || byte.is_ascii_graphic()
}
