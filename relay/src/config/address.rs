//! Addresses in the configuration: where the relay stores, sends, and may be called from.

use std::path::{Path, PathBuf};

use back_in_stock::relay::{BasePath, Origin};
use reqwest::Url;

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

/// Reads the path in front of the paths for pages.
pub(super) fn base_path(text: &str) -> Result<BasePath, ConfigError> {
    BasePath::parse(text).ok_or_else(|| wrong("base-path", "must be a path such as /bis"))
}

/// Reads the origin of pages that may send requests.
pub(super) fn origin(text: &str) -> Result<Origin, ConfigError> {
    Origin::parse(text.strip_suffix('/').unwrap_or(text))
        .ok_or_else(|| wrong("allow-origin", "must be an origin such as https://shop.example"))
}

/// Checks the upstream's URL. Only a relay on the same machine may be reached without TLS.
pub(super) fn upstream(text: Option<&str>) -> Result<String, ConfigError> {
    let text = text.unwrap_or("https://a.klaviyo.com");
    let origin = Origin::parse(text.strip_suffix('/').unwrap_or(text)).filter(Origin::is_private);
    let refusal = || wrong("upstream", "must be an https or loopback URL without path, query or credentials");
    Ok(origin.ok_or_else(refusal)?.as_str().to_owned())
}

/// Checks another URL that the relay sends to.
pub(super) fn target(option: &str, text: &str) -> Result<Url, ConfigError> {
    let url = Url::parse(text).ok().filter(|url| {
        let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        is_plain
            && Origin::parse(&url.origin().ascii_serialization()).is_some_and(|origin| origin.is_private())
    });
    url.ok_or_else(|| wrong(option, "must be an https or loopback URL without credentials and fragment"))
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
            "http://2130706433",
            "http://0x7f.0.0.1",
            "http://127.1",
            "http://[::ffff:127.0.0.1]",
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
    fn refuses_targets_that_could_leak() {
        for text in
            ["https://shop.example/hooks?a=b", "http://127.0.0.1:1/x", "http://[::1]:1", "https://10.0.0.1/"]
        {
            assert!(target("webhook", text).is_ok(), "{text}");
        }
        for text in [
            "",
            "/x",
            "http://shop.example",
            "https://a:b@shop.example",
            "https://shop.example/#x",
            "http://10.0.0.1",
        ] {
            assert!(target("webhook", text).is_err(), "{text}");
        }
    }
}
