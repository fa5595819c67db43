//! Options of a request, as plain values.

use core::fmt;

use serde::Deserialize;

use crate::{
    contact::phone::Region,
    error::{Error, ErrorKind},
    id::variant::CatalogScope,
};

/// Options for all requests of a shop. Not validated yet. Only the key is required: `company_id`, or for the audience
/// `server` either `private_key` or `access_token`.
///
/// ```
/// use back_in_stock::Options;
/// let options = Options { company_id: Some("ABC123".into()), ..Options::default() };
/// let same: Options = serde_json::from_str(r#"{ "companyId": "ABC123" }"#)?;
/// assert_eq!(options, same);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Options {
    /// `client`, for a page (the default), or `server`.
    pub audience: Option<String>,
    /// The public API key: six letters or digits.
    pub company_id: Option<String>,
    /// A private API key, which starts with `pk_`. Only for the audience `server`.
    pub private_key: Option<String>,
    /// An OAuth access token, instead of a private key.
    pub access_token: Option<String>,
    /// The URL that paths are appended to; `https://a.klaviyo.com` if unset. It is not checked: it must be an https or
    /// loopback URL without a query, fragment or credentials.
    pub endpoint: Option<String>,
    /// The API revision, a date; [`CURRENT`](crate::revision::CURRENT) if unset.
    pub revision: Option<String>,
    /// The media type of requests and responses; `application/vnd.api+json` if unset.
    pub media_type: Option<String>,
    /// The integration that owns the catalog; `$custom` if unset.
    pub integration: Option<String>,
    /// The name of the catalog within the integration; `$default` if unset.
    pub catalog: Option<String>,
    /// The ISO code of the country whose national phone numbers are accepted.
    pub country: Option<String>,
}

/// Without the private key and the access token, which must not get into a log.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("audience", &self.audience)
            .field("company_id", &self.company_id)
            .field("endpoint", &self.endpoint)
            .field("revision", &self.revision)
            .field("media_type", &self.media_type)
            .field("integration", &self.integration)
            .field("catalog", &self.catalog)
            .field("country", &self.country)
            .finish_non_exhaustive()
    }
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
