//! The problems that a check of a feed finds, each in its own row.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use back_in_stock::feed::{
    Names, Plan,
    check::{
        Check, FIELDS,
        problem::ProblemKind,
        report::{FeedReport, Syntax},
    },
    json::Json,
    stream::{Feed, State},
};
use serde_json::{Value, json};

/// Checks a JSON feed in chunks of this size.
fn check_with(text: &str, fields: [&str; 6], size: usize, notes: &[ProblemKind]) -> Value {
    let mut names = Names::default();
    let quantity =
        ["$inventory_quantity", "inventory_quantity"].map(|name| names.watch(name.as_bytes()).unwrap());
    let policy = ["$inventory_policy", "inventory_policy"].map(|name| names.watch(name.as_bytes()).unwrap());
    let plan = Plan { quantity: quantity.into(), policy: policy.into(), ..Plan::default() };
    let numbers = fields.map(|name| names.watch(name.as_bytes()).unwrap());
    let mut check = Check::new(&numbers, &plan, true);
    for kind in notes {
        check.note(*kind);
    }
    let mut feed = Feed::new(Json::new(names, Names::default()), plan);
    for chunk in text.as_bytes().chunks(size) {
        feed.buffer_for(chunk.len()).copy_from_slice(chunk);
        assert_eq!(feed.scan(chunk.len(), false, &mut check), State::More);
    }
    assert_eq!(feed.scan(0, true, &mut check), State::End);
    value(&check.report(Syntax::Json, text.len() as u64, true))
}

/// A report as `checkFeed` returns it.
fn value(report: &FeedReport) -> Value {
    serde_json::to_value(report).unwrap()
}

fn check(text: &str) -> Value {
    check_with(text, FIELDS, usize::MAX, &[])
}

/// A valid row that is sold out. Its number makes it different from others.
fn row(number: usize) -> serde_json::Map<String, Value> {
    let row = json!({
        "id": format!("SKU-{number}"),
        "title": "Shirt",
        "link": "https://shop.example/p/shirt",
        "description": "Soft",
        "image_link": "http://shop.example/shirt.jpg",
        "price": 19.9,
        "categories": ["Shirts"],
        "inventory_quantity": 0,
        "inventory_policy": 1,
    });
    row.as_object().unwrap().clone()
}

fn feed(rows: &[serde_json::Map<String, Value>]) -> String {
    serde_json::to_string(rows).unwrap()
}

/// The codes of the problems, with their counts.
fn codes(report: &Value) -> Vec<(&str, u64)> {
    let problems = report["problems"].as_array().unwrap();
    problems.iter().map(|one| (one["code"].as_str().unwrap(), one["count"].as_u64().unwrap())).collect()
}

/// Checks a value of one field in a row among valid ones. Returns the codes of its problems and the text that was
/// found.
#[track_caller]
fn assert_found(field: &str, value: impl Into<Option<Value>>, expected: Option<(&str, Value)>) {
    let value = value.into();
    let mut wrong = row(1);
    match &value {
        Some(value) => wrong.insert(field.into(), value.clone()),
        None => wrong.remove(field),
    };
    let report = check(&feed(&[row(0), wrong, row(2)]));
    let problems = report["problems"].as_array().unwrap();
    let Some((expected, found)) = expected else {
        assert_eq!(problems, &[] as &[Value], "{field}: {value:?}");
        return;
    };
    assert_eq!(codes(&report), [(expected, 1)], "{field}: {value:?}");
    let example = &problems[0]["examples"][0];
    assert_eq!(example["row"], 1, "{example}");
    assert_eq!(example["found"], found, "{example}");
    // After the first row and a comma.
    assert_eq!(example["offset"], feed(&[row(0)]).len(), "{example}");
}

#[test]
fn a_feed_without_problems_is_ready() {
    let mut shown = row(1);
    shown.insert("inventory_policy".into(), json!(2));
    let mut stocked = row(2);
    stocked.insert("inventory_quantity".into(), json!(5));
    let text = feed(&[row(0), shown, stocked]);
    let report = check(&text);
    let expected = json!({
        "format": "json", "bytes": text.len(), "items": 3, "visible": 2, "hidden": 1, "inStock": 1, "outOfStock": 2, "unknown": 0,
        "ready": true, "problems": [],
    });
    assert_eq!(report, expected);
}

