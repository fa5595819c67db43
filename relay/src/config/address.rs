//! Addresses in the configuration: where the relay stores, sends, and may be called from.

use std::path::{Path, PathBuf};

use url::{Host, Url};

use super::{ConfigError, wrong};

/// Where requests are stored.
#[derive(Clone, PartialEq, Eq)]
pub enum StoreAddress {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// A URL of Postgres. It may contain a password, so it has no debug output.
    Postgres(String),
}

impl StoreAddress {
    pub(super) fn parse(text: &str) -> Result<Self, ConfigError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path)) {
            // sqlx reads parameters after `?`, escapes after `%`, and `:memory:` as a name.
            Some(path) if !path.is_empty() && !path.contains(['?', '%', '#']) && path != ":memory:" => {
                Ok(Self::Sqlite(path.into()))
            }
            _ => Err(wrong("store", "must be sqlite:FILE or postgres://…")),
        }
    }

    /// The file of the identity keys beside the store; `None` for Postgres.
    #[must_use]
    pub fn key_file(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite(path) => Some(with_ending(path, ".key")),
            Self::Postgres(_) => None,
        }
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A path in front of other paths: empty, or `/` and names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasePath(String);

impl BasePath {
    pub(super) fn parse(text: &str) -> Result<Self, ConfigError> {
        let path = text.strip_suffix('/').unwrap_or(text);
        let is_name = |name: &str| {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
            !name.is_empty() && name != "." && name != ".." && name.bytes().all(allowed)
        };
        let is_path = path.strip_prefix('/').is_some_and(|names| names.split('/').all(is_name));
        if path.is_empty() || is_path {
            Ok(Self(path.to_owned()))
        } else {
            Err(wrong("base-path", "must be a path such as /bis"))
        }
    }

    /// A path below this one.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        [&self.0, path].concat()
    }
}

/// The origin of a page: scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(url::Origin);

impl Origin {
    pub(super) fn configured(text: &str) -> Result<Self, ConfigError> {
        Self::parse(text.strip_suffix('/').unwrap_or(text))
            .ok_or_else(|| wrong("allow-origin", "must be an origin such as https://shop.example"))
    }

    /// Reads the header `Origin`; `None` for `null` and for everything that a browser does not send.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let origin = url.origin();
        // With a path, a query or credentials, it would not be equal.
        (origin.ascii_serialization() == text).then_some(Self(origin))
    }

    /// Whether this is the origin of a page of `host`, the header `Host` of the request. The scheme may be either: a
    /// proxy in front of the relay may end TLS.
    #[must_use]
    pub fn is_of(&self, host: &str) -> bool {
        let url::Origin::Tuple(scheme, ..) = &self.0 else { return false };
        let is_host = !host.contains(['/', '\\', '?', '#', '@']);
        is_host && Url::parse(&format!("{scheme}://{host}")).is_ok_and(|url| url.origin() == self.0)
    }
}

/// Checks the upstream's URL. Only a relay on the same machine may be reached without TLS.
pub(super) fn upstream(text: Option<&str>) -> Result<String, ConfigError> {
    let text = text.unwrap_or("https://a.klaviyo.com");
    let refusal = || wrong("upstream", "must be an https or loopback URL without path, query or credentials");
    let url = Url::parse(text).map_err(|_| refusal())?;
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return Err(refusal()),
    };
    let is_allowed = url.scheme() == "https" || (url.scheme() == "http" && is_loopback);
    let origin = url.origin().ascii_serialization();
    if is_allowed && url.as_str().strip_suffix('/') == Some(&origin) { Ok(origin) } else { Err(refusal()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_stores() {
        assert!(
            matches!(StoreAddress::parse("sqlite:a.db"), Ok(StoreAddress::Sqlite(path)) if path == Path::new("a.db"))
        );
        assert!(
            matches!(StoreAddress::parse("sqlite:///a.db"), Ok(StoreAddress::Sqlite(path)) if path == Path::new("/a.db"))
        );
        assert!(matches!(StoreAddress::parse("postgres://u:p@host/db"), Ok(StoreAddress::Postgres(_))));
        for text in
            ["", "a.db", "sqlite:", "sqlite::memory:", "sqlite:a.db?mode=ro", "mysql://host", "sqlite:a%20b"]
        {
            assert!(StoreAddress::parse(text).is_err(), "{text}");
        }
        assert_eq!(
            StoreAddress::parse("sqlite:x/a.db").unwrap_or_else(|_| panic!()).key_file(),
            Some("x/a.db.key".into())
        );
    }

    #[test]
    fn reads_base_paths() {
        for (text, path) in [("", "/x"), ("/", "/x"), ("/bis", "/bis/x"), ("/a/b-c/", "/a/b-c/x")] {
            assert_eq!(BasePath::parse(text).unwrap().join("/x"), path);
        }
        for text in ["bis", "//", "/a//b", "/..", "/{id}", "/a b", "/*", "https://shop.example"] {
            assert!(BasePath::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn refuses_upstreams_that_configuration_must_not_reach() {
        for text in [
            "https://a.klaviyo.com",
            "https://a.klaviyo.com/",
            "http://127.0.0.1:4401",
            "http://[::1]:1",
            "http://localhost:1/",
        ] {
            assert!(upstream(Some(text)).is_ok(), "{text}");
        }
        for text in [
            "http://a.klaviyo.com",
            "http://169.254.169.254",
            "file:///etc/passwd",
            "https://user@a.klaviyo.com",
            "https://a.klaviyo.com/x",
            "https://a.klaviyo.com?x",
            "https://a.klaviyo.com/#x",
            "a.klaviyo.com",
            "",
        ] {
            assert!(upstream(Some(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn compares_origins_with_the_host() {
        let origin = |text| Origin::parse(text).unwrap();
        assert!(origin("https://shop.example").is_of("shop.example"));
        assert!(origin("https://shop.example").is_of("shop.example:443"));
        assert!(origin("http://127.0.0.1:4402").is_of("127.0.0.1:4402"));
        for host in [
            "",
            "shop.example:80",
            "shop.example.evil",
            "evil.example",
            "shop.example/x",
            "x@shop.example",
            "shop.example#",
        ] {
            assert!(!origin("https://shop.example").is_of(host), "{host}");
        }
        for text in [
            "null",
            "",
            "https://",
            "https://shop.example/",
            "https://shop.example/x",
            "ftp://shop.example",
            "https://a@b.example",
        ] {
            assert!(Origin::parse(text).is_none(), "{text}");
        }
    }
}
