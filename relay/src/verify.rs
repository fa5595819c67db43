//! Asks a service whether a person sent a request: Turnstile, hCaptcha, or another one with their protocol.
//!
//! Source: <https://developers.cloudflare.com/turnstile/get-started/server-side-validation/> and
//! <https://docs.hcaptcha.com/#verify-the-user-response-server-side>.

use std::time::Duration;

use form_urlencoded::Serializer;
use reqwest::{Client, Url, header::CONTENT_TYPE};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::client::{client, read_body};

/// The timeout of a question: a page waits for the answer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The longest token, in bytes.
const LONGEST_TOKEN: usize = 8 * 1_024;

/// The service, and the shop's secret there. It has no debug output.
#[derive(Clone)]
pub struct Service {
    pub(crate) url: Url,
    pub(crate) secret: Zeroizing<String>,
}

/// What the service said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// A person sent it.
    Person,
    /// There is no token, or it is wrong, too old or was used before.
    Nobody,
    /// The service does not answer, or it refuses the secret.
    Unknown,
}

/// The service's answer.
#[derive(Deserialize)]
struct Reply {
    success: bool,
    #[serde(default, rename = "error-codes")]
    codes: Vec<String>,
}

/// Asks the service.
#[derive(Clone)]
pub(crate) struct Verifier {
    client: Client,
    service: Service,
}

impl Verifier {
    /// # Errors
    ///
    /// If TLS has no certificates.
    pub(crate) fn new(service: Service) -> Result<Self, reqwest::Error> {
        Ok(Self { client: client(TIMEOUT)?, service })
    }

    /// Asks whether a person got this token. It is valid once.
    pub(crate) async fn verify(&self, token: Option<&str>) -> Verdict {
        let Some(token) = token.filter(|token| !token.is_empty() && token.len() <= LONGEST_TOKEN) else {
            return Verdict::Nobody;
        };
        match self.ask(token).await {
            Ok(Some(reply)) => reply.verdict(),
            Ok(None) => {
                tracing::error!("the verification service's answer cannot be read");
                Verdict::Unknown
            }
            Err(error) => {
                tracing::warn!(is_timeout = error.is_timeout(), "the verification service does not answer");
                Verdict::Unknown
            }
        }
    }

    async fn ask(&self, token: &str) -> Result<Option<Reply>, reqwest::Error> {
        let body = Serializer::new(String::new())
            .append_pair("secret", &self.service.secret)
            .append_pair("response", token)
            .finish();
        let request = self.client.post(self.service.url.clone());
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        let body = read_body(request.send().await?).await?;
        Ok(serde_json::from_slice(&body).ok())
    }
}

impl Reply {
    fn verdict(&self) -> Verdict {
        // Such as `invalid-input-response`, `timeout-or-duplicate`, `already-seen-response`. Other codes are about the secret
        // or the service.
        let is_of_token = |code: &String| code.ends_with("-response") || code == "timeout-or-duplicate";
        if self.success {
            return Verdict::Person;
        }
        match self.codes.iter().find(|code| !is_of_token(code)) {
            None => Verdict::Nobody,
            Some(code) => {
                let is_code = code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
                let code = if is_code { code } else { "unknown" };
                tracing::error!(code, "the verification service refuses the secret, or fails");
                Verdict::Unknown
            }
        }
    }
}
