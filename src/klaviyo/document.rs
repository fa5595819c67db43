//! The documents that are sent, as Klaviyo's JSON:API describes them: outlines with places to fill in.
//!
//! They are text and not code that writes text, since text is what compresses well.

use core::cell::Cell;

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{subscription::Channels, text::around};

/// A JSON:API resource: `{ data: { type, … } }`.
macro_rules! resource {
    ($kind:literal, $($rest:expr),*) => { concat!("(data(type'", $kind, ",", $($rest,)* "))") };
}

/// A sign-up to marketing by the listed channels, with the identifier that they use and nothing else. (Without
/// `subscriptions`, the service would sign up every identifier that it is sent.)
macro_rules! sign_up {
    ($identifier:literal, $channels:expr) => {
        resource!(
            "subscription",
            "attributes(profile",
            resource!("profile", "attributes(", $identifier, ",subscriptions(", $channels, "))"),
            "),relationships(list",
            resource!("list", "id+5"),
            ")"
        )
    };
}

/// Consent to marketing by one channel.
macro_rules! agreed {
    ($channel:literal) => {
        concat!($channel, "(marketing(consent'SUBSCRIBED))")
    };
}

/// The headers of every request.
pub(crate) const HEADERS: &str = "(accept+6,content-type+6,revision+7,authorization+8)";

/// A back-in-stock subscription, the same for the client and the server endpoint.
pub(crate) const SUBSCRIPTION: &str = resource!(
    "back-in-stock-subscription",
    "attributes(channels*,profile",
    resource!("profile", "id+0,attributes(email+1,phone_number+2,external_id+3)"),
    "),relationships(variant",
    resource!("catalog-variant", "id+4"),
    ")"
);

/// Consent to e-mail marketing.
pub(crate) const NEWSLETTER: &str = sign_up!("email+1", agreed!("email"));

/// Consent to SMS.
pub(crate) const SMS_CONSENT: &str = sign_up!("phone_number+2", agreed!("sms"));

/// Consent to WhatsApp.
pub(crate) const WHATSAPP_CONSENT: &str = sign_up!("phone_number+2", agreed!("whatsapp"));

/// Consent to both, in one call.
pub(crate) const SMS_AND_WHATSAPP_CONSENT: &str =
    sign_up!("phone_number+2", concat!(agreed!("sms"), ",", agreed!("whatsapp")));

/// What is filled in: the texts by their numbers in the outlines, and the channels.
#[derive(Clone, Copy)]
pub(crate) struct Filling<'a> {
    /// Profile's id, e-mail address, phone number, external id, variant, list, media type, revision, authorization.
    pub(crate) slots: [Option<&'a str>; 9],
    pub(crate) channels: Channels,
}

/// A value in an outline, which begins with a mark:
///
/// - `(` an object: names, each with its value, a comma between them, `)`;
/// - `'` the text that follows;
/// - `+` the text with the number that follows; where there is none, its name is left out;
/// - `*` the list of channels.
///
/// It is read as it serializes, once. All marks sort before what names and texts are made of.
pub(crate) struct Filled<'a> {
    rest: Cell<&'static str>,
    filling: &'a Filling<'a>,
}

impl<'a> Filled<'a> {
    pub(crate) fn new(outline: &'static str, filling: &'a Filling<'a>) -> Self {
        Self { rest: Cell::new(outline), filling }
    }

    /// What stands before the next mark.
    fn text(&self) -> &'static str {
        let rest = self.rest.get();
        let length = rest.bytes().position(|byte| byte < b'-').unwrap_or(rest.len());
        let (text, rest) = around(rest, length, 0);
        self.rest.set(rest);
        text
    }

    /// The next mark; behind the last one, a zero.
    fn mark(&self) -> u8 {
        let rest = self.rest.get();
        self.rest.set(around(rest, 0, 1).1);
        rest.bytes().next().unwrap_or_default()
    }

    /// The text with the number that follows.
    fn slot(&self) -> Option<&'a str> {
        let number = self.text().bytes().next()?.checked_sub(b'0')?;
        self.filling.slots.get(usize::from(number)).copied().flatten()
    }
}

impl Serialize for Filled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.mark() {
            b'(' => {
                let mut object = serializer.serialize_map(None)?;
                loop {
                    let name = self.text();
                    if self.rest.get().starts_with('+') {
                        self.mark();
                        if let Some(text) = self.slot() {
                            object.serialize_entry(name, text)?;
                        }
                    } else {
                        object.serialize_entry(name, self)?;
                    }
                    if self.mark() != b',' {
                        return object.end();
                    }
                }
            }
            b'*' => serializer.collect_seq(self.filling.channels.names()),
            _ => serializer.serialize_str(self.text()),
        }
    }
}
