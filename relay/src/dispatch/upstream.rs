//! Sending a request to Klaviyo, and reading as much of the response as decides.

use std::time::Duration;

use back_in_stock::{ApiError, Error, RecordedConsents, delivery::retry::RetryAfter, relay::read_errors};
use reqwest::{Client, Response, header::RETRY_AFTER};

use crate::{
    client::{client, read_body},
    document::Outgoing,
};

/// The timeout of an attempt.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);

/// The result of an attempt.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// A response.
    Response {
        /// The HTTP status.
        status: u16,
        /// The `errors` of the body; `None` if it is not such a document.
        errors: Option<Vec<ApiError>>,
        /// The header `Retry-After`.
        retry_after: Option<RetryAfter>,
    },
    /// The consents of a profile.
    Consents(RecordedConsents),
    /// No response, or one that broke off. Klaviyo may have accepted the request.
    Nothing(Error),
    /// No connection: Klaviyo cannot have accepted the request.
    Unreached,
}

/// The client for Klaviyo.
#[derive(Clone, Debug)]
pub(crate) struct Upstream {
    client: Client,
}

impl Upstream {
    /// Makes a client.
    ///
    /// # Errors
    ///
    /// If TLS has no certificates.
    pub(crate) fn new() -> Result<Self, reqwest::Error> {
        Ok(Self { client: client(TIMEOUT)? })
    }

    /// Sends a request.
    pub(crate) async fn send(&self, Outgoing { url, headers, body }: Outgoing) -> Answer {
        let is_read = body.is_none();
        let request = match body {
            Some(body) => self.client.post(url).body(body),
            None => self.client.get(url),
        };
        let request = headers.into_iter().fold(request, |request, (name, value)| request.header(name, value));
        match request.send().await {
            Ok(response) if is_read && response.status() == 200 => consents(response).await,
            Ok(response) => read(response).await,
            Err(error) if error.is_connect() => Answer::Unreached,
            Err(error) => nothing(&error),
        }
    }
}

fn nothing(error: &reqwest::Error) -> Answer {
    Answer::Nothing(if error.is_timeout() { Error::TIMEOUT } else { Error::NETWORK })
}

async fn consents(response: Response) -> Answer {
    match read_body(response).await.map(|body| RecordedConsents::read(&body)) {
        Ok(Some(consents)) => Answer::Consents(consents),
        // A captive portal, for example.
        Ok(None) => Answer::Response { status: 200, errors: None, retry_after: None },
        Err(error) => nothing(&error),
    }
}

async fn read(response: Response) -> Answer {
    let status = response.status().as_u16();
    let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let retry_after = retry_after.and_then(|text| text.trim().parse().ok()).map(RetryAfter::Seconds);
    // An accepted request has no body that matters.
    let errors = match status {
        202 => None,
        _ => match read_body(response).await {
            Ok(body) => read_errors(&body),
            // Without its errors, a 4xx means nothing. The other statuses need none.
            Err(error) if (400..=499).contains(&status) && status != 429 => return nothing(&error),
            Err(_) => None,
        },
    };
    Answer::Response { status, errors, retry_after }
}
