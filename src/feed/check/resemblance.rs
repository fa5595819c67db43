//! Ranks how well a key of a feed fits a field that its rows do not have.

use crate::similar::slips;

/// The fields that a key can be suggested for, named as in `FeedOptions.fields`.
pub(super) const FIELDS: [&str; 8] =
    ["quantity", "policy", "id", "title", "link", "description", "image_link", "price"];

/// The usual keys of each field, best first, normalized by [`normalize`].
const USUAL: [&str; FIELDS.len()] = [
    "inventoryquantity quantity qty stock stockquantity stockqty inventory inventoryqty inventorylevel stocklevel \
     quantityavailable availablequantity availablestock stockavailable onhand quantityonhand totalinventory \
     instockquantity quantitytosellonfacebook available",
    "inventorypolicy stockpolicy",
    "id sku externalid uniqueid uid",
    "title name",
    "link url permalink href",
    "description desc body bodyhtml content details summary longdescription shortdescription",
    "imagelink image imageurl imagesrc img picture photo mainimage featuredimage thumbnail",
    "price regularprice currentprice amount",
];
/// Prefixes that name the subject of a row and are often part of a key: `product_name`, `VariantSku`.
const SUBJECTS: [&str; 3] = ["product", "variant", "item"];
/// The maximum length of a key to compare, in bytes.
const MAX_LENGTH: usize = 64;
/// The minimum length of a key to check for misspellings, in bytes: shorter keys resemble each other too much.
const SHORTEST_MISSPELT: usize = 5;

/// Ranks how well a key fits a field, given by its index in [`FIELDS`]. Lower is better; `None` means no resemblance.
/// `wanted` is the key that the field is currently mapped to.
pub(super) fn rank(field: usize, wanted: &[u8], key: &[u8]) -> Option<usize> {
    let usual = USUAL.get(field)?;
    let key = normalize(key)?;
    let wanted = normalize(wanted).unwrap_or_default();
    if key == wanted {
        return Some(0);
    }
    let place = |key: &[u8]| usual.split(' ').position(|name| name.as_bytes() == key);
    let without_subject =
        || SUBJECTS.iter().find_map(|subject| key.strip_prefix(subject.as_bytes())).and_then(place);
    let misspelled = || {
        let first = usual.split(' ').next().unwrap_or_default().as_bytes();
        [wanted.as_slice(), first].into_iter().filter_map(|name| misspelling(name, &key)).min()
    };
    // Each kind of resemblance ranks after the previous one.
    place(&key)
        .or_else(|| without_subject().map(|place| 100 + place))
        .or_else(|| misspelled().map(|distance| 200 + distance))
}

/// Whether a key holds an availability, which says whether a row can be bought but not how many pieces are left.
pub(super) fn is_availability(key: &[u8]) -> bool {
    normalize(key).is_some_and(|key| {
        matches!(
            key.as_slice(),
            b"availability"
                | b"available"
                | b"availableforsale"
                | b"isavailable"
                | b"instock"
                | b"isinstock"
                | b"stockstatus"
        )
    })
}

/// The letters and digits of a key after its namespace, in lower case; `None` if the key is too long.
fn normalize(key: &[u8]) -> Option<Vec<u8>> {
    let local = key.rsplit(|byte| *byte == b':').next()?;
    let letters = local.iter().filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    (local.len() <= MAX_LENGTH).then(|| letters.map(u8::to_ascii_lowercase).collect())
}

/// The edit distance between two names, or `None` if it is too large for a misspelling.
fn misspelling(name: &[u8], key: &[u8]) -> Option<usize> {
    let shortest = name.len().min(key.len());
    let most = if shortest < 8 { 1 } else { 2 };
    let slips = slips(name, key);
    (shortest >= SHORTEST_MISSPELT && slips <= most).then_some(slips)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str) -> usize {
        FIELDS.iter().position(|known| *known == name).unwrap()
    }

    fn rank_of(name: &str, key: &str) -> Option<usize> {
        rank(field(name), name.as_bytes(), key.as_bytes())
    }

    #[test]
    fn counts_slips() {
        for (one, other, slips) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("title", "title", 0),
            ("title", "titel", 1),
            ("title", "tile", 1),
            ("title", "titles", 1),
            ("title", "tutle", 1),
            ("quantity", "qauntiyt", 2),
            ("kitten", "sitting", 3),
            ("ca", "abc", 3),
        ] {
            assert_eq!(super::slips(one.as_bytes(), other.as_bytes()), slips, "{one} {other}");
            assert_eq!(super::slips(other.as_bytes(), one.as_bytes()), slips, "{other} {one}");
        }
    }

    #[test]
    fn knows_keys_by_other_names() {
        for (name, key) in [
            ("quantity", "InventoryQuantity"),
            ("quantity", "quantity"),
            ("quantity", "g:quantity"),
            ("quantity", "stock-level"),
            ("quantity", "Variant Inventory Qty"),
            ("quantity", "inventroy_quantity"),
            ("policy", "InventoryPolicy"),
            ("id", "Id"),
            ("id", "g:id"),
            ("id", "SKU"),
            ("id", "productId"),
            ("title", "Title"),
            ("title", "product_name"),
            ("title", "titel"),
            ("link", "URL"),
            ("link", "product_url"),
            ("description", "body_html"),
            ("description", "decription"),
            ("image_link", "ImageLink"),
            ("image_link", "image"),
            ("price", "Price"),
        ] {
            assert!(rank_of(name, key).is_some(), "{name} {key}");
        }
    }

    #[test]
    fn does_not_see_what_is_not_there() {
        let other =
            ["tags", "vendor", "availability", "categories", "brand", "condition", "mpn", "gtin", "tax", ""];
        for name in FIELDS {
            for key in other {
                assert_eq!(rank_of(name, key), None, "{name} {key}");
            }
        }
        // Short names are near to each other.
        assert_eq!(rank_of("link", "line"), None);
        assert_eq!(rank_of("id", "i"), None);
        assert_eq!(rank_of("image_link", "link"), None);
        assert_eq!(rank_of("quantity", &"stock".repeat(20)), None);
    }

    #[test]
    fn prefers_the_field_s_own_name() {
        let ranks = ["inventory_quantity", "stock", "available", "variant_stock", "inventory_quantiyt"]
            .map(|key| rank_of("quantity", key).unwrap());
        assert!(ranks.is_sorted(), "{ranks:?}");
    }

    #[test]
    fn follows_the_key_that_was_mapped() {
        let quantity = field("quantity");
        assert_eq!(rank(quantity, b"Bestand", b"bestand"), Some(0));
        assert!(rank(quantity, b"bestnad", b"bestand").is_some());
        assert_eq!(rank(quantity, b"inventory_quantity", b"bestand"), None);
    }

    #[test]
    fn knows_what_says_only_whether_there_is_some() {
        for key in ["availability", "g:availability", "Available", "in_stock", "availableForSale"] {
            assert!(is_availability(key.as_bytes()), "{key}");
        }
        assert!(!is_availability(b"availability_date"));
    }
}
