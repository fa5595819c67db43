//! The routes.

mod address;
mod cancel;
mod cors;
mod demand;
mod error;
mod form;
mod health;
mod intake;
mod limiter;
mod origin;
mod seal;
mod serve;
mod verification;

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    routing::{get, post},
};
use back_in_stock::relay::{self, BasePath, LONGEST_BODY, Origin, Route};
use tokio::sync::Notify;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

pub(crate) use serve::serve;

use self::error::Refused;
pub(crate) use self::limiter::Limiter;
use crate::{
    clock::Clock,
    config::{Network, Token},
    dispatch::Waiters,
    keys::{Digest, KeyRing},
    metrics::Metrics,
    store::{Store, writer::Writer},
    verify::Verifier,
};

/// The longest pause while a body arrives.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// The longest time for a request, beside the wait for Klaviyo's answer.
const LONGEST_REQUEST: Duration = Duration::from_secs(10);

/// What the routes share.
pub(crate) struct App {
    /// The only account.
    pub(crate) company: String,
    /// Origins of other hosts whose pages may send requests.
    pub(crate) origins: Vec<Origin>,
    /// The lists that pages may sign shoppers up for.
    pub(crate) lists: Vec<String>,
    /// Proxies that may name the device of a request.
    pub(crate) proxies: Vec<Network>,
    /// The limit for each address.
    pub(crate) addresses: Limiter<IpAddr>,
    /// The limit for each identity.
    pub(crate) identities: Limiter<Digest>,
    /// The token of the demand page, if there is one.
    pub(crate) demand_token: Option<Token>,
    /// Verifies that people send requests, if the shop wants that.
    pub(crate) verifier: Option<Verifier>,
    /// How long a page waits for Klaviyo's answer.
    pub(crate) answer_within: Duration,
    /// The most due alerts with which Klaviyo's answer can arrive in time.
    pub(crate) short_backlog: i64,
    /// Whether a webhook gets the receipts of requests that are refused or expire.
    pub(crate) has_webhook: bool,
    /// The store.
    pub(crate) store: Store,
    /// Stores requests together.
    pub(crate) writer: Writer,
    /// The keys of identities.
    pub(crate) keys: Arc<KeyRing>,
    /// The clock.
    pub(crate) clock: Arc<Clock>,
    /// Pages that wait for an answer.
    pub(crate) waiters: Arc<Waiters>,
    /// The counters.
    pub(crate) metrics: Arc<Metrics>,
    /// Notified when an alert was stored.
    pub(crate) stored: Arc<Notify>,
}

/// All routes.
pub(crate) fn router(app: Arc<App>, base_path: &BasePath) -> Router {
    let (alert, sign_up) = (base_path.join(Route::Alert.path()), base_path.join(Route::SignUp.path()));
    let pages = Router::new()
        .route(&alert, post(intake::alert))
        .route(&sign_up, post(intake::sign_up))
        // Klaviyo takes them with a slash, too.
        .route(&format!("{alert}/"), post(intake::alert))
        .route(&format!("{sign_up}/"), post(intake::sign_up))
        .route(&base_path.join(Route::Form.path()), post(form::form))
        .route(&base_path.join(Route::Cancel.path()), post(cancel::cancel))
        // Before the layer, which answers preflights in its place.
        .method_not_allowed_fallback(async || Refused::from(relay::Refused::Method))
        .layer(cors::layer(Arc::clone(&app)));
    let merchants = match app.demand_token {
        None => Router::new(),
        Some(_) => Router::new()
            .route(&base_path.join("/demand"), get(demand::page))
            .route(&base_path.join("/demand.csv"), get(demand::csv)),
    };
    Router::new()
        .merge(pages)
        .merge(merchants)
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        .fallback(async || Refused::from(relay::Refused::NoRoute))
        .method_not_allowed_fallback(async || Refused::from(relay::Refused::Method))
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(RequestBodyTimeoutLayer::new(LONGEST_PAUSE))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            LONGEST_REQUEST + app.answer_within,
        ))
        .with_state(app)
}

impl App {
    /// Whether Klaviyo's answer can arrive in time: this relay sends or hears of the sender's answers, and few alerts are
    /// due.
    fn may_wait(&self) -> bool {
        let Metrics { leading, listening, paused, backlog, .. } = &*self.metrics;
        let read = |gauge: &AtomicI64| gauge.load(Ordering::Relaxed);
        !self.answer_within.is_zero()
            && (read(leading) == 1 || read(listening) == 1)
            && read(paused) == 0
            && read(backlog) <= self.short_backlog
    }
}
