//! Sign-ups to marketing as requests of their own, as a page sends them and as a server passes them on.

use crate::{
    contact::{email::Email, phone::PhoneNumber},
    error::{Error, ErrorKind},
    klaviyo::{
        document::{
            ChannelConsent, Data, Document, Job, JobAttributes, List, ListRelationship, Profile,
            ProfileAttributes, Subscriptions,
        },
        request::{Audience, HttpRequest, SIGN_UP, Service, sign_up},
    },
    options::Options,
    subscription::{Consents, Identifiers, Marketing, Profile as ProfileText},
};

/// A validated sign-up: a list, one or two contacts, and the consents that these gave.
///
/// ```
/// use back_in_stock::{HttpRequest, Marketing, Options, Profile, Service, SignUp};
///
/// let profile = Profile { phone_number: Some("+15005550006".into()), ..Profile::default() };
/// let marketing = Marketing { list_id: Some("LIST01".into()), sms: true, ..Marketing::default() };
/// let options = Options {
///     audience: Some("server".into()),
///     private_key: Some("pk_example".into()),
///     ..Options::default()
/// };
/// let sign_up = SignUp::new(&profile, &marketing, &options)?;
/// let job = HttpRequest::sign_up(&sign_up, Service::new(&options)?);
/// assert_eq!(job.url(), "https://a.klaviyo.com/api/profile-subscription-bulk-create-jobs");
/// # Ok::<(), back_in_stock::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignUp<'a> {
    contacts: Identifiers<'a>,
    consents: Consents<'a>,
}

impl<'a> SignUp<'a> {
    /// Validates contacts, list and consents.
    ///
    /// # Errors
    ///
    /// `invalid_email`, `invalid_phone_number`, `missing_identifier`, `invalid_option` for a list without an ID;
    /// `missing_channel` if a contact has no consent: Klaviyo would store the contact, which was not given for marketing.
    pub fn new(profile: &'a ProfileText, marketing: &'a Marketing, options: &Options) -> Result<Self, Error> {
        let contacts = Identifiers::new(profile, options)?;
        let consents = Consents::new(marketing, &contacts)?.ok_or(ErrorKind::MissingChannel)?;
        let is_covered = (contacts.email.is_none() || consents.email)
            && (contacts.phone_number.is_none() || consents.sms || consents.whatsapp);
        if !is_covered {
            return Err(ErrorKind::MissingChannel.into());
        }
        Ok(Self { contacts, consents })
    }

    /// The ID of the list.
    #[must_use]
    pub fn list_id(&self) -> &'a str {
        self.consents.list_id
    }

    /// The email address, if it was signed up.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.contacts.email.as_ref().map(Email::as_str)
    }

    /// The phone number, if it was signed up.
    #[must_use]
    pub fn phone_number(&self) -> Option<&str> {
        self.contacts.phone_number.as_ref().map(PhoneNumber::as_str)
    }

    /// The channels: `email`, `sms`, `whatsapp`, in this order.
    pub fn channels(&self) -> impl Iterator<Item = &'static str> + use<> {
        let Consents { email, sms, whatsapp, .. } = self.consents;
        [(email, "email"), (sms, "sms"), (whatsapp, "whatsapp")]
            .into_iter()
            .filter_map(|(is_given, name)| is_given.then_some(name))
    }

    /// An ID of a profile is never part of a sign-up.
    fn attributes(&self) -> ProfileAttributes<'_> {
        let Consents { email, sms, whatsapp, .. } = self.consents;
        let given = |consent: bool| consent.then(ChannelConsent::default);
        let subscriptions = Subscriptions { email: given(email), sms: given(sms), whatsapp: given(whatsapp) };
        ProfileAttributes {
            email: self.email(),
            phone_number: self.phone_number(),
            external_id: None,
            subscriptions: Some(subscriptions),
        }
    }
}

impl<'a> HttpRequest<'a> {
    /// Builds the request of a sign-up. A server's request starts a job: when it is accepted, no consent is recorded yet.
    /// The job subscribes the profile again, even if it had unsubscribed or was suppressed.
    #[must_use]
    pub fn sign_up(sign_up: &'a SignUp<'a>, service: Service<'a>) -> Self {
        match service.audience {
            Audience::Client(_) => Self::post(service, SIGN_UP, client(sign_up)),
            Audience::Server { .. } => {
                Self::post(service, "/api/profile-subscription-bulk-create-jobs", job(sign_up))
            }
        }
    }
}

fn client<'a>(of: &'a SignUp<'a>) -> Document<'a> {
    sign_up(of.list_id(), of.attributes())
}

fn job<'a>(of: &'a SignUp<'a>) -> Document<'a> {
    let profiles = Data { data: [Profile { id: None, attributes: of.attributes() }] };
    let list = Data { data: List { id: of.list_id() } };
    Document::Job(Data {
        data: Job { attributes: JobAttributes { profiles }, relationships: ListRelationship { list } },
    })
}
