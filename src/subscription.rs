//! A request for a back-in-stock alert: [`Request`] as plain values, and [`Subscription`] once they are validated.

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

/// A request to notify one shopper when a variant is back in stock. Not validated yet.
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
    /// The variant that the shopper waits for.
    pub variant: Variant,
    /// The shopper, by at least one identifier.
    pub profile: Profile,
    /// `EMAIL`, `SMS`, `PUSH`, `WHATSAPP`. If unset, `EMAIL`, which requires an email address.
    pub channels: Option<Vec<String>>,
    /// Marketing consent.
    pub marketing: Option<Marketing>,
    /// `recorded` if consent to SMS was recorded earlier.
    pub sms_consent: Option<String>,
    /// `recorded` if consent to WhatsApp was recorded earlier.
    pub whatsapp_consent: Option<String>,
}

/// A variant. In JSON, it is its ID or an object with these members.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "VariantForm")]
pub struct Variant {
    /// The ID in the feed, or the canonical ID.
    pub id: Option<String>,
    /// The integration that owns the catalog. Overrides [`Options::integration`].
    pub integration: Option<String>,
    /// The name of the catalog within the integration. Overrides [`Options::catalog`].
    pub catalog: Option<String>,
}

/// The identifiers of a shopper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Profile {
    /// The email address.
    pub email: Option<String>,
    /// The phone number: E.164, or a national number of [`Options::country`].
    pub phone_number: Option<String>,
    /// The shop's own ID of the shopper.
    pub external_id: Option<String>,
    /// Klaviyo's ID of the profile.
    pub id: Option<String>,
}

/// Marketing consent that a shopper gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Marketing {
    /// The ID of the list.
    pub list_id: Option<String>,
    /// Consent to email marketing.
    pub email: bool,
    /// Consent to text messages.
    pub sms: bool,
    /// Consent to WhatsApp messages.
    pub whatsapp: bool,
}

/// The two JSON forms of a variant.
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
    /// Parses the ID. A bare ID is qualified by the variant's integration and catalog, or else by those of the options.
    ///
    /// # Errors
    ///
    /// The errors of [`VariantId::parse`] and [`CatalogScope::new`].
    pub fn parse<'a>(&'a self, options: &'a Options) -> Result<VariantId<'a>, Error> {
        let shop = options.scope()?;
        let own = CatalogScope::new(self.integration.as_deref(), self.catalog.as_deref())?;
        VariantId::parse(self.id.as_deref().unwrap_or_default(), own.or(shop))
    }
}

/// A validated request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription<'a> {
    variant: VariantId<'a>,
    profile: Identifiers<'a>,
    channels: Channels,
    marketing: Option<Consents<'a>>,
}

/// The validated identifiers of a shopper: at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifiers<'a> {
    /// Klaviyo's ID of the profile.
    pub id: Option<ProfileId<'a>>,
    /// The email address.
    pub email: Option<Email>,
    /// The phone number.
    pub phone_number: Option<PhoneNumber>,
    /// The shop's own ID of the shopper.
    pub external_id: Option<ExternalId<'a>>,
}

/// Validated marketing consent: a list, and at least one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Consents<'a> {
    /// The ID of the list.
    pub(crate) list_id: &'a str,
    /// Consent to email marketing.
    pub(crate) email: bool,
    /// Consent to text messages. It covers SMS alerts, too.
    pub(crate) sms: bool,
    /// Consent to WhatsApp messages. It covers WhatsApp alerts, too.
    pub(crate) whatsapp: bool,
}

impl<'a> Subscription<'a> {
    /// Validates variant, profile, channels, marketing and consent, in this order.
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

    /// The variant that the shopper waits for.
    #[must_use]
    pub fn variant(&self) -> VariantId<'a> {
        self.variant
    }

    /// The identifiers of the shopper.
    #[must_use]
    pub fn profile(&self) -> &Identifiers<'a> {
        &self.profile
    }

    /// The channels of the notification: `EMAIL`, `SMS`, `PUSH`, `WHATSAPP`, in this order.
    pub fn channels(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.channels.names()
    }

    /// Marketing consent, if the shopper gave any.
    pub(crate) fn marketing(&self) -> Option<Consents<'a>> {
        self.marketing
    }
}

impl<'a> Identifiers<'a> {
    pub(crate) fn new(profile: &'a Profile, options: &Options) -> Result<Self, Error> {
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

    /// Whether an ID is set. Klaviyo may know an email address and a phone number for it.
    fn has_id(&self) -> bool {
        self.id.is_some() || self.external_id.is_some()
    }

    /// Whether a message can reach the shopper: the identifier of the channel is set, or Klaviyo may know it by an ID.
    fn is_reached_by(&self, channel: Channel) -> bool {
        self.has_id()
            || match channel {
                Channel::Email => self.email.is_some(),
                Channel::Sms | Channel::Whatsapp => self.phone_number.is_some(),
                Channel::Push => true,
            }
    }
}

/// A channel of notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Channel {
    Email,
    Sms,
    Push,
    Whatsapp,
}

impl Channel {
    /// All channels, in the order in which a request lists them.
    const ALL: [Self; 4] = [Self::Email, Self::Sms, Self::Push, Self::Whatsapp];

    /// The name in Klaviyo's API.
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

/// A set of channels, not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Channels(u8);

impl Channels {
    fn new(names: Option<&[String]>, profile: &Identifiers<'_>) -> Result<Self, Error> {
        let Some(names) = names else {
            // SMS and WhatsApp need consent, so they are never a default.
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

    /// The names in Klaviyo's API.
    fn names(self) -> impl Iterator<Item = &'static str> {
        Channel::ALL.into_iter().filter(move |channel| self.has(*channel)).map(Channel::name)
    }
}

impl<'a> Consents<'a> {
    /// `None` without any consent: an unchecked box is not an error.
    pub(crate) fn new(marketing: &'a Marketing, profile: &Identifiers<'_>) -> Result<Option<Self>, Error> {
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

/// Checks that alerts by SMS and by WhatsApp have consent, each its own: recorded earlier, or by the sign-up that
/// precedes the alert.
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

/// Whether consent was recorded earlier. `recorded` is the only valid text.
fn is_recorded(consent: Option<&str>, refusal: ErrorKind) -> Result<bool, Error> {
    match consent {
        None => Ok(false),
        Some("recorded") => Ok(true),
        Some(_) => Err(refusal.into()),
    }
}
