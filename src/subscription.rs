//! What the shopper asks for. Only a valid one can be constructed.

use crate::{
    contact::{
        email::Email,
        phone::{PhoneNumber, Region},
    },
    error::{Error, Kind},
    fields::{Field, Fields},
    id::{
        external::ExternalId,
        opaque,
        profile::ProfileId,
        variant::{CatalogScope, VariantId},
    },
    text::{join, pieces},
};

/// One shopper's wish to hear when one variant is back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription<'a> {
    variant: VariantId<'a>,
    profile: Profile<'a>,
    channels: Channels,
    marketing: Option<Marketing<'a>>,
}

/// The identifiers of a person: at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile<'a> {
    /// Klaviyo's own id.
    pub id: Option<ProfileId<'a>>,
    /// The e-mail address.
    pub email: Option<Email>,
    /// The phone number.
    pub phone_number: Option<PhoneNumber>,
    /// The shop's own id.
    pub external_id: Option<ExternalId<'a>>,
}

/// By what the shopper is told: a set, whatever the order they were given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channels(u8);

/// Marketing that the shopper agreed to. Nothing else is ever signed up for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marketing<'a> {
    /// The list's id.
    pub list_id: &'a str,
    /// Consent to e-mail marketing.
    pub email: bool,
    /// Consent to text messages, which an SMS alert needs too.
    pub sms: bool,
    /// Consent to WhatsApp messages, which a WhatsApp alert needs too.
    pub whatsapp: bool,
}

impl<'a> Subscription<'a> {
    /// Reads variant, profile, channels, marketing and consent, with the shop's integration, catalog and country, and
    /// checks them in this order.
    ///
    /// # Errors
    ///
    /// `invalid_variant_id`, `invalid_email`, `invalid_phone_number`, `invalid_external_id`, `invalid_profile_id`,
    /// `missing_identifier`, `missing_channel`, `channel_without_identifier`, `consent_required`, `invalid_option`.
    pub fn read(fields: &Fields<'a>) -> Result<Self, Error> {
        let variant = variant_id(fields)?;
        let profile = Profile::read(fields)?;
        let channels = Channels::read(fields, &profile)?;
        let marketing = Marketing::read(fields, &profile)?;
        check_consent(fields, channels, marketing)?;
        Ok(Self { variant, profile, channels, marketing })
    }

    /// The variant that is waited for.
    #[must_use]
    pub fn variant(&self) -> VariantId<'a> {
        self.variant
    }

    /// Who waits.
    #[must_use]
    pub fn profile(&self) -> &Profile<'a> {
        &self.profile
    }

    /// How they will hear of it.
    #[must_use]
    pub fn channels(&self) -> Channels {
        self.channels
    }

    /// What marketing they agreed to, if any.
    #[must_use]
    pub fn marketing(&self) -> Option<Marketing<'a>> {
        self.marketing
    }
}

/// Reads the variant, whose own integration and catalog go before the shop's.
///
/// # Errors
///
/// `invalid_variant_id`, `invalid_option`.
pub fn variant_id<'a>(fields: &Fields<'a>) -> Result<VariantId<'a>, Error> {
    let shop = CatalogScope::new(fields.get(Field::Integration)?, fields.get(Field::Catalog)?)?;
    let own = CatalogScope::new(fields.get(Field::VariantIntegration)?, fields.get(Field::VariantCatalog)?)?;
    VariantId::parse(fields.get(Field::Variant)?.unwrap_or_default(), own.or(shop))
}

/// Reads a canonical variant id: integration, catalog and id, with a NUL between them.
///
/// # Errors
///
/// `invalid_variant_id`.
pub fn variant_parts(fields: &Fields<'_>) -> Result<String, Error> {
    let [integration, catalog, id] =
        VariantId::parse_canonical(fields.needed(Field::Variant, Kind::VariantText)?)?.parts();
    Ok(join(&[integration, "\0", catalog, "\0", id]))
}

/// Reads the e-mail address.
///
/// # Errors
///
/// `invalid_email`.
pub fn email(fields: &Fields<'_>) -> Result<Option<Email>, Error> {
    fields.get(Field::Email)?.map(Email::parse).transpose()
}

/// Reads the phone number, of the shop's country if it is a national one.
///
/// # Errors
///
/// `invalid_phone_number`, `invalid_option`.
pub fn phone_number(fields: &Fields<'_>) -> Result<Option<PhoneNumber>, Error> {
    let region = fields.get(Field::Country)?.map(Region::parse).transpose()?;
    fields.get(Field::PhoneNumber)?.map(|text| PhoneNumber::parse(text, region)).transpose()
}

