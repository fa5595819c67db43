use serde_json::{Value, json};

/// Checks that a document is refused with an unknown member in any of `objects`, and without a member that is not
/// optional. `objects` are pointers. `is_optional` gets the pointer of an object and the name of its member.
pub(crate) fn check_members(
    whole: &Value,
    objects: &[&str],
    is_optional: impl Fn(&str, &str) -> bool,
    is_read: impl Fn(Value) -> bool,
) {
    for pointer in objects {
        let mut more = whole.clone();
        let members = more.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
        members.insert("more".into(), json!(1));
        assert!(!is_read(more), "an unknown member in {pointer:?}");
        for name in whole.pointer(pointer).unwrap().as_object().unwrap().keys() {
            let mut less = whole.clone();
            less.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(name);
            assert_eq!(is_read(less), is_optional(pointer, name), "without {name} in {pointer:?}");
        }
    }
}
