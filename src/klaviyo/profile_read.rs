//! Reading whether consent to SMS and WhatsApp is recorded. Only a server can.

use core::fmt::Write as _;

use serde_json::Value;

use crate::{
    contact::phone::PhoneNumber,
    id::{external::ExternalId, profile::ProfileId},
    klaviyo::{
        document::Headers,
        request::{Audience, Service},
    },
    subscription::Subscription,
};

/// A GET request for the consents of a subscription's profile. Its URL has the phone number, as the API requires: do not
/// log it.
///
/// ```
/// use back_in_stock::{Options, Profile, ProfileRead, Request, Service, Subscription};
///
/// let options = Options {
///     audience: Some("server".into()),
///     private_key: Some("pk_example".into()),
///     ..Options::default()
/// };
/// let request = Request {
///     variant: "SKU-1".into(),
///     profile: Profile { phone_number: Some("+15005550006".into()), ..Profile::default() },
///     channels: Some(vec!["SMS".into()]),
///     sms_consent: Some("recorded".into()),
///     ..Request::default()
/// };
/// let subscription = Subscription::new(&request, &options)?;
/// let read = ProfileRead::new(&subscription, Service::new(&options)?).ok_or("an SMS alert needs consent")?;
/// assert!(read.url().starts_with("https://a.klaviyo.com/api/profiles?filter=equals%28phone_number%2C"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ProfileRead<'a> {
    url: String,
    headers: Headers<'a>,
}

impl<'a> ProfileRead<'a> {
    /// Builds the request; `None` for the audience `client`, and for a subscription that needs no consent.
    #[must_use]
    pub fn new(subscription: &Subscription<'_>, service: Service<'a>) -> Option<Self> {
        let Audience::Server { .. } = service.audience else { return None };
        if !subscription.needs_consent() {
            return None;
        }
        let profile = subscription.profile();
        let phone_number = profile.phone_number.as_ref().map(PhoneNumber::as_str);
        let (name, value) = phone_number
            .map(|number| ("phone_number", number))
            .or_else(|| profile.id.map(|id| ("id", ProfileId::as_str(id))))
            .or_else(|| profile.external_id.map(|id| ("external_id", ExternalId::as_str(id))))?;
        let value = value.replace('\\', "\\\\").replace('"', "\\\"");
        let filter = escape(&format!("equals({name},\"{value}\")"));
        let url = [
            service.endpoint,
            "/api/profiles?filter=",
            &filter,
            "&additional-fields%5Bprofile%5D=subscriptions&fields%5Bprofile%5D=subscriptions",
        ];
        Some(Self { url: url.concat(), headers: service.headers() })
    }

    /// The URL with its query.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers, with names in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.headers.iter().filter(|(name, _)| *name != "content-type")
    }
}

impl Subscription<'_> {
    /// Whether the alert needs a recorded consent: it has the channel `SMS` or `WHATSAPP`.
    #[must_use]
    pub fn needs_consent(&self) -> bool {
        self.channels().any(|channel| matches!(channel, "SMS" | "WHATSAPP"))
    }
}

/// The text for a query.
fn escape(text: &str) -> String {
    text.bytes().fold(String::with_capacity(3 * text.len()), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}

/// The marketing consents that are recorded for a profile, as the response to a [`ProfileRead`] has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordedConsents {
    /// Consent to text messages.
    pub sms: bool,
    /// Consent to WhatsApp messages.
    pub whatsapp: bool,
}

impl RecordedConsents {
    /// Reads the body of a 200; `None` if it is not a list of profiles. Without a profile, nothing is recorded.
    ///
    /// ```
    /// use back_in_stock::RecordedConsents;
    ///
    /// let body = br#"{ "data": [{ "type": "profile", "attributes": { "subscriptions": {
    ///     "sms": { "marketing": { "consent": "SUBSCRIBED", "can_receive_sms_marketing": true } } } } }] }"#;
    /// assert_eq!(RecordedConsents::read(body), Some(RecordedConsents { sms: true, whatsapp: false }));
    /// assert_eq!(RecordedConsents::read(br#"{ "data": [] }"#), Some(RecordedConsents::default()));
    /// assert_eq!(RecordedConsents::read(b"<html>"), None);
    /// ```
    #[must_use]
    pub fn read(body: &[u8]) -> Option<Self> {
        let document: Value = serde_json::from_slice(body).ok()?;
        let profiles = document.get("data")?.as_array()?;
        let is_given = |channel: &str, permission: &str| {
            profiles.iter().any(|profile| {
                let place = format!("/attributes/subscriptions/{channel}/marketing");
                let Some(marketing) = profile.pointer(&place) else { return false };
                // A consent can be recorded for a number that no message reaches.
                let is_blocked = marketing.get(permission) == Some(&Value::Bool(false));
                marketing.get("consent").and_then(Value::as_str) == Some("SUBSCRIBED") && !is_blocked
            })
        };
        Some(Self {
            sms: is_given("sms", "can_receive_sms_marketing"),
            whatsapp: is_given("whatsapp", "can_receive"),
        })
    }

    /// Whether every channel of the subscription that needs a consent has it.
    #[must_use]
    pub fn cover(self, subscription: &Subscription<'_>) -> bool {
        subscription.channels().all(|channel| match channel {
            "SMS" => self.sms,
            "WHATSAPP" => self.whatsapp,
            _ => true,
        })
    }
}
