//! Requests and options by the paths of their members: `("profile.email", "ann@example.com")`.
#![expect(clippy::panic, reason = "a helper of tests")]

use back_in_stock::{Error, Options, Request, Service, Subscription};
use serde_json::{Map, Value, json};

/// Values by path. A later one replaces an earlier one of the same path. A value is a string, unless it is `true`, a
/// list such as `[EMAIL,SMS]`, or `unset`.
pub(crate) type Values<'a> = [(&'a str, &'a str)];

/// The members of a request. All others are options.
const REQUEST: [&str; 6] = ["variant", "profile", "channels", "marketing", "smsConsent", "whatsappConsent"];

fn value(text: &str) -> Option<Value> {
    match text {
        "unset" => None,
        "true" => Some(Value::Bool(true)),
        _ => match text.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
            Some("") => Some(json!([])),
            Some(list) => Some(list.split(',').collect()),
            None => Some(text.into()),
        },
    }
}

/// The request and the options that a page would pass.
#[track_caller]
pub(crate) fn objects(values: &Values<'_>) -> (Request, Options) {
    let (mut request, mut options) = (Map::new(), Map::new());
    for (path, text) in values {
        let (object, name) = path.split_once('.').unwrap_or(("", path));
        let root = if REQUEST.contains(&path.split('.').next().unwrap_or(path)) {
            &mut request
        } else {
            &mut options
        };
        let members = match object {
            "" => Some(root),
            _ => root.entry(object).or_insert_with(|| json!({})).as_object_mut(),
        };
        let Some(members) = members else { panic!("{path} is inside of a value") };
        members.remove(name);
        if let Some(value) = value(text) {
            members.insert(name.to_owned(), value);
        }
    }
    let [request, options] = [request, options].map(Value::Object);
    match (serde_json::from_value(request), serde_json::from_value(options)) {
        (Ok(request), Ok(options)) => (request, options),
        wrong => panic!("{wrong:?}"),
    }
}

/// Validates options and request in the order of the wrapper, and passes them to `see`.
#[track_caller]
pub(crate) fn read<T>(
    values: &Values<'_>,
    see: impl FnOnce(Service<'_>, &Subscription<'_>) -> T,
) -> Result<T, Error> {
    let (request, options) = objects(values);
    let service = Service::new(&options)?;
    let subscription = Subscription::new(&request, &options)?;
    Ok(see(service, &subscription))
}
