//! The keys of the store: identities are encrypted, and repeats are recognized by keyed hashes.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    path::Path,
};

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead as _, KeyInit as _, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::random;

/// The length of a nonce of XChaCha20-Poly1305: long enough to be random.
const NONCE: usize = 24;

/// The keys of a file. New rows use the first one; the others open older rows.
pub struct KeyRing {
    current: Key,
    older: Vec<Key>,
}

/// One secret, and what is derived from it.
struct Key {
    /// The fingerprint: public, stored with each row.
    id: String,
    cipher: XChaCha20Poly1305,
    hash: Zeroizing<[u8; 32]>,
    identities: Zeroizing<[u8; 32]>,
}

/// An encrypted text and the ID of its key.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// The ID of the key.
    pub key_id: String,
    /// The nonce, then the encrypted text.
    pub bytes: Vec<u8>,
}

/// A keyed hash.
pub type Digest = [u8; 32];

impl KeyRing {
    /// Reads the keys of a file: one in each line, as 64 hexadecimal digits. `None` if any line is not a key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let mut keys =
            lines.map(|line| random::from_hex(line).map(Zeroizing::new).and_then(|secret| Key::new(&secret)));
        let current = keys.next()??;
        Some(Self { current, older: keys.collect::<Option<_>>()? })
    }

    /// The ID of the key for new rows.
    #[must_use]
    pub fn current_id(&self) -> &str {
        &self.current.id
    }

    /// Whether a key with this ID is in the file.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.key(id).is_some()
    }

    fn key(&self, id: &str) -> Option<&Key> {
        [&self.current].into_iter().chain(&self.older).find(|key| key.id == id)
    }

    /// Encrypts a text. It opens only with the same context.
    ///
    /// # Errors
    ///
    /// If the operating system has no random numbers.
    pub fn seal(&self, text: &[u8], context: &[u8]) -> Result<Sealed, getrandom::Error> {
        let nonce = random::bytes::<NONCE>()?;
        let payload = Payload { msg: text, aad: context };
        let encrypted = self.current.cipher.encrypt(XNonce::from_slice(&nonce), payload);
        // The cipher fails only for texts of 256 GB.
        let encrypted = encrypted.map_err(|_| getrandom::Error::UNSUPPORTED)?;
        Ok(Sealed { key_id: self.current.id.clone(), bytes: [&nonce[..], &encrypted].concat() })
    }

    /// Decrypts a text; `None` if its key is unknown, or if it or its context was changed.
    #[must_use]
    pub fn open(&self, sealed: &Sealed, context: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, encrypted) = sealed.bytes.split_at_checked(NONCE)?;
        let cipher = &self.key(&sealed.key_id)?.cipher;
        let payload = Payload { msg: encrypted, aad: context };
        cipher.decrypt(XNonce::from_slice(nonce), payload).ok().map(Zeroizing::new)
    }

    /// The keyed hash of some texts, for one purpose, with the key for new rows.
    #[must_use]
    pub fn digest(&self, purpose: &str, texts: &[&[u8]]) -> Digest {
        self.current.digest(purpose, texts)
    }

    /// Whether the shop has signed a message with the key that is derived for it.
    #[must_use]
    pub fn is_signed(&self, message: &str, signature: &Digest) -> bool {
        [&self.current].into_iter().chain(&self.older).any(|key| {
            let mut hash = hmac(key.identities.as_slice());
            hash.update(message.as_bytes());
            hash.verify_slice(signature).is_ok()
        })
    }

    /// The same hash with each key: a stored one may be older than the current key.
    pub fn digests(&self, purpose: &str, texts: &[&[u8]]) -> impl Iterator<Item = Digest> {
        [&self.current].into_iter().chain(&self.older).map(move |key| key.digest(purpose, texts))
    }
}

impl Key {
    fn digest(&self, purpose: &str, texts: &[&[u8]]) -> Digest {
        let mut hash = hmac(self.hash.as_slice());
        for text in [purpose.as_bytes()].iter().chain(texts) {
            // With its length: `a, bc` and `ab, c` must differ.
            hash.update(&(text.len() as u64).to_be_bytes());
            hash.update(text);
        }
        hash.finalize().into_bytes().into()
    }

