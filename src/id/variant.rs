//! Variant ID: `integration:::catalog:::id`.

use core::fmt;

use serde::Serialize;

use crate::{
    error::{Error, ErrorKind},
    id::{is_blank, is_control},
};

/// The separator of the three parts of a canonical ID.
const SEPARATOR: &str = ":::";

/// The maximum length in bytes. None is documented; this keeps text that cannot be an ID out of requests.
const LONGEST: usize = 4096;

/// The integration and the catalog that qualify a bare variant ID.
///
/// The defaults are `$custom` and `$default`, those of a custom catalog feed. A canonical ID must agree with the names
/// that are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CatalogScope<'a> {
    integration: Option<&'a str>,
    catalog: Option<&'a str>,
}

impl<'a> CatalogScope<'a> {
    /// Validates both names.
    ///
    /// # Errors
    ///
    /// `invalid_option` for the integration `"custom"` (no `$`), and for either of them empty, with white space, with
    /// control characters, with `:::`, or ending in `:` (the parts of the ID would be ambiguous).
    pub fn new(integration: Option<&'a str>, catalog: Option<&'a str>) -> Result<Self, Error> {
        if !integration.is_none_or(|name| name.starts_with('$') && is_name(name)) {
            return Err(ErrorKind::Integration.into());
        }
        if !catalog.is_none_or(is_name) {
            return Err(ErrorKind::Catalog.into());
        }
        Ok(Self { integration, catalog })
    }

    /// The names of `self`; where one is unset, that of `other`.
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

/// Splits at the first separator. `str::split_once` with a string would add 2,900 bytes to the WebAssembly module: its
/// search is made for long texts.
fn split(text: &str) -> Option<(&str, &str)> {
    let at = text.as_bytes().windows(SEPARATOR.len()).position(|three| three == SEPARATOR.as_bytes())?;
    Some((text.get(..at)?, text.get(at + SEPARATOR.len()..)?))
}

/// The ID of a catalog variant. The canonical ID, such as `$custom:::$default:::SKU-1`, has three parts; a bare ID is
/// the last part alone.
///
/// The last part is the `id` of the feed's row, byte for byte: it is neither trimmed nor changed in case.
///
/// Source: Klaviyo's guide to back in stock for custom catalogs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct VariantId<'a> {
    integration: &'a str,
    catalog: &'a str,
    id: &'a str,
}

impl<'a> VariantId<'a> {
    /// Parses a bare ID, which is qualified by `scope`, or a canonical ID, which must agree with `scope`.
    ///
    /// # Errors
    ///
    /// `invalid_variant_id` for `""`, `" SKU"`, `"a\nb"`, `"gid://shopify/ProductVariant/1"`, for `"a:::b"` or
    /// other text with `:::` that is not canonical, and for `$shopify:::$default:::1` in the scope of `$custom`.
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
            let agrees = |required: Option<&str>, own| required.is_none_or(|required| required == own);
            if !agrees(scope.integration, id.integration) || !agrees(scope.catalog, id.catalog) {
                return Err(ErrorKind::VariantScope.into());
            }
            return Ok(id);
        }
        Ok(Self {
            integration: scope.integration.unwrap_or("$custom"),
            catalog: scope.catalog.unwrap_or("$default"),
            id: row_id(text)?,
        })
    }

    /// Parses a canonical ID.
    ///
    /// # Errors
    ///
    /// `invalid_variant_id` for text that [`VariantId::parse`] rejects, and for a bare ID such as `"SKU-1"`.
    pub fn parse_canonical(text: &'a str) -> Result<Self, Error> {
        Self::split(text, ErrorKind::VariantCanonical)
    }

    fn split(text: &'a str, otherwise: ErrorKind) -> Result<Self, Error> {
        let (integration, rest) = split(text).ok_or(otherwise)?;
        let (catalog, id) = split(rest).ok_or(otherwise)?;
        if split(id).is_some() || CatalogScope::new(Some(integration), Some(catalog)).is_err() {
            return Err(otherwise.into());
        }
        Ok(Self { integration, catalog, id: row_id(id)? })
    }

    /// The integration (such as `$custom`), the catalog (such as `$default`), and the `id` of the feed's row.
    #[must_use]
    pub fn parts(self) -> [&'a str; 3] {
        [self.integration, self.catalog, self.id]
    }

    /// The canonical ID.
    #[must_use]
    pub fn canonical(self) -> String {
        [self.integration, SEPARATOR, self.catalog, SEPARATOR, self.id].concat()
    }
}

/// Checks that text can be the `id` of a feed's row, and so the last part of a canonical ID.
pub(crate) fn check_row_id(text: &str) -> Result<(), ErrorKind> {
    if split(text).is_some() {
        return Err(ErrorKind::VariantSeparator);
    }
    row_id(text).map(|_| ())
}

/// Parses the last part of a canonical ID, or a bare ID.
fn row_id(text: &str) -> Result<&str, ErrorKind> {
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
