//! Signatures by the rules of Standard Webhooks, which libraries in many languages verify.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// What each secret starts with.
pub(crate) const PREFIX: &str = "whsec_";

/// The secrets that sign. Several of them overlap while one replaces the other.
pub struct Secrets(Vec<Zeroizing<Vec<u8>>>);

impl Secrets {
    /// Reads the secrets of a file: one in each line, `whsec_` and 24 to 64 bytes in base64. `None` if any line is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let secrets: Vec<_> = lines.map(secret).collect::<Option<_>>()?;
        (!secrets.is_empty()).then_some(Self(secrets))
    }

    /// The header `webhook-signature`.
    pub(super) fn sign(&self, id: &str, timestamp: i64, body: &str) -> String {
        let signature = |secret: &Zeroizing<Vec<u8>>| {
            // HMAC takes keys of any length.
            let mut hash = <Hmac<Sha256> as hmac::Mac>::new_from_slice(secret).ok()?;
            hash.update(format!("{id}.{timestamp}.{body}").as_bytes());
            Some(format!("v1,{}", STANDARD.encode(hash.finalize().into_bytes())))
        };
        self.0.iter().filter_map(signature).collect::<Vec<_>>().join(" ")
    }
}

fn secret(line: &str) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = Zeroizing::new(STANDARD.decode(line.strip_prefix(PREFIX)?).ok()?);
    (24..=64).contains(&bytes.len()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::Secrets;

    #[test]
    fn signs_as_the_standard_requires() {
        // The example of the specification.
        let secrets = Secrets::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n").unwrap();
        let signature =
            secrets.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let two =
            Secrets::parse(&format!("whsec_{}\nwhsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "A".repeat(32)));
        let both =
            two.unwrap().sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(both.split(' ').nth(1), Some(signature.as_str()));
    }

    #[test]
    fn refuses_what_is_not_a_secret() {
        for text in [
            "",
            "whsec_",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_AAAA",
            "whsec_!",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\nx",
        ] {
            assert!(Secrets::parse(text).is_none(), "{text}");
        }
        assert!(Secrets::parse(&format!("whsec_{}", "A".repeat(88))).is_none(), "longer than 64 bytes");
    }
}