    fn new(secret: &Zeroizing<[u8; 32]>) -> Option<Self> {
        let derive = |purpose: &str| {
            let mut key = Zeroizing::new([0; 32]);
            Hkdf::<Sha256>::new(None, secret.as_slice())
                .expand(purpose.as_bytes(), key.as_mut_slice())
                .ok()?;
            Some(key)
        };
        let id = derive("back-in-stock relay: fingerprint")?;
        Some(Self {
            id: random::to_hex(id.first_chunk::<8>()?),
            cipher: XChaCha20Poly1305::new_from_slice(derive("back-in-stock relay: encryption")?.as_slice())
                .ok()?,
            hash: derive("back-in-stock relay: hashes")?,
            identities: derive("back-in-stock relay: identities")?,
        })
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn hmac(key: &[u8]) -> Hmac<Sha256> {
    <Hmac<Sha256> as Mac>::new_from_slice(key).expect("a key of any length")
}

/// Reads the text of a key file; `None` if there is no file.
///
/// # Errors
///
/// If the file exists and cannot be read.
pub fn read(path: &Path) -> std::io::Result<Option<Zeroizing<String>>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes a new key file, which only its owner may read, and returns its text. An existing file stays as it is.
///
/// # Errors
///
/// If the file exists, or cannot be written.
pub fn create(path: &Path) -> std::io::Result<Zeroizing<String>> {
    use std::os::unix::fs::OpenOptionsExt as _;

    let secret = Zeroizing::new(random::bytes::<32>().map_err(|_| ErrorKind::Unsupported)?);
    let text = Zeroizing::new(format!("{}\n", random::to_hex(secret.as_slice())));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    // The key must outlive a power failure if a row that needs it does.
    file.sync_all()?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::File::open(folder)?.sync_all()?;
    } else {
        fs::File::open(".")?.sync_all()?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(text: &str) -> KeyRing {
        KeyRing::parse(text).unwrap()
    }

    #[test]
    fn opens_only_with_its_key_and_context() {
        let (one, other) = ("11".repeat(32), "22".repeat(32));
        let sealed = ring(&one).seal(b"ann@example.com", b"context").unwrap();
        assert_eq!(ring(&one).open(&sealed, b"context").unwrap().as_slice(), b"ann@example.com");
        assert!(ring(&one).open(&sealed, b"another").is_none());
        assert!(ring(&other).open(&sealed, b"context").is_none());
        let rotated = ring(&format!("{other}\n{one}\n"));
        assert_eq!(rotated.open(&sealed, b"context").unwrap().as_slice(), b"ann@example.com");
        for index in 0..sealed.bytes.len() {
            let mut changed = sealed.clone();
            changed.bytes[index] ^= 1;
            assert!(rotated.open(&changed, b"context").is_none());
        }
    }

    #[test]
    fn refuses_what_is_not_a_key() {
        for text in ["", "\n", "11", &"11".repeat(31), &"1g".repeat(32), &"+1".repeat(32), &"é1".repeat(21)]
        {
            assert!(KeyRing::parse(text).is_none(), "{text:?}");
        }
        assert!(KeyRing::parse(&format!("{}\nnot a key\n", "11".repeat(32))).is_none());
    }

    #[test]
    fn knows_what_the_shop_has_signed() {
        // By `openssl kdf` and `openssl dgst`, as the documentation has it.
        let signature = "a3b5805da9f0cac39e06ccddfc6c405418bd6d629c18478ea496c7c17877e7dd";
        let signature = random::from_hex(signature).unwrap();
        let (one, other) = ("11".repeat(32), "22".repeat(32));
        let message = "ABC123\n1764550000\n\n7\n\n";
        assert!(ring(&one).is_signed(message, &signature));
        assert!(ring(&format!("{other}\n{one}")).is_signed(message, &signature));
        assert!(!ring(&other).is_signed(message, &signature));
        assert!(!ring(&one).is_signed("ABC123\n1764550000\n\n8\n\n", &signature));
    }

    #[test]
    fn hashes_depend_on_purpose_key_and_borders() {
        let ring = ring(&"11".repeat(32));
        let hash = ring.digest("alert", &[b"a", b"bc"]);
        assert_eq!(hash, ring.digest("alert", &[b"a", b"bc"]));
        assert_ne!(hash, ring.digest("alert", &[b"ab", b"c"]));
        assert_ne!(hash, ring.digest("receipt", &[b"a", b"bc"]));
        assert_ne!(hash, super::tests::ring(&"22".repeat(32)).digest("alert", &[b"a", b"bc"]));
    }
}
