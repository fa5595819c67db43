//! HTTP requests as data.

use core::fmt;

use serde::Serialize;

use crate::{
    contact::{email::Email, phone::PhoneNumber},
    delivery::flow::Step,
    error::{Error, ErrorKind},
    id::{company::CompanyId, external::ExternalId, profile::ProfileId},
    klaviyo::{
        document::{
            Alert, AlertAttributes, CatalogVariant, ChannelConsent, Data, Document, Headers, List,
            ListRelationship, Profile, ProfileAttributes, SignUp, SignUpAttributes, Subscriptions,
            VariantRelationship,
        },
        revision,
    },
    options::Options,
    subscription::{Consents, Subscription},
};

/// Klaviyo's own endpoint.
const ENDPOINT: &str = "https://a.klaviyo.com";

/// The media type of JSON:API, which the API reference requires.
const MEDIA_TYPE: &str = "application/vnd.api+json";

/// The media type of older examples, which Klaviyo accepts, too.
const JSON: &str = "application/json";

/// The sender of a request. Pages and servers have different endpoints.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience<'a> {
    /// A page, with the public API key.
    Client(CompanyId<'a>),
    /// The shop's server, with the scheme and the secret of its `authorization` header.
    Server { scheme: &'static str, secret: &'a str },
}

/// Without the secret, which must not get into a log.
impl fmt::Debug for Audience<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(company) => company.fmt(f),
            Self::Server { scheme, .. } => f.debug_tuple("Server").field(scheme).finish_non_exhaustive(),
        }
    }
}

/// Validated options of requests: key, revision and media type. The endpoint is not validated; a slash at its end is
/// dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service<'a> {
    pub(super) audience: Audience<'a>,
    pub(super) endpoint: &'a str,
    revision: &'a str,
    media_type: &'a str,
}

impl<'a> Service<'a> {
    /// Validates these options. The caller must check the endpoint.
    ///
    /// # Errors
    ///
    /// `private_key` for a private key without the audience `server`, or as company ID; `invalid_company_id` for
    /// `"ABC"`; `invalid_option` for the audience `"browser"`, the private key `"ABC123"`, the revisions `"latest"`,
    /// `"2026-7-15"` and `"2026-10-15."`, and for media types other than `application/vnd.api+json` and
    /// `application/json`.
    pub fn new(options: &'a Options) -> Result<Self, Error> {
        let audience = Audience::new(options)?;
        let revision = options.revision.as_deref().unwrap_or(revision::CURRENT);
        if !revision::is_revision(revision) {
            return Err(ErrorKind::Revision.into());
        }
        let media_type = options.media_type.as_deref().unwrap_or(MEDIA_TYPE);
        if media_type != MEDIA_TYPE && media_type != JSON {
            return Err(ErrorKind::MediaType.into());
        }
        let endpoint = options.endpoint.as_deref().unwrap_or(ENDPOINT);
        let endpoint = endpoint.strip_suffix('/').unwrap_or(endpoint);
        Ok(Self { audience, endpoint, revision, media_type })
    }

    pub(super) fn headers(self) -> Headers<'a> {
        let authorization = match self.audience {
            Audience::Client(_) => None,
            Audience::Server { scheme, secret } => Some([scheme, secret].concat()),
        };
        let Self { revision, media_type, .. } = self;
        Headers { accept: media_type, content_type: media_type, revision, authorization }
    }
}

impl<'a> Audience<'a> {
    fn new(options: &'a Options) -> Result<Self, Error> {
        let is_server = options.is_server()?;
        match (options.private_key.as_deref(), is_server) {
            // A private key must not be in a page, even if it is unused.
            (Some(_), false) => Err(ErrorKind::PrivateKey.into()),
            (Some(key), true) if key.starts_with("pk_") && is_header_value(key) => {
                Ok(Self::Server { scheme: "Klaviyo-API-Key ", secret: key })
            }
            (Some(_), true) => Err(ErrorKind::ServerKey.into()),
            (None, true) => match options.access_token.as_deref() {
                Some(token) if is_header_value(token) => {
                    Ok(Self::Server { scheme: "Bearer ", secret: token })
                }
                _ => Err(ErrorKind::AccessToken.into()),
            },
            (None, false) => {
                let company = options.company_id.as_deref().ok_or(ErrorKind::CompanyId)?;
                Ok(Self::Client(CompanyId::parse(company)?))
            }
        }
    }
}

/// Whether a key or a token can be sent in a header.
fn is_header_value(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-~+/=:".contains(&byte);
    !text.is_empty() && text.bytes().all(allowed)
}

