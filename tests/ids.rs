//! The four IDs: which are accepted, and the errors of those that are rejected.

mod support;

use back_in_stock::{CatalogScope, CompanyId, Error, ExternalId, ProfileId, VariantId};
use proptest::prelude::*;
use support::texts::{cases, text};

/// Code, field and message.
type Refusal<'a> = (&'a str, &'a str, &'a str);

const EMPTY: &str = "is empty";
const SPACE: &str = "starts or ends with white space";
const CONTROL: &str = "contains a control or replacement character";
const GID: &str = "is a gid:// URL: pass the number at its end, with the integration $shopify";
const LONG: &str = "is too long";
const SEPARATOR: &str = "contains ':::' but is not a canonical ID";
const CANONICAL: &str = "is not a canonical ID such as $custom:::$default:::SKU-1";
const SCOPE: &str = "does not match the options integration and catalog";
const COMPANY: &str = "must be six letters or digits: the public API key";
const PRIVATE: &str = "is a private API key: replace it in Klaviyo's settings, and use the public one";
const INTEGRATION: &str = "must be a name such as $custom, without ':::'";
const CATALOG: &str = "must be a name such as $default, without ':::'";

#[track_caller]
fn refuses<T>(result: Result<T, Error>, (code, field, message): Refusal<'_>, input: &str) {
    let seen = result.err().map(|error| (error.code().as_str(), error.field(), error.message()));
    assert_eq!(seen, Some((code, Some(field), message)), "{input:?}");
}

fn scope<'a>(integration: &'a str, catalog: &'a str) -> Result<CatalogScope<'a>, Error> {
    let given = |name: &'a str| (!name.is_empty()).then_some(name);
    CatalogScope::new(given(integration), given(catalog))
}

/// Integration and catalog of the options (empty: unset), the ID, and its canonical form.
#[track_caller]
fn composes(integration: &str, catalog: &str, id: &str, expected: &str) {
    let variant = scope(integration, catalog).and_then(|scope| VariantId::parse(id, scope));
    assert_eq!(variant.map(|variant| variant.to_string()).as_deref(), Ok(expected), "{id:?}");
}

#[track_caller]
fn parts(canonical: &str, expected: [&str; 3]) {
    assert_eq!(VariantId::parse_canonical(canonical).map(VariantId::parts), Ok(expected), "{canonical:?}");
}

#[track_caller]
fn refuses_bare(id: &str, message: &str) {
    refuses(VariantId::parse(id, CatalogScope::default()), ("invalid_variant_id", "variant", message), id);
}

#[track_caller]
fn refuses_canonical(text: &str, message: &str) {
    refuses(VariantId::parse_canonical(text), ("invalid_variant_id", "variant", message), text);
}

#[track_caller]
fn refuses_scope(integration: &str, catalog: &str, field: &str, message: &str) {
    let scope = CatalogScope::new(Some(integration), Some(catalog));
    refuses(scope, ("invalid_option", field, message), &format!("{integration} {catalog}"));
}

#[test]
fn company_ids_are_six_letters_or_digits() {
    for id in ["ABC123", "abcdef", "000000", "aB3dE9"] {
        assert_eq!(CompanyId::parse(id).map(CompanyId::as_str), Ok(id));
    }
    let bad =
        ["", "A", "ABC12", "ABC1234", "ABC 12", " ABC12", "ABC12\n", "ABC-12", "ABC_12", "ÀBC123", "ABC12\0"];
    // Six bytes, six characters, letters that fold to ASCII ones, digits of other scripts.
    for id in
        bad.into_iter().chain(["éééé", "ééé", "abcde\u{212A}", "\u{17F}bcdef", "١٢٣٤٥٦", "１２３４５６"])
    {
        refuses(CompanyId::parse(id), ("invalid_company_id", "companyId", COMPANY), id);
    }
}

