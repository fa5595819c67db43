//! The client for other servers.

use std::time::Duration;

use reqwest::{Client, Response, redirect::Policy};

/// The most bytes of a response that are read.
const LONGEST_BODY: usize = 64 * 1_024;

/// Makes a client that follows no redirects: each URL is one that the configuration names, and so are its secrets.
///
/// # Errors
///
/// If TLS has no certificates.
pub(crate) fn client(timeout: Duration) -> Result<Client, reqwest::Error> {
    // A second relay in the same process finds it installed.
    drop(rustls::crypto::ring::default_provider().install_default());
    Client::builder().redirect(Policy::none()).no_proxy().timeout(timeout).build()
}

/// Reads a body; empty if it is too long.
///
/// # Errors
///
/// If it does not arrive in full.
pub(crate) async fn read_body(mut response: Response) -> Result<Vec<u8>, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > LONGEST_BODY {
            return Ok(Vec::new());
        }
    }
    Ok(body)
}
