//! Plain forms at the edge: the answer leads the browser back to the page.

use super::{Edge, Head, Taken, prepare};
use crate::{
    options::Options,
    relay::{Origin, Refused, read_form, read_referer},
};

/// The element of the page that CSS shows with `:target` after a request.
const REQUESTED: &str = "#back-in-stock-requested";
/// The same after a failure.
const FAILED: &str = "#back-in-stock-failed";

/// A form, and the URL of the page.
type Read = (Result<Taken, Refused>, String);

impl Edge {
    /// Reads a form: what it requests, and where its answer leads.
    ///
    /// # Errors
    ///
    /// What only a mistake in the page's code can cause. The browser shows the error.
    pub(super) fn read_form(&self, head: &Head, body: &[u8], now: f64) -> Result<Read, Refused> {
        // Sign-ups need a store.
        let form = read_form(head.content_type.as_deref(), body, &[])?;
        let options = Options { country: form.country, ..self.klaviyo.clone() };
        let page = self.page(head, form.return_path);
        Ok((prepare(&form.alert, &options, now), page))
    }

    /// The URL of the page, without its origin if that is the request's own.
    fn page(&self, head: &Head, return_path: Option<String>) -> String {
        let referer = head.referer.as_deref().and_then(read_referer);
        let referer = referer.filter(|(origin, _)| self.is_known(head, origin));
        let sent = head.origin.as_deref().and_then(Origin::parse);
        let origin = sent.or_else(|| referer.as_ref().map(|(origin, _)| origin.clone()));
        let origin = origin.filter(|origin| self.origins.contains(origin));
        let path = return_path.or_else(|| referer.map(|(_, path)| path.to_owned()));
        [origin.as_ref().map_or("", Origin::as_str), path.as_deref().unwrap_or("/")].concat()
    }
}

/// Where the answer leads.
pub(super) fn location(page: &str, is_requested: bool) -> String {
    [page, if is_requested { REQUESTED } else { FAILED }].concat()
}