#[test]
fn private_keys_are_recognized() {
    for key in [
        "pk_0123456789abcdef0123456789abcdef01",
        "pk_",
        " pk_0123",
        "'pk_0123",
        "Klaviyo-API-Key pk_0123",
        "pk_012",
    ] {
        refuses(CompanyId::parse(key), ("private_key", "companyId", PRIVATE), key);
    }
    for other in ["PK_0123", "pk0123_", "pk-0123456", "p_k_01"] {
        refuses(CompanyId::parse(other), ("invalid_company_id", "companyId", COMPANY), other);
    }
}

#[test]
fn bare_variants_get_their_prefix() {
    composes(
        "",
        "",
        "SAMPLE-DATA-ITEM-1-VARIANT-MEDIUM",
        "$custom:::$default:::SAMPLE-DATA-ITEM-1-VARIANT-MEDIUM",
    );
    composes("$shopify", "", "40001", "$shopify:::$default:::40001");
    composes("", "summer", "1", "$custom:::summer:::1");
    composes("$bigcommerce", "$default", "77", "$bigcommerce:::$default:::77");
    composes("$woocommerce", "", "1:2", "$woocommerce:::$default:::1:2");
    // Byte for byte: neither trimmed, nor changed in case, nor converted to a number.
    for id in [
        "007",
        "90071992547409931",
        "1e3",
        "a b",
        "a  b",
        "Ä ö",
        "a\u{200B}b",
        "sKu",
        "$1",
        "$&",
        "%20",
        "😀",
        ":",
        "::a",
        "a::",
    ] {
        composes("", "", id, &format!("$custom:::$default:::{id}"));
    }
    composes("", "", &"x".repeat(4096), &format!("$custom:::$default:::{}", "x".repeat(4096)));
}

#[test]
fn canonical_variants_pass_unchanged() {
    for id in [
        "$custom:::$default:::SKU-1",
        "$shopify:::$default:::40001",
        "$a:::b:::c d",
        "$:::c:::1",
        "$a::::b:::c",
        "$a:::b::::c",
    ] {
        composes("", "", id, id);
    }
    composes("$custom", "", "$custom:::x:::1", "$custom:::x:::1");
    composes("", "x", "$shopify:::x:::1", "$shopify:::x:::1");
    composes("$a", "b", "$a:::b:::1", "$a:::b:::1");
}

#[test]
fn canonical_variants_have_three_parts() {
    parts("$custom:::$default:::SKU-1", ["$custom", "$default", "SKU-1"]);
    parts("$:::c:::007", ["$", "c", "007"]);
    parts("$a::::b::::c:", ["$a", ":b", ":c:"]);
    parts("$custom:::$default:::a b\u{A0}c", ["$custom", "$default", "a b\u{A0}c"]);
}

#[test]
fn invalid_variants_are_rejected_with_a_reason() {
    refuses_bare("", EMPTY);
    for id in [" ", " a", "a ", "\ta", "a\n", "a\u{A0}", "\u{200B}a", "a\u{FEFF}", "\u{3000}a", "a\u{85}"] {
        refuses_bare(id, SPACE);
    }
    for id in ["a\0b", "a\nb", "a\u{7F}", "\u{1}a", "a\u{FFFD}b", "\u{9F}a"] {
        refuses_bare(id, CONTROL);
    }
    refuses_bare("gid://shopify/ProductVariant/40001", GID);
    refuses_bare(&"x".repeat(4097), LONG);
    refuses_bare(&"é".repeat(2049), LONG);
    let neither = [
        ":::",
        "a:::b",
        "a:::b:::c",
        "$a:::b",
        "$a:::b:::c:::d",
        ":::$default:::1",
        "$custom::::::1",
        "$custom:::$default",
        "$cus tom:::a:::b",
        "$a:::b\u{200B}:::c",
        "$a::::::b",
        "$a:::b::::::",
        "custom:::$default:::1",
    ];
    for text in neither {
        refuses_bare(text, SEPARATOR);
        refuses_canonical(text, CANONICAL);
    }
    for bare in ["SKU-1", "", " ", "$custom", "$custom::$default::1", "gid://shopify/ProductVariant/40001"] {
        refuses_canonical(bare, CANONICAL);
    }
    let last: [(&str, &str); 7] = [
        ("", EMPTY),
        (" 1", SPACE),
        ("1 ", SPACE),
        ("\u{200B}", SPACE),
        ("1\u{FFFD}2", CONTROL),
        ("1\u{0}2", CONTROL),
        ("gid://shopify/ProductVariant/40001", GID),
    ];
    for (id, message) in last {
        refuses_bare(&format!("$shopify:::$default:::{id}"), message);
        refuses_canonical(&format!("$shopify:::$default:::{id}"), message);
    }
}

