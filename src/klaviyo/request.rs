//! HTTP requests as data.

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    contact::{email::Email, phone::PhoneNumber},
    error::{Error, Kind},
    id::{company::CompanyId, external::ExternalId, profile::ProfileId},
    klaviyo::document::{self, Filled, Filling},
    klaviyo::revision::is_revision,
    options::Options,
    subscription::{Marketing, Subscription},
    text::{Ascii, around, join},
};

/// Who sends: each endpoint belongs to one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience<'a> {
    /// A page, by the public key.
    Client(CompanyId<'a>),
    /// The shop's server: scheme and secret of its `authorization` header.
    Server(&'static str, &'a str),
}

impl<'a> Audience<'a> {
    /// A server with a private key.
    ///
    /// # Errors
    ///
    /// `invalid_option` for `"ABC123"` (a public key), and for characters that no header may hold.
    pub fn private_key(key: &'a str) -> Result<Self, Error> {
        if !key.starts_with("pk_") || !is_header(key) {
            return Err(Kind::ServerKey.into());
        }
        Ok(Self::Server("Klaviyo-API-Key ", key))
    }

    /// A server with an OAuth access token.
    ///
    /// # Errors
    ///
    /// `invalid_option` for `""`, and for characters that no header may hold.
    pub fn access_token(token: &'a str) -> Result<Self, Error> {
        if !is_header(token) {
            return Err(Kind::AccessToken.into());
        }
        Ok(Self::Server("Bearer ", token))
    }
}

/// What a key or a token is made of; anything else could not be sent in a header either.
const HEADER: Ascii = Ascii::ALPHANUMERIC.and(b"._-~+/=:");

fn is_header(text: &str) -> bool {
    !text.is_empty() && HEADER.all(text)
}

/// Where requests go, and how they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service<'a> {
    endpoint: &'a str,
    revision: &'a str,
    media_type: &'a str,
}

/// Klaviyo's own address.
pub const ENDPOINT: &str = "https://a.klaviyo.com";

/// JSON:API's media type, which the current description of the endpoint asks for.
pub const MEDIA_TYPE: &str = "application/vnd.api+json";

impl<'a> Service<'a> {
    /// A revision, which is a date, with or without a suffix; a media type, for `content-type` and `accept`, of which
    /// `application/json` is what older examples send; and an address, to which the path is appended. Whether the
    /// address may be used is for who knows the page to check.
    ///
    /// # Errors
    ///
    /// `invalid_option` for the revisions `"latest"`, `"2026-7-15"`, `"2026-10-15."`, and for any other media type.
    pub fn new(revision: &'a str, media_type: &'a str, endpoint: &'a str) -> Result<Self, Error> {
        if !is_revision(revision) {
            return Err(Kind::Revision.into());
        }
        if media_type != MEDIA_TYPE && media_type != "application/json" {
            return Err(Kind::MediaType.into());
        }
        let endpoint = match endpoint.as_bytes() {
            [before @ .., b'/'] => around(endpoint, before.len(), 0).0,
            _ => endpoint,
        };
        Ok(Self { endpoint, revision, media_type })
    }
}

/// What a call is for. A page's subscription is up to three calls, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Recording consent to SMS, WhatsApp or both: if it fails, nothing else may be sent.
    Consent,
    /// The subscription itself.
    Alert,
    /// The sign-up to e-mail marketing: what becomes of it changes nothing for the alert.
    Newsletter,
}

/// A POST that is ready to be sent by whatever sends. It serializes as `{ method, url, headers, body }`.
#[derive(Clone, Debug)]
pub struct HttpRequest<'a> {
    subscription: &'a Subscription<'a>,
    service: Service<'a>,
    url: String,
    authorization: Option<String>,
    variant: String,
    body: &'static str,
}

impl<'a> HttpRequest<'a> {
    /// The request for one purpose; `None` where the subscription does not need it.
    #[must_use]
    pub fn new(purpose: Purpose, subscription: &'a Subscription<'a>, options: &Options<'a>) -> Option<Self> {
        let body = match (purpose, options.audience) {
            (Purpose::Alert, _) => document::SUBSCRIPTION,
            // Signing up for marketing is a page's call.
            (_, Audience::Server(..)) => return None,
            (Purpose::Consent, _) => consent(subscription.marketing()?)?,
            (Purpose::Newsletter, _) => subscription.marketing()?.email.then_some(document::NEWSLETTER)?,
        };
        let service = options.service;
        let (path, query, authorization) = match options.audience {
            // A company id has no character that would need an escape. No path ends with a slash: the API description
            // has none, though the guide's example does.
            Audience::Client(company) if purpose == Purpose::Alert => {
                ("/client/back-in-stock-subscriptions?company_id=", company.as_str(), None)
            }
            Audience::Client(company) => ("/client/subscriptions?company_id=", company.as_str(), None),
            Audience::Server(scheme, secret) => {
                ("/api/back-in-stock-subscriptions", "", Some(join(&[scheme, secret])))
            }
        };
        let url = join(&[service.endpoint, path, query]);
        Some(Self {
            subscription,
            service,
            url,
            authorization,
            variant: subscription.variant().canonical(),
            body,
        })
    }

    /// The whole URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same request, of which only the document that is posted serializes.
    #[must_use]
    pub fn body(&self) -> impl Serialize + '_ {
        Part(self, self.body)
    }

    /// The same request, of which only the headers serialize, their names in lower case.
    #[must_use]
    pub fn headers(&self) -> impl Serialize + '_ {
        Part(self, document::HEADERS)
    }

    fn filling(&self) -> Filling<'_> {
        let profile = self.subscription.profile();
        let slots = [
            profile.id.map(ProfileId::as_str),
            profile.email.as_ref().map(Email::as_str),
            profile.phone_number.as_ref().map(PhoneNumber::as_str),
            profile.external_id.map(ExternalId::as_str),
            Some(self.variant.as_str()),
            self.subscription.marketing().map(|marketing| marketing.list_id),
            Some(self.service.media_type),
            Some(self.service.revision),
            self.authorization.as_deref(),
        ];
        Filling { slots, channels: self.subscription.channels() }
    }
}

/// The document that records consent to SMS and WhatsApp, if either was agreed to.
fn consent(marketing: Marketing<'_>) -> Option<&'static str> {
    match (marketing.sms, marketing.whatsapp) {
        (true, true) => Some(document::SMS_AND_WHATSAPP_CONSENT),
        (true, false) => Some(document::SMS_CONSENT),
        (false, true) => Some(document::WHATSAPP_CONSENT),
        (false, false) => None,
    }
}

impl Serialize for HttpRequest<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("method", "POST")?;
        object.serialize_entry("url", &self.url)?;
        object.serialize_entry("headers", &self.headers())?;
        object.serialize_entry("body", &self.body())?;
        object.end()
    }
}

/// A request, and the outline of what of it serializes.
struct Part<'a>(&'a HttpRequest<'a>, &'static str);

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Filled::new(self.1, &self.0.filling()).serialize(serializer)
    }
}
