//! The documents of alerts and sign-ups: read from a page, stored encrypted, and sent to Klaviyo. The core validates and
//! writes them.

use back_in_stock::{
    AlertDocument, Email, Error, ExternalId, HttpRequest, Options, PhoneNumber, ProfileId, ProfileRead,
    RecordedConsents, Request, Service, SignUp, SignUpDocument, Step, Subscription,
};
use serde::Serialize as _;

use crate::{
    keys::{Digest, KeyRing},
    store::Endpoint,
};

/// A request to Klaviyo, ready to be sent.
pub(crate) struct Outgoing {
    /// The URL.
    pub(crate) url: String,
    /// The headers, with the private key.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The document; `None` for a GET request.
    pub(crate) body: Option<Vec<u8>>,
}

/// Reads the received document of an alert; `None` if it is not one.
#[must_use]
pub(crate) fn read(bytes: &[u8]) -> Option<Request> {
    serde_json::from_slice::<AlertDocument>(bytes).ok().map(Request::from)
}

/// Marks consent as recorded. The caller checks that it is, by reading the profile before each attempt.
#[must_use]
pub(crate) fn with_consent(request: Request) -> Request {
    let recorded = || Some("recorded".to_owned());
    Request { sms_consent: recorded(), whatsapp_consent: recorded(), ..request }
}

/// Writes an alert's request to Klaviyo.
///
/// # Errors
///
/// If the request is not valid.
pub(crate) fn write(request: &Request, klaviyo: &Options) -> Result<Option<Outgoing>, Error> {
    let service = Service::new(klaviyo)?;
    let subscription = Subscription::new(request, klaviyo)?;
    Ok(HttpRequest::new(Step::Alert, &subscription, service).and_then(|request| post(&request)))
}

/// Writes a sign-up's request to Klaviyo.
///
/// # Errors
///
/// If the options are not valid.
pub(crate) fn write_sign_up(sign_up: &SignUp<'_>, klaviyo: &Options) -> Result<Option<Outgoing>, Error> {
    Ok(post(&HttpRequest::sign_up(sign_up, Service::new(klaviyo)?)))
}

fn post(request: &HttpRequest<'_>) -> Option<Outgoing> {
    let mut body = Vec::new();
    // Writing plain structs to memory cannot fail; if it did, nothing would be sent.
    request.body().serialize(&mut serde_json::Serializer::new(&mut body)).ok()?;
    let headers = request.headers().map(|(name, value)| (name, value.to_owned())).collect();
    Some(Outgoing { url: request.url().to_owned(), headers, body: Some(body) })
}

/// The request of a stored document to an endpoint; `None` if it cannot be read, or is not valid any more.
pub(crate) fn outgoing(document: &[u8], endpoint: Endpoint, klaviyo: &Options) -> Option<Outgoing> {
    match endpoint {
        Endpoint::Alerts => write(&with_consent(read(document)?), klaviyo).ok()?,
        Endpoint::Consents => {
            let document: SignUpDocument = serde_json::from_slice(document).ok()?;
            let (profile, marketing) = document.into();
            write_sign_up(&SignUp::new(&profile, &marketing, klaviyo).ok()?, klaviyo).ok()?
        }
        Endpoint::Profiles => {
            let request = with_consent(read(document)?);
            let subscription = Subscription::new(&request, klaviyo).ok()?;
            let read = ProfileRead::new(&subscription, Service::new(klaviyo).ok()?)?;
            let headers = read.headers().map(|(name, value)| (name, value.to_owned())).collect();
            Some(Outgoing { url: read.url().to_owned(), headers, body: None })
        }
    }
}

/// Whether recorded consents are all that a stored alert needs.
pub(crate) fn is_covered(document: &[u8], consents: RecordedConsents) -> bool {
    let request = read(document).map(with_consent).unwrap_or_default();
    Subscription::new(&request, &Options::default()).is_ok_and(|subscription| consents.cover(&subscription))
}

/// The identifiers, as far as they are set.
pub(crate) fn identities<'a>(subscription: &'a Subscription<'_>) -> impl Iterator<Item = &'a str> {
    let profile = subscription.profile();
    let email = profile.email.as_ref().map(Email::as_str);
    let phone_number = profile.phone_number.as_ref().map(PhoneNumber::as_str);
    let (id, external_id) = (profile.id.map(ProfileId::as_str), profile.external_id.map(ExternalId::as_str));
    [email, phone_number, id, external_id].into_iter().flatten()
}

/// The keyed hash that recognizes repeats of an alert: of company, variant, identifiers and channels.
#[must_use]
pub(crate) fn fingerprint(keys: &KeyRing, company: &str, subscription: &Subscription<'_>) -> Digest {
    let profile = subscription.profile();
    let email = profile.email.as_ref().map(Email::as_str).unwrap_or_default();
    let phone_number = profile.phone_number.as_ref().map(PhoneNumber::as_str).unwrap_or_default();
    let variant = subscription.variant().to_string();
    let channels = subscription.channels().collect::<Vec<_>>().join(",");
    let id = profile.id.map(ProfileId::as_str).unwrap_or_default();
    let external_id = profile.external_id.map(ExternalId::as_str).unwrap_or_default();
    let texts = [company, &variant, email, phone_number, id, external_id, &channels];
    keys.digest("alert", &texts.map(str::as_bytes))
}

/// The keyed hash that recognizes repeats of a sign-up: of company, list, contacts and channels.
#[must_use]
pub(crate) fn sign_up_fingerprint(keys: &KeyRing, company: &str, sign_up: &SignUp<'_>) -> Digest {
    let channels = sign_up.channels().collect::<Vec<_>>().join(",");
    let (email, phone_number) =
        (sign_up.email().unwrap_or_default(), sign_up.phone_number().unwrap_or_default());
    let texts = [company, sign_up.list_id(), email, phone_number, &channels];
    keys.digest("sign-up", &texts.map(str::as_bytes))
}

/// The keyed hash of whose consent an alert needs; `None` if it needs none.
#[must_use]
pub(crate) fn subject(keys: &KeyRing, company: &str, subscription: &Subscription<'_>) -> Option<Digest> {
    let profile = subscription.profile();
    let phone_number = profile.phone_number.as_ref().map(PhoneNumber::as_str);
    let id = profile.id.map(ProfileId::as_str);
    let external_id = profile.external_id.map(ExternalId::as_str);
    let identity = phone_number.or(id).or(external_id).filter(|_| subscription.needs_consent())?;
    Some(subject_of(keys, company, identity))
}

/// The keyed hash of a sign-up's phone number, if it has one.
#[must_use]
pub(crate) fn sign_up_subject(keys: &KeyRing, company: &str, sign_up: &SignUp<'_>) -> Option<Digest> {
    sign_up.phone_number().map(|phone_number| subject_of(keys, company, phone_number))
}

fn subject_of(keys: &KeyRing, company: &str, identity: &str) -> Digest {
    keys.digest("subject", &[company.as_bytes(), identity.as_bytes()])
}

/// What an encrypted document belongs to: it does not open as another row's.
#[must_use]
pub(crate) fn context(company: &str, fingerprint: &Digest) -> Vec<u8> {
    [company.as_bytes(), fingerprint].concat()
}
