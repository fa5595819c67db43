//! The pages that may send requests.

/// The origin of a page, as browsers write it: scheme, host, and the port unless it is the scheme's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

/// The schemes of pages, and the ports that browsers omit.
const SCHEMES: [(&str, &str); 2] = [("https://", ":443"), ("http://", ":80")];

impl Origin {
    /// Reads the header `Origin`, or a configured origin; `None` for `null` and for everything that a browser does not
    /// send.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (host, default_port) =
            SCHEMES.iter().find_map(|(scheme, port)| Some((text.strip_prefix(scheme)?, *port)))?;
        (is_host(host) && !host.ends_with(default_port)).then(|| Self(text.to_owned()))
    }

    /// Whether this is the origin of a page of `host`, the header `Host` of a request. The scheme may be either: a proxy
    /// in front of the relay may end TLS.
    #[must_use]
    pub fn is_of(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        SCHEMES.iter().any(|(scheme, port)| {
            self.0.strip_prefix(scheme) == Some(host.strip_suffix(port).unwrap_or(&host))
        })
    }

    /// Whether a request to this origin cannot be read on the way: it is https, or on the same machine.
    #[must_use]
    pub fn is_private(&self) -> bool {
        let Some(host) = self.0.strip_prefix("http://") else { return true };
        let name = host.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(host, |(name, _)| name);
        name == "localhost" || name == "[::1]" || is_loopback(name)
    }

    /// The origin's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether the text is a host, in lower case and in ASCII, with or without a port.
fn is_host(text: &str) -> bool {
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (text, None),
    };
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._".contains(&byte);
    let is_address =
        |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte) || b":.".contains(&byte);
    let is_host = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(address) => address.contains(':') && address.bytes().all(is_address),
        None => !name.is_empty() && name.bytes().all(is_name),
    };
    is_host && port.is_none_or(is_port)
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0') && text.parse::<u16>().is_ok()
}

/// Whether the text is an IPv4 address of the same machine. `127.evil.example` is not.
fn is_loopback(name: &str) -> bool {
    name.parse::<core::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin::parse(text).unwrap()
    }

    #[test]
    fn reads_what_browsers_send() {
        for text in [
            "https://shop.example",
            "http://127.0.0.1:4402",
            "https://[::1]:8443",
            "https://xn--bcher-kva.example",
            "http://localhost",
        ] {
            assert_eq!(origin(text).as_str(), text);
        }
        for text in [
            "null",
            "",
            "https://",
            "https://shop.example/",
            "https://shop.example/x",
            "https://shop.example?x",
            "https://shop.example:443",
            "http://shop.example:80",
            "https://shop.example:",
            "https://shop.example:0",
            "https://shop.example:65536",
            "https://shop.example:+80",
            "https://Shop.example",
            "HTTPS://shop.example",
            "https://bücher.example",
            "https://[::1",
            "https://[]",
            "https://[abc]",
            "https://a b",
            "https://a@b.example",
            "https://a:b@c.example",
            "ftp://shop.example",
            "//shop.example",
            "shop.example",
        ] {
            assert_eq!(Origin::parse(text), None, "{text}");
        }
    }

    #[test]
    fn compares_with_the_host() {
        assert!(origin("https://shop.example").is_of("shop.example"));
        assert!(origin("https://shop.example").is_of("Shop.Example"));
        assert!(origin("https://shop.example").is_of("shop.example:443"));
        assert!(origin("http://127.0.0.1:4402").is_of("127.0.0.1:4402"));
        assert!(origin("http://[::1]:4402").is_of("[::1]:4402"));
        for host in [
            "",
            "shop.example:80",
            "shop.example:8443",
            "shop.example.evil",
            "evil.example",
            "shop.example/x",
            "x@shop.example",
            "shop.example#",
        ] {
            assert!(!origin("https://shop.example").is_of(host), "{host}");
        }
    }

    #[test]
    fn knows_what_stays_private() {
        for text in [
            "https://a.klaviyo.com",
            "http://localhost:1",
            "http://127.0.0.1",
            "http://127.9.9.9:8080",
            "http://[::1]:1",
        ] {
            assert!(origin(text).is_private(), "{text}");
        }
        for text in [
            "http://a.klaviyo.com",
            "http://169.254.169.254",
            "http://127.evil.example",
            "http://localhost.evil",
            "http://127.1",
        ] {
            assert!(!origin(text).is_private(), "{text}");
        }
    }
}