/// A POST request as data. It serializes as `{ method, url, headers, body }`.
///
/// ```
/// use back_in_stock::{HttpRequest, Options, Request, Service, Step, Subscription};
///
/// let options = Options { company_id: Some("ABC123".into()), ..Options::default() };
/// let request: Request = serde_json::from_str(r#"{ "variant": "SKU-1", "profile": { "email": "ann@example.com" } }"#)?;
/// let service = Service::new(&options)?;
/// let subscription = Subscription::new(&request, &options)?;
/// let alert = HttpRequest::new(Step::Alert, &subscription, service).ok_or("every subscription has an alert")?;
/// assert_eq!(alert.url(), "https://a.klaviyo.com/client/back-in-stock-subscriptions?company_id=ABC123");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct HttpRequest<'a> {
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) headers: Headers<'a>,
    pub(crate) body: Document<'a>,
}

impl<'a> HttpRequest<'a> {
    /// Builds the request of a step. `None` if the subscription does not need the step, and for the steps `Consent` and
    /// `Newsletter` with the audience `server`: there, a sign-up is a job, and an HTTP request of its own.
    #[must_use]
    pub fn new(step: Step, subscription: &'a Subscription<'a>, service: Service<'a>) -> Option<Self> {
        let (path, body) = match (step, service.audience) {
            (Step::Alert, Audience::Client(_)) => {
                ("/client/back-in-stock-subscriptions?company_id=", alert(subscription))
            }
            (Step::Alert, Audience::Server { .. }) => {
                ("/api/back-in-stock-subscriptions", alert(subscription))
            }
            (Step::Consent, Audience::Client(_)) => (SIGN_UP, consent(subscription)?),
            (Step::Newsletter, Audience::Client(_)) => (SIGN_UP, newsletter(subscription)?),
            // A server's sign-up is a job: `HttpRequest::sign_up`, with the feature `relay`.
            (Step::Consent | Step::Newsletter, Audience::Server { .. }) => return None,
        };
        Some(Self::post(service, path, body))
    }

    /// A client's path ends with `?company_id=`.
    pub(super) fn post(service: Service<'a>, path: &str, body: Document<'a>) -> Self {
        let company = match service.audience {
            // A company ID needs no escaping: it has letters and digits only.
            Audience::Client(company) => company.as_str(),
            Audience::Server { .. } => "",
        };
        let url = [service.endpoint, path, company].concat();
        Self { method: "POST", url, headers: service.headers(), body }
    }

    /// `POST`.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.method
    }

    /// The URL with its query.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers, with names in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.headers.iter()
    }

    /// The JSON:API document.
    #[must_use]
    pub fn body(&self) -> impl Serialize + '_ {
        &self.body
    }
}

/// The path of sign-ups. Like every path, it has no slash at its end, although an example in Klaviyo's guide has one.
pub(super) const SIGN_UP: &str = "/client/subscriptions?company_id=";

fn alert<'a>(subscription: &'a Subscription<'a>) -> Document<'a> {
    let profile = subscription.profile();
    let attributes = ProfileAttributes {
        email: profile.email.as_ref().map(Email::as_str),
        phone_number: profile.phone_number.as_ref().map(PhoneNumber::as_str),
        external_id: profile.external_id.map(ExternalId::as_str),
        subscriptions: None,
    };
    let profile = Data { data: Profile { id: profile.id.map(ProfileId::as_str), attributes } };
    let variant = Data { data: CatalogVariant { id: subscription.variant().canonical() } };
    let channels = subscription.channels().collect();
    Document::Alert(Data {
        data: Alert {
            attributes: AlertAttributes { channels, profile },
            relationships: VariantRelationship { variant },
        },
    })
}

/// Records consent to SMS and WhatsApp; `None` without either.
fn consent<'a>(subscription: &'a Subscription<'a>) -> Option<Document<'a>> {
    let Consents { list_id, sms, whatsapp, .. } = subscription.marketing()?;
    let given = |consent: bool| consent.then(ChannelConsent::default);
    let subscriptions = Subscriptions { email: None, sms: given(sms), whatsapp: given(whatsapp) };
    let phone_number = subscription.profile().phone_number.as_ref().map(PhoneNumber::as_str);
    (sms || whatsapp).then(|| {
        sign_up(
            list_id,
            ProfileAttributes { phone_number, subscriptions: Some(subscriptions), ..Default::default() },
        )
    })
}

/// Signs up for email marketing; `None` without consent.
fn newsletter<'a>(subscription: &'a Subscription<'a>) -> Option<Document<'a>> {
    let Consents { list_id, email, .. } = subscription.marketing()?;
    let subscriptions = Subscriptions { email: Some(ChannelConsent::default()), ..Default::default() };
    let address = subscription.profile().email.as_ref().map(Email::as_str);
    email.then(|| {
        sign_up(
            list_id,
            ProfileAttributes { email: address, subscriptions: Some(subscriptions), ..Default::default() },
        )
    })
}

/// A sign-up contains only the identifier of its channel.
pub(super) fn sign_up<'a>(list_id: &'a str, attributes: ProfileAttributes<'a>) -> Document<'a> {
    let profile = Data { data: Profile { id: None, attributes } };
    let list = Data { data: List { id: list_id } };
    Document::SignUp(Data {
        data: SignUp { attributes: SignUpAttributes { profile }, relationships: ListRelationship { list } },
    })
}