#[test]
fn canonical_variants_must_agree_with_the_options() {
    for (integration, catalog) in
        [("$custom", ""), ("", "other"), ("$shopify", "other"), ("$custom", "$default")]
    {
        let text = "$shopify:::$default:::1";
        let variant = scope(integration, catalog).and_then(|scope| VariantId::parse(text, scope));
        refuses(variant, ("invalid_variant_id", "variant", SCOPE), text);
    }
}

#[test]
fn integrations_and_catalogs_are_names() {
    for name in [
        "",
        "custom",
        "$a b",
        "$\u{200B}",
        "$a:::b",
        "$a:",
        "$\n",
        "\u{FEFF}$",
        "$\u{FFFD}",
        "$\0",
        "＄custom",
    ] {
        refuses_scope(name, "$default", "integration", INTEGRATION);
    }
    for name in ["", " ", "a b", "a\u{A0}", "a:::b", ":::", "a:", ":", "\n", "\u{FFFD}", "\u{7F}"] {
        refuses_scope("$custom", name, "catalog", CATALOG);
    }
    // Of two mistakes, the first is reported.
    refuses_scope("", "", "integration", INTEGRATION);
}

#[test]
fn one_scope_overrides_another() {
    for (own, shop, expected) in [
        (("", ""), ("", ""), "$custom:::$default:::1"),
        (("$own", ""), ("$shop", "shop"), "$own:::shop:::1"),
        (("", "own"), ("$shop", "shop"), "$shop:::own:::1"),
        (("$own", "own"), ("$shop", "shop"), "$own:::own:::1"),
        (("", ""), ("$shop", "shop"), "$shop:::shop:::1"),
    ] {
        let variant = scope(own.0, own.1)
            .and_then(|own| Ok(own.or(scope(shop.0, shop.1)?)))
            .and_then(|scope| VariantId::parse("1", scope));
        assert_eq!(variant.map(VariantId::canonical).as_deref(), Ok(expected));
    }
}

#[test]
fn external_ids_are_unchanged() {
    let longest = "é".repeat(255);
    for id in ["63f64a2b-c6bf-40c7-b81f-bed08162edbe", "1", " a ", "007", "a\u{200B}b", "é", &longest] {
        assert_eq!(ExternalId::parse(id).map(ExternalId::as_str), Ok(id));
    }
    for id in ["", " ", "\u{A0}\u{3000}", "\u{200B}\u{FEFF}"] {
        refuses(ExternalId::parse(id), ("invalid_external_id", "externalId", EMPTY), id);
    }
    for id in ["a\0", "\n", "a\tb", "\u{FFFD}", "a\u{85}"] {
        refuses(ExternalId::parse(id), ("invalid_external_id", "externalId", CONTROL), id);
    }
    for id in ["x".repeat(256), "😀".repeat(256), " ".repeat(256)] {
        let expected = ("invalid_external_id", "externalId", "is longer than 255 characters");
        refuses(ExternalId::parse(&id), expected, &id);
    }
}

#[test]
fn profile_ids_are_unchanged() {
    let long = "x".repeat(1000);
    for id in ["01GDDKASAP8TKDDA2GRZDSVP4H", "01gddkasap8tkdda2grzdsvp4h", "1", " a ", "é", &long] {
        assert_eq!(ProfileId::parse(id).map(ProfileId::as_str), Ok(id));
    }
    for id in ["", " ", "\u{2003}", "\u{FEFF}"] {
        refuses(ProfileId::parse(id), ("invalid_profile_id", "id", EMPTY), id);
    }
    for id in ["\0", "a\n", "a\u{FFFD}"] {
        refuses(ProfileId::parse(id), ("invalid_profile_id", "id", CONTROL), id);
    }
}