/// SMS and WhatsApp alerts each need their own consent: recorded before, or by the sign-up that goes first.
fn check_consent(
    fields: &Fields<'_>,
    channels: Channels,
    marketing: Option<Marketing<'_>>,
) -> Result<(), Error> {
    let sms = is_recorded(fields, Field::SmsConsent, Kind::SmsConsent)?;
    let whatsapp = is_recorded(fields, Field::WhatsappConsent, Kind::WhatsappConsent)?;
    if channels.has(Channels::SMS) && !sms && !marketing.is_some_and(|marketing| marketing.sms) {
        return Err(Kind::SmsUnconsented.into());
    }
    if channels.has(Channels::WHATSAPP) && !whatsapp && !marketing.is_some_and(|marketing| marketing.whatsapp)
    {
        return Err(Kind::WhatsappUnconsented.into());
    }
    Ok(())
}

/// Whether consent was recorded before; any text but `recorded` is refused.
fn is_recorded(fields: &Fields<'_>, field: Field, refusal: Kind) -> Result<bool, Error> {
    match fields.get(field)? {
        None => Ok(false),
        Some("recorded") => Ok(true),
        Some(_) => Err(refusal.into()),
    }
}

impl<'a> Profile<'a> {
    fn read(fields: &Fields<'a>) -> Result<Self, Error> {
        let profile = Self {
            id: fields.get(Field::Id)?.map(ProfileId::parse).transpose()?,
            email: email(fields)?,
            phone_number: phone_number(fields)?,
            external_id: fields.get(Field::ExternalId)?.map(ExternalId::parse).transpose()?,
        };
        if !profile.is_known() && profile.email.is_none() && profile.phone_number.is_none() {
            return Err(Kind::MissingIdentifier.into());
        }
        Ok(profile)
    }

    /// Whether there is an id behind which the service may know every identifier.
    fn is_known(&self) -> bool {
        self.id.is_some() || self.external_id.is_some()
    }

    /// Whether a message could reach this person: by the channel's own identifier, or by an id behind which the
    /// service may know one.
    fn is_reached_by(&self, channel: &str) -> bool {
        let own = match channel {
            "EMAIL" => self.email.is_some(),
            "PUSH" => true,
            _ => self.phone_number.is_some(),
        };
        own || self.is_known()
    }
}

impl Channels {
    /// All that the service knows, the bits of the set.
    const ALL: [&'static str; 4] = ["EMAIL", "SMS", "PUSH", "WHATSAPP"];
    const SMS: u8 = 0b0010;
    const WHATSAPP: u8 = 0b1000;

    fn has(self, channel: u8) -> bool {
        self.0 & channel != 0
    }

    fn read(fields: &Fields<'_>, profile: &Profile<'_>) -> Result<Self, Error> {
        // SMS and WhatsApp are never a default: they need consent.
        let default = if profile.email.is_some() { "EMAIL" } else { "" };
        let mut set = 0;
        for name in pieces(fields.get(Field::Channels)?.unwrap_or(default), 1).filter(|name| !name.is_empty())
        {
            let place = Self::ALL.iter().position(|known| *known == name).ok_or(Kind::Channels)?;
            if !profile.is_reached_by(name) {
                return Err(Kind::ChannelIdentifier.into());
            }
            set |= 1 << place;
        }
        if set == 0 { Err(Kind::MissingChannel.into()) } else { Ok(Self(set)) }
    }

    /// Their names on the wire.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::ALL
            .into_iter()
            .enumerate()
            .filter_map(move |(place, name)| (self.0 >> place & 1 == 1).then_some(name))
    }
}

impl<'a> Marketing<'a> {
    /// `None` where nothing was agreed to: an unticked box is no error.
    fn read(fields: &Fields<'a>, profile: &Profile<'_>) -> Result<Option<Self>, Error> {
        let email = fields.get(Field::MarketingEmail)?.is_some();
        let sms = fields.get(Field::MarketingSms)?.is_some();
        let whatsapp = fields.get(Field::MarketingWhatsapp)?.is_some();
        if !email && !sms && !whatsapp {
            return Ok(None);
        }
        if email && profile.email.is_none() {
            return Err(Kind::MarketingEmail.into());
        }
        if sms && profile.phone_number.is_none() {
            return Err(Kind::MarketingSms.into());
        }
        if whatsapp && profile.phone_number.is_none() {
            return Err(Kind::MarketingWhatsapp.into());
        }
        let list_id = fields.needed(Field::ListId, Kind::ListId)?;
        opaque(list_id, usize::MAX, [Kind::ListId; 3])?;
        Ok(Some(Self { list_id, email, sms, whatsapp }))
    }
}
