//! The address of a page's device, which only trusted proxies may name.

use std::{
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};

use super::{App, error::Refused};
use crate::config::Network;

/// The address of the connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

/// The address is within its limit.
pub(super) struct LimitedAddress;

impl FromRequestParts<Arc<App>> for LimitedAddress {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refused> {
        // Every connection has a peer. Without one, all requests would share a limit.
        let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |peer| peer.0);
        let device = device(peer, &parts.headers, &app.proxies);
        app.addresses.count(network(device), app.clock.now()).map(|()| Self).map_err(Refused::Limit)
    }
}

/// The last address that no trusted proxy has. What is in front of it, anybody can have written.
fn device(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let is_proxy = |address: &IpAddr| proxies.iter().any(|network| network.contains(*address));
    let mut last = peer;
    let named = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let named: Vec<_> = named.flat_map(|value| value.split(',')).map(str::trim).collect();
    for name in named.into_iter().rev() {
        if !is_proxy(&last) {
            break;
        }
        let Ok(address) = name.parse() else { break };
        last = canonical(address);
    }
    last
}

/// IPv4 addresses within IPv6 are IPv4 addresses.
pub(super) fn canonical(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(six) => six.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

/// What one customer of a provider has: an IPv4 address, or 64 bits of an IPv6 address.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(peer: &str, forwarded: &[&str]) -> String {
        let proxies = ["10.0.0.0/8", "fd00::/8"].map(|text| Network::parse(text).unwrap());
        let headers =
            forwarded.iter().map(|value| ("x-forwarded-for".parse().unwrap(), value.parse().unwrap()));
        let headers: HeaderMap = headers.collect();
        network(device(canonical(peer.parse().unwrap()), &headers, &proxies)).to_string()
    }

    #[test]
    fn believes_trusted_proxies_only() {
        assert_eq!(found("203.0.113.9", &["198.51.100.1"]), "203.0.113.9", "anybody can send the header");
        assert_eq!(found("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(found("::ffff:10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(
            found("10.0.0.1", &["192.0.2.7, 198.51.100.1"]),
            "198.51.100.1",
            "what is in front may be forged"
        );
        assert_eq!(found("10.0.0.1", &["192.0.2.7", "198.51.100.1, 10.0.0.2"]), "198.51.100.1");
        assert_eq!(found("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(found("10.0.0.1", &["198.51.100.1, unknown"]), "10.0.0.1");
    }

    #[test]
    fn counts_ipv6_by_64_bits() {
        assert_eq!(found("2001:db8:1:2:3:4:5:6", &[]), "2001:db8:1:2::");
        assert_eq!(found("fd00::1", &["2001:db8:1:2:ffff::"]), "2001:db8:1:2::");
    }
}
