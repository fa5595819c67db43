//! The configuration: [`Flags`] as they are given, and [`Config`] once they are checked.

mod address;
mod flags;
mod network;
mod token;

use std::{
    fmt, fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use back_in_stock::{
    CompanyId, Options, Service,
    relay::{BasePath, Origin},
};
use clap::Parser as _;
use zeroize::Zeroizing;

pub use address::StoreAddress;
pub use flags::Flags;
pub use network::Network;
pub use token::Token;

use crate::{random, verify, webhook};
use address::{base_path, origin, target, upstream};

/// The longest wait for Klaviyo's answer.
const LONGEST_ANSWER: u64 = 30_000;

/// A checked configuration.
pub struct Config {
    /// The public API key.
    pub company: String,
    /// The private API key and the upstream, checked by the core. Its debug output has no key.
    pub klaviyo: Options,
    /// The address to listen at.
    pub listen: SocketAddr,
    /// The store.
    pub store: StoreAddress,
    /// The path in front of the paths for pages.
    pub base_path: BasePath,
    /// Origins of other hosts whose pages may send requests.
    pub origins: Vec<Origin>,
    /// The file with the keys that encrypt identities, if it was named.
    pub identity_key_file: Option<PathBuf>,
    /// Where the merchant is notified of refused and expired requests, if anywhere.
    pub webhook: Option<webhook::Endpoint>,
    /// The token of the demand page; without one, there is no page.
    pub demand_token: Option<Token>,
    /// The service that verifies that a person sent a request, if any.
    pub verify: Option<verify::Service>,
    /// How long a page waits for Klaviyo's answer.
    pub answer_within: Duration,
    /// The account's limit of requests in a minute.
    pub rate: u32,
    /// The lists that pages may sign shoppers up for.
    pub lists: Vec<String>,
    /// Proxies that may name the device of a request.
    pub proxies: Vec<Network>,
    /// The most requests of one address in a minute; 0 for no limit.
    pub per_address: u32,
    /// The most requests for one identity in a minute; 0 for no limit.
    pub per_identity: u32,
}

/// Why a configuration is wrong, in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(pub String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// What the command line requests.
pub enum Command {
    /// Run the relay.
    Run(Box<Config>),
    /// Print that the configuration is right.
    Check {
        /// The configuration.
        config: Box<Config>,
        /// Whether to ask Klaviyo about the key, too.
        online: bool,
    },
    /// Print this text: the help or the version.
    Print(String),
}

/// Reads the command line, the environment and the file.
///
/// # Errors
///
/// The first mistake, in one line.
pub fn read<I: IntoIterator<Item = String>>(arguments: I) -> Result<Command, ConfigError> {
    let flags = match Flags::try_parse_from(arguments) {
        Ok(flags) => flags,
        Err(error) if !error.use_stderr() => return Ok(Command::Print(error.to_string())),
        Err(error) => return Err(ConfigError(first_line(&error.to_string()))),
    };
    let (check, online) = (flags.check, flags.online);
    if online && !check {
        return Err(ConfigError("--online needs --check".into()));
    }
    let file = match &flags.config {
        Some(path) => read_file(path)?,
        None => Flags::default(),
    };
    let config = Box::new(Config::new(flags.or(file))?);
    Ok(if check { Command::Check { config, online } } else { Command::Run(config) })
}

/// The sentence of an error, without the usage that clap adds.
fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

fn read_file(path: &Path) -> Result<Flags, ConfigError> {
    let name = path.display();
    let text = fs::read_to_string(path)
        .map_err(|error| ConfigError(format!("--config: {name} cannot be read: {}", error.kind())))?;
    toml::from_str(&text).map_err(|error| {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map_or(1, |before| 1 + before.matches('\n').count());
        ConfigError(format!("--config: {name}, line {line}: {}", first_line(error.message())))
    })
}

impl Config {
    /// Checks the settings.
    ///
    /// # Errors
    ///
    /// The first mistake, in one line that repeats no secret.
    pub fn new(flags: Flags) -> Result<Self, ConfigError> {
        let company = flags.company.ok_or_else(|| missing("company", "the public API key"))?;
        CompanyId::parse(&company).map_err(|error| wrong("company", error.message()))?;
        let key_file =
            flags.key_file.ok_or_else(|| missing("key-file", "the file with the private API key"))?;
        let klaviyo = Options {
            audience: Some("server".into()),
            private_key: Some(read_secret("key-file", &key_file, "pk_")?.to_string()),
            endpoint: Some(upstream(flags.upstream.as_deref())?),
            ..Options::default()
        };
        Service::new(&klaviyo).map_err(|error| wrong("key-file", error.message()))?;
        let store = StoreAddress::parse(flags.store.as_deref().unwrap_or("sqlite:relay.db"))?;
        if matches!(store, StoreAddress::Postgres(_)) && flags.identity_key_file.is_none() {
            return Err(missing("identity-key-file", "with Postgres, relays share its keys"));
        }
        if let Some(path) = &flags.identity_key_file {
            refuse_secret("identity-key-file", path, |text| random::from_hex::<32>(text).is_some())?;
        }
        let listen = flags.listen.as_deref().unwrap_or("127.0.0.1:4402");
        let answer_within = flags.answer_within.unwrap_or(1_500);
        if answer_within > LONGEST_ANSWER {
            return Err(wrong("answer-within", format!("must be at most {LONGEST_ANSWER} milliseconds")));
        }
        let rate = flags.rate.unwrap_or(3_500);
        if !(60..=10_000_000).contains(&rate) {
            return Err(wrong("rate", "must be from 60 to 10000000 requests in a minute"));
        }
        Ok(Self {
            company,
            klaviyo,
            listen: listen.parse().map_err(|_| wrong("listen", "must be an IP address and a port"))?,
            store,
            base_path: base_path(flags.base_path.as_deref().unwrap_or_default())?,
            origins: flags.allow_origin.iter().map(|text| origin(text)).collect::<Result<_, _>>()?,
            identity_key_file: flags.identity_key_file,
            webhook: webhook(flags.webhook.as_deref(), flags.webhook_secret_file.as_deref())?,
            demand_token: flags.demand_token_file.as_deref().map(demand_token).transpose()?,
            verify: verification(flags.verify.as_deref(), flags.verify_secret_file.as_deref())?,
            answer_within: Duration::from_millis(answer_within),
            rate,
            lists: flags.list.into_iter().map(list).collect::<Result<_, _>>()?,
            proxies: flags
                .trust_proxy
                .iter()
                .map(|text| Network::configured(text))
                .collect::<Result<_, _>>()?,
            per_address: flags.per_address.unwrap_or(0),
            per_identity: flags.per_identity.unwrap_or(10),
        })
    }
}

fn list(id: String) -> Result<String, ConfigError> {
    let is_id = (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_id { Ok(id) } else { Err(wrong("list", "must be the ID of a list, such as Y6nRLr")) }
}

/// Reads the file of a secret that starts with `prefix`.
fn read_secret(option: &str, path: &Path, prefix: &str) -> Result<Zeroizing<String>, ConfigError> {
    refuse_secret(option, path, |text| !prefix.is_empty() && text.starts_with(prefix))?;
    let text = fs::read_to_string(path)
        .map(Zeroizing::new)
        .map_err(|error| wrong(option, format!("{} cannot be read: {}", path.display(), error.kind())))?;
    Ok(Zeroizing::new(text.trim().to_owned()))
}

fn webhook(url: Option<&str>, secrets: Option<&Path>) -> Result<Option<webhook::Endpoint>, ConfigError> {
    let (url, secrets) = match (url, secrets) {
        (None, None) => return Ok(None),
        (Some(url), Some(secrets)) => (target("webhook", url)?, secrets),
        (None, Some(_)) => return Err(missing("webhook", "--webhook-secret-file is for its requests")),
        (Some(_), None) => return Err(missing("webhook-secret-file", "it signs what --webhook gets")),
    };
    let option = "webhook-secret-file";
    let secrets = webhook::Secrets::parse(&read_secret(option, secrets, webhook::PREFIX)?)
        .ok_or_else(|| wrong(option, "must have whsec_ and 24 to 64 bytes in base64 in each line"))?;
    Ok(Some(webhook::Endpoint { url, secrets }))
}

/// Checks the service that verifies people.
fn verification(
    service: Option<&str>,
    secret: Option<&Path>,
) -> Result<Option<verify::Service>, ConfigError> {
    let (service, file) = match (service, secret) {
        (None, None) => return Ok(None),
        (Some(service), Some(file)) => (service, file),
        (None, Some(_)) => return Err(missing("verify", "--verify-secret-file is for its service")),
        (Some(_), None) => return Err(missing("verify-secret-file", "--verify needs the shop's secret")),
    };
    let url = match service {
        "turnstile" => "https://challenges.cloudflare.com/turnstile/v0/siteverify",
        "hcaptcha" => "https://api.hcaptcha.com/siteverify",
        url => url,
    };
    let url = target("verify", url).map_err(|_| {
        wrong("verify", "must be turnstile, hcaptcha, or an https or loopback URL without credentials")
    })?;
    let option = "verify-secret-file";
    let secret = read_unnamed(option, file)?;
    let is_secret = !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_graphic());
    if is_secret {
        Ok(Some(verify::Service { url, secret }))
    } else {
        Err(wrong(option, "must have a secret"))
    }
}

/// Reads the file of a secret. Errors do not repeat the path, which could be the secret instead of its file.
fn read_unnamed(option: &str, path: &Path) -> Result<Zeroizing<String>, ConfigError> {
    let text = fs::read_to_string(path)
        .map(Zeroizing::new)
        .map_err(|error| wrong(option, format!("the file cannot be read: {}", error.kind())))?;
    Ok(Zeroizing::new(text.trim().to_owned()))
}

fn demand_token(path: &Path) -> Result<Token, ConfigError> {
    let option = "demand-token-file";
    let text = read_unnamed(option, path)?;
    Token::parse(&text)
        .ok_or_else(|| wrong(option, "must have a token of 16 to 255 visible ASCII characters"))
}

/// A secret instead of the file that has it. Other errors name the file, and would repeat the secret.
fn refuse_secret(option: &str, path: &Path, is_secret: impl FnOnce(&str) -> bool) -> Result<(), ConfigError> {
    if path.to_str().is_some_and(is_secret) {
        return Err(wrong(option, "must be the path of a file that has the key, not the key"));
    }
    Ok(())
}

fn missing(option: &str, purpose: &str) -> ConfigError {
    ConfigError(format!("--{option} is required: {purpose}"))
}

/// A sentence whose subject is the option.
fn wrong(option: &str, message: impl fmt::Display) -> ConfigError {
    let message = message.to_string();
    let is_predicate = ["must ", "is "].iter().any(|start| message.starts_with(start));
    ConfigError(format!("--{option}{} {message}", if is_predicate { "" } else { ":" }))
}
