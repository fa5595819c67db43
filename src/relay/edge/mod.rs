//! The handler for the edge: a relay without a store of its own. It forwards a request at once, or puts it in a queue.
//!
//! ```
//! use back_in_stock::relay::edge::{Answer, Edge, EdgeOptions, Head};
//!
//! let edge = Edge::new(EdgeOptions {
//!     company_id: Some("ABC123".into()),
//!     private_key: Some("pk_1".into()),
//!     ..EdgeOptions::default()
//! })?;
//! let head = Head {
//!     method: "POST".into(),
//!     path: "/client/back-in-stock-subscriptions".into(),
//!     query: "company_id=ABC123".into(),
//!     host: "shop.example".into(),
//!     origin: Some("https://shop.example".into()),
//!     content_type: Some("application/vnd.api+json".into()),
//!     ..Head::default()
//! };
//! assert!(edge.open(&head).is_ok(), "its body may be read");
//!
//! // Klaviyo is overloaded: the page's outbox keeps the request.
//! let reply = edge.settle(&head, Some(Answer { status: 503, body: b"", retry_after: None })).reply;
//! assert_eq!(reply.status, 503);
//! assert!(reply.headers.iter().any(|(name, value)| (*name, &**value) == ("retry-after", "5")));
//! # Ok::<(), back_in_stock::Error>(())
//! ```

mod form;
mod identity;
mod options;
mod permits;
mod queue;
mod reply;

use serde::{Deserialize, Serialize};

use self::form::location;
pub use self::{
    identity::Signed,
    options::EdgeOptions,
    permits::Permits,
    queue::{Delivery, Message, Outcome},
    reply::Reply,
};
use super::{
    BasePath, Origin, Refused, Route, Verdict, check_company, check_variant, intake::check_media_type,
    verdict::read_errors,
};
use crate::{
    delivery::flow::Step,
    error::Error,
    klaviyo::request::{HttpRequest, Service},
    options::Options,
    subscription::{Request, Subscription},
};

/// The head of a request.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Head {
    /// The method, in upper case.
    pub method: String,
    /// The path of the URL.
    pub path: String,
    /// The query of the URL, without `?`.
    pub query: String,
    /// The header `Host`, or else the host of the URL.
    pub host: String,
    /// The header `Origin`.
    pub origin: Option<String>,
    /// The header `Content-Type`.
    pub content_type: Option<String>,
    /// The header `Referer`.
    pub referer: Option<String>,
    /// The header `Back-In-Stock-Identity`.
    pub identity: Option<String>,
    /// Whether the caller has verified that signature: [`Edge::signed`].
    pub is_signed: bool,
    /// After [`Edge::take`] of a form: the URL of its page, [`Taken::page`].
    pub page: Option<String>,
}

/// A request of a page that may be sent.
#[derive(Serialize)]
pub struct Taken {
    /// The request to Klaviyo.
    pub call: Outgoing,
    /// The message for a queue.
    pub message: Message,
    /// The URL of the page, if the request is a form.
    pub page: Option<String>,
}

/// A request to Klaviyo, ready to be sent. It has the private key, so it has no debug output.
#[derive(Serialize)]
pub struct Outgoing {
    /// The URL.
    pub url: String,
    /// The method.
    pub method: &'static str,
    /// The headers, with the private key.
    pub headers: Vec<(&'static str, String)>,
    /// The document.
    pub body: String,
}

/// Klaviyo's answer.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: &'a [u8],
    /// The header `Retry-After`.
    pub retry_after: Option<&'a str>,
}

/// The reply to a page, and what the shop should know.
#[derive(Clone, Debug, Serialize)]
pub struct Settled {
    /// The reply.
    pub reply: Reply,
    /// The mistake of the configuration that Klaviyo's answer shows.
    #[serde(skip)]
    pub problem: Option<Error>,
}

/// A handler with checked options.
pub struct Edge {
    company: String,
    base_path: BasePath,
    origins: Vec<Origin>,
    /// For the server endpoint.
    klaviyo: Options,
}

impl Edge {
    /// Checks the options.
    ///
    /// # Errors
    ///
    /// `invalid_company_id`; `private_key` for a private key as company ID; `invalid_option` for the others.
    pub fn new(options: EdgeOptions) -> Result<Self, Error> {
        options.check()
    }

    /// Decides by the head: the call, whose body may be read, or a reply.
    ///
    /// # Errors
    ///
    /// The reply to preflights, and to requests that are refused.
    pub fn open(&self, head: &Head) -> Result<Route, Reply> {
        let refuse = |refused| Err(self.refuse(head, refused));
        let route = self.base_path.route(&head.path);
        let Some(route) = route.filter(|route| [Route::Alert, Route::Form].contains(route)) else {
            return refuse(Refused::NoRoute);
        };
        // Without JavaScript, old browsers send no origin.
        let may_be_missing = route == Route::Form && head.origin.is_none();
        match &*head.method {
            _ if self.allowed(head).is_none() && !may_be_missing => refuse(Refused::Origin),
            "OPTIONS" => Err(self.share(head, Reply::preflight())),
            "POST" if route == Route::Form => Ok(route),
            "POST" => check_company(Some(&head.query), &self.company)
                .and_then(|()| check_media_type(head.content_type.as_deref()))
                .map(|()| route)
                .or_else(refuse),
            _ => refuse(Refused::Method),
        }
    }

