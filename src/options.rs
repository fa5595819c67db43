//! The options of a client: read from [`Fields`]; and, as [`rules`], known to a page before the module is loaded.

use crate::{
    contact::phone::Region,
    error::{Error, Kind},
    fields::{Field, Fields},
    id::{company::CompanyId, variant::CatalogScope},
    klaviyo::request::{Audience, ENDPOINT, MEDIA_TYPE, Service},
    klaviyo::revision,
};

/// Everything about a shop that requests are made with.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Who asks: a page, or the shop's server.
    pub audience: Audience<'a>,
    /// Where to, and in which revision.
    pub service: Service<'a>,
}

impl<'a> Options<'a> {
    /// Reads the options of `buildRequest`, or of a client, which has no `audience` and is a page's.
    ///
    /// # Errors
    ///
    /// `private_key`, `invalid_company_id`, `invalid_option`.
    pub fn read(fields: &Fields<'a>) -> Result<Self, Error> {
        let audience = fields.get(Field::Audience)?.unwrap_or("client");
        let is_client = audience == "client";
        if !is_client && audience != "server" {
            return Err(Kind::Audience.into());
        }
        let audience = match fields.get(Field::PrivateKey)? {
            // A private key has no place in a page, not even unused.
            Some(_) if is_client => return Err(Kind::PrivateKey.into()),
            Some(key) => Audience::private_key(key)?,
            None if is_client => {
                Audience::Client(CompanyId::parse(fields.needed(Field::CompanyId, Kind::CompanyId)?)?)
            }
            None => Audience::access_token(fields.needed(Field::AccessToken, Kind::AccessToken)?)?,
        };
        let service = Service::new(
            fields.get(Field::Revision)?.unwrap_or(revision::CURRENT),
            fields.get(Field::MediaType)?.unwrap_or(MEDIA_TYPE),
            fields.get(Field::Endpoint)?.unwrap_or(ENDPOINT),
        )?;
        Ok(Self { audience, service })
    }
}

/// The grammar of a text option as a regular expression, for code that must decide before the module is loaded.
#[derive(Debug)]
pub struct Rule {
    /// The option's name.
    pub name: &'static str,
    /// A JavaScript regular expression (flag `u`) that matches exactly the accepted texts.
    pub pattern: String,
    /// What to say of any other text.
    pub error: Error,
    parse: fn(&str) -> bool,
}

impl Rule {
    /// The same decision by the grammar itself; a test holds the two together.
    #[must_use]
    pub fn accepts(&self, text: &str) -> bool {
        (self.parse)(text)
    }
}

/// The text options that a client's constructor checks.
#[must_use]
pub fn rules() -> Vec<Rule> {
    let rule = |name, pattern: &str, kind: Kind, parse| Rule {
        name,
        pattern: pattern.to_owned(),
        error: kind.into(),
        parse,
    };
    vec![
        rule("companyId", "^[A-Za-z0-9]{6}$", Kind::CompanyId, |text| CompanyId::parse(text).is_ok()),
        rule("revision", r"^\d{4}-\d\d-\d\d(\.[A-Za-z0-9-]+)?$", Kind::Revision, |text| {
            Service::new(text, MEDIA_TYPE, ENDPOINT).is_ok()
        }),
        rule("integration", r"^\$(?!.*(:::|:$))[^\s\p{Cc}\p{Cs}\u200B\uFFFD]*$", Kind::Integration, |text| {
            CatalogScope::new(Some(text), None).is_ok()
        }),
        rule("catalog", r"^(?!.*(:::|:$))[^\s\p{Cc}\p{Cs}\u200B\uFFFD]+$", Kind::Catalog, |text| {
            CatalogScope::new(None, Some(text)).is_ok()
        }),
        rule("country", &country_pattern(), Kind::Country, |text| Region::parse(text).is_ok()),
    ]
}

/// All ISO codes, those of one first letter together: `^(A[CDE]|B[A]|…)$`.
fn country_pattern() -> String {
    let mut codes: Vec<_> = Region::all().map(|(code, _)| code).collect();
    codes.sort_unstable();
    let group = |letter: char| {
        let second: String = codes.iter().filter_map(|code| code.strip_prefix(letter)).collect();
        (!second.is_empty()).then(|| format!("{letter}[{second}]"))
    };
    format!("^({})$", ('A'..='Z').filter_map(group).collect::<Vec<_>>().join("|"))
}

/// Text that is a private key: its pattern and its error.
#[must_use]
pub fn private_key() -> (&'static str, Error) {
    ("^[^_]*pk_", Kind::PrivateKey.into())
}

/// The error of an address that a page may not send to, which only a page can judge.
#[must_use]
pub fn endpoint() -> Error {
    Kind::Endpoint.into()
}
