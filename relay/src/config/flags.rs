//! The settings as they are given: on the command line, in the environment, in a file.

use std::path::PathBuf;

use clap::Parser;
use serde::Deserialize;

/// Stores a shop's back-in-stock requests and delivers them to Klaviyo.
///
/// Each option is also a variable of the environment, `BACK_IN_STOCK_RELAY_` and its name in upper case, and a key of the
/// TOML file that --config names. The command line overrides the environment, which overrides the file.
// Without debug output: the URL of a store may have a password.
#[derive(Clone, Default, Parser, Deserialize)]
#[command(name = "back-in-stock-relay", version, mut_args(|arg| arg.hide_env_values(true)))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Flags {
    /// A TOML file with these options as keys.
    #[arg(long, value_name = "FILE", env = "BACK_IN_STOCK_RELAY_CONFIG")]
    #[serde(skip)]
    pub config: Option<PathBuf>,

    /// Validate the configuration, and exit.
    #[arg(long)]
    #[serde(skip)]
    pub check: bool,

    /// With --check: also ask Klaviyo whether it accepts the private key.
    #[arg(long)]
    #[serde(skip)]
    pub online: bool,

    /// The public API key of the account: six letters or digits.
    #[arg(long, env = "BACK_IN_STOCK_RELAY_COMPANY")]
    pub company: Option<String>,

    /// The file with the private API key. Its scopes are catalogs:write and profiles:write.
    #[arg(long, value_name = "FILE", env = "BACK_IN_STOCK_RELAY_KEY_FILE")]
    pub key_file: Option<PathBuf>,

    /// The address to listen at; 127.0.0.1:4402 if unset.
    #[arg(long, value_name = "ADDRESS", env = "BACK_IN_STOCK_RELAY_LISTEN")]
    pub listen: Option<String>,

    /// sqlite:FILE, or postgres://…; sqlite:relay.db if unset.
    #[arg(long, value_name = "URL", env = "BACK_IN_STOCK_RELAY_STORE")]
    pub store: Option<String>,

    /// Klaviyo's address, or an emulator's; <https://a.klaviyo.com> if unset.
    #[arg(long, value_name = "URL", env = "BACK_IN_STOCK_RELAY_UPSTREAM")]
    pub upstream: Option<String>,

    /// The path in front of the paths for pages, such as /bis; none if unset.
    #[arg(long, value_name = "PATH", env = "BACK_IN_STOCK_RELAY_BASE_PATH")]
    pub base_path: Option<String>,

    /// The origin of pages that may send requests, beside the relay's own host. Repeatable.
    #[arg(long, value_name = "URL", env = "BACK_IN_STOCK_RELAY_ALLOW_ORIGIN", value_delimiter = ',')]
    pub allow_origin: Vec<String>,

    /// The file with the keys that encrypt identities. Required with Postgres.
    #[arg(long, value_name = "FILE", env = "BACK_IN_STOCK_RELAY_IDENTITY_KEY_FILE")]
    pub identity_key_file: Option<PathBuf>,

    /// The URL that is notified of refused and expired requests: https or loopback. Needs --webhook-secret-file.
    #[arg(long, value_name = "URL", env = "BACK_IN_STOCK_RELAY_WEBHOOK")]
    pub webhook: Option<String>,

    /// The file with the secrets that sign what the webhook gets: `whsec_` and base64, one in each line.
    #[arg(long, value_name = "FILE", env = "BACK_IN_STOCK_RELAY_WEBHOOK_SECRET_FILE")]
    pub webhook_secret_file: Option<PathBuf>,

    /// The file with the token of the demand page: at least 16 visible ASCII characters. No page if unset.
    #[arg(long, value_name = "FILE", env = "BACK_IN_STOCK_RELAY_DEMAND_TOKEN_FILE")]
    pub demand_token_file: Option<PathBuf>,

    /// The service that verifies that a person sent a request: turnstile, hcaptcha, or the URL of one with the same protocol. No
    /// verification if unset. Needs --verify-secret-file.
    #[arg(long, value_name = "SERVICE", env = "BACK_IN_STOCK_RELAY_VERIFY")]
    pub verify: Option<String>,

    /// The file with the shop's secret at the service that --verify names.
    #[arg(long, value_name = "FILE", env = "BACK_IN_STOCK_RELAY_VERIFY_SECRET_FILE")]
    pub verify_secret_file: Option<PathBuf>,

    /// The milliseconds to wait for Klaviyo's answer before the page learns that its request is stored; 1500 if unset.
    #[arg(long, value_name = "MILLISECONDS", env = "BACK_IN_STOCK_RELAY_ANSWER_WITHIN")]
    pub answer_within: Option<u64>,

    /// The account's limit of requests in a minute; 3500 if unset. A tenth of it is the limit in a second.
    #[arg(long, value_name = "N", env = "BACK_IN_STOCK_RELAY_RATE")]
    pub rate: Option<u32>,

    /// The ID of a list that pages may sign shoppers up for. Give it double opt-in, because a sign-up can lift an
    /// unsubscribe. Alerts by SMS and WhatsApp need at least one. Repeatable.
    #[arg(long, value_name = "ID", env = "BACK_IN_STOCK_RELAY_LIST", value_delimiter = ',')]
    pub list: Vec<String>,

    /// The network of a proxy that names the device of a request in X-Forwarded-For, such as 10.0.0.0/8. Repeatable.
    #[arg(long, value_name = "CIDR", env = "BACK_IN_STOCK_RELAY_TRUST_PROXY", value_delimiter = ',')]
    pub trust_proxy: Vec<String>,

    /// The most requests of one address in a minute, or 0 for no limit; 0 if unset. Behind a proxy, --trust-proxy is needed.
    #[arg(long, value_name = "N", env = "BACK_IN_STOCK_RELAY_PER_ADDRESS")]
    pub per_address: Option<u32>,

    /// The most requests for one email address or phone number in a minute, or 0 for no limit; 10 if unset.
    #[arg(long, value_name = "N", env = "BACK_IN_STOCK_RELAY_PER_IDENTITY")]
    pub per_identity: Option<u32>,
}

impl Flags {
    /// These settings, and where they are unset, those of `file`.
    #[must_use]
    pub fn or(self, file: Self) -> Self {
        let repeated = |own: Vec<_>, other| if own.is_empty() { other } else { own };
        Self {
            config: self.config,
            check: self.check,
            online: self.online,
            company: self.company.or(file.company),
            key_file: self.key_file.or(file.key_file),
            listen: self.listen.or(file.listen),
            store: self.store.or(file.store),
            upstream: self.upstream.or(file.upstream),
            base_path: self.base_path.or(file.base_path),
            allow_origin: repeated(self.allow_origin, file.allow_origin),
            identity_key_file: self.identity_key_file.or(file.identity_key_file),
            webhook: self.webhook.or(file.webhook),
            webhook_secret_file: self.webhook_secret_file.or(file.webhook_secret_file),
            demand_token_file: self.demand_token_file.or(file.demand_token_file),
            verify: self.verify.or(file.verify),
            verify_secret_file: self.verify_secret_file.or(file.verify_secret_file),
            answer_within: self.answer_within.or(file.answer_within),
            rate: self.rate.or(file.rate),
            list: repeated(self.list, file.list),
            trust_proxy: repeated(self.trust_proxy, file.trust_proxy),
            per_address: self.per_address.or(file.per_address),
            per_identity: self.per_identity.or(file.per_identity),
        }
    }
}