    /// Reads the body: the request to Klaviyo, and the message for a queue. `None` for a body that is too long.
    ///
    /// # Errors
    ///
    /// The reply to a request that is refused. It leads a form that is not valid back to its page.
    pub fn take(&self, head: &Head, body: Option<&[u8]>, now: f64) -> Result<Taken, Reply> {
        let refuse = |refused| self.refuse(head, refused);
        let body = body.ok_or(Refused::Length).map_err(refuse)?;
        if self.base_path.route(&head.path) == Some(Route::Form) {
            let (taken, page) = self.read_form(head, body, now).map_err(refuse)?;
            let taken = taken.map_err(|_| Reply::see_other(location(&page, false)))?;
            return Ok(Taken { page: Some(page), ..taken });
        }
        let request = self.read(head, body, now).map_err(refuse)?;
        prepare(&request, &self.klaviyo, now).map_err(refuse)
    }

    /// The reply after Klaviyo's answer; `None` if there was none. A final refusal is passed on. After anything else, the
    /// page's outbox must keep the request: 503.
    #[must_use]
    pub fn settle(&self, head: &Head, answer: Option<Answer<'_>>) -> Settled {
        let errors = answer.and_then(|answer| read_errors(answer.body));
        let verdict = answer.map(|answer| Verdict::of(answer.status, errors.as_deref(), false));
        let reply = match (verdict, answer) {
            (Some(Verdict::Accepted), _) => Reply::accepted(),
            (Some(Verdict::Refused(_) | Verdict::UnknownVariant(_)), Some(Answer { status, .. })) => {
                Reply::errors(status, &errors.unwrap_or_default())
            }
            _ => Reply::later(answer.and_then(|answer| answer.retry_after)),
        };
        let problem = match verdict {
            Some(Verdict::Misconfigured(error)) => Some(error),
            _ => None,
        };
        Settled { reply: self.finish(head, reply), problem }
    }

    /// The reply to a request that is in the queue.
    #[must_use]
    pub fn stored(&self, head: &Head, message: &Message) -> Reply {
        self.finish(head, Reply::stored(message.receipt()))
    }

    /// The reply to a request that did not arrive in full, or that the queue did not take: the page sends it again.
    #[must_use]
    pub fn not_stored(&self, head: &Head) -> Reply {
        self.finish(head, Reply::later(None))
    }

    fn refuse(&self, head: &Head, refused: Refused) -> Reply {
        let mut reply = Reply::errors(refused.status(), &[refused.error()]);
        if refused == Refused::Method {
            reply.headers.push(("allow", "POST, OPTIONS".into()));
        }
        self.share(head, reply)
    }

    /// The reply to a request that was read: a form leads back to its page.
    fn finish(&self, head: &Head, reply: Reply) -> Reply {
        match &head.page {
            Some(page) => Reply::see_other(location(page, reply.status == 202)),
            None => self.share(head, reply),
        }
    }

    /// Lets a page of an allowed origin read the reply.
    fn share(&self, head: &Head, mut reply: Reply) -> Reply {
        reply.headers.push(("vary", "origin".into()));
        if let Some(origin) = self.allowed(head) {
            reply.headers.push(("access-control-allow-origin", origin));
            reply.headers.push(("access-control-expose-headers", "back-in-stock-relay, retry-after".into()));
        }
        reply
    }

    /// The origin of the page, if its requests are allowed. Every browser sends it with a POST request.
    fn allowed(&self, head: &Head) -> Option<String> {
        let origin = Origin::parse(head.origin.as_deref()?)?;
        self.is_known(head, &origin).then(|| origin.as_str().to_owned())
    }

    /// Whether the origin is that of the request's host, or an allowed one.
    fn is_known(&self, head: &Head, origin: &Origin) -> bool {
        self.origins.contains(origin) || origin.is_of(&head.host)
    }
}

/// Validates a request.
fn prepare(request: &Request, options: &Options, now: f64) -> Result<Taken, Refused> {
    let call = outgoing(request, options).map_err(Refused::Invalid)?;
    let subscription = Subscription::new(request, options).map_err(Refused::Invalid)?;
    check_variant(&subscription)?;
    let message = Message::new(&call.body, &subscription, now);
    Ok(Taken { call, message, page: None })
}

/// The request to Klaviyo's server endpoint.
fn outgoing(request: &Request, options: &Options) -> Result<Outgoing, Error> {
    let subscription = Subscription::new(request, options)?;
    let alert = HttpRequest::new(Step::Alert, &subscription, Service::new(options)?).ok_or(Error::ABORTED)?;
    Ok(Outgoing {
        url: alert.url().to_owned(),
        method: alert.method(),
        headers: alert.headers().map(|(name, value)| (name, value.to_owned())).collect(),
        // A document has only strings, arrays and objects, so this cannot fail.
        body: serde_json::to_string(&alert.body()).unwrap_or_default(),
    })
}
