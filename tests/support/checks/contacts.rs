//! Properties of every text that is parsed as a contact. The lines of the input are the text and a country.
#![expect(clippy::unwrap_used, reason = "a test")]

use back_in_stock::{Email, PhoneNumber, Region, suggest_email};
use regex::Regex;

thread_local! {
    /// The pattern of `<input type=email>` in the HTML standard.
    static INPUT: Regex = Regex::new(
        r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$",
    )
    .unwrap();
}

pub(crate) fn check(data: &[u8]) {
    let Ok(input) = str::from_utf8(data) else { return };
    let (text, country) = input.split_once('\n').unwrap_or((input, ""));
    email(text);
    let region = Region::parse(country);
    assert_eq!(region.is_ok(), Region::all().any(|(code, _)| code == country), "{country:?}");
    phone_number(text, region.ok());
}

fn email(text: &str) {
    let read = Email::parse(text);
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        let top = text.rsplit(['.', '@']).next().unwrap_or_default();
        let mailed = text.rsplit('@').next().unwrap_or_default().contains('.')
            && !top.bytes().all(|byte| byte.is_ascii_digit());
        let expected = INPUT.with(|input| input.is_match(text)) && mailed;
        assert_eq!(read.as_ref().ok().map(Email::as_str), expected.then_some(text), "{text:?}");
    }
    match &read {
        Ok(email) => {
            assert!(INPUT.with(|input| input.is_match(email.as_str())), "{text:?}");
            assert_eq!(Email::parse(email.as_str()).as_ref(), Ok(email), "{text:?}");
        }
        Err(error) => assert_eq!((error.code().as_str(), error.field()), ("invalid_email", Some("email"))),
    }
    if let Some(meant) = suggest_email(text) {
        assert_eq!(Email::parse(&meant).unwrap().as_str(), meant, "{text:?}");
        assert_eq!(suggest_email(&meant), None, "{text:?}");
    }
}

fn phone_number(text: &str, region: Option<Region>) {
    match PhoneNumber::parse(text, region) {
        Ok(number) => {
            let digits = number.as_str().strip_prefix('+').unwrap();
            assert!((7..=15).contains(&digits.len()) && !digits.starts_with('0'), "{text:?}: {number}");
            assert!(digits.bytes().all(|byte| byte.is_ascii_digit()), "{text:?}: {number}");
            // The E.164 form parses to itself in every country.
            for region in [None, region, Region::parse("DE").ok()] {
                assert_eq!(PhoneNumber::parse(number.as_str(), region).as_ref(), Ok(&number), "{text:?}");
            }
        }
        Err(error) => {
            assert_eq!((error.code().as_str(), error.field()), ("invalid_phone_number", Some("phoneNumber")));
        }
    }
}
