//! Sign-ups that pages send, read back and passed on by a server, and the reads of recorded consents.
#![cfg(feature = "relay")]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use back_in_stock::{
    HttpRequest, Marketing, Options, Profile, ProfileRead, RecordedConsents, Request, Service, SignUp,
    SignUpDocument, Step, Subscription,
};
use serde_json::{Value, json};
use support::documents::check_members;

fn page() -> Options {
    Options { company_id: Some("ABC123".into()), ..Options::default() }
}

fn server() -> Options {
    Options { audience: Some("server".into()), private_key: Some("pk_example".into()), ..Options::default() }
}

fn request() -> Request {
    Request {
        variant: "SKU-1".into(),
        profile: Profile {
            email: Some("ann@example.com".into()),
            phone_number: Some("+15005550006".into()),
            ..Profile::default()
        },
        channels: Some(vec!["EMAIL".into(), "SMS".into(), "WHATSAPP".into()]),
        marketing: Some(Marketing { list_id: Some("LIST01".into()), email: true, sms: true, whatsapp: true }),
        ..Request::default()
    }
}

/// The document of one of a page's sign-ups.
fn document_of(step: Step) -> Value {
    let (options, request) = (page(), request());
    let subscription = Subscription::new(&request, &options).unwrap();
    let service = Service::new(&options).unwrap();
    serde_json::to_value(HttpRequest::new(step, &subscription, service).unwrap().body()).unwrap()
}

fn read(document: Value) -> Result<(Profile, Marketing), serde_json::Error> {
    serde_json::from_value::<SignUpDocument>(document).map(Into::into)
}

#[test]
fn reads_what_a_page_sends_and_writes_the_same() {
    for step in [Step::Consent, Step::Newsletter] {
        let (profile, marketing) = read(document_of(step)).unwrap();
        assert_eq!(marketing.list_id.as_deref(), Some("LIST01"));
        let is_newsletter = step == Step::Newsletter;
        assert_eq!((marketing.email, marketing.sms), (is_newsletter, !is_newsletter));
        assert_eq!(
            (profile.email.is_some(), profile.phone_number.is_some()),
            (is_newsletter, !is_newsletter)
        );
        let options = page();
        let sign_up = SignUp::new(&profile, &marketing, &options).unwrap();
        let again = HttpRequest::sign_up(&sign_up, Service::new(&options).unwrap());
        assert_eq!(again.url(), "https://a.klaviyo.com/client/subscriptions?company_id=ABC123");
        assert_eq!(serde_json::to_value(again.body()).unwrap(), document_of(step));
    }
}

#[test]
fn a_server_starts_a_job() {
    let (profile, marketing) = read(document_of(Step::Consent)).unwrap();
    let options = server();
    let sign_up = SignUp::new(&profile, &marketing, &options).unwrap();
    let job = HttpRequest::sign_up(&sign_up, Service::new(&options).unwrap());
    assert_eq!(job.url(), "https://a.klaviyo.com/api/profile-subscription-bulk-create-jobs");
    assert!(job.headers().any(|header| header == ("authorization", "Klaviyo-API-Key pk_example")));
    let consent = json!({ "marketing": { "consent": "SUBSCRIBED" } });
    assert_eq!(
        serde_json::to_value(job.body()).unwrap(),
        json!({ "data": {
            "type": "profile-subscription-bulk-create-job",
            "attributes": { "profiles": { "data": [{ "type": "profile", "attributes": {
                "phone_number": "+15005550006",
                "subscriptions": { "sms": consent, "whatsapp": consent },
            } }] } },
            "relationships": { "list": { "data": { "type": "list", "id": "LIST01" } } },
        } })
    );
}

#[test]
fn refuses_every_document_without_one_of_its_members_or_with_another() {
    let whole = document_of(Step::Consent);
    let objects = [
        "",
        "/data",
        "/data/attributes",
        "/data/attributes/profile",
        "/data/attributes/profile/data",
        "/data/attributes/profile/data/attributes",
        "/data/attributes/profile/data/attributes/subscriptions",
        "/data/attributes/profile/data/attributes/subscriptions/sms",
        "/data/attributes/profile/data/attributes/subscriptions/sms/marketing",
        "/data/relationships",
        "/data/relationships/list",
        "/data/relationships/list/data",
    ];
    let is_optional = |_: &str, name: &str| ["phone_number", "sms", "whatsapp"].contains(&name);
    check_members(&whole, &objects, is_optional, |document| read(document).is_ok());
    let mut other = whole;
    *other
        .pointer_mut("/data/attributes/profile/data/attributes/subscriptions/sms/marketing/consent")
        .unwrap() = json!("UNSUBSCRIBED");
    assert!(read(other).is_err());
}

