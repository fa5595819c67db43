//! The documents that are sent, as Klaviyo's JSON:API describes them.

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    contact::{email::Email, phone::PhoneNumber},
    id::{external::ExternalId, profile::ProfileId},
    subscription::{Channels, Marketing, Subscription},
};

/// JSON as far as it is written here, borrowed from the stack of who writes it: one type for all, since each type
/// that serializes costs bytes in the module.
#[derive(Clone, Copy)]
pub(crate) enum Json<'a> {
    /// A member that is left out.
    Absent,
    Text(&'a str),
    Channels(Channels),
    Object(&'a [(&'static str, Json<'a>)]),
    Document(&'a Document<'a>),
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Channels(channels) => serializer.collect_seq(channels.names()),
            Self::Document(document) => document.serialize(serializer),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(None)?;
                for (name, value) in *members {
                    if !matches!(value, Json::Absent) {
                        map.serialize_entry(name, value)?;
                    }
                }
                map.end()
            }
        }
    }
}

impl<'a> From<Option<&'a str>> for Json<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Absent, Self::Text)
    }
}

/// A document, borrowed from what it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document<'a> {
    /// A back-in-stock subscription, the same for the client and the server endpoint. Identifiers that were not
    /// given are absent.
    Subscription(&'a Subscription<'a>),
    /// A sign-up to e-mail marketing, with the address that it is about and nothing else. (Without a list of what
    /// was agreed to, the service would sign up every identifier that it is sent.)
    Newsletter(&'a Subscription<'a>, Marketing<'a>),
    /// The same for text messages, with the phone number.
    SmsConsent(&'a Subscription<'a>, Marketing<'a>),
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Subscription(subscription) => self::subscription(subscription, serializer),
            Self::Newsletter(subscription, agreed) => {
                let email = subscription.profile().email.as_ref().map(Email::as_str);
                sign_up("email", ("email", email.into()), agreed, serializer)
            }
            Self::SmsConsent(subscription, agreed) => {
                let number = subscription.profile().phone_number.as_ref().map(PhoneNumber::as_str);
                sign_up("sms", ("phone_number", number.into()), agreed, serializer)
            }
        }
    }
}

fn subscription<S: Serializer>(subscription: &Subscription<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    use Json::{Object, Text};
    let profile = subscription.profile();
    let variant = subscription.variant().canonical();
    let identifiers = Object(&[
        ("email", profile.email.as_ref().map(Email::as_str).into()),
        ("phone_number", profile.phone_number.as_ref().map(PhoneNumber::as_str).into()),
        ("external_id", profile.external_id.map(ExternalId::as_str).into()),
    ]);
    let profile = [
        ("type", Text("profile")),
        ("id", profile.id.map(ProfileId::as_str).into()),
        ("attributes", identifiers),
    ];
    data(
        "back-in-stock-subscription",
        &[
            ("channels", Json::Channels(subscription.channels())),
            ("profile", Object(&[("data", Object(&profile))])),
        ],
        ("variant", &[("type", Text("catalog-variant")), ("id", Text(&variant))]),
        serializer,
    )
}

fn sign_up<S: Serializer>(
    channel: &'static str,
    identifier: (&'static str, Json<'_>),
    agreed: Marketing<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    use Json::{Object, Text};
    let consent = Object(&[("marketing", Object(&[("consent", Text("SUBSCRIBED"))]))]);
    let attributes = [identifier, ("subscriptions", Object(&[(channel, consent)]))];
    let profile = [("type", Text("profile")), ("attributes", Object(&attributes))];
    data(
        "subscription",
        &[("profile", Object(&[("data", Object(&profile))]))],
        ("list", &[("type", Text("list")), ("id", Text(agreed.list_id))]),
        serializer,
    )
}

/// `{ data: { type, attributes, relationships: { name: { data } } } }`
fn data<S: Serializer>(
    kind: &str,
    attributes: &[(&'static str, Json<'_>)],
    (name, related): (&'static str, &[(&'static str, Json<'_>)]),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    use Json::{Object, Text};
    let related = [(name, Object(&[("data", Object(related))]))];
    let members =
        [("type", Text(kind)), ("attributes", Object(attributes)), ("relationships", Object(&related))];
    Object(&[("data", Object(&members))]).serialize(serializer)
}
