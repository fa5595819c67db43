// Generated from the Rust core by `npm run generate`; do not edit.

/** The place of each value in the text that the module gets, in its order. */
export const PATHS =
  "audience companyId privateKey accessToken endpoint revision mediaType integration catalog country variant.id variant.integration variant.catalog profile.id profile.email profile.phoneNumber profile.externalId channels marketing.listId marketing.email marketing.sms marketing.whatsapp smsConsent whatsappConsent";

/**
 * All errors in the order of the module's numbers: a line for those of one code and field (empty: none), which
 * it begins with; then their messages.
 */
export const ERRORS = "private_key\tcompanyId\tis a private API key: replace it in Klaviyo's settings, and use the public one\ninvalid_company_id\tcompanyId\twas refused by the service\tmust be six letters or digits: the public API key\ninvalid_variant_id\tvariant\tmust be text: numbers lose digits\tis empty\tbegins or ends with white space\tcontains a control or replacement character\tis a gid:// URL: pass the number at its end, and the integration $shopify\tcontains ':::' and is not canonical\tis not canonical, as $custom:::$default:::SKU-1 is\tdiffers from the options in integration or catalog\tis too long\twas refused by the service\ninvalid_email\temail\tmust be text\tis empty\tis no e-mail address\thas a character before the @ that is not ASCII\tlacks a dot after the @\tends in a number\twas refused by the service\ninvalid_phone_number\tphoneNumber\tmust be text\thas no digits\tcontains letters\tcontains characters that do not belong\tneeds a country, or + and the country calling code\tbegins with 0 where the country calling code belongs\tis too short\tis too long\thas a length that its country does not use\twas refused by the service\ninvalid_external_id\texternalId\tmust be text\tis empty\tis longer than 255 characters\tcontains a control or replacement character\twas refused by the service\ninvalid_profile_id\tid\tmust be text\tis empty\tcontains a control or replacement character\twas refused by the service\nmissing_identifier\tprofile\tneeds email, phoneNumber, externalId or id\nmissing_identifier\temail\tis needed for marketing.email\nmissing_identifier\tphoneNumber\tis needed for marketing.sms\tis needed for marketing.whatsapp\nmissing_channel\tchannels\tmust name one: without email there is no default\nchannel_without_identifier\tchannels\thas one without its identifier: EMAIL needs email, SMS and WHATSAPP need phoneNumber\nconsent_required\tsmsConsent\tmust be 'recorded' for SMS, unless marketing.sms records it\nconsent_required\twhatsappConsent\tmust be 'recorded' for WHATSAPP, unless marketing.whatsapp records it\ninvalid_option\tchannels\tmust be a list of EMAIL, SMS, PUSH, WHATSAPP\ninvalid_option\tmarketing\tmust be { listId, email?: boolean, sms?: boolean, whatsapp?: boolean }\ninvalid_option\tlistId\tmust be the id of a list\ninvalid_option\tsmsConsent\tcan only be 'recorded'\ninvalid_option\twhatsappConsent\tcan only be 'recorded'\ninvalid_option\tintegration\tmust be a name such as $custom, without ':::'\ninvalid_option\tcatalog\tmust be a name such as $default, without ':::'\ninvalid_option\tcountry\tmust be the ISO code of a country, such as US\ninvalid_option\trevision\tmust be a date such as 2026-10-15\ninvalid_option\tmediaType\tmust be application/vnd.api+json or application/json\ninvalid_option\tendpoint\tmust be a plain URL: https, loopback, or of the page's own origin\ninvalid_option\taudience\tmust be 'client' or 'server'\ninvalid_option\tprivateKey\tmust be a private API key, which begins with pk_\ninvalid_option\taccessToken\tor privateKey is needed for the audience 'server'\nvariant_not_found\tvariant\tis unknown to the service, as a new product is until a catalog sync\nrejected\t\tthe service refused the request\nunauthorized\t\tthe service refused the key\nrevision_retired\trevision\tis no longer served\nthrottled\t\ttoo many requests: try again later\nservice_unavailable\t\tthe service is not available: try again later\nnetwork\t\tthe service could not be reached, or is blocked\ntimeout\t\tthe service did not answer in time\naborted\t\tthe request was aborted\nstorage\t\tit waited for too long\tit may have been accepted a day ago, and is not sent again\t200 newer ones wait";

/** The text options of a client: what is accepted, and the number of the error of anything else. */
export const RULES: Record<string, [RegExp, number]> = {
  companyId: [/^[A-Za-z0-9]{6}$/u, 2],
  revision: [/^\d{4}-\d\d-\d\d(\.[A-Za-z0-9-]+)?$/u, 55],
  integration: [/^\$(?!.*(:::|:$))[^\s\p{Cc}\p{Cs}\u200B\uFFFD]*$/u, 52],
  catalog: [/^(?!.*(:::|:$))[^\s\p{Cc}\p{Cs}\u200B\uFFFD]+$/u, 53],
  country: [/^(A[CDEFGILMORSTUWXZ]|B[ABDEFGHIJLMNOQRSTWYZ]|C[ACDFGHIKLMNORUVWXYZ]|D[EJKMOZ]|E[CEGHRST]|F[IJKMOR]|G[ABDEFGHILMNPQRTUWY]|H[KNRTU]|I[DELMNOQRST]|J[EMOP]|K[EGHIMNPRWYZ]|L[ABCIKRSTUVY]|M[ACDEFGHKLMNOPQRSTUVWXYZ]|N[ACEFGILOPRUZ]|O[M]|P[AEFGHKLMRSTWY]|Q[A]|R[EOSUW]|S[ABCDEGHIJKLMNORSTVXYZ]|T[ACDGHJKLMNORTVWZ]|U[AGSYZ]|V[ACEGINU]|W[FS]|X[K]|Y[ET]|Z[AMW])$/u, 54],
};

/** A private key, wherever it stands. */
export const PRIVATE_KEY: [RegExp, number] = [/^[^_]*pk_/, 0];

/** The error of an address that is not allowed. */
export const ENDPOINT = 57;

/** What it means that no answer came. */
export const NETWORK = 67;
export const TIMEOUT = 68;
export const ABORTED = 69;

/** The codes of the errors after which the same request may succeed later. */
export const RETRYABLE = /^(network|timeout|throttled|service_unavailable)$/;

/** The error of a request that was dropped for newer ones. */
export const CROWDED = 72;

/** Years after its date for which a revision is served. */
export const YEARS_SERVED = 2;

/** What the module must be built with to fit to all this. */
export const FINGERPRINT = 1620534170;
