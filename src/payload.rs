//! The documents that are sent, as Klaviyo's JSON:API describes them: outlines with places to fill in.
//!
//! They are data and not code that writes data, since data is what compresses well.

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::subscription::Channels;

/// An outline of a JSON document.
#[derive(Debug)]
pub(crate) enum Json {
    Text(&'static str),
    Object(&'static [(&'static str, Json)]),
    /// A text that is filled in; a member without one is left out.
    Slot(Slot),
    /// The list of channels.
    Channels,
    /// The document of the request.
    Body,
}

/// The texts that are filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Id,
    Email,
    PhoneNumber,
    ExternalId,
    Variant,
    ListId,
    Url,
    MediaType,
    Revision,
    Authorization,
}

/// What is filled in.
#[derive(Clone, Copy)]
pub(crate) struct Filling<'a> {
    pub(crate) slots: [Option<&'a str>; Slot::Authorization as usize + 1],
    pub(crate) channels: Channels,
    pub(crate) body: &'static Json,
}

/// An object, as JSON writes it.
macro_rules! object {
    ($($name:literal: $value:expr),* $(,)?) => { Json::Object(&[$(($name, $value)),*]) };
}

/// A JSON:API resource: `{ data: { type, … } }`.
macro_rules! resource {
    ($kind:literal, $($name:literal: $value:expr),* $(,)?) => {
        object! { "data": object! { "type": Json::Text($kind), $($name: $value),* } }
    };
}

/// A sign-up to marketing by one channel, with the identifier that it is about and nothing else. (Without
/// `subscriptions`, the service would sign up every identifier that it is sent.)
macro_rules! sign_up {
    ($channel:literal, $identifier:literal: $slot:expr) => {
        resource! { "subscription",
            "attributes": object! { "profile": resource! { "profile",
                "attributes": object! {
                    $identifier: $slot,
                    "subscriptions": object! {
                        $channel: object! { "marketing": object! { "consent": Json::Text("SUBSCRIBED") } },
                    },
                },
            } },
            "relationships": object! { "list": resource! { "list", "id": Json::Slot(Slot::ListId) } },
        }
    };
}

/// A request as data.
pub(crate) const REQUEST: Json = object! {
    "method": Json::Text("POST"),
    "url": Json::Slot(Slot::Url),
    "headers": HEADERS,
    "body": Json::Body,
};

/// Its headers.
pub(crate) const HEADERS: Json = object! {
    "accept": Json::Slot(Slot::MediaType),
    "content-type": Json::Slot(Slot::MediaType),
    "revision": Json::Slot(Slot::Revision),
    "authorization": Json::Slot(Slot::Authorization),
};

/// A back-in-stock subscription, the same for the client and the server endpoint.
pub(crate) const SUBSCRIPTION: Json = resource! { "back-in-stock-subscription",
    "attributes": object! {
        "channels": Json::Channels,
        "profile": resource! { "profile",
            "id": Json::Slot(Slot::Id),
            "attributes": object! {
                "email": Json::Slot(Slot::Email),
                "phone_number": Json::Slot(Slot::PhoneNumber),
                "external_id": Json::Slot(Slot::ExternalId),
            },
        },
    },
    "relationships": object! { "variant": resource! { "catalog-variant", "id": Json::Slot(Slot::Variant) } },
};

pub(crate) const NEWSLETTER: Json = sign_up!("email", "email": Json::Slot(Slot::Email));

pub(crate) const SMS_CONSENT: Json = sign_up!("sms", "phone_number": Json::Slot(Slot::PhoneNumber));

/// An outline with what is filled in: this is what serializes.
#[derive(Clone, Copy)]
pub(crate) struct Filled<'a>(pub(crate) &'static Json, pub(crate) &'a Filling<'a>);

impl Filled<'_> {
    fn slot(&self, slot: Slot) -> Option<&str> {
        self.1.slots.get(slot as usize).copied().flatten()
    }
}

impl Serialize for Filled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Json::Text(text) => serializer.serialize_str(text),
            Json::Slot(slot) => serializer.serialize_str(self.slot(*slot).unwrap_or_default()),
            Json::Channels => serializer.collect_seq(self.1.channels.names()),
            Json::Body => Filled(self.1.body, self.1).serialize(serializer),
            Json::Object(members) => {
                let mut map = serializer.serialize_map(None)?;
                for (name, value) in *members {
                    if !matches!(value, Json::Slot(slot) if self.slot(*slot).is_none()) {
                        map.serialize_entry(name, &Filled(value, self.1))?;
                    }
                }
                map.end()
            }
        }
    }
}