#[test]
fn required_fields_are_present_and_not_blank() {
    for field in ["id", "title", "link", "description", "image_link"] {
        let code = format!("{field}_missing");
        assert_found(field, None, Some((&code, Value::Null)));
        for (value, found) in [
            (json!(null), json!("null")),
            (json!(""), json!("")),
            (json!(" \t\u{a0}\u{200b}"), json!(" \t\u{a0}\u{200b}")),
            (json!(true), json!("true")),
        ] {
            assert_found(field, value, Some((&code, found)));
        }
    }
    // A string of digits is text.
    assert_found("title", json!(501), None);
}

#[test]
fn ids_that_are_numbers_are_whole_and_exact() {
    for good in [json!(0), json!(-7), json!(40_001), json!(9_007_199_254_740_991_u64)] {
        assert_found("id", good, None);
    }
    for bad in [json!(9_007_199_254_740_992_u64), json!(12_345_678_901_234_567_890_u64), json!(1.5)] {
        assert_found("id", bad.clone(), Some(("id_number", json!(bad.to_string()))));
    }
}

#[test]
fn quantities_and_policies_follow_the_inventory_rule() {
    let quantity = "inventory_quantity";
    assert_found(quantity, None, Some(("quantity_missing", Value::Null)));
    assert_found(quantity, json!(null), Some(("quantity_missing", json!("null"))));
    assert_found(quantity, json!(" 3 "), Some(("quantity_text", json!(" 3 "))));
    assert_found(quantity, json!("10+"), Some(("quantity_unreadable", json!("10+"))));
    assert_found(quantity, json!(false), Some(("quantity_unreadable", json!("false"))));
    assert_found(quantity, json!(-1), Some(("quantity_negative", json!("-1"))));
    assert_found(quantity, json!(1.5), Some(("quantity_fraction", json!("1.5"))));
    let policy = "inventory_policy";
    for good in [json!(0), json!("2"), json!("Deny"), json!(null)] {
        assert_found(policy, good, None);
    }
    assert_found(policy, None, None);
    assert_found(policy, json!(3), Some(("policy_unknown", json!("3"))));
    assert_found(policy, json!("never"), Some(("policy_unknown", json!("never"))));
    // The name with a dollar sign takes precedence.
    assert_found("$inventory_quantity", json!("4"), Some(("quantity_text", json!("4"))));
}

