//! The exports of `core.wasm` that build requests: a typed function for each function of the public API.

use js_sys::{Date, JSON, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{object, read::Reader};
use crate::{
    contact::{email::Email, phone::PhoneNumber, suggestion::suggest_email},
    delivery::flow::Step,
    error::ErrorKind,
    id::variant::VariantId,
    klaviyo::{
        document::Headers,
        request::{HttpRequest, Service},
        revision::{self, State},
    },
    subscription::{Subscription, Variant},
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// The canonical ID of a variant.
#[wasm_bindgen(js_name = variantId)]
pub fn variant_id(
    #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "CatalogScope")] options: &JsValue,
) -> Result<String, JsValue> {
    let mut reader = Reader::default();
    let options = reader.scope(options)?;
    let variant = Variant { id: Some(reader.text(id, ErrorKind::VariantText)), ..Variant::default() };
    reader.check(variant.parse(&options).map(VariantId::canonical))
}

/// The parts of a canonical ID.
#[wasm_bindgen(js_name = parseVariantId, unchecked_return_type = "VariantIdParts")]
pub fn parse_variant_id(
    #[wasm_bindgen(unchecked_param_type = "string")] canonical: &JsValue,
) -> Result<JsValue, JsValue> {
    let mut reader = Reader::default();
    let text = reader.text(canonical, ErrorKind::VariantText);
    reader.check(VariantId::parse_canonical(&text).map(|id| object(&id)))
}

/// Normalizes an email address.
#[wasm_bindgen(js_name = normalizeEmail)]
pub fn normalize_email(
    #[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue,
) -> Result<String, JsValue> {
    let mut reader = Reader::default();
    let text = reader.address(text);
    reader.check(Email::parse(&text).map(Into::into))
}

/// Suggests the address that was probably meant.
#[wasm_bindgen(js_name = suggestEmail)]
pub fn suggest(
    #[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue,
) -> Result<Option<String>, JsValue> {
    let mut reader = Reader::default();
    let text = reader.address(text);
    reader.check(Ok(suggest_email(&text)))
}

/// Normalizes a phone number to E.164.
#[wasm_bindgen(js_name = normalizePhoneNumber)]
pub fn normalize_phone_number(
    #[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "{ country?: string | undefined }")] options: &JsValue,
) -> Result<String, JsValue> {
    let mut reader = Reader::default();
    let options = reader.country(options)?;
    let text = reader.text(text, ErrorKind::PhoneText);
    let number = options.region().and_then(|region| PhoneNumber::parse(&text, region));
    reader.check(number.map(Into::into))
}

/// Builds the request of a back-in-stock subscription as data.
#[wasm_bindgen(js_name = buildRequest, unchecked_return_type = "HttpRequest")]
pub fn build_request(
    #[wasm_bindgen(unchecked_param_type = "SubscriptionRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "BuildOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    built(request, options, &|service, subscription| {
        HttpRequest::new(Step::Alert, subscription, service).map_or(JsValue::UNDEFINED, as_object)
    })
}

/// Builds the calls of a subscription.
#[wasm_bindgen(unchecked_return_type = "Calls")]
pub fn calls(
    #[wasm_bindgen(unchecked_param_type = "SubscriptionRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "BuildOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    built(request, options, &|service, subscription| {
        let call = |step| HttpRequest::new(step, subscription, service).map(Call::new);
        let [consent, alert, newsletter] = Step::ALL.map(call);
        object(&Calls { consent, alert, newsletter })
    })
}

/// Converts a request to `{ method, url, headers, body }`. The body is written as JSON and parsed: a second serializer
/// for documents would add 700 bytes.
fn as_object(request: HttpRequest<'_>) -> JsValue {
    let HttpRequest { method, url, headers, body } = request;
    let parts = object(&Parts { method, url, headers });
    let text = serde_json::to_string(&body).unwrap_or_default();
    // Neither can fail: the text is JSON, and the object is new.
    let body = JSON::parse(&text).unwrap_or_default();
    Reflect::set(&parts, &"body".into(), &body).unwrap_or_default();
    parts
}

/// A request without its body.
#[derive(Serialize)]
struct Parts<'a> {
    method: &'static str,
    url: String,
    headers: Headers<'a>,
}

/// Reads and validates a request and its options.
fn built(
    request: &JsValue,
    options: &JsValue,
    build: &dyn Fn(Service<'_>, &Subscription<'_>) -> JsValue,
) -> Result<JsValue, JsValue> {
    let mut reader = Reader::default();
    let request = reader.request(request)?;
    let options = reader.options(options)?;
    reader
        .check(Service::new(&options).and_then(|service| {
            let subscription = Subscription::new(&request, &options)?;
            Ok((service, subscription))
        }))
        .map(|(service, subscription)| build(service, &subscription))
}

/// The calls of a subscription, `Calls` in `types.d.ts`. Scripts make them in the order of the members.
#[derive(Serialize)]
struct Calls<'a> {
    // Always present: a missing member would be inherited from a polluted `Object.prototype`.
    consent: Option<Call<'a>>,
    alert: Option<Call<'a>>,
    newsletter: Option<Call<'a>>,
}

/// The `RequestInit` of `fetch`, and its URL. The body is written in Rust: the `toJSON` of an old library can change
/// the result of the page's `JSON.stringify`.
#[derive(Serialize)]
struct Call<'a> {
    method: &'static str,
    url: String,
    headers: Headers<'a>,
    body: String,
    credentials: &'static str,
    redirect: &'static str,
}

impl<'a> Call<'a> {
    fn new(request: HttpRequest<'a>) -> Self {
        let HttpRequest { method, url, headers, body } = request;
        // A document has only strings, arrays and objects, so this cannot fail.
        let body = serde_json::to_string(&body).unwrap_or_default();
        // A redirect is a failure: none is documented, and following it would turn the POST into a GET.
        Self { method, url, headers, body, credentials: "omit", redirect: "error" }
    }
}

/// The version of the crate. It must match the version of the package's scripts.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Whether a revision of the API is no longer served.
#[wasm_bindgen(js_name = isRetired)]
pub fn is_retired(revision: &str) -> bool {
    let today = String::from(Date::new(&Date::now().into()).to_iso_string());
    revision::state(revision, &today) == Some(State::Retired)
}
