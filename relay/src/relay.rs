//! The relay as a whole: opens the store, starts its parts, and stops them.

use std::{fmt, future::Future, io, net::SocketAddr, path::Path, sync::Arc, time::Duration};

use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::{
    clock::Clock,
    config::{Config, ConfigError},
    dispatch::{Dispatcher, Listener, Pauses, Upstream, Waiters},
    http::{App, Limiter, router, serve},
    keys::{self, KeyRing},
    metrics::Metrics,
    store::{Store, writer::Writer},
    verify::Verifier,
    webhook::Webhook,
};

/// The time in which each part may stop: longer than the timeout of a request to Klaviyo.
const SHUTDOWN: Duration = Duration::from_secs(15);

/// The time in which the store may close.
const CLOSE: Duration = Duration::from_secs(5);
/// The time between two looks at the parts of the relay.
const LOOK: Duration = Duration::from_millis(250);

/// A relay that listens, and runs once [`run`](Self::run) is called.
pub struct Relay {
    listener: TcpListener,
    app: Arc<App>,
    router: axum::Router,
    dispatcher: Arc<Dispatcher>,
    webhook: Option<Arc<Webhook>>,
    answers: Option<Listener>,
    writer: JoinHandle<()>,
}

/// Why a relay did not start.
#[derive(Debug)]
pub enum StartError {
    /// The configuration is wrong.
    Config(ConfigError),
    /// Something else failed.
    Other(String),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for StartError {}

impl From<ConfigError> for StartError {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

fn other(what: &str) -> impl Fn(&dyn fmt::Display) -> StartError + '_ {
    move |error| StartError::Other(format!("{what}: {error}"))
}

impl Relay {
    /// Opens the store and starts to listen.
    ///
    /// # Errors
    ///
    /// If a part of the configuration is wrong, the store does not open, or the address is in use.
    pub async fn start(config: Config, clock: Arc<Clock>) -> Result<Self, StartError> {
        let store =
            Store::open(&config.store).await.map_err(|error| other("the store does not open")(&error))?;
        if let Some(time) = store.time().await.map_err(|error| other("the store does not answer")(&error))? {
            clock.follow(time);
        }
        let keys = Arc::new(open_keys(&config, &store, clock.now()).await?);
        let listener = TcpListener::bind(config.listen).await;
        let listener = listener.map_err(|error| other("--listen")(&error.kind()))?;
        let tls = |_| StartError::Other("TLS does not start".into());
        let upstream = Upstream::new().map_err(tls)?;
        let (waiters, metrics, stored) = <(Arc<Waiters>, Arc<Metrics>, Arc<Notify>)>::default();
        let (queue, writer) = Writer::start(store.clone(), config.company.clone(), Arc::clone(&clock));
        let answer_within = i64::try_from(config.answer_within.as_millis()).unwrap_or(i64::MAX);
        let app = Arc::new(App {
            company: config.company.clone(),
            origins: config.origins,
            proxies: config.proxies,
            lists: config.lists,
            addresses: Limiter::new(config.per_address),
            identities: Limiter::new(config.per_identity),
            demand_token: config.demand_token,
            verifier: config.verify.map(Verifier::new).transpose().map_err(tls)?,
            answer_within: config.answer_within,
            has_webhook: config.webhook.is_some(),
            short_backlog: i64::from(config.rate) * answer_within / 60_000,
            store: store.clone(),
            writer: queue,
            keys: Arc::clone(&keys),
            clock: Arc::clone(&clock),
            waiters: Arc::clone(&waiters),
            metrics: Arc::clone(&metrics),
            stored: Arc::clone(&stored),
        });
        let router = router(Arc::clone(&app), &config.base_path);
        let webhook = config.webhook.map(|endpoint| {
            let (company, store) = (config.company.clone(), store.clone());
            Webhook::new(
                endpoint,
                company,
                store,
                Arc::clone(&keys),
                Arc::clone(&clock),
                Arc::clone(&metrics),
            )
        });
        let webhook = webhook.transpose().map_err(tls)?.map(Arc::new);
        let answers = store.is_shared().then(|| Listener {
            address: config.store,
            keys: Arc::clone(&keys),
            waiters: Arc::clone(&waiters),
            metrics: Arc::clone(&metrics),
        });
        let dispatcher = Arc::new(Dispatcher {
            company: config.company,
            klaviyo: config.klaviyo,
            rate: config.rate,
            store,
            keys,
            clock,
            upstream,
            waiters,
            metrics,
            stored,
            pauses: Pauses::default(),
        });
        Ok(Self { listener, app, router, dispatcher, webhook, answers, writer })
    }

