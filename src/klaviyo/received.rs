//! Documents that a page sends, read back into requests: for a server that takes them in Klaviyo's place.

use serde::Deserialize;

use crate::subscription::{Marketing, Profile, Request, Variant};

/// The JSON:API document of a back-in-stock subscription. Unknown members are refused.
///
/// It is not validated beyond its shape: that is the work of [`Subscription::new`](crate::Subscription::new). serde's
/// error may quote the document, so do not log it.
///
/// ```
/// use back_in_stock::{AlertDocument, Request};
///
/// let document: AlertDocument = serde_json::from_str(
///     r#"{ "data": { "type": "back-in-stock-subscription",
///          "attributes": { "channels": ["EMAIL"],
///            "profile": { "data": { "type": "profile", "attributes": { "email": "ann@example.com" } } } },
///          "relationships": { "variant": { "data": {
///            "type": "catalog-variant", "id": "$custom:::$default:::SKU-1" } } } } }"#,
/// )?;
/// let request = Request::from(document);
/// assert_eq!(request.profile.email.as_deref(), Some("ann@example.com"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct AlertDocument(Data<Alert>);

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data<T> {
    data: T,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum Alert {
    #[serde(rename = "back-in-stock-subscription")]
    Subscription { attributes: Attributes, relationships: Relationships },
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Attributes {
    channels: Vec<String>,
    profile: Data<ProfileResource>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum ProfileResource {
    #[serde(rename = "profile")]
    Profile { id: Option<String>, attributes: Identifiers },
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Identifiers {
    email: Option<String>,
    phone_number: Option<String>,
    external_id: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Relationships {
    variant: Data<VariantResource>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum VariantResource {
    #[serde(rename = "catalog-variant")]
    Variant { id: String },
}

impl From<AlertDocument> for Request {
    fn from(AlertDocument(Data { data: alert }): AlertDocument) -> Self {
        let Alert::Subscription { attributes, relationships } = alert;
        let ProfileResource::Profile { id, attributes: identifiers } = attributes.profile.data;
        let VariantResource::Variant { id: variant } = relationships.variant.data;
        let Identifiers { email, phone_number, external_id } = identifiers;
        Self {
            variant: Variant { id: Some(variant), ..Variant::default() },
            profile: Profile { email, phone_number, external_id, id },
            channels: Some(attributes.channels),
            ..Self::default()
        }
    }
}

/// The JSON:API document of a sign-up to marketing. Unknown members are refused, and so is a document without
/// `subscriptions`: Klaviyo would sign up every contact for everything.
///
/// Like [`AlertDocument`], it is validated only by [`SignUp::new`](crate::SignUp::new).
///
/// ```
/// use back_in_stock::{Marketing, Profile, SignUpDocument};
///
/// let document: SignUpDocument = serde_json::from_str(
///     r#"{ "data": { "type": "subscription",
///          "attributes": { "profile": { "data": { "type": "profile", "attributes": { "email": "ann@example.com",
///            "subscriptions": { "email": { "marketing": { "consent": "SUBSCRIBED" } } } } } } },
///          "relationships": { "list": { "data": { "type": "list", "id": "LIST01" } } } } }"#,
/// )?;
/// let (profile, marketing): (Profile, Marketing) = document.into();
/// assert_eq!((profile.email.as_deref(), marketing.email), (Some("ann@example.com"), true));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct SignUpDocument(Data<SignUp>);

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum SignUp {
    #[serde(rename = "subscription")]
    Subscription { attributes: SignUpAttributes, relationships: ListRelationship },
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignUpAttributes {
    profile: Data<ContactResource>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum ContactResource {
    #[serde(rename = "profile")]
    Profile { attributes: Contact },
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contact {
    email: Option<String>,
    phone_number: Option<String>,
    subscriptions: Subscriptions,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Subscriptions {
    email: Option<ChannelConsent>,
    sms: Option<ChannelConsent>,
    whatsapp: Option<ChannelConsent>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChannelConsent {
    #[expect(dead_code, reason = "it has one value")]
    marketing: Consent,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(tag = "consent", deny_unknown_fields)]
enum Consent {
    #[serde(rename = "SUBSCRIBED")]
    Subscribed {},
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListRelationship {
    list: Data<ListResource>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum ListResource {
    #[serde(rename = "list")]
    List { id: String },
}

impl From<SignUpDocument> for (Profile, Marketing) {
    fn from(SignUpDocument(Data { data: sign_up }): SignUpDocument) -> Self {
        let SignUp::Subscription { attributes, relationships } = sign_up;
        let ContactResource::Profile { attributes: contact } = attributes.profile.data;
        let ListResource::List { id: list_id } = relationships.list.data;
        let Contact { email, phone_number, subscriptions } = contact;
        let Subscriptions { email: to_email, sms, whatsapp } = subscriptions;
        let marketing = Marketing {
            list_id: Some(list_id),
            email: to_email.is_some(),
            sms: sms.is_some(),
            whatsapp: whatsapp.is_some(),
        };
        (Profile { email, phone_number, ..Profile::default() }, marketing)
    }
}