#[test]
fn numbers_as_text_are_fine_where_every_value_is_text() {
    for (quantity, expected) in
        [("3", None), ("-3", Some("quantity_negative")), ("10+", Some("quantity_unreadable"))]
    {
        let text = format!(r#"[{{"inventory_quantity":"{quantity}"}}]"#);
        let mut names = Names::default();
        let plan = Plan { quantity: vec![names.watch(b"inventory_quantity").unwrap()], ..Plan::default() };
        let mut check = Check::new(&[], &plan, false);
        let mut feed = Feed::new(Json::new(names, Names::default()), plan);
        feed.buffer_for(text.len()).copy_from_slice(text.as_bytes());
        assert_eq!(feed.scan(text.len(), true, &mut check), State::End);
        let report = value(&check.report(Syntax::Json, 0, true));
        let found =
            codes(&report).into_iter().map(|(code, _)| code).find(|code| code.starts_with("quantity"));
        assert_eq!(found, expected, "{quantity}");
    }
}

#[test]
fn ids_can_be_the_last_part_of_a_variant_id() {
    for (id, code) in [
        ("SKU-0", "id_duplicate"),
        (" SKU-1", "id_space"),
        ("SKU-1\u{a0}", "id_space"),
        ("SKU\u{7}1", "id_control"),
        ("SKU\u{fffd}", "id_control"),
        ("a:::b", "id_separator"),
        ("$custom:::$default:::SKU-1", "id_separator"),
        ("gid://shopify/ProductVariant/1", "id_gid"),
    ] {
        assert_found("id", json!(id), Some((code, json!(id))));
    }
    let long = "x".repeat(4097);
    assert_found("id", json!(long), Some(("id_long", json!(format!("{}…", &long[..120])))));
    assert_found("id", json!("größe 40/41"), None);
    // A lone surrogate, which only an escape can contain.
    let report = check(&feed(&[row(0)]).replace("SKU-0", r"SKU-\ud800"));
    assert_eq!(codes(&report), [("id_control", 1)]);
    assert_eq!(report["problems"][0]["examples"][0]["id"], "SKU-\u{fffd}");
}

#[test]
fn equal_ids_in_different_notation_are_duplicates() {
    let mut number = row(1);
    number.insert("id".into(), json!(7));
    let mut text = row(2);
    text.insert("id".into(), json!("7"));
    let escaped = feed(&[number, text, row(3), row(3)]).replacen("SKU-3", r"SKU\u002d3", 1);
    assert_eq!(codes(&check(&escaped)), [("id_duplicate", 2)]);
}

#[test]
fn links_are_whole_addresses() {
    for good in ["HTTPS://shop.example", "http://10.0.0.1:8080/a?b=%20#c", "https://münchen.example/ä"] {
        assert_found("link", json!(good), None);
    }
    for bad in [
        "/p/shirt",
        "shop.example/p",
        "//shop.example/p",
        "ftp://shop.example",
        "https:/shop.example",
        "https://",
        "https:///p",
        "https://?p",
        "https://shop.example/a b",
        " https://shop.example",
        "https://shop.example\n",
        "javascript:alert('https://')",
    ] {
        assert_found("link", json!(bad), Some(("link_invalid", json!(bad))));
        assert_found("image_link", json!(bad), Some(("image_link_invalid", json!(bad))));
    }
}

#[test]
fn prices_are_numbers_if_present() {
    assert_found("price", None, None);
    for good in [json!(null), json!(""), json!("19.90"), json!(0)] {
        assert_found("price", good, None);
    }
    for bad in ["$19.90", "19,90", "1 299.00", "19.90 USD", "NaN"] {
        assert_found("price", json!(bad), Some(("price_unreadable", json!(bad))));
    }
    assert_found("price", json!(true), Some(("price_unreadable", json!("true"))));
}

#[test]
fn prices_in_google_s_format_are_reported_once() {
    let priced = |prices: &[&str]| {
        let rows = prices.iter().enumerate().map(|(number, price)| {
            let mut row = row(number);
            row.insert("price".into(), json!(price));
            row
        });
        check(&feed(&rows.collect::<Vec<_>>()))
    };
    let report = priced(&["12.00 EUR", "EUR 7", "", "1299.00USD"]);
    assert_eq!(codes(&report), [("price_currency", 1)]);
    assert_eq!((&report["problems"][0]["examples"], &report["ready"]), (&json!([]), &json!(true)));
    // If only some prices have a currency, those are reported.
    assert_eq!(codes(&priced(&["12.00 EUR", "12.00"])), [("price_unreadable", 1)]);
    assert_eq!(codes(&priced(&["12.00 EUR", "12,00 EUR", "12.00 eur"])), [("price_unreadable", 3)]);
}

#[test]
fn unknown_stock_is_neither_in_stock_nor_out_of_stock() {
    let rows = [json!(null), json!("some"), json!(true), json!(3), json!(0), json!(-1)];
    let rows = rows.into_iter().enumerate().map(|(number, quantity)| {
        let mut row = row(number);
        row.insert("inventory_quantity".into(), quantity);
        row
    });
    let report = check(&feed(&rows.collect::<Vec<_>>()));
    let counts = ["items", "inStock", "outOfStock", "unknown", "visible", "hidden"];
    assert_eq!(counts.map(|name| report[name].as_u64().unwrap()), [6, 1, 2, 3, 4, 2]);
    // Without any known quantity, the check cannot know whether sold-out rows are missing.
    let mut unknown = row(0);
    unknown.remove("inventory_quantity");
    assert_eq!(codes(&check(&feed(&[unknown]))), [("quantity_missing", 1)]);
}

/// A valid row with other keys.
fn renamed(number: usize, keys: &[(&str, &str)]) -> serde_json::Map<String, Value> {
    let mut row = row(number);
    for (key, other) in keys {
        let value = row.remove(*key).unwrap();
        row.insert((*other).into(), value);
    }
    row
}

#[test]
fn keys_that_resemble_missing_fields_are_suggested() {
    let keys = [
        ("id", "Id"),
        ("title", "Title"),
        ("link", "url"),
        ("description", "decription"),
        ("image_link", "ImageLink"),
        ("price", "Price"),
        ("inventory_quantity", "InventoryQuantity"),
        ("inventory_policy", "inventoryPolicy"),
    ];
    let report = check(&feed(&[renamed(0, &keys), renamed(1, &keys)]));
    let expected = json!({
        "quantity": "InventoryQuantity", "policy": "inventoryPolicy", "id": "Id", "title": "Title", "link": "url",
        "description": "decription", "image_link": "ImageLink", "price": "Price",
    });
    assert_eq!(report["suggestedFields"], expected);
    // The best key is suggested, in any position. A field that any row has is not renamed.
    let mut rows =
        [renamed(0, &[("inventory_quantity", "available")]), renamed(1, &[("title", "name")]), row(2)];
    rows[0].insert("name".into(), json!("Shirt"));
    assert_eq!(check(&feed(&rows)).get("suggestedFields"), None);
    let mut both = renamed(0, &[("inventory_quantity", "available")]);
    both.insert("a stock".into(), json!(3));
    both.insert("stock".into(), json!(3));
    both.insert("stocks".into(), json!(3));
    assert_eq!(check(&feed(&[both])).get("suggestedFields"), Some(&json!({ "quantity": "stock" })));
}

#[test]
fn a_key_whose_value_cannot_be_the_field_is_not_suggested() {
    for (key, value) in
        [("stock", json!("in stock")), ("stock", json!({ "store": 3 })), ("stock", json!(true))]
    {
        let mut row = row(0);
        row.remove("inventory_quantity");
        row.insert(key.into(), value);
        assert_eq!(check(&feed(&[row])).get("suggestedFields"), None);
    }
    // The key of another field is not suggested.
    let mut row = row(0);
    row.remove("title");
    let fields = ["id", "title", "link", "name", "image_link", "price"];
    row.insert("name".into(), json!("Soft"));
    assert_eq!(check_with(&feed(&[row]), fields, usize::MAX, &[]).get("suggestedFields"), None);
}

#[test]
fn an_availability_is_not_a_quantity() {
    let mut available = renamed(0, &[("inventory_quantity", "availability")]);
    available.insert("availability".into(), json!("in stock"));
    let report = check(&feed(&[available.clone(), available.clone()]));
    assert_eq!(codes(&report)[1..], [("availability_only", 1), ("quantity_missing", 2)]);
    available.insert("stock".into(), json!(3));
    assert_eq!(codes(&check(&feed(&[available.clone()]))), [("quantity_missing", 1)]);
    available.insert("inventory_quantity".into(), json!(0));
    assert_eq!(codes(&check(&feed(&[available]))), []);
}

#[test]
fn rows_with_variants_inside_need_a_row_for_each() {
    let mut product = row(0);
    product.remove("inventory_quantity");
    product.insert("tags".into(), json!([]));
    product.insert("variants".into(), json!([{ "id": 1, "inventory_quantity": 3 }]));
    product.insert("zoom".into(), json!([]));
    let report = check(&feed(&[product.clone()]));
    assert_eq!(codes(&report), [("variants_nested", 1), ("quantity_missing", 1)]);
    assert_eq!(report["problems"][0]["examples"][0]["found"], "variants");
    // A row with its own quantity is a variant.
    product.insert("inventory_quantity".into(), json!(0));
    let report = check(&feed(&[product]));
    assert_eq!(codes(&report), [("nested_value", 1)]);
    assert_eq!(report["problems"][0]["examples"][0]["found"], "variants");
}

#[test]
fn nested_values_are_named_but_for_categories() {
    assert_found("variants", json!([1]), Some(("nested_value", json!("variants"))));
    assert_found("extra", json!({ "a": 1 }), Some(("nested_value", json!("extra"))));
    let mut price = row(0);
    price.insert("price".into(), json!({ "amount": 1 }));
    let report = check(&feed(&[price]));
    assert_eq!(codes(&report), [("price_unreadable", 1), ("nested_value", 1)]);
    assert_eq!(report["problems"][0]["examples"][0]["found"], "{…}");
}

#[test]
fn the_feed_as_a_whole() {
    let report = check("[]");
    assert_eq!(codes(&report), [("no_rows", 1)]);
    assert_eq!((&report["ready"], &report["items"]), (&json!(false), &json!(0)));

    let mut stocked = row(0);
    stocked.insert("inventory_quantity".into(), json!(1));
    let report = check(&feed(&[stocked]));
    assert_eq!(codes(&report), [("sold_out_absent", 1)]);
    assert_eq!((&report["ready"], &report["problems"][0]["examples"]), (&json!(true), &json!([])));

    let kinds = [ProblemKind::QuantityType, ProblemKind::PolicyType];
    let report = check_with(&feed(&[row(0)]), FIELDS, usize::MAX, &kinds);
    assert_eq!(codes(&report), [("quantity_type", 1), ("policy_type", 1)]);
    assert_eq!(report["ready"], false);
}

#[test]
fn a_truncated_feed_is_not_ready_and_has_no_missing_fields() {
    let check = Check::new(&[], &Plan::default(), true);
    let report = value(&check.report(Syntax::Json, 0, false));
    assert_eq!((&report["ready"], &report["problems"]), (&json!(false), &json!([])));
}

#[test]
fn the_file_is_not_too_large() {
    let of_size = |bytes| {
        let check = Check::new(&[], &Plan::default(), true);
        let report = value(&check.report(Syntax::Json, bytes, true));
        codes(&report)
            .into_iter()
            .map(|(code, _)| code.to_owned())
            .filter(|code| code != "no_rows")
            .collect::<Vec<_>>()
    };
    assert_eq!(of_size(50_000_000), [] as [&str; 0]);
    assert_eq!(of_size(50_000_001), ["file_large"]);
    assert_eq!(of_size(100_000_000), ["file_large"]);
    assert_eq!(of_size(100_000_001), ["file_too_large"]);
}

#[test]
fn fields_have_the_names_that_they_are_mapped_to() {
    let text = feed(&[row(0)]).replace(r#""id""#, r#""sku""#).replace(r#""image_link""#, r#""image""#);
    assert_eq!(codes(&check(&text)), [("id_missing", 1), ("image_link_missing", 1)]);
    let fields = ["sku", "title", "link", "description", "image", "price"];
    assert_eq!(codes(&check_with(&text, fields, usize::MAX, &[])), []);
}

#[test]
fn the_first_five_examples_are_reported() {
    let rows: Vec<_> = (0..9)
        .map(|number| {
            let mut row = row(number);
            row.remove("title");
            row
        })
        .collect();
    let report = check(&feed(&rows));
    assert_eq!(codes(&report), [("title_missing", 9)]);
    let examples = report["problems"][0]["examples"].as_array().unwrap();
    let seen: Vec<_> = examples.iter().map(|one| (one["row"].as_u64().unwrap(), &one["id"])).collect();
    let ids = ["SKU-0", "SKU-1", "SKU-2", "SKU-3", "SKU-4"].map(Value::from);
    assert_eq!(seen, (0..5).zip(&ids).collect::<Vec<_>>());
}

#[test]
fn found_text_is_cut_between_characters() {
    for (before, kept) in [("", 40), ("x", 39), ("xx", 39)] {
        let text = format!("{before}{}", "€".repeat(60));
        let found = format!("{before}{}…", "€".repeat(kept));
        assert_found("price", json!(text), Some(("price_unreadable", json!(found))));
    }
    let whole = "€".repeat(40);
    assert_found("price", json!(whole), Some(("price_unreadable", json!(whole))));
    // Quotes and control characters do not break the report.
    let odd = "\"\\\u{1}\n</script>";
    assert_found("price", json!(odd), Some(("price_unreadable", json!(odd))));
}

#[test]
fn chunks_do_not_matter() {
    let mut rows: Vec<_> = (0..4).map(row).collect();
    rows[1].insert("inventory_quantity".into(), json!("10+"));
    rows[2].insert("id".into(), json!("SKU-0"));
    rows[3].insert("link".into(), json!(""));
    let text = feed(&rows);
    let whole = check(&text);
    assert_eq!(codes(&whole), [("id_duplicate", 1), ("link_missing", 1), ("quantity_unreadable", 1)]);
    for size in [1, 2, 7, 64, 333] {
        assert_eq!(check_with(&text, FIELDS, size, &[]), whole, "{size}");
    }
}
