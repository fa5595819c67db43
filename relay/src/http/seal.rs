//! Makes rows for the store of validated requests: encrypted, with the hashes that recognize repeats.

use axum::http::HeaderMap;
use back_in_stock::{
    Marketing, Options, Profile, Request, SignUp, Subscription,
    relay::{self, check_variant, is_idempotency_key},
};

use super::{App, cors::IDEMPOTENCY_KEY, error::Refused};
use crate::{
    document::{self, Outgoing},
    keys::Digest,
    random,
    store::{Endpoint, NewAlert},
    webhook,
};

/// What the shopper can withdraw a request with: only they know it.
pub(super) type Receipt = [u8; 16];

/// A row, and the receipt of its request.
pub(super) struct Sealed {
    pub(super) row: NewAlert,
    pub(super) receipt: Receipt,
}

/// Validates an alert, and encrypts its document.
pub(super) fn alert(
    app: &App,
    request: Request,
    country: Option<String>,
    headers: &HeaderMap,
) -> Result<Sealed, Refused> {
    let options = options(app, country);
    // The dispatcher looks for the consent. Without lists, nobody could have given it here.
    let request = if app.lists.is_empty() { request } else { document::with_consent(request) };
    let subscription = Subscription::new(&request, &options).map_err(relay::Refused::Invalid)?;
    check_variant(&subscription)?;
    limit(app, document::identities(&subscription))?;
    let subject = document::subject(&app.keys, &app.company, &subscription);
    let new = New {
        endpoint: if subject.is_some() { Endpoint::Profiles } else { Endpoint::Alerts },
        subject,
        fingerprint: document::fingerprint(&app.keys, &app.company, &subscription),
        variant: subscription.variant().to_string(),
        outgoing: document::write(&request, &options).map_err(relay::Refused::Invalid)?,
    };
    new.seal(app, headers)
}

/// Validates a sign-up, and encrypts its document.
pub(super) fn sign_up(
    app: &App,
    profile: &Profile,
    marketing: &Marketing,
    country: Option<String>,
    headers: &HeaderMap,
) -> Result<Sealed, Refused> {
    let options = options(app, country);
    let sign_up = SignUp::new(profile, marketing, &options).map_err(relay::Refused::Invalid)?;
    limit(app, sign_up.email().into_iter().chain(sign_up.phone_number()))?;
    let new = New {
        endpoint: Endpoint::Consents,
        subject: document::sign_up_subject(&app.keys, &app.company, &sign_up),
        fingerprint: document::sign_up_fingerprint(&app.keys, &app.company, &sign_up),
        variant: String::new(),
        outgoing: document::write_sign_up(&sign_up, &options).map_err(relay::Refused::Invalid)?,
    };
    new.seal(app, headers)
}

/// A page's options: documents are stored as a page sends them. `country` is that of national phone numbers.
fn options(app: &App, country: Option<String>) -> Options {
    Options { company_id: Some(app.company.clone()), country, ..Options::default() }
}

/// Counts a request for each of its identities.
fn limit<'a>(app: &App, identities: impl Iterator<Item = &'a str>) -> Result<(), Refused> {
    for identity in identities {
        let identity = app.keys.digest("identity", &[identity.as_bytes()]);
        app.identities.count(identity, app.clock.now()).map_err(Refused::Limit)?;
    }
    Ok(())
}

/// A row before it is encrypted.
struct New {
    endpoint: Endpoint,
    subject: Option<Digest>,
    fingerprint: Digest,
    variant: String,
    outgoing: Option<Outgoing>,
}

impl New {
    fn seal(self, app: &App, headers: &HeaderMap) -> Result<Sealed, Refused> {
        let Self { endpoint, subject, fingerprint, variant, outgoing } = self;
        let document = outgoing.and_then(|outgoing| outgoing.body).ok_or(Refused::NotStored)?;
        let context = document::context(&app.company, &fingerprint);
        let receipt = random::bytes().map_err(|_| Refused::NotStored)?;
        let hash = app.keys.digest("receipt", &[&receipt]);
        let sealed_receipt =
            app.has_webhook.then(|| webhook::seal_receipt(&app.keys, &app.company, &receipt, &hash));
        let row = NewAlert {
            endpoint,
            subject,
            fingerprint,
            variant,
            sealed: app.keys.seal(&document, &context).map_err(|_| Refused::NotStored)?,
            receipt: hash,
            sealed_receipt: sealed_receipt.transpose().map_err(|_| Refused::NotStored)?,
            idempotency_key: idempotency_key(headers)?.map(|key| app.keys.digest("idempotency key", &[key])),
        };
        Ok(Sealed { row, receipt })
    }
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<&[u8]>, Refused> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let key = value.as_bytes();
    if is_idempotency_key(key) { Ok(Some(key)) } else { Err(Refused::IdempotencyKey) }
}
