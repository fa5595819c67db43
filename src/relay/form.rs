//! Plain HTML forms, for pages without JavaScript.

use super::{intake::check_list, origin::Origin, refused::Refused};
use crate::subscription::{Marketing, Profile, Request, Variant};

/// The media type of forms.
const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";
/// The longest path that a form may return to, in bytes.
const LONGEST_PATH: usize = 2_048;

/// The fields of a form: `variant`, `email`, `phone_number`, `country`, `channel`, `list`, `consent`, `return`, and the token of a
/// widget that verifies people.
///
/// Empty fields are as if they were not there, and other fields are ignored: platforms add some of their own. It is not
/// validated beyond its shape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertForm {
    /// The alert. `channel` can be repeated.
    pub alert: Request,
    /// The sign-up that comes before the alert, if the shopper has given a consent. `consent` is `email`, `sms` or
    /// `whatsapp`, and can be repeated.
    pub sign_up: Option<(Profile, Marketing)>,
    /// The country of a national phone number.
    pub country: Option<String>,
    /// Where the browser goes next: a path that [`is_return_path`] accepts.
    pub return_path: Option<String>,
    /// The token that the widget of Turnstile (`cf-turnstile-response`) or hCaptcha (`h-captcha-response`) adds.
    pub verification: Option<String>,
}

