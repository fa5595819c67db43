//! How a shop reaches Klaviyo, as plain values.

use serde::Deserialize;

use crate::{
    contact::phone::Region,
    error::{Error, ErrorKind},
    id::variant::CatalogScope,
};

/// The options of a request, not yet checked. Only those of its audience are needed.
///
/// ```
/// use back_in_stock::Options;
/// let options = Options { company_id: Some("ABC123".into()), ..Options::default() };
/// let same: Options = serde_json::from_str(r#"{ "companyId": "ABC123" }"#)?;
/// assert_eq!(options, same);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Options {
    /// `client` (a page; the default) or `server`.
    pub audience: Option<String>,
    /// The public API key: six letters or digits.
    pub company_id: Option<String>,
    /// A private API key, which begins with `pk_`. Only for the audience `server`.
    pub private_key: Option<String>,
    /// An OAuth access token, in place of a private key.
    pub access_token: Option<String>,
    /// The URL to which paths are appended; `https://a.klaviyo.com` if unset.
    pub endpoint: Option<String>,
    /// The API revision, a date; [`CURRENT`](crate::revision::CURRENT) if unset.
    pub revision: Option<String>,
    /// The media type of both directions; `application/vnd.api+json` if unset.
    pub media_type: Option<String>,
    /// The integration that owns the catalog; `$custom` if unset.
    pub integration: Option<String>,
    /// The catalog's name in its integration; `$default` if unset.
    pub catalog: Option<String>,
    /// The ISO code of the country whose national phone numbers are understood.
    pub country: Option<String>,
}

impl Options {
    pub(crate) fn scope(&self) -> Result<CatalogScope<'_>, Error> {
        CatalogScope::new(self.integration.as_deref(), self.catalog.as_deref())
    }

    pub(crate) fn region(&self) -> Result<Option<Region>, Error> {
        self.country.as_deref().map(Region::parse).transpose()
    }

    pub(crate) fn is_server(&self) -> Result<bool, Error> {
        match self.audience.as_deref() {
            None | Some("client") => Ok(false),
            Some("server") => Ok(true),
            Some(_) => Err(ErrorKind::Audience.into()),
        }
    }
}