#[test]
fn every_contact_needs_its_own_consent() {
    let refused = |email: bool, phone: bool, marketing: Marketing| {
        let profile = Profile {
            email: email.then(|| "ann@example.com".into()),
            phone_number: phone.then(|| "+15005550006".into()),
            ..Profile::default()
        };
        let marketing = Marketing { list_id: marketing.list_id.or(Some("LIST01".into())), ..marketing };
        SignUp::new(&profile, &marketing, &Options::default()).err().map(|error| error.code().as_str())
    };
    let (email, sms) =
        (Marketing { email: true, ..Marketing::default() }, Marketing { sms: true, ..Marketing::default() });
    let both = Marketing { email: true, whatsapp: true, ..Marketing::default() };
    assert_eq!(refused(true, false, email.clone()), None);
    assert_eq!(refused(true, true, both), None);
    assert_eq!(refused(true, true, email.clone()), Some("missing_channel"));
    assert_eq!(refused(true, true, sms.clone()), Some("missing_channel"));
    assert_eq!(refused(true, false, sms), Some("missing_identifier"));
    assert_eq!(refused(true, false, Marketing::default()), Some("missing_channel"));
    assert_eq!(refused(false, false, email.clone()), Some("missing_identifier"));
    assert_eq!(
        refused(true, false, Marketing { list_id: Some(" ".into()), ..email }),
        Some("invalid_option")
    );
}

#[test]
fn reads_consents_of_the_phone_number_or_an_id() {
    let url = |profile: Profile, channels: &[&str], options: &Options| {
        let recorded = Some("recorded".to_owned());
        let request = Request {
            variant: "SKU-1".into(),
            profile,
            channels: Some(channels.iter().map(|name| (*name).to_owned()).collect()),
            sms_consent: recorded.clone(),
            whatsapp_consent: recorded,
            ..Request::default()
        };
        let subscription = Subscription::new(&request, options).unwrap();
        ProfileRead::new(&subscription, Service::new(options).unwrap()).map(|read| read.url().to_owned())
    };
    let phone = Profile { phone_number: Some("+15005550006".into()), ..Profile::default() };
    let with_id = Profile { external_id: Some("a\"&b\\".into()), ..Profile::default() };
    let rest = "&additional-fields%5Bprofile%5D=subscriptions&fields%5Bprofile%5D=subscriptions";
    let expected = |filter: &str| Some(format!("https://a.klaviyo.com/api/profiles?filter={filter}{rest}"));
    assert_eq!(
        url(phone.clone(), &["SMS"], &server()),
        expected("equals%28phone_number%2C%22%2B15005550006%22%29")
    );
    assert_eq!(
        url(with_id, &["WHATSAPP"], &server()),
        expected("equals%28external_id%2C%22a%5C%22%26b%5C%5C%22%29")
    );
    assert_eq!(url(phone.clone(), &["SMS"], &page()), None, "a page cannot read profiles");
    assert_eq!(url(phone, &["PUSH"], &server()), None);
}

#[test]
fn only_a_marketing_consent_that_messages_may_use_counts() {
    let read = |subscriptions: Value| {
        let body =
            json!({ "data": [{ "type": "profile", "attributes": { "subscriptions": subscriptions } }] });
        RecordedConsents::read(body.to_string().as_bytes()).unwrap()
    };
    let none = RecordedConsents::default();
    for subscriptions in [
        json!(null),
        json!({ "sms": null, "whatsapp": null }),
        json!({ "sms": { "marketing": { "consent": "UNSUBSCRIBED" } } }),
        json!({ "sms": { "marketing": { "consent": "SUBSCRIBED", "can_receive_sms_marketing": false } } }),
        json!({ "sms": { "transactional": { "consent": "SUBSCRIBED" } } }),
    ] {
        assert_eq!(read(subscriptions.clone()), none, "{subscriptions}");
    }
    let whatsapp = json!({ "whatsapp": { "marketing": { "consent": "SUBSCRIBED", "can_receive": true } } });
    assert_eq!(read(whatsapp), RecordedConsents { whatsapp: true, ..none });
    for body in ["", "{}", "[]", r#"{"data":{}}"#] {
        assert_eq!(RecordedConsents::read(body.as_bytes()), None, "{body}");
    }
    let request = request();
    let options = Options::default();
    let subscription = Subscription::new(&request, &options).unwrap();
    assert!(!RecordedConsents { sms: true, whatsapp: false }.cover(&subscription));
    assert!(RecordedConsents { sms: true, whatsapp: true }.cover(&subscription));
}
