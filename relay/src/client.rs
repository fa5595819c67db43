//! The client for other servers.

use std::time::Duration;

use reqwest::{Client, redirect::Policy};

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
