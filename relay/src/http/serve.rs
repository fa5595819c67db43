//! Accepts connections, cuts off slow ones, and ends without breaking a request.

use std::{future::Future, io, net::IpAddr, sync::Arc, time::Duration};

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::TcpListener,
    sync::Semaphore,
    time::{sleep, timeout},
};

use super::address::{Peer, canonical};

/// The longest time for the head of a request, and between two requests of a connection.
const LONGEST_HEAD: Duration = Duration::from_secs(10);
/// The most bytes of a head.
const HEAD: usize = 16 * 1024;
/// The most connections at once.
const CONNECTIONS: usize = 10_000;
/// The time in which requests may end after the shutdown.
const SHUTDOWN: Duration = Duration::from_secs(15);

/// Serves until `stop` is ready, then ends the requests that are under way.
pub(crate) async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &connections) => accepted,
            () = &mut stop => break,
        };
        let (stream, peer, permit) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Without file descriptors, for example: they are free again later.
                tracing::warn!(kind = %error.kind(), "a connection was not accepted");
                sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let service = TowerToHyperService::new(router.clone().layer(Extension(Peer(peer))));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(LONGEST_HEAD)
            .max_buf_size(HEAD)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that breaks the connection needs no answer.
            drop(connection.await);
            drop(permit);
        });
    }
    drop(listener);
    if timeout(SHUTDOWN, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were cut off");
    }
}

type Accepted = (tokio::net::TcpStream, IpAddr, tokio::sync::OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, connections: &Arc<Semaphore>) -> io::Result<Accepted> {
    let permit = Arc::clone(connections).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    // Answers are small: they must not wait for more.
    stream.set_nodelay(true)?;
    Ok((stream, canonical(peer.ip()), permit))
}
