//! A request for a back-in-stock alert: as plain values, and the validated [`Subscription`] that is made from them.

use serde::Deserialize;

use crate::{
    contact::{email::Email, phone::PhoneNumber},
    error::{Error, ErrorKind},
    id::{
        external::ExternalId,
        opaque,
        profile::ProfileId,
        variant::{CatalogScope, VariantId},
    },
    options::Options,
};

/// A request to notify one shopper when a variant is back in stock, not yet checked.
///
/// ```
/// use back_in_stock::{Options, Profile, Request, Subscription};
///
/// let request = Request {
///     variant: "SKU-1".into(),
///     profile: Profile { email: Some("ann@example.com".into()), ..Profile::default() },
///     ..Request::default()
/// };
/// let options = Options::default();
/// let subscription = Subscription::new(&request, &options)?;
/// assert_eq!(subscription.variant().to_string(), "$custom:::$default:::SKU-1");
/// # Ok::<(), back_in_stock::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Request {
    /// The variant to be notified about.
    pub variant: Variant,
    /// Who is notified: at least one identifier.
    pub profile: Profile,
    /// `EMAIL`, `SMS`, `PUSH`, `WHATSAPP`. `EMAIL` if unset and there is an email address; there is no other default.
    pub channels: Option<Vec<String>>,
    /// Marketing that the shopper agreed to.
    pub marketing: Option<Marketing>,
    /// `recorded` if consent to SMS was recorded before.
    pub sms_consent: Option<String>,
    /// `recorded` if consent to WhatsApp was recorded before.
    pub whatsapp_consent: Option<String>,
}

/// A variant: in JSON its id, or an object with these members.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "VariantForm")]
pub struct Variant {
    /// The id in the feed, or the canonical id.
    pub id: Option<String>,
    /// The integration that owns the catalog. It takes precedence over that of the options.
    pub integration: Option<String>,
    /// The catalog's name in its integration. It takes precedence over that of the options.
    pub catalog: Option<String>,
}

/// The identifiers of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Profile {
    /// The email address.
    pub email: Option<String>,
    /// The phone number: E.164, or a national number of the options' country.
    pub phone_number: Option<String>,
    /// The shop's own id of the person.
    pub external_id: Option<String>,
    /// Klaviyo's own id of the person.
    pub id: Option<String>,
}

/// Marketing that a shopper agreed to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Marketing {
    /// The id of the list.
    pub list_id: Option<String>,
    /// Consent to email marketing.
    pub email: bool,
    /// Consent to text messages.
    pub sms: bool,
    /// Consent to WhatsApp messages.
    pub whatsapp: bool,
}

/// The two forms of a variant in JSON.
#[derive(Deserialize)]
#[serde(untagged)]
enum VariantForm {
    Id(String),
    Object(VariantObject),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantObject {
    id: Option<String>,
    integration: Option<String>,
    catalog: Option<String>,
}

impl From<VariantForm> for Variant {
    fn from(form: VariantForm) -> Self {
        match form {
            VariantForm::Id(id) => Self { id: Some(id), ..Self::default() },
            VariantForm::Object(VariantObject { id, integration, catalog }) => {
                Self { id, integration, catalog }
            }
        }
    }
}

impl From<&str> for Variant {
    fn from(id: &str) -> Self {
        Self { id: Some(id.to_owned()), ..Self::default() }
    }
}

impl Variant {
    /// Reads the variant id, qualified by its own integration and catalog, or by those of the options.
    ///
    /// # Errors
    ///
    /// As [`VariantId::parse`] and [`CatalogScope::new`].
    pub fn parse<'a>(&'a self, options: &'a Options) -> Result<VariantId<'a>, Error> {
        let shop = options.scope()?;
        let own = CatalogScope::new(self.integration.as_deref(), self.catalog.as_deref())?;
        VariantId::parse(self.id.as_deref().unwrap_or_default(), own.or(shop))
    }
}

/// A valid request. Only a valid one can be constructed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription<'a> {
    variant: VariantId<'a>,
    profile: Identifiers<'a>,
    channels: Channels,
    marketing: Option<Consents<'a>>,
}

/// The identifiers of a person: at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifiers<'a> {
    /// Klaviyo's own id.
    pub id: Option<ProfileId<'a>>,
    /// The email address.
    pub email: Option<Email>,
    /// The phone number.
    pub phone_number: Option<PhoneNumber>,
    /// The shop's own id.
    pub external_id: Option<ExternalId<'a>>,
}

/// The marketing to sign up for: a list, and at least one consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Consents<'a> {
    /// The list's id.
    pub(crate) list_id: &'a str,
    /// Consent to email marketing.
    pub(crate) email: bool,
    /// Consent to text messages, which an SMS alert needs too.
    pub(crate) sms: bool,
    /// Consent to WhatsApp messages, which a WhatsApp alert needs too.
    pub(crate) whatsapp: bool,
}

impl<'a> Subscription<'a> {
    /// Checks variant, profile, channels, marketing and consent, in this order.
    ///
    /// # Errors
    ///
    /// `invalid_variant_id`, `invalid_email`, `invalid_phone_number`, `invalid_external_id`, `invalid_profile_id`,
    /// `missing_identifier`, `missing_channel`, `channel_without_identifier`, `consent_required`, `invalid_option`.
    pub fn new(request: &'a Request, options: &'a Options) -> Result<Self, Error> {
        let variant = request.variant.parse(options)?;
        let profile = Identifiers::new(&request.profile, options)?;
        let channels = Channels::new(request.channels.as_deref(), &profile)?;
        let marketing = match &request.marketing {
            Some(marketing) => Consents::new(marketing, &profile)?,
            None => None,
        };
        check_consent(request, channels, marketing)?;
        Ok(Self { variant, profile, channels, marketing })
    }

