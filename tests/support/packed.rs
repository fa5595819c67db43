//! Requests as the core gets them: values with their marks, behind their paths.

use back_in_stock::{Error, Fields, Options, PATHS, Subscription};

/// Values by path, later ones instead of earlier ones of the same path: `("variant", "'SKU-1")`.
pub(crate) type Values<'a> = [(&'a str, &'a str)];

/// The text of all values, as the wrapper writes it.
#[track_caller]
pub(crate) fn pack(values: &Values<'_>) -> String {
    let unknown = values.iter().find(|(path, _)| !PATHS.contains(path));
    assert_eq!(unknown, None, "no path of the API");
    let value = |path: &&str| values.iter().rfind(|value| value.0 == *path).map_or("", |value| value.1);
    PATHS.iter().map(value).collect::<Vec<_>>().join("\0")
}

/// Reads options and request as the binding does, and gives what `see` makes of them.
pub(crate) fn read<T>(
    values: &Values<'_>,
    see: impl FnOnce(&Options<'_>, &Subscription<'_>) -> T,
) -> Result<T, Error> {
    let packed = pack(values);
    let fields = Fields::unpack(&packed);
    let options = Options::read(&fields)?;
    let subscription = Subscription::read(&fields)?;
    Ok(see(&options, &subscription))
}
