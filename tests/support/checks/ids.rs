//! Properties of every text that is parsed as an ID. The lines of the input are the ID, an integration and a catalog.
#![expect(clippy::unwrap_used, reason = "a test")]

use back_in_stock::{CatalogScope, CompanyId, ExternalId, ProfileId, VariantId};

pub(crate) fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let mut lines = text.splitn(3, '\n');
    let id = lines.next().unwrap_or_default();
    let (integration, catalog) = (lines.next(), lines.next());
    people(id);
    match CatalogScope::new(integration, catalog) {
        Ok(scope) => {
            assert!(is_scope(integration, catalog), "{integration:?} {catalog:?}");
            variant(id, scope, integration, catalog);
        }
        Err(error) => {
            assert!(!is_scope(integration, catalog), "{integration:?} {catalog:?}");
            assert_eq!(error.code().as_str(), "invalid_option");
        }
    }
}

fn people(id: &str) {
    let company = CompanyId::parse(id);
    let is_company = id.len() == 6 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    assert_eq!(company.map(CompanyId::as_str).ok(), is_company.then_some(id), "{id:?}");

    let sane = !id.chars().all(is_blank) && !id.chars().any(is_control);
    let profile = ProfileId::parse(id).map(ProfileId::as_str);
    assert_eq!(profile.ok(), sane.then_some(id), "{id:?}");
    let external = ExternalId::parse(id).map(ExternalId::as_str);
    assert_eq!(external.ok(), (sane && id.chars().count() <= 255).then_some(id), "{id:?}");
}

fn variant<'a>(id: &'a str, scope: CatalogScope<'a>, integration: Option<&'a str>, catalog: Option<&'a str>) {
    let expected = match *id.split(":::").collect::<Vec<_>>() {
        [own] => is_item(own).then(|| [integration.unwrap_or("$custom"), catalog.unwrap_or("$default"), own]),
        [first, second, own] => {
            let agrees =
                integration.is_none_or(|name| name == first) && catalog.is_none_or(|name| name == second);
            let whole = is_scope(Some(first), Some(second)) && is_item(own);
            (agrees && whole).then_some([first, second, own])
        }
        _ => None,
    };
    let read = VariantId::parse(id, scope);
    assert_eq!(read.map(VariantId::parts).ok(), expected, "{id:?}");
    let Ok(read) = read else { return };
    let canonical = read.canonical();
    assert_eq!(canonical, read.parts().join(":::"));
    assert_eq!(canonical, read.to_string());
    // A canonical ID parses to itself, in its own scope and without one.
    for scope in [scope, CatalogScope::default()] {
        assert_eq!(VariantId::parse(&canonical, scope).unwrap().canonical(), canonical);
    }
    assert_eq!(VariantId::parse_canonical(&canonical).unwrap().parts(), read.parts());
    assert_eq!(VariantId::parse_canonical(id).is_ok(), id.contains(":::"), "{id:?}");
}

/// An independent implementation of the rules.
fn is_scope(integration: Option<&str>, catalog: Option<&str>) -> bool {
    let is_name = |name: &str| {
        let odd = name.chars().any(|c| is_blank(c) || is_control(c));
        !name.is_empty() && !odd && !name.contains(":::") && !name.ends_with(':')
    };
    integration.is_none_or(|name| name.starts_with('$') && is_name(name)) && catalog.is_none_or(is_name)
}

fn is_item(id: &str) -> bool {
    (1..=4096).contains(&id.len())
        && id.trim_matches(is_blank) == id
        && !id.chars().any(is_control)
        && !id.starts_with("gid://")
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{200B}' || c == '\u{FEFF}'
}

fn is_control(c: char) -> bool {
    c.is_control() || c == '\u{FFFD}'
}
