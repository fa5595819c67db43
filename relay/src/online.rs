//! Checks the private key with Klaviyo: `--check --online`.

use back_in_stock::{Error, Marketing, Options, Profile, Request, SignUp, Variant, relay::Verdict};

use crate::{
    config::{Config, ConfigError},
    dispatch::{Answer, Upstream},
    document::{self, Outgoing},
    relay::StartError,
    store::Endpoint,
};

/// A number that nobody has.
const PHONE_NUMBER: &str = "+15005550006";
/// A document that Klaviyo refuses, after it has checked the key.
const NOTHING: &[u8] = b"{}";

/// Sends Klaviyo a request for each kind that the relay sends, which changes nothing: documents without content, and the read of
/// a profile that does not exist. A refusal for anything but the key shows that the key is right.
///
/// # Errors
///
/// `StartError::Config` if the key or the upstream is wrong; `StartError::Other` if Klaviyo does not say.
pub async fn check(config: &Config) -> Result<(), StartError> {
    let upstream = Upstream::new().map_err(|_| StartError::Other("TLS does not start".into()))?;
    let kinds = [
        ("alerts", "catalogs:write and profiles:write", alert(&config.klaviyo)),
        ("sign-ups", "lists:write, profiles:write and subscriptions:write", sign_up(&config.klaviyo)),
        ("reads of consent", "profiles:read", read(&config.klaviyo)),
    ];
    // Without lists, there is no consent.
    let used = if config.lists.is_empty() { 1 } else { kinds.len() };
    for (name, scopes, outgoing) in kinds.into_iter().take(used) {
        let Ok(Some(outgoing)) = outgoing else { return Err(unknown(name)) };
        judge(name, scopes, &upstream.send(outgoing).await)?;
    }
    Ok(())
}

fn judge(name: &str, scopes: &str, answer: &Answer) -> Result<(), StartError> {
    let (status, errors) = match answer {
        Answer::Consents(_) => return Ok(()),
        Answer::Response { status, errors, .. } => (*status, errors.as_deref()),
        Answer::Nothing(_) | Answer::Unreached => return Err(unknown(name)),
    };
    let key = |text: &str| {
        Err(ConfigError(format!("--key-file: Klaviyo refuses the key for {name}: {text}")).into())
    };
    match Verdict::of(status, errors, false) {
        Verdict::Misconfigured(_) if status == 401 => key("it is not a private key of an account"),
        Verdict::Misconfigured(_) if status == 403 => key(&format!("it needs the scopes {scopes}")),
        Verdict::Misconfigured(_) => {
            Err(ConfigError(format!("--upstream does not answer as Klaviyo does: status {status}")).into())
        }
        Verdict::Later(_) => Err(unknown(name)),
        Verdict::Accepted | Verdict::UnknownVariant(_) | Verdict::Refused(_) => Ok(()),
    }
}

fn unknown(name: &str) -> StartError {
    StartError::Other(format!("Klaviyo did not say whether it accepts the key for {name}: try again later"))
}

fn alert(klaviyo: &Options) -> Result<Option<Outgoing>, Error> {
    Ok(document::write(&request("EMAIL"), klaviyo)?.map(without_content))
}

fn sign_up(klaviyo: &Options) -> Result<Option<Outgoing>, Error> {
    let marketing = Marketing { list_id: Some("LIST".into()), sms: true, ..Marketing::default() };
    let profile = request("SMS").profile;
    let outgoing = document::write_sign_up(&SignUp::new(&profile, &marketing, klaviyo)?, klaviyo)?;
    Ok(outgoing.map(without_content))
}

fn read(klaviyo: &Options) -> Result<Option<Outgoing>, Error> {
    let document = document::write(&document::with_consent(request("SMS")), klaviyo)?;
    let body = document.and_then(|outgoing| outgoing.body).unwrap_or_default();
    Ok(document::outgoing(&body, Endpoint::Profiles, klaviyo))
}

fn without_content(outgoing: Outgoing) -> Outgoing {
    Outgoing { body: Some(NOTHING.into()), ..outgoing }
}

fn request(channel: &str) -> Request {
    Request {
        variant: Variant { id: Some("SKU".into()), ..Variant::default() },
        profile: Profile {
            email: Some("check@example.com".into()).filter(|_| channel == "EMAIL"),
            phone_number: Some(PHONE_NUMBER.into()).filter(|_| channel == "SMS"),
            ..Profile::default()
        },
        channels: Some(vec![channel.into()]),
        ..Request::default()
    }
}
