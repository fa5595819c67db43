//! What can be wrong with a feed that can be read, and what to do about it.

use crate::error::kinds;
use crate::inventory::rule::Odd;

// Errors first, then warnings, then hints: a report has them in this order. Code, severity, what to do.
kinds! {
    pub,
    NoRows: "no_rows", "error", "export the products: the feed has no rows";
    QuantityType: "quantity_type", "error", "map the quantity with the type number: as anything else it is no stock";
    PolicyType: "policy_type", "error", "map the policy with the type number: as anything else it hides nothing";
    FileTooLarge: "file_too_large", "error", "make the file smaller: at most 100 MB are accepted";
    JsonLines: "json_lines", "error", "write one JSON array of rows: Klaviyo does not read JSON lines";
    Gzip: "gzip", "error", "serve the feed uncompressed: Klaviyo does not unpack gzip files";
    IdMissing: "id_missing", "error", "give every row an id, which alerts are asked for by";
    IdSpace: "id_space", "error", "remove the white space around the id: ids are compared byte for byte";
    IdControl: "id_control", "error", "remove control and replacement characters from the id";
    IdSeparator: "id_separator", "error", "choose an id without ':::', which stands between the parts of a variant id";
    IdGid: "id_gid", "error", "use the number at the end of the gid:// URL as the id";
    IdLong: "id_long", "error", "choose an id of at most 4,096 bytes";
    IdNumber: "id_number", "error", "write the id as text, in quotes: as a number above 2^53 or with a fraction it changes";
    IdDuplicate: "id_duplicate", "error", "give every row an id of its own: an earlier row has this one";
    TitleMissing: "title_missing", "error", "fill in the title, which every row needs";
    LinkMissing: "link_missing", "error", "fill in the link, which every row needs";
    DescriptionMissing: "description_missing", "error", "fill in the description, which every row needs";
    ImageLinkMissing: "image_link_missing", "error", "fill in the image_link, which every row needs";
    LinkInvalid: "link_invalid", "error", "write the whole address, from https:// on and without spaces: alerts lead there";
    VariantsNested: "variants_nested", "error", "write one row for each variant, with its own id and quantity: variants inside of rows are not read";
    AvailabilityOnly: "availability_only", "error", "add the quantity as a number: the rows have only an availability, and back in stock needs a number";
    QuantityMissing: "quantity_missing", "error", "write the quantity, and 0 when there is none: without it no restock is seen";
    QuantityUnreadable: "quantity_unreadable", "error", "write the quantity as a plain number: this one counts as unknown";
    ImageLinkInvalid: "image_link_invalid", "warning", "write the whole address, from https:// on and without spaces: alerts show it";
    QuantityText: "quantity_text", "warning", "write the quantity as a number, without quotes";
    QuantityNegative: "quantity_negative", "warning", "write 0 when there is none: less counts as 0";
    QuantityFraction: "quantity_fraction", "warning", "write the quantity as a whole number";
    PolicyUnknown: "policy_unknown", "warning", "write the policy as 1 (hidden when out of stock) or 2 (shown): this one counts as 2";
    PriceUnreadable: "price_unreadable", "warning", "write the price as a plain number, without a currency sign or commas";
    PriceCurrency: "price_currency", "warning", "write the prices as plain numbers: all of them have a currency, as in Google's format";
    NestedValue: "nested_value", "warning", "make a field of its own of each nested value: objects and lists are not read";
    FileLarge: "file_large", "warning", "make the file smaller: at most 50 MB are advised";
    SoldOutAbsent: "sold_out_absent", "hint", "keep sold-out rows in the feed, with quantity 0: of a row that is dropped no restock is seen";
    DuplicatesUnchecked: "duplicates_unchecked", "hint", "split the feed: there are too many ids to find all duplicates among them";
}

impl Kind {
    /// How many there are.
    pub(super) const COUNT: usize = Self::DuplicatesUnchecked as usize + 1;
    /// So many of them, the first ones, are errors.
    pub(super) const ERRORS: usize = Self::QuantityUnreadable as usize + 1;
}

impl From<Odd> for Kind {
    fn from(odd: Odd) -> Self {
        match odd {
            Odd::QuantityMissing => Self::QuantityMissing,
            Odd::QuantityText => Self::QuantityText,
            Odd::QuantityUnreadable => Self::QuantityUnreadable,
            Odd::QuantityNegative => Self::QuantityNegative,
            Odd::QuantityFraction => Self::QuantityFraction,
            Odd::PolicyUnknown => Self::PolicyUnknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: usize) -> [&'static str; 3] {
        ROWS.lines().nth(number).unwrap().split('\t').collect::<Vec<_>>().try_into().unwrap()
    }

    #[test]
    fn rows_are_whole_different_and_in_the_order_of_their_severities() {
        assert_eq!(ROWS.lines().count(), Kind::COUNT);
        let mut codes: Vec<_> = (0..Kind::COUNT).map(|number| row(number)[0]).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Kind::COUNT);
        let mut hints = false;
        for number in 0..Kind::COUNT {
            let [code, severity, message] = row(number);
            assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{code}");
            assert!(!message.is_empty() && !message.ends_with('.') && message.len() < 130, "{code}");
            hints |= severity == "hint";
            let expected = match number < Kind::ERRORS {
                true => "error",
                false if hints => "hint",
                false => "warning",
            };
            assert_eq!(severity, expected, "{code}");
        }
    }

    #[test]
    fn what_the_inventory_rule_finds_odd_has_the_same_code_here() {
        for (odd, code) in Odd::ALL {
            assert_eq!(row(Kind::from(odd) as usize)[0], code);
        }
    }
}
