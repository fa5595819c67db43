//! The paths of a relay.

/// A call of a relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// An alert, as pages send it to Klaviyo.
    Alert,
    /// A sign-up to marketing, as pages send it to Klaviyo.
    SignUp,
    /// An alert as a plain form.
    Form,
    /// Withdraws an alert by its receipt.
    Cancel,
}

impl Route {
    /// All calls.
    pub const ALL: [Self; 4] = [Self::Alert, Self::SignUp, Self::Form, Self::Cancel];

    /// The path below the base path.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Alert => "/client/back-in-stock-subscriptions",
            Self::SignUp => "/client/subscriptions",
            Self::Form => "/alert",
            Self::Cancel => "/alerts/cancel",
        }
    }
}

/// A path in front of other paths: empty, or `/` and names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BasePath(String);

impl BasePath {
    /// Reads a configured path such as `/bis`. A slash at its end is dropped.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let path = text.strip_suffix('/').unwrap_or(text);
        let is_name = |name: &str| {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
            !name.is_empty() && name != "." && name != ".." && name.bytes().all(allowed)
        };
        let is_path = path.strip_prefix('/').is_some_and(|names| names.split('/').all(is_name));
        (path.is_empty() || is_path).then(|| Self(path.to_owned()))
    }

    /// A path below this one.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        [&self.0, path].concat()
    }

    /// The call of a path. Like Klaviyo, it accepts a slash at the end.
    #[must_use]
    pub fn route(&self, path: &str) -> Option<Route> {
        let path = path.strip_prefix(self.0.as_str())?;
        let path = path.strip_suffix('/').unwrap_or(path);
        Route::ALL.into_iter().find(|route| route.path() == path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_base_paths() {
        for (text, path) in [("", "/x"), ("/", "/x"), ("/bis", "/bis/x"), ("/a/b-c/", "/a/b-c/x")] {
            assert_eq!(BasePath::parse(text).unwrap().join("/x"), path);
        }
        for text in ["bis", "//", "/a//b", "/..", "/{id}", "/a b", "/*", "https://shop.example"] {
            assert_eq!(BasePath::parse(text), None, "{text}");
        }
    }

    #[test]
    fn finds_calls_below_its_base_path_only() {
        let base = BasePath::parse("/bis").unwrap();
        for route in Route::ALL {
            assert_eq!(base.route(&base.join(route.path())), Some(route));
            assert_eq!(base.route(&[&base.join(route.path()), "/"].concat()), Some(route));
            assert_eq!(base.route(route.path()), None);
            assert_eq!(BasePath::default().route(route.path()), Some(route));
        }
        for path in [
            "",
            "/",
            "/bis",
            "/bis/",
            "/bis/alerts",
            "/bis/client/subscriptions//",
            "/bisclient/subscriptions",
        ] {
            assert_eq!(base.route(path), None, "{path}");
        }
    }
}
