//! "Did you mean …?": typing mistakes in common email domains.

use crate::{
    contact::email::{check, clean},
    similar::slips,
};

/// Domains that are suggested: names and endings.
const DOMAINS: [(&str, &str); 35] = [
    ("gmail", "com"),
    ("googlemail", "com"),
    ("yahoo", "com"),
    ("yahoo", "co.uk"),
    ("yahoo", "fr"),
    ("yahoo", "de"),
    ("hotmail", "com"),
    ("hotmail", "co.uk"),
    ("hotmail", "fr"),
    ("outlook", "com"),
    ("icloud", "com"),
    ("live", "com"),
    ("msn", "com"),
    ("aol", "com"),
    ("me", "com"),
    ("protonmail", "com"),
    ("fastmail", "com"),
    ("comcast", "net"),
    ("verizon", "net"),
    ("att", "net"),
    ("sbcglobal", "net"),
    ("bellsouth", "net"),
    ("cox", "net"),
    ("gmx", "de"),
    ("gmx", "net"),
    ("web", "de"),
    ("t-online", "de"),
    ("orange", "fr"),
    ("wanadoo", "fr"),
    ("free", "fr"),
    ("laposte", "net"),
    ("libero", "it"),
    ("btinternet", "com"),
    ("sky", "com"),
    ("bigpond", "com"),
];

/// Misspellings of `com` that are not top-level domains.
const NOT_COM: [&str; 12] =
    ["con", "cmo", "ocm", "comm", "coom", "cpm", "vom", "xom", "cim", "conm", "vcom", "dom"];

/// Top-level domains that exist, but are a mistake after a common name such as `gmail`.
const SELDOM_COM: [&str; 3] = ["co", "cm", "om"];

/// Shorter names resemble too many real ones.
const SHORTEST: usize = 5;

/// Suggests the address that was probably meant: `ann@gmail.com` for `ann@gmial.com`. `None` if the address looks
/// right.
///
/// A misspelled `com`, such as `con`, is corrected in any domain. Otherwise, the domain must differ from one of 35
/// common ones by one letter, which is missing, added, wrong or swapped with its neighbor. A wrong first letter is not
/// corrected, since `mail.com`, `ymail.com` and `email.com` exist. Common domains are never changed.
///
/// ```
/// use back_in_stock::suggest_email;
/// assert_eq!(suggest_email("Ann@hotmial.con").as_deref(), Some("Ann@hotmail.com"));
/// assert_eq!(suggest_email("ann@ymail.com"), None);
/// ```
#[must_use]
pub fn suggest_email(text: &str) -> Option<String> {
    let address = clean(text);
    let (local, typed) = address.rsplit_once('@')?;
    let typed = typed.to_ascii_lowercase();
    let (name, ending) = typed.split_once('.')?;
    if DOMAINS.contains(&(name, ending)) {
        return None;
    }
    let is_seldom =
        SELDOM_COM.contains(&ending) && name.len() >= SHORTEST && DOMAINS.contains(&(name, "com"));
    let fixed = if is_seldom || NOT_COM.contains(&ending) { "com" } else { ending };
    let meant = |known: &&(&str, &str)| known.1 == fixed && (known.0 == name || is_slip(name, known.0));
    let (known, _) = DOMAINS.iter().find(meant).copied().unwrap_or((name, fixed));
    if (known, fixed) == (name, ending) {
        return None;
    }
    let address = [local, "@", known, ".", fixed].concat();
    // Only a whole address is worth a suggestion.
    check(&address).ok()?;
    Some(address)
}

/// Whether two names differ by one letter: missing, added, wrong or swapped with its neighbor. The first letter must be
/// right, unless it is swapped.
fn is_slip(typed: &str, name: &str) -> bool {
    let start = |name: &str| {
        let mut letters = name.bytes();
        (letters.next(), letters.next())
    };
    let ((a, b), (c, d)) = (start(typed), start(name));
    let starts_alike = a == c || (a == d && b == c);
    name.len() >= SHORTEST && starts_alike && slips(typed.as_bytes(), name.as_bytes()) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corrects_typing_mistakes() {
        for (slip, meant) in [
            ("gmial.com", "gmail.com"),
            ("gmai.com", "gmail.com"),
            ("gmaill.com", "gmail.com"),
            ("gnail.com", "gmail.com"),
            ("gamil.com", "gmail.com"),
            ("mgail.com", "gmail.com"),
            ("gmail.con", "gmail.com"),
            ("gmail.co", "gmail.com"),
            ("gmail.cm", "gmail.com"),
            ("gmial.con", "gmail.com"),
            ("hotmial.com", "hotmail.com"),
            ("hotmai.com", "hotmail.com"),
            ("hotmil.com", "hotmail.com"),
            ("yaho.com", "yahoo.com"),
            ("yahooo.com", "yahoo.com"),
            ("yhaoo.com", "yahoo.com"),
            ("yaho.co.uk", "yahoo.co.uk"),
            ("outlok.com", "outlook.com"),
            ("iclod.com", "icloud.com"),
            ("aol.con", "aol.com"),
            ("protonmial.com", "protonmail.com"),
            ("t-onlin.de", "t-online.de"),
            ("my-own-shop.con", "my-own-shop.com"),
            ("GMIAL.COM", "gmail.com"),
        ] {
            assert_eq!(suggest_email(&format!(" Ann+x@{slip}")), Some(format!("Ann+x@{meant}")), "{slip}");
        }
    }

    #[test]
    fn never_changes_a_good_domain() {
        let good = "mail.com email.com ymail.com gmx.com gmx.at mac.com hey.com pm.me proton.me yahoo.ca yahoo.es \
            hotmail.it hotmail.be hotmail.de outlook.de outlook.fr live.nl live.co.uk yandex.ru mail.ru \
            fastmail.fm cloud.com example.com example.co my.co.uk telia.se zoho.com rocketmail.com tutanota.com \
            qq.com 163.com naver.com seznam.cz wp.pl o2.pl bell.net shaw.ca virgin.net gmail.de photon.me";
        for domain in DOMAINS
            .map(|(name, ending)| format!("{name}.{ending}"))
            .iter()
            .map(String::as_str)
            .chain(good.split_whitespace())
        {
            assert_eq!(suggest_email(&format!("ann@{domain}")), None, "{domain}");
        }
    }

    /// Two wrong letters are not a swap.
    #[test]
    fn leaves_two_wrong_letters_alone() {
        for domain in ["gaxil.com", "gxmil.com", "yhxoo.com", "yxaoo.com"] {
            assert_eq!(suggest_email(&format!("ann@{domain}")), None, "{domain}");
        }
    }

    #[test]
    fn suggests_nothing_for_an_invalid_address() {
        for text in ["", "ann", "@gmial.com", "a b@gmial.com", "ann@", "ann@gmial", "ann@gmial.com.", "@@"] {
            assert_eq!(suggest_email(text), None, "{text}");
        }
    }
}
