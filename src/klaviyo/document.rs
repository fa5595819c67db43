//! The JSON:API documents of requests, as Klaviyo's API reference describes them.
//!
//! serde's `tag` and `rename` write the `type` of a resource, and the only member of `Consent`. Members are sent in the
//! order of declaration.

use core::fmt;

use serde::Serialize;

/// `{ "data": … }`, the envelope of every JSON:API resource.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Data<T> {
    pub(crate) data: T,
}

/// The body of a request.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Document<'a> {
    Alert(Data<Alert<'a>>),
    SignUp(Data<SignUp<'a>>),
    #[cfg(feature = "relay")]
    Job(Data<Job<'a>>),
}

/// A back-in-stock subscription, the same for the client and the server endpoint.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename = "back-in-stock-subscription")]
pub(crate) struct Alert<'a> {
    pub(crate) attributes: AlertAttributes<'a>,
    pub(crate) relationships: VariantRelationship,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct AlertAttributes<'a> {
    pub(crate) channels: Vec<&'static str>,
    pub(crate) profile: Data<Profile<'a>>,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct VariantRelationship {
    pub(crate) variant: Data<CatalogVariant>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename = "catalog-variant")]
pub(crate) struct CatalogVariant {
    /// The canonical ID.
    pub(crate) id: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename = "profile")]
pub(crate) struct Profile<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<&'a str>,
    pub(crate) attributes: ProfileAttributes<'a>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct ProfileAttributes<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) external_id: Option<&'a str>,
    /// Only in sign-ups. Without it, Klaviyo would sign up every identifier of the profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) subscriptions: Option<Subscriptions>,
}

/// A sign-up to marketing.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename = "subscription")]
pub(crate) struct SignUp<'a> {
    pub(crate) attributes: SignUpAttributes<'a>,
    pub(crate) relationships: ListRelationship<'a>,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct SignUpAttributes<'a> {
    pub(crate) profile: Data<Profile<'a>>,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct ListRelationship<'a> {
    pub(crate) list: Data<List<'a>>,
}

/// A job that signs profiles up: a server's form of [`SignUp`].
#[cfg(feature = "relay")]
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename = "profile-subscription-bulk-create-job")]
pub(crate) struct Job<'a> {
    pub(crate) attributes: JobAttributes<'a>,
    pub(crate) relationships: ListRelationship<'a>,
}

#[cfg(feature = "relay")]
#[derive(Clone, Debug, Serialize)]
pub(crate) struct JobAttributes<'a> {
    pub(crate) profiles: Data<[Profile<'a>; 1]>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename = "list")]
pub(crate) struct List<'a> {
    pub(crate) id: &'a str,
}

/// The channels that the shopper consented to.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Subscriptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<ChannelConsent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sms: Option<ChannelConsent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) whatsapp: Option<ChannelConsent>,
}

/// Consent to marketing by one channel.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct ChannelConsent {
    marketing: Consent,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(tag = "consent", rename = "SUBSCRIBED")]
struct Consent {}

/// The headers of every request, their names in lower case.
#[derive(Clone, Serialize)]
pub(crate) struct Headers<'a> {
    pub(crate) accept: &'a str,
    #[serde(rename = "content-type")]
    pub(crate) content_type: &'a str,
    pub(crate) revision: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) authorization: Option<String>,
}

impl Headers<'_> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let authorization = self.authorization.as_deref().map(|value| ("authorization", value));
        let others =
            [("accept", self.accept), ("content-type", self.content_type), ("revision", self.revision)];
        others.into_iter().chain(authorization)
    }
}

/// Without the authorization, which must not get into a log.
impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Headers")
            .field("accept", &self.accept)
            .field("content_type", &self.content_type)
            .field("revision", &self.revision)
            .finish_non_exhaustive()
    }
}
