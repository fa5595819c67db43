//! What a caller may request.

use super::refused::{Identifier, Refused};
use crate::{
    klaviyo::received::{AlertDocument, SignUpDocument},
    subscription::{Marketing, Profile, Request, Subscription},
};

/// The longest body of a request, in bytes. A page's are about 500 bytes.
pub const LONGEST_BODY: usize = 16 * 1024;

/// The longest ID of a variant, in bytes. Relays count outcomes by it, and Postgres indexes at most 2,704 bytes.
const LONGEST_VARIANT: usize = 512;

/// The media types of JSON:API documents. Forms and texts, which a page can send without a preflight, are refused.
const MEDIA_TYPES: [&str; 2] = ["application/vnd.api+json", "application/json"];

/// The sender of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Anybody. A page identifies a shopper by email address and phone number only: the relay sends
    /// with the shop's private key, so anybody could change any profile by its ID.
    Page,
    /// The shop, which has signed the request.
    Shop,
}

/// Reads the document of an alert. It is not validated beyond its shape: that is the work of [`Subscription::new`].
///
/// # Errors
///
/// [`Refused`] for other media types and documents, and for identifiers that the caller may not send.
pub fn read_alert(content_type: Option<&str>, body: &[u8], caller: Caller) -> Result<Request, Refused> {
    check_media_type(content_type)?;
    let document: AlertDocument = serde_json::from_slice(body).map_err(|_| Refused::Document)?;
    let request = Request::from(document);
    match caller {
        Caller::Page if request.profile.id.is_some() => Err(Refused::Identifier(Identifier::Profile)),
        Caller::Page if request.profile.external_id.is_some() => {
            Err(Refused::Identifier(Identifier::External))
        }
        _ => Ok(request),
    }
}

/// Reads the document of a sign-up. It is not validated beyond its shape: that is the work of
/// [`SignUp::new`](crate::SignUp::new).
///
/// # Errors
///
/// [`Refused`] for other media types and documents, and for other lists than those of the shop.
pub fn read_sign_up(
    content_type: Option<&str>,
    body: &[u8],
    lists: &[String],
) -> Result<(Profile, Marketing), Refused> {
    check_media_type(content_type)?;
    let document: SignUpDocument = serde_json::from_slice(body).map_err(|_| Refused::Document)?;
    let (profile, marketing): (Profile, Marketing) = document.into();
    check_list(marketing.list_id.as_deref(), lists)?;
    Ok((profile, marketing))
}

/// Refuses lists that the shop has not named, because a sign-up can lift an unsubscribe.
///
/// # Errors
///
/// [`Refused::List`].
pub fn check_list(list: Option<&str>, lists: &[String]) -> Result<(), Refused> {
    if lists.iter().any(|known| Some(known.as_str()) == list) { Ok(()) } else { Err(Refused::List) }
}

/// Refuses all but JSON.
pub(crate) fn check_media_type(content_type: Option<&str>) -> Result<(), Refused> {
    let media_type = content_type.and_then(|text| text.split(';').next()).unwrap_or_default().trim();
    let is_known = MEDIA_TYPES.iter().any(|known| media_type.eq_ignore_ascii_case(known));
    if is_known { Ok(()) } else { Err(Refused::MediaType) }
}

/// Refuses a request for another account. `query` is the query of the URL, without `?`.
///
/// # Errors
///
/// [`Refused::Company`], also if the query names more than one account.
pub fn check_company(query: Option<&str>, company: &str) -> Result<(), Refused> {
    let mut named = query.unwrap_or_default().split('&').filter_map(|pair| pair.strip_prefix("company_id="));
    // An ID has letters and digits, which nobody escapes.
    if named.next() == Some(company) && named.next().is_none() { Ok(()) } else { Err(Refused::Company) }
}

/// Refuses IDs of variants that are too long to be counted.
///
/// # Errors
///
/// [`Refused::Variant`].
pub fn check_variant(subscription: &Subscription<'_>) -> Result<(), Refused> {
    if subscription.variant().canonical().len() > LONGEST_VARIANT { Err(Refused::Variant) } else { Ok(()) }
}

/// Whether the value of the header `Idempotency-Key` is 1 to 255 visible ASCII characters.
#[must_use]
pub fn is_idempotency_key(key: &[u8]) -> bool {
    (1..=255).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_json_only() {
        for text in ["application/json", "application/vnd.api+json", "Application/JSON; charset=utf-8"] {
            assert!(check_media_type(Some(text)).is_ok(), "{text}");
        }
        for text in [
            None,
            Some(""),
            Some("text/plain"),
            Some("application/jsonp"),
            Some("application/x-www-form-urlencoded"),
        ] {
            assert!(matches!(check_media_type(text), Err(Refused::MediaType)), "{text:?}");
        }
    }

    #[test]
    fn signs_up_for_known_lists_only() {
        let body = br#"{ "data": { "type": "subscription",
            "attributes": { "profile": { "data": { "type": "profile", "attributes": {
                "email": "ann@example.com", "subscriptions": { "email": { "marketing": { "consent": "SUBSCRIBED" } } } } } } },
            "relationships": { "list": { "data": { "type": "list", "id": "LIST01" } } } } }"#;
        let read = |lists: &[&str]| {
            let lists: Vec<_> = lists.iter().map(|id| (*id).to_owned()).collect();
            read_sign_up(Some("application/json"), body, &lists).map(|(_, marketing)| marketing.email)
        };
        assert_eq!(read(&["LIST02", "LIST01"]), Ok(true));
        for lists in [&[][..], &["LIST02"], &["list01"]] {
            assert_eq!(read(lists), Err(Refused::List), "{lists:?}");
        }
        let refused =
            |content_type, body: &[u8]| read_sign_up(content_type, body, &["LIST01".into()]).unwrap_err();
        assert_eq!(refused(Some("text/plain"), body), Refused::MediaType);
        assert_eq!(refused(Some("application/json"), b"{}"), Refused::Document);
    }

    #[test]
    fn serves_one_account() {
        for query in ["company_id=ABC123", "a=b&company_id=ABC123"] {
            assert!(check_company(Some(query), "ABC123").is_ok(), "{query}");
        }
        for query in [
            "",
            "company_id=",
            "company_id=ABC124",
            "company_id=ABC123&company_id=ABC124",
            "company_id=ABC123x",
            "x_company_id=ABC123",
        ] {
            assert!(check_company(Some(query), "ABC123").is_err(), "{query}");
        }
        assert!(check_company(None, "ABC123").is_err());
    }

    #[test]
    fn reads_idempotency_keys() {
        assert!(is_idempotency_key(b"a-1"));
        for key in [&b""[..], b"a b", b"\x7f", "ü".as_bytes(), &[b'a'; 256]] {
            assert!(!is_idempotency_key(key));
        }
    }
}