#[test]
fn an_error_is_one_byte() {
    assert_eq!(size_of::<Error>(), 1);
}

/// Characters of IDs and names: no white space, no invisible characters, no U+FFFD.
fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"\u{200B}\u{FEFF}\u{FFFD}".contains(c)
}

fn visible() -> impl Strategy<Value = String> {
    let c = prop_oneof![any::<char>(), prop::sample::select(vec![':', '$', '_', 'a', 'Z', '0'])];
    prop::collection::vec(c.prop_filter("visible", |c| is_visible(*c)), 1..20).prop_map(String::from_iter)
}

prop_compose! {
    fn name()(name in visible().prop_filter("a name", |name| !name.contains(":::") && !name.ends_with(':')))
        -> String { name }
}

prop_compose! {
    fn id()(words in prop::collection::vec(visible(), 1..4), gap in prop::sample::select(vec![" ", "\u{A0}", "  ", "\u{200B}"]))
        -> String { words.join(gap) }
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn printing_and_parsing_are_inverse(integration in name(), catalog in name(), id in id()) {
        prop_assume!(!id.contains(":::") && !id.starts_with("gid://"));
        let integration = format!("${integration}");
        let canonical = format!("{integration}:::{catalog}:::{id}");
        let scope = CatalogScope::new(Some(&integration), Some(&catalog)).unwrap();
        let variant = VariantId::parse(&id, scope).unwrap();
        prop_assert_eq!(variant.parts(), [&*integration, &catalog, &id]);
        prop_assert_eq!(variant.canonical(), &*canonical);
        prop_assert_eq!(variant.to_string(), &*canonical);
        prop_assert_eq!(VariantId::parse_canonical(&canonical), Ok(variant));
        prop_assert_eq!(VariantId::parse(&canonical, scope), Ok(variant));
        prop_assert_eq!(VariantId::parse(&canonical, CatalogScope::default()), Ok(variant));
    }

    #[test]
    fn what_is_accepted_is_accepted_again(text in text(), integration in text(), catalog in text()) {
        let named = CatalogScope::new(Some(&integration), Some(&catalog));
        for scope in [CatalogScope::default()].into_iter().chain(named) {
            if let Ok(variant) = VariantId::parse(&text, scope) {
                prop_assert!(variant.canonical() == text || variant.parts()[2] == text);
                let canonical = variant.canonical();
                prop_assert_eq!(VariantId::parse_canonical(&canonical), Ok(variant));
            }
        }
        if let Ok(variant) = VariantId::parse_canonical(&text) {
            prop_assert_eq!(variant.canonical(), &*text);
        }
        for kept in [
            CompanyId::parse(&text).map(CompanyId::as_str),
            ExternalId::parse(&text).map(ExternalId::as_str),
            ProfileId::parse(&text).map(ProfileId::as_str),
        ] {
            prop_assert_eq!(kept.unwrap_or(&text), &*text);
        }
    }

    #[test]
    fn an_error_repeats_nothing_of_the_input(text in text()) {
        let secret = format!("pk_{text}~secret~\0");
        let errors = [
            CompanyId::parse(&secret).err(),
            ExternalId::parse(&secret).err(),
            ProfileId::parse(&secret).err(),
            VariantId::parse(&secret, CatalogScope::default()).err(),
            VariantId::parse_canonical(&secret).err(),
            CatalogScope::new(Some(&secret), None).err(),
            CatalogScope::new(None, Some(&secret)).err(),
        ];
        for error in errors {
            let error = error.unwrap();
            let message: &'static str = error.message();
            let row = format!("{}\t{}\t{message}", error.code(), error.field().unwrap_or_default());
            prop_assert_eq!(error.to_string(), format!("{} {message}", error.field().unwrap()));
            let debug = format!("{error:?}");
            prop_assert!(!row.contains("secret") && !debug.contains("secret"));
        }
    }
}