    /// The address that the relay listens at.
    ///
    /// # Errors
    ///
    /// If the operating system does not know it.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Runs until `stop` is ready: ends the requests of pages, then those to Klaviyo, and closes the store.
    ///
    /// # Errors
    ///
    /// If the sender, the writer or the webhook ended early. The relay has stopped then: it could not deliver what it stores.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<(), EndedEarly> {
        let (stopping, stopped) = watch::channel(false);
        let store = self.app.store.clone();
        let notifying = self.webhook.map(|webhook| tokio::spawn(webhook.run(stopped.clone())));
        let hearing = self.answers.map(|answers| tokio::spawn(answers.run(stopped.clone())));
        let sending = tokio::spawn(self.dispatcher.run(stopped));
        let parts: Vec<_> = [sending, self.writer].into_iter().chain(notifying).chain(hearing).collect();
        let mut result = Ok(());
        serve(self.listener, self.router, async {
            tokio::select! {
                () = stop => {}
                () = any_ends(&parts) => result = Err(EndedEarly),
            }
        })
        .await;
        drop(self.app);
        stopping.send_replace(true);
        for task in parts {
            // A connection that was cut off, or a store that does not answer, must not keep the process alive.
            match timeout(SHUTDOWN, task).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "a part of the relay failed"),
                Err(_) => tracing::error!("a part of the relay did not stop"),
            }
        }
        if timeout(CLOSE, store.close()).await.is_err() {
            tracing::warn!("the store did not close in time");
        }
        result
    }
}

/// A part of the relay ended although nobody stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedEarly;

impl fmt::Display for EndedEarly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a part of the relay ended early")
    }
}

impl std::error::Error for EndedEarly {}

/// Returns when one of the tasks has ended. The tasks can still be awaited for their results.
async fn any_ends(tasks: &[JoinHandle<()>]) {
    while !tasks.iter().any(JoinHandle::is_finished) {
        sleep(LOOK).await;
    }
}

/// Reads the keys of identities, or makes them at the first start with SQLite. A missing or different key is a mistake of
/// the configuration: a new one could not read what is stored.
async fn open_keys(config: &Config, store: &Store, now: i64) -> Result<KeyRing, StartError> {
    let (used, needed) = store.key_ids().await.map_err(|error| other("the store does not answer")(&error))?;
    let beside = config.store.key_file();
    let path = config.identity_key_file.as_deref().or(beside.as_deref()).unwrap_or(Path::new(""));
    let wrong = |text: &str| ConfigError(format!("--identity-key-file: {} {text}", path.display()));
    let unreadable = |error: io::Error| wrong(&format!("cannot be read or written: {}", error.kind()));
    let text = match keys::read(path).map_err(unreadable)? {
        Some(text) => text,
        None if used.is_empty() && config.identity_key_file.is_none() => {
            keys::create(path).map_err(unreadable)?
        }
        None => return Err(wrong("does not exist, and the store needs its keys").into()),
    };
    let keys = KeyRing::parse(&text)
        .ok_or_else(|| wrong("must have a key of 64 hexadecimal digits in each line"))?;
    let is_known = used.is_empty() || used.iter().any(|id| keys.has(id));
    if !is_known || !needed.iter().all(|id| keys.has(id)) {
        return Err(wrong("has other keys than the store was written with").into());
    }
    store
        .add_key(keys.current_id(), now)
        .await
        .map_err(|error| other("the store does not answer")(&error))?;
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    #[tokio::test]
    async fn notices_a_part_that_ends_early() {
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let runs = tokio::spawn(pending());
        let ends = tokio::spawn(async { drop(ended.await) });
        let tasks = [runs, ends];
        assert!(timeout(LOOK * 2, any_ends(&tasks)).await.is_err());
        drop(end);
        any_ends(&tasks).await;
        assert!(tasks[1].is_finished());
    }
}
