//! The options of the handler.

use serde::Deserialize;

use super::Edge;
use crate::{
    error::{Error, ErrorKind},
    id::company::CompanyId,
    klaviyo::request::Service,
    options::Options,
    relay::{BasePath, Origin},
};

/// The options, not checked yet. They have the private key, so they have no debug output.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct EdgeOptions {
    /// The public API key of the account.
    pub company_id: Option<String>,
    /// A private API key of the account, with the scopes `catalogs:write` and `profiles:write`.
    pub private_key: Option<String>,
    /// The path in front of the paths for pages, such as `/bis`.
    pub base_path: Option<String>,
    /// Origins of other hosts whose pages may send requests.
    pub allow_origin: Vec<String>,
    /// The URL to send to; Klaviyo's own if unset.
    pub upstream: Option<String>,
    /// The API revision; the newest one that this version knows if unset.
    pub revision: Option<String>,
}

impl EdgeOptions {
    pub(super) fn check(self) -> Result<Edge, Error> {
        let origin = |text: &str| Origin::parse(text.strip_suffix('/').unwrap_or(text));
        let company = self.company_id.ok_or(ErrorKind::CompanyId)?;
        CompanyId::parse(&company)?;
        let base_path = BasePath::parse(&self.base_path.unwrap_or_default()).ok_or(ErrorKind::BasePath)?;
        let origins: Option<Vec<_>> = self.allow_origin.iter().map(|text| origin(text)).collect();
        let upstream = match self.upstream {
            Some(text) => Some(origin(&text).filter(Origin::is_private).ok_or(ErrorKind::Upstream)?),
            None => None,
        };
        let klaviyo = Options {
            audience: Some("server".into()),
            private_key: Some(self.private_key.ok_or(ErrorKind::ServerKey)?),
            endpoint: upstream.map(|origin| origin.as_str().to_owned()),
            revision: self.revision,
            ..Options::default()
        };
        Service::new(&klaviyo)?;
        Ok(Edge { company, base_path, origins: origins.ok_or(ErrorKind::AllowOrigin)?, klaviyo })
    }
}
