//! Reads the page's objects into the core's plain structs.
//!
//! Only own members are read: an extended `Object.prototype` must not add to a request. An unknown name, and
//! another value where an object belongs, are rejected at once. Any other wrong type is reported in the order of the
//! checks: of several mistakes, the first [`ErrorKind`] is reported.

use js_sys::{Array, JsString, Object};
use wasm_bindgen::{JsCast, prelude::*};
use web_sys::Url;

use super::error::{about, thrown};
use crate::{
    contact::email,
    error::{Error, ErrorKind},
    options::Options,
    similar::closest,
    subscription::{Marketing, Profile, Request, Variant},
};

/// The maximum length of an ID, a contact or an option. Longer text is cut off, to save memory.
const LONGEST: u32 = 10_000;

/// The maximum length of a list of channels.
const MOST_CHANNELS: u32 = 8;

/// The destination of a member's value. An `Address` is an email address.
enum Target<'a> {
    Text(&'a mut Option<String>),
    Address(&'a mut Option<String>),
    Flag(&'a mut bool),
    List(&'a mut Option<Vec<String>>),
    Any(&'a mut JsValue),
}
use Target::{Address, Any, Flag, List, Text};

/// A known member: its name, the error for a wrong type, and the destination of its value.
type Member<'a> = (&'static str, ErrorKind, Target<'a>);

/// Reads objects, and remembers the first wrong type.
#[derive(Default)]
pub(super) struct Reader {
    wrong_type: Option<ErrorKind>,
}

impl Reader {
    /// The result of the core, unless a wrong type is reported before it.
    pub(super) fn check<T>(&self, result: Result<T, Error>) -> Result<T, JsValue> {
        match (self.wrong_type, result) {
            (None, result) => result.map_err(thrown),
            (Some(wrong), Err(error)) => Err(thrown(wrong.min(error.kind()))),
            (Some(wrong), Ok(_)) => Err(thrown(wrong)),
        }
    }

    /// Reads a string.
    pub(super) fn text(&mut self, value: &JsValue, wrong: ErrorKind) -> String {
        text(value).unwrap_or_else(|| self.wrong(wrong))
    }

    /// Reads an email address.
    pub(super) fn address(&mut self, value: &JsValue) -> String {
        text(value).map_or_else(|| self.wrong(ErrorKind::EmailText), with_ascii_domain)
    }

    /// Reads the options of `variantId`: the integration and the catalog.
    pub(super) fn scope(&mut self, value: &JsValue) -> Result<Options, JsValue> {
        let mut options = Options::default();
        let Options { integration, catalog, .. } = &mut options;
        self.fill(
            value,
            "options",
            &mut [
                ("integration", ErrorKind::Integration, Text(integration)),
                ("catalog", ErrorKind::Catalog, Text(catalog)),
            ],
        )?;
        Ok(options)
    }

    /// Reads the options of `normalizePhoneNumber`: the country.
    pub(super) fn country(&mut self, value: &JsValue) -> Result<Options, JsValue> {
        let mut options = Options::default();
        self.fill(value, "options", &mut [("country", ErrorKind::Country, Text(&mut options.country))])?;
        Ok(options)
    }

    /// Reads `BuildOptions`.
    pub(super) fn options(&mut self, value: &JsValue) -> Result<Options, JsValue> {
        let mut options = Options::default();
        self.fill(
            value,
            "options",
            &mut [
                ("audience", ErrorKind::Audience, Text(&mut options.audience)),
                ("companyId", ErrorKind::CompanyId, Text(&mut options.company_id)),
                ("privateKey", ErrorKind::ServerKey, Text(&mut options.private_key)),
                ("accessToken", ErrorKind::AccessToken, Text(&mut options.access_token)),
                ("endpoint", ErrorKind::Endpoint, Text(&mut options.endpoint)),
                ("revision", ErrorKind::Revision, Text(&mut options.revision)),
                ("mediaType", ErrorKind::MediaType, Text(&mut options.media_type)),
                ("integration", ErrorKind::Integration, Text(&mut options.integration)),
                ("catalog", ErrorKind::Catalog, Text(&mut options.catalog)),
                ("country", ErrorKind::Country, Text(&mut options.country)),
            ],
        )?;
        Ok(options)
    }

    /// Reads a `SubscriptionRequest`.
    pub(super) fn request(&mut self, value: &JsValue) -> Result<Request, JsValue> {
        let mut request = Request::default();
        let [mut variant, mut profile, mut marketing] = [const { JsValue::UNDEFINED }; 3];
        self.fill(
            value,
            "request",
            &mut [
                ("variant", ErrorKind::VariantText, Any(&mut variant)),
                ("profile", ErrorKind::MissingIdentifier, Any(&mut profile)),
                ("channels", ErrorKind::Channels, List(&mut request.channels)),
                ("marketing", ErrorKind::Marketing, Any(&mut marketing)),
                ("smsConsent", ErrorKind::SmsConsent, Text(&mut request.sms_consent)),
                ("whatsappConsent", ErrorKind::WhatsappConsent, Text(&mut request.whatsapp_consent)),
            ],
        )?;
        self.variant(&variant, &mut request.variant)?;
        self.profile(&profile, &mut request.profile)?;
        if !marketing.is_undefined() {
            self.marketing(&marketing, request.marketing.insert(Marketing::default()))?;
        }
        Ok(request)
    }

    fn variant(&mut self, value: &JsValue, variant: &mut Variant) -> Result<(), JsValue> {
        if value.is_object() {
            return self.fill(
                value,
                "variant",
                &mut [
                    ("id", ErrorKind::VariantText, Text(&mut variant.id)),
                    ("integration", ErrorKind::Integration, Text(&mut variant.integration)),
                    ("catalog", ErrorKind::Catalog, Text(&mut variant.catalog)),
                ],
            );
        }
        if !value.is_undefined() {
            variant.id = Some(self.text(value, ErrorKind::VariantText));
        }
        Ok(())
    }

    fn profile(&mut self, value: &JsValue, profile: &mut Profile) -> Result<(), JsValue> {
        if value.is_undefined() {
            // The core rejects a profile without identifiers.
            return Ok(());
        }
        self.fill(
            value,
            "profile",
            &mut [
                ("email", ErrorKind::EmailText, Address(&mut profile.email)),
                ("phoneNumber", ErrorKind::PhoneText, Text(&mut profile.phone_number)),
                ("externalId", ErrorKind::ExternalIdText, Text(&mut profile.external_id)),
                ("id", ErrorKind::ProfileIdText, Text(&mut profile.id)),
            ],
        )
    }

    fn marketing(&mut self, value: &JsValue, marketing: &mut Marketing) -> Result<(), JsValue> {
        self.fill(
            value,
            "marketing",
            &mut [
                ("listId", ErrorKind::ListId, Text(&mut marketing.list_id)),
                ("email", ErrorKind::Marketing, Flag(&mut marketing.email)),
                ("sms", ErrorKind::Marketing, Flag(&mut marketing.sms)),
                ("whatsapp", ErrorKind::Marketing, Flag(&mut marketing.whatsapp)),
            ],
        )
    }

    /// Reads the known members of an object. `undefined` and `null` count as missing.
    fn fill(&mut self, object: &JsValue, name: &str, known: &mut [Member<'_>]) -> Result<(), JsValue> {
        if !object.is_object() || Array::is_array(object) {
            return Err(about("invalid_option", name, "must be an object"));
        }
        for (key, value) in own_members(object) {
            let Some((_, wrong, target)) = known.iter_mut().find(|(name, ..)| *name == key) else {
                return Err(unknown(&key, known.iter().map(|(name, ..)| *name)));
            };
            if value.is_null() || value.is_undefined() {
                continue;
            }
            let filled = match target {
                Text(target) => text(&value).map(|text| **target = Some(text)),
                Address(target) => text(&value).map(|text| **target = Some(with_ascii_domain(text))),
                Flag(target) => value.as_bool().map(|flag| **target = flag),
                List(target) => list(&value).map(|list| **target = Some(list)),
                Any(target) => {
                    **target = value;
                    Some(())
                }
            };
            if filled.is_none() {
                self.wrong::<()>(*wrong);
            }
        }
        Ok(())
    }

    fn wrong<T: Default>(&mut self, kind: ErrorKind) -> T {
        self.wrong_type = Some(self.wrong_type.map_or(kind, |earlier| earlier.min(kind)));
        T::default()
    }
}

/// The names and values of an object's own enumerable members.
pub(super) fn own_members(object: &JsValue) -> Vec<(String, JsValue)> {
    let mut members = Vec::new();
    for entry in Object::entries(object.unchecked_ref()) {
        let entry: Array = entry.unchecked_into();
        members.push((text(&entry.get(0)).unwrap_or_default(), entry.get(1)));
    }
    members
}

/// Reads a string. If it is cut off, it ends in a character that no field accepts, so it is rejected.
fn text(value: &JsValue) -> Option<String> {
    let text = value.dyn_ref::<JsString>()?;
    if text.length() <= LONGEST {
        return value.as_string();
    }
    let mut start = String::from(text.slice(0, LONGEST));
    start.push(char::REPLACEMENT_CHARACTER);
    Some(start)
}

fn list(value: &JsValue) -> Option<Vec<String>> {
    let list = value.dyn_ref::<Array>().filter(|list| list.length() <= MOST_CHANNELS)?;
    list.iter().map(|item| text(&item)).collect()
}

fn unknown(name: &str, known: impl Iterator<Item = &'static str>) -> JsValue {
    let message = match closest(name, known) {
        Some(meant) => ["is not a known option; did you mean \"", meant, "\"?"].concat(),
        None => "is not a known option".to_owned(),
    };
    about("unknown_option", name, &message)
}

/// Converts the domain of an address to ASCII, by the platform's URL parser.
fn with_ascii_domain(address: String) -> String {
    if address.is_ascii() {
        return address;
    }
    let address = email::clean(&address);
    ascii_domain(&address).unwrap_or(address)
}

/// `None` if the domain is ASCII already, or is not a domain.
fn ascii_domain(address: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    // Any other ASCII character would end the host of the URL.
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | 0x80..);
    if domain.is_ascii() || !domain.bytes().all(is_host) {
        return None;
    }
    let url = Url::new(&["http://", domain].concat()).ok()?;
    Some([local, "@", &url.hostname()].concat())
}
