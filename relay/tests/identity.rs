//! Identifiers that the shop has signed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use std::fmt::Write as _;

use back_in_stock_relay::config::Flags;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use support::{Emulator, Folder, Shop, assert_accepted, document_of, flags, refusal};

/// What `openssl kdf` derives from the key `1111…`.
const DERIVED: &str = "cf7b2a772f4cfff707021b5a7eb65bc591d3627bc62650d226f8f06f701793c6";

fn signature(message: &str) -> String {
    let key: Vec<_> =
        (0..32).map(|index| u8::from_str_radix(&DERIVED[2 * index..2 * index + 2], 16).unwrap()).collect();
    let mut hash = <Hmac<sha2::Sha256> as hmac::Mac>::new_from_slice(&key).unwrap();
    hash.update(message.as_bytes());
    let bytes = hash.finalize().into_bytes();
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn alert(external_id: &str, email: &str) -> Value {
    let identifiers = json!({ "email": email, "external_id": external_id });
    document_of("$custom:::$default:::SKU-1", &identifiers, &["EMAIL"])
}

#[tokio::test]
async fn only_the_shop_names_profiles() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &[]);
    let keys = folder.file("keys", &"11".repeat(32));
    let shop = Shop::start(Flags { identity_key_file: Some(keys), ..flags(&folder, &emulator.url) }).await;
    let expires = shop.clock.now() / 1_000 + 3_600;
    let signed = format!("{expires}.{}", signature(&format!("ABC123\n{expires}\n\n7\nann@example.com\n")));
    let send = async |document: &Value, header: &str| {
        shop.alert(document).header("back-in-stock-identity", header).send().await.unwrap()
    };
    assert_eq!(refusal(shop.send(&alert("7", "ann@example.com")).await).await.0, 400);
    for (document, header) in [
        (alert("8", "ann@example.com"), signed.as_str()),
        (alert("7", "bob@example.com"), &signed),
        (alert("7", "ann@example.com"), ""),
        (alert("7", "ann@example.com"), &format!("{expires}.{}", "0".repeat(64))),
        (support::document("ann@example.com"), &signed),
    ] {
        let (status, code, _) = refusal(send(&document, header).await).await;
        assert_eq!((status, code.as_str()), (403, "permission_denied"), "{header}");
    }
    assert_eq!(emulator.state().await["requestCount"], 0);
    assert_accepted(&send(&alert("7", "ann@example.com"), &signed).await);
    let has_id = |profile: &Value| profile["externalIds"] == json!(["7"]);
    assert_eq!(emulator.count("profiles", has_id).await, 1);
    // Without the ID it is another request.
    assert_accepted(&shop.send(&support::document("ann@example.com")).await);
    assert_eq!(shop.metric("intake_total{result=\"stored\"}").await, 2);
    shop.clock.advance(2 * support::HOUR);
    assert_eq!(refusal(send(&alert("7", "ann@example.com"), &signed).await).await.0, 403, "expired");
    shop.stop().await;
}