    /// The variant to be notified about.
    #[must_use]
    pub fn variant(&self) -> VariantId<'a> {
        self.variant
    }

    /// Who is notified.
    #[must_use]
    pub fn profile(&self) -> &Identifiers<'a> {
        &self.profile
    }

    /// The channels by which they are notified: `EMAIL`, `SMS`, `PUSH`, `WHATSAPP`, in this order.
    pub fn channels(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.channels.names()
    }

    /// The marketing that they agreed to, if any.
    pub(crate) fn marketing(&self) -> Option<Consents<'a>> {
        self.marketing
    }
}

impl<'a> Identifiers<'a> {
    fn new(profile: &'a Profile, options: &Options) -> Result<Self, Error> {
        let id = profile.id.as_deref().map(ProfileId::parse).transpose()?;
        let email = profile.email.as_deref().map(Email::parse).transpose()?;
        let region = options.region()?;
        let phone_number =
            profile.phone_number.as_deref().map(|text| PhoneNumber::parse(text, region)).transpose()?;
        let external_id = profile.external_id.as_deref().map(ExternalId::parse).transpose()?;
        let identifiers = Self { id, email, phone_number, external_id };
        if !identifiers.has_id() && identifiers.email.is_none() && identifiers.phone_number.is_none() {
            return Err(ErrorKind::MissingIdentifier.into());
        }
        Ok(identifiers)
    }

    /// Whether there is an id under which Klaviyo may know every identifier.
    fn has_id(&self) -> bool {
        self.id.is_some() || self.external_id.is_some()
    }

    /// Whether a message could reach this person: by the channel's own identifier, or by an id under which Klaviyo may
    /// know one.
    fn is_reached_by(&self, channel: Channel) -> bool {
        self.has_id()
            || match channel {
                Channel::Email => self.email.is_some(),
                Channel::Sms | Channel::Whatsapp => self.phone_number.is_some(),
                Channel::Push => true,
            }
    }
}

/// How a shopper is notified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Channel {
    Email,
    Sms,
    Push,
    Whatsapp,
}

impl Channel {
    /// All channels, in the order in which they are sent.
    const ALL: [Self; 4] = [Self::Email, Self::Sms, Self::Push, Self::Whatsapp];

    /// The name in the API.
    const fn name(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Sms => "SMS",
            Self::Push => "PUSH",
            Self::Whatsapp => "WHATSAPP",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of channels that is not empty. The order in which they were given makes no difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Channels(u8);

impl Channels {
    fn new(names: Option<&[String]>, profile: &Identifiers<'_>) -> Result<Self, Error> {
        let Some(names) = names else {
            // SMS and WhatsApp are never a default: they need consent.
            return match profile.email {
                Some(_) => Ok(Self(Channel::Email.bit())),
                None => Err(ErrorKind::MissingChannel.into()),
            };
        };
        let mut set = 0;
        for name in names {
            let known = Channel::ALL.into_iter().find(|channel| channel.name() == name);
            let channel = known.ok_or(ErrorKind::Channels)?;
            if !profile.is_reached_by(channel) {
                return Err(ErrorKind::ChannelIdentifier.into());
            }
            set |= channel.bit();
        }
        if set == 0 { Err(ErrorKind::MissingChannel.into()) } else { Ok(Self(set)) }
    }

    fn has(self, channel: Channel) -> bool {
        self.0 & channel.bit() != 0
    }

    /// Their names in the API.
    fn names(self) -> impl Iterator<Item = &'static str> {
        Channel::ALL.into_iter().filter(move |channel| self.has(*channel)).map(Channel::name)
    }
}

impl<'a> Consents<'a> {
    /// `None` if the shopper agreed to nothing: an unticked box is not an error.
    fn new(marketing: &'a Marketing, profile: &Identifiers<'_>) -> Result<Option<Self>, Error> {
        let Marketing { ref list_id, email, sms, whatsapp } = *marketing;
        if !email && !sms && !whatsapp {
            return Ok(None);
        }
        if email && profile.email.is_none() {
            return Err(ErrorKind::MarketingEmail.into());
        }
        if sms && profile.phone_number.is_none() {
            return Err(ErrorKind::MarketingSms.into());
        }
        if whatsapp && profile.phone_number.is_none() {
            return Err(ErrorKind::MarketingWhatsapp.into());
        }
        let list_id = list_id.as_deref().ok_or(ErrorKind::ListId)?;
        opaque(list_id, usize::MAX, [ErrorKind::ListId; 3])?;
        Ok(Some(Self { list_id, email, sms, whatsapp }))
    }
}

/// Alerts by SMS and by WhatsApp each need their own consent: recorded before, or by the sign-up that is sent first.
fn check_consent(
    request: &Request,
    channels: Channels,
    marketing: Option<Consents<'_>>,
) -> Result<(), Error> {
    let sms = is_recorded(request.sms_consent.as_deref(), ErrorKind::SmsConsent)?;
    let whatsapp = is_recorded(request.whatsapp_consent.as_deref(), ErrorKind::WhatsappConsent)?;
    if channels.has(Channel::Sms) && !sms && !marketing.is_some_and(|consents| consents.sms) {
        return Err(ErrorKind::SmsUnconsented.into());
    }
    if channels.has(Channel::Whatsapp) && !whatsapp && !marketing.is_some_and(|consents| consents.whatsapp) {
        return Err(ErrorKind::WhatsappUnconsented.into());
    }
    Ok(())
}

/// Whether consent was recorded before. Any text but `recorded` is refused.
fn is_recorded(consent: Option<&str>, refusal: ErrorKind) -> Result<bool, Error> {
    match consent {
        None => Ok(false),
        Some("recorded") => Ok(true),
        Some(_) => Err(refusal.into()),
    }
}
