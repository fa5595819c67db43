//! Documents that a page sends, read back into requests: for a server that takes them in Klaviyo's place.

use serde::Deserialize;

use crate::subscription::{Profile, Request, Variant};

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