/// Reads a form.
///
/// # Errors
///
/// [`Refused`] for other media types, for other consents, for consents without a list of the
/// shop, and for a path that leads elsewhere.
///
/// ```
/// use back_in_stock::relay::read_form;
///
/// let body = b"variant=SKU-1&email=ann%40example.com&return=%2Fproducts%2Fmug";
/// let form = read_form(Some("application/x-www-form-urlencoded"), body, &[])?;
/// assert_eq!(form.alert.profile.email.as_deref(), Some("ann@example.com"));
/// assert_eq!(form.return_path.as_deref(), Some("/products/mug"));
/// # Ok::<(), back_in_stock::relay::Refused>(())
/// ```
pub fn read_form(content_type: Option<&str>, body: &[u8], lists: &[String]) -> Result<AlertForm, Refused> {
    if !is_form(content_type) {
        return Err(Refused::Form);
    }
    let fields = fields(body);
    let all = |name: &str| {
        let values = fields.iter().filter(|(field, _)| field == name);
        values.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let first = |name: &str| all(name).into_iter().next();
    let profile =
        Profile { email: first("email"), phone_number: first("phone_number"), ..Profile::default() };
    let consents = all("consent");
    let has = |channel: &str| consents.iter().any(|consent| consent == channel);
    let marketing =
        Marketing { list_id: first("list"), email: has("email"), sms: has("sms"), whatsapp: has("whatsapp") };
    if !consents.iter().all(|consent| ["email", "sms", "whatsapp"].contains(&consent.as_str())) {
        return Err(Refused::Form);
    }
    let sign_up = if consents.is_empty() {
        None
    } else {
        check_list(marketing.list_id.as_deref(), lists)?;
        // Only the contacts that the consents are for.
        let email = profile.email.clone().filter(|_| marketing.email);
        let phone_number = profile.phone_number.clone().filter(|_| marketing.sms || marketing.whatsapp);
        Some((Profile { email, phone_number, ..Profile::default() }, marketing))
    };
    let return_path = first("return");
    if !return_path.as_deref().is_none_or(is_return_path) {
        return Err(Refused::Return);
    }
    let channels = all("channel");
    let alert = Request {
        variant: Variant { id: first("variant"), ..Variant::default() },
        profile,
        channels: (!channels.is_empty()).then_some(channels),
        ..Request::default()
    };
    let verification = first("cf-turnstile-response").or_else(|| first("h-captcha-response"));
    Ok(AlertForm { alert, sign_up, country: first("country"), return_path, verification })
}

/// Whether the media type is that of a form. A page can send one without JavaScript.
fn is_form(content_type: Option<&str>) -> bool {
    let media_type = content_type.and_then(|text| text.split(';').next()).unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case(MEDIA_TYPE)
}

/// Whether a text is a path with an optional query that stays at its origin. Browsers read `//` and `/\` as the beginning
/// of a host, drop tabs and line ends, and take `\` for `/`.
#[must_use]
pub fn is_return_path(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_graphic() && !b"\\#".contains(&byte);
    text.len() <= LONGEST_PATH
        && text.starts_with('/')
        && !text.starts_with("//")
        && text.bytes().all(is_allowed)
}

/// The origin and the path of a page, from the header `Referer`.
#[must_use]
pub fn read_referer(text: &str) -> Option<(Origin, &str)> {
    let host = text.find("://")? + 3;
    let path = host + text.get(host..)?.find('/')?;
    let (origin, path) = text.split_at_checked(path)?;
    Some((Origin::parse(origin)?, Some(path).filter(|path| is_return_path(path))?))
}

/// Names and values that are not empty. Bytes that are not UTF-8 become replacement characters.
fn fields(body: &[u8]) -> Vec<(String, String)> {
    let fields = form_urlencoded::parse(body);
    let fields = fields.map(|(name, value)| (name.into_owned(), value.trim().to_owned()));
    fields.filter(|(_, value)| !value.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<AlertForm, Refused> {
        read_form(
            Some("application/x-www-form-urlencoded; charset=UTF-8"),
            body.as_bytes(),
            &["LIST01".into()],
        )
    }

    #[test]
    fn reads_what_browsers_send() {
        let form =
            read("variant=A%2FB+%C3%BC&email=&phone_number=%2B15005550006&channel=SMS&channel=EMAIL&x=1&%zz")
                .unwrap();
        assert_eq!(form.alert.variant.id.as_deref(), Some("A/B ü"));
        assert_eq!(form.alert.profile.email, None);
        assert_eq!(form.alert.profile.phone_number.as_deref(), Some("+15005550006"));
        assert_eq!(form.alert.channels, Some(vec!["SMS".into(), "EMAIL".into()]));
        assert_eq!((form.sign_up, form.return_path), (None, None));
        assert_eq!(read("").unwrap(), AlertForm::default());
        assert_eq!(read("email=%FF").unwrap().alert.profile.email.as_deref(), Some("\u{FFFD}"));
        assert_eq!(read("consent=push"), Err(Refused::Form));
        for media_type in [None, Some("application/json"), Some("multipart/form-data")] {
            assert_eq!(read_form(media_type, b"", &[]), Err(Refused::Form));
        }
    }

    #[test]
    fn signs_up_the_contacts_that_consented_for_known_lists() {
        let contacts = "email=ann%40example.com&phone_number=%2B15005550006";
        let form = read(&format!("{contacts}&list=LIST01&consent=sms")).unwrap();
        let (profile, marketing) = form.sign_up.unwrap();
        assert_eq!((profile.email, profile.phone_number.as_deref()), (None, Some("+15005550006")));
        assert!(marketing.sms && !marketing.email && !marketing.whatsapp);
        for list in ["", "&list=", "&list=LIST02"] {
            assert_eq!(read(&format!("{contacts}{list}&consent=sms")), Err(Refused::List), "{list}");
        }
        assert_eq!(read(&format!("{contacts}&list=LIST02")).unwrap().sign_up, None);
    }

    #[test]
    fn returns_to_paths_of_the_same_origin_only() {
        for path in ["/", "/products/mug?variant=1&x=%0A", "/a//b", "/@evil.example", "/:x"] {
            assert!(is_return_path(path), "{path}");
        }
        let long = "/".repeat(2) + &"a".repeat(LONGEST_PATH);
        for path in [
            "",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            " //evil.example",
            "/a b",
            "/a\r\nset-cookie: x",
            "/#x",
            "/ü",
            &long,
        ] {
            assert!(!is_return_path(path), "{path:?}");
        }
        assert_eq!(read("return=%2F%2Fevil.example"), Err(Refused::Return));
        assert_eq!(read("return=%2F%09%2Fevil.example"), Err(Refused::Return));
    }

    #[test]
    fn reads_the_page_of_a_referer() {
        let (origin, path) = read_referer("https://shop.example/products/mug?variant=1").unwrap();
        assert_eq!((origin.as_str(), path), ("https://shop.example", "/products/mug?variant=1"));
        for text in [
            "",
            "https://shop.example",
            "https://shop.example//evil.example",
            "/x",
            "https://a@b/x",
            "about:blank",
        ] {
            assert_eq!(read_referer(text), None, "{text}");
        }
    }
}
