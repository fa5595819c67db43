//! Variant id: `integration:::catalog:::external id`.

use core::fmt;

use serde::Serialize;

use crate::{
    error::{Error, ErrorKind},
    id::{is_blank, is_control},
};

/// What stands between the three parts of a canonical id.
const SEPARATOR: &str = ":::";

/// No length is documented; this only keeps an accident (a page's whole text) out of a request.
const LONGEST: usize = 4096;

/// Where a bare id lives: the integration that owns the catalog, and the catalog's name there.
///
/// What is not given is `$custom` and `$default`, those of a custom catalog feed; a canonical id may then name any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CatalogScope<'a> {
    integration: Option<&'a str>,
    catalog: Option<&'a str>,
}

impl<'a> CatalogScope<'a> {
    /// Checks both names.
    ///
    /// # Errors
    ///
    /// `invalid_option` for the integration `"custom"` (no `$`), and for either of them empty, with white space, with
    /// control characters, with `:::`, or ending in `:` (the parts could not be told apart again).
    pub fn new(integration: Option<&'a str>, catalog: Option<&'a str>) -> Result<Self, Error> {
        if !integration.is_none_or(|name| name.starts_with('$') && is_name(name)) {
            return Err(ErrorKind::Integration.into());
        }
        if !catalog.is_none_or(is_name) {
            return Err(ErrorKind::Catalog.into());
        }
        Ok(Self { integration, catalog })
    }

    /// The names of `self`, and those of `other` where it has none.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { integration: self.integration.or(other.integration), catalog: self.catalog.or(other.catalog) }
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.chars().any(|c| is_blank(c) || is_control(c))
        && split(text).is_none()
        && !text.ends_with(':')
}

/// The texts before and after the first separator. (`str::split_once` with a text would cost 2,900 bytes of the module: it
/// searches by an algorithm for long texts.)
fn split(text: &str) -> Option<(&str, &str)> {
    let at = text.as_bytes().windows(SEPARATOR.len()).position(|three| three == SEPARATOR.as_bytes())?;
    Some((text.get(..at)?, text.get(at + SEPARATOR.len()..)?))
}

/// The id of a catalog variant as Klaviyo spells it, such as `$custom:::$default:::SKU-1`.
///
/// The last part equals the feed's `id` byte for byte: it is never trimmed, never changes case, never is a number.
/// Printing and parsing are each other's inverse.
///
/// Source: Klaviyo's guide to back in stock for custom catalogs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct VariantId<'a> {
    integration: &'a str,
    catalog: &'a str,
    id: &'a str,
}

impl<'a> VariantId<'a> {
    /// A bare id is put into `scope`; a canonical one passes unchanged, if it agrees with what `scope` names.
    ///
    /// # Errors
    ///
    /// `invalid_variant_id` for `""`, `" SKU"`, `"a\nb"`, `"gid://shopify/ProductVariant/1"`, for `"a:::b"` or
    /// anything else with `:::` that is not canonical, and for `$shopify:::$default:::1` in the scope of `$custom`.
    ///
    /// ```
    /// use back_in_stock::{CatalogScope, VariantId};
    /// let scope = CatalogScope::new(Some("$shopify"), None)?;
    /// assert_eq!(VariantId::parse("40001", scope)?.to_string(), "$shopify:::$default:::40001");
    /// # Ok::<(), back_in_stock::Error>(())
    /// ```
    pub fn parse(text: &'a str, scope: CatalogScope<'a>) -> Result<Self, Error> {
        if split(text).is_some() {
            let id = Self::split(text, ErrorKind::VariantSeparator)?;
            let agrees = |asked: Option<&str>, own| asked.is_none_or(|asked| asked == own);
            if !agrees(scope.integration, id.integration) || !agrees(scope.catalog, id.catalog) {
                return Err(ErrorKind::VariantScope.into());
            }
            return Ok(id);
        }
        Ok(Self {
            integration: scope.integration.unwrap_or("$custom"),
            catalog: scope.catalog.unwrap_or("$default"),
            id: external_id(text)?,
        })
    }

    /// Takes a canonical id apart.
    ///
    /// # Errors
    ///
    /// `invalid_variant_id` for everything that [`VariantId::parse`] refuses, and for a bare id such as `"SKU-1"`.
    pub fn parse_canonical(text: &'a str) -> Result<Self, Error> {
        Self::split(text, ErrorKind::VariantCanonical)
    }

    fn split(text: &'a str, otherwise: ErrorKind) -> Result<Self, Error> {
        let (integration, rest) = split(text).ok_or(otherwise)?;
        let (catalog, id) = split(rest).ok_or(otherwise)?;
        if split(id).is_some() || CatalogScope::new(Some(integration), Some(catalog)).is_err() {
            return Err(otherwise.into());
        }
        Ok(Self { integration, catalog, id: external_id(id)? })
    }

    /// Integration (such as `$custom`), catalog (`$default`) and the shop's own id: the feed's `id`.
    #[must_use]
    pub fn parts(self) -> [&'a str; 3] {
        [self.integration, self.catalog, self.id]
    }

    /// The canonical id.
    #[must_use]
    pub fn canonical(self) -> String {
        [self.integration, SEPARATOR, self.catalog, SEPARATOR, self.id].concat()
    }
}

/// Whether text can be the `id` of a feed's row, and so the last part of a canonical id.
pub(crate) fn check_external_id(text: &str) -> Result<(), ErrorKind> {
    if split(text).is_some() {
        return Err(ErrorKind::VariantSeparator);
    }
    external_id(text).map(|_| ())
}

/// The last part of a canonical id, or a bare id.
fn external_id(text: &str) -> Result<&str, ErrorKind> {
    if text.is_empty() {
        return Err(ErrorKind::VariantEmpty);
    }
    if text.len() > LONGEST {
        return Err(ErrorKind::VariantLong);
    }
    let (mut first, mut last) = (None, ' ');
    let mut control = false;
    for c in text.chars() {
        first = first.or(Some(c));
        last = c;
        control |= is_control(c);
    }
    if is_blank(last) || first.is_some_and(is_blank) {
        return Err(ErrorKind::VariantSpace);
    }
    if control {
        return Err(ErrorKind::VariantControl);
    }
    if text.starts_with("gid://") {
        return Err(ErrorKind::VariantGid);
    }
    Ok(text)
}

impl fmt::Display for VariantId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.canonical())
    }
}
