//! Klaviyo's endpoints, each with its own limits and pauses.

use super::StoreError;

/// The endpoint of a stored row's next request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Endpoint {
    /// Takes alerts.
    Alerts,
    /// Takes sign-ups, which record consents.
    Consents,
    /// Returns the consents of a profile.
    Profiles,
}

impl Endpoint {
    /// All endpoints, in the order in which they are served.
    pub const ALL: [Self; 3] = [Self::Alerts, Self::Consents, Self::Profiles];

    /// The name, as tables have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alerts => "alerts",
            Self::Consents => "consents",
            Self::Profiles => "profiles",
        }
    }

    pub(super) fn from_name(name: &str) -> Result<Self, StoreError> {
        Self::ALL
            .into_iter()
            .find(|endpoint| endpoint.name() == name)
            .ok_or_else(|| sqlx::Error::Decode("an unknown endpoint".into()))
    }
}
