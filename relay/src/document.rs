//! The document of an alert: read from a page, stored encrypted, and sent to Klaviyo. The core validates and writes it.

use back_in_stock::{
    AlertDocument, Email, Error, HttpRequest, Options, PhoneNumber, Request, Service, Step, Subscription,
};
use serde::Serialize as _;

use crate::keys::{Digest, KeyRing};

/// A request to Klaviyo, ready to be sent.
pub(crate) struct Outgoing {
    /// The URL.
    pub(crate) url: String,
    /// The headers, with the private key.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The document.
    pub(crate) body: Vec<u8>,
}

/// Reads a stored or received document; `None` if it is not one.
#[must_use]
pub(crate) fn read(bytes: &[u8]) -> Option<Request> {
    serde_json::from_slice::<AlertDocument>(bytes).ok().map(Request::from)
}

/// Writes the request to Klaviyo's server endpoint.
///
/// # Errors
///
/// If the request is not valid.
pub(crate) fn write(request: &Request, klaviyo: &Options) -> Result<Option<Outgoing>, Error> {
    let service = Service::new(klaviyo)?;
    let subscription = Subscription::new(request, klaviyo)?;
    let Some(alert) = HttpRequest::new(Step::Alert, &subscription, service) else { return Ok(None) };
    let mut body = Vec::new();
    // Writing plain structs to memory cannot fail; if it did, nothing would be sent.
    let written = alert.body().serialize(&mut serde_json::Serializer::new(&mut body));
    let headers = alert.headers().map(|(name, value)| (name, value.to_owned())).collect();
    Ok(written.ok().map(|()| Outgoing { url: alert.url().to_owned(), headers, body }))
}

/// The email address and the phone number, as far as they are set.
pub(crate) fn identities<'a>(subscription: &'a Subscription<'_>) -> impl Iterator<Item = &'a str> {
    let profile = subscription.profile();
    let email = profile.email.as_ref().map(Email::as_str);
    email.into_iter().chain(profile.phone_number.as_ref().map(PhoneNumber::as_str))
}

/// The keyed hash that recognizes repeats: of company, variant, identifiers and channels.
#[must_use]
pub(crate) fn fingerprint(keys: &KeyRing, company: &str, subscription: &Subscription<'_>) -> Digest {
    let profile = subscription.profile();
    let email = profile.email.as_ref().map(Email::as_str).unwrap_or_default();
    let phone_number = profile.phone_number.as_ref().map(PhoneNumber::as_str).unwrap_or_default();
    let variant = subscription.variant().to_string();
    let channels = subscription.channels().collect::<Vec<_>>().join(",");
    let texts = [company, &variant, email, phone_number, &channels];
    keys.digest("alert", &texts.map(str::as_bytes))
}

/// What an encrypted document belongs to: it does not open as another row's.
#[must_use]
pub(crate) fn context(company: &str, fingerprint: &Digest) -> Vec<u8> {
    [company.as_bytes(), fingerprint].concat()
}
