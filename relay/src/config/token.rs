//! The token of the merchant.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// A token, kept as its hash.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl Token {
    /// Takes a token of 16 to 255 visible ASCII characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_token = (16..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_token.then(|| Self(Sha256::digest(text).into()))
    }

    /// Whether this is the token. The time does not depend on how much of it is right.
    #[must_use]
    pub fn is(&self, given: &[u8]) -> bool {
        self.0.ct_eq(Sha256::digest(given).as_slice()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn knows_itself() {
        let token = Token::parse("0123456789abcdef").unwrap_or_else(|| panic!());
        assert!(token.is(b"0123456789abcdef"));
        for other in ["", "0123456789abcdeF", "0123456789abcdef ", "0123456789abcde"] {
            assert!(!token.is(other.as_bytes()), "{other}");
        }
        for text in ["", "0123456789abcde", "0123456789 abcdef", "0123456789abcdeé", &"a".repeat(256)] {
            assert!(Token::parse(text).is_none(), "{text}");
        }
    }
}
