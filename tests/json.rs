//! Documents as text, beside `serde_json`.

#[path = "support/texts.rs"]
mod texts;

use back_in_stock::json::write;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use texts::{cases, text};

/// Any document of texts, lists and objects.
fn document() -> impl Strategy<Value = Value> {
    text().prop_map(Value::String).prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::btree_map(text(), inner, 0..6)
                .prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

fn written(document: &Value) -> Option<String> {
    let mut out = Vec::new();
    write(document, &mut out).ok()?;
    String::from_utf8(out).ok()
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn what_is_written_is_read(document in document()) {
        let text = written(&document).unwrap();
        prop_assert!(!text.bytes().any(|byte| byte < b' '), "{text}");
        prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), document);
    }
}

#[test]
fn nothing_else_is_written() {
    for other in [json!(null), json!(true), json!(1), json!(1.5), json!(["a", 1]), json!({ "a": [null] })] {
        assert_eq!(written(&other), None, "{other}");
    }
}
