//! The exports of `relay.wasm`: a handler on a server, which takes the requests of pages.
#![allow(clippy::needless_pass_by_value, reason = "wasm-bindgen passes values")]

use js_sys::{Date, Math};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;

use super::{
    error::{about, thrown},
    object,
};
use crate::relay::{
    LONGEST_BODY,
    edge::{Answer, Edge, Head, Message, Outcome, Outgoing, Permits, Reply, Settled, Taken},
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("relay.d.ts");

/// The version of the crate. It must match the version of the package's scripts.
#[wasm_bindgen(js_name = relayVersion)]
pub fn relay_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The longest body of a request, in bytes.
#[wasm_bindgen(js_name = longestBody)]
pub fn longest_body() -> usize {
    LONGEST_BODY
}

/// A handler with checked options.
#[wasm_bindgen]
pub struct RelayRules(Edge);

/// A reply to a request that was read and refused.
#[derive(Serialize)]
struct NotTaken {
    reply: Reply,
}

/// An attempt to deliver a message.
#[derive(Serialize)]
struct Attempt {
    call: Outgoing,
    message: Message,
}

/// The outcome of an attempt.
#[derive(Serialize)]
struct Delivered {
    #[serde(flatten)]
    outcome: Outcome,
    message: Message,
}

#[wasm_bindgen]
impl RelayRules {
    /// Checks the options.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "RelaySettings")] options: JsValue,
    ) -> Result<Self, JsValue> {
        Edge::new(read(options)?).map(Self).map_err(thrown)
    }

    /// A reply by the head of a request; `undefined` if its body may be read.
    #[wasm_bindgen(unchecked_return_type = "RelayReply | undefined")]
    pub fn open(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RelayHead")] head: JsValue,
    ) -> Result<JsValue, JsValue> {
        let head: Head = read(head)?;
        Ok(self.0.open(&head).err().map_or(JsValue::UNDEFINED, |reply| object(&reply)))
    }

    /// What must be verified before the body is read, if the request has a signature.
    #[wasm_bindgen(unchecked_return_type = "RelaySigned | undefined")]
    pub fn signed(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RelayHead")] head: JsValue,
        body: &[u8],
    ) -> Result<JsValue, JsValue> {
        let signed = self.0.signed(&read(head)?, body, Date::now());
        Ok(signed.map_or(JsValue::UNDEFINED, |signed| object(&signed)))
    }

    /// Reads the body of a request; `undefined` for one that is too long.
    #[wasm_bindgen(unchecked_return_type = "RelayTaken")]
    pub fn take(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RelayHead")] head: JsValue,
        body: Option<Vec<u8>>,
        receipt: String,
    ) -> Result<JsValue, JsValue> {
        let head: Head = read(head)?;
        Ok(match self.0.take(&head, body.as_deref(), Date::now()) {
            Ok(taken) => object(&Taken { message: taken.message.with_receipt(receipt), ..taken }),
            Err(reply) => object(&NotTaken { reply }),
        })
    }

    /// The reply after Klaviyo's answer. Without an answer, `status` is `undefined`.
    #[wasm_bindgen(unchecked_return_type = "RelayReply")]
    pub fn settle(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RelayHead")] head: JsValue,
        status: Option<u16>,
        body: &[u8],
        retry_after: Option<String>,
    ) -> Result<JsValue, JsValue> {
        let head: Head = read(head)?;
        Ok(object(&self.0.settle(&head, answer(status, body, retry_after.as_deref())).reply))
    }

    /// The mistake of the configuration that Klaviyo's answer shows.
    #[wasm_bindgen(unchecked_return_type = "BackInStockError | undefined")]
    pub fn problem(&self, status: u16, body: &[u8]) -> JsValue {
        let Settled { problem, .. } = self.0.settle(&Head::default(), answer(Some(status), body, None));
        problem.map_or(JsValue::UNDEFINED, thrown)
    }

    /// The reply to a request that is in the queue.
    #[wasm_bindgen(unchecked_return_type = "RelayReply")]
    pub fn stored(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RelayHead")] head: JsValue,
        #[wasm_bindgen(unchecked_param_type = "RelayMessage")] message: JsValue,
    ) -> Result<JsValue, JsValue> {
        let (head, message): (Head, Message) = (read(head)?, read(message)?);
        Ok(object(&self.0.stored(&head, &message)))
    }

    /// The reply to a request that did not arrive in full, or that the queue did not take.
    #[wasm_bindgen(js_name = notStored, unchecked_return_type = "RelayReply")]
    pub fn not_stored(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RelayHead")] head: JsValue,
    ) -> Result<JsValue, JsValue> {
        Ok(object(&self.0.not_stored(&read(head)?)))
    }

    /// Starts an attempt to deliver a message; `undefined` if its request has expired.
    #[wasm_bindgen(unchecked_return_type = "RelayAttempt | undefined")]
    pub fn attempt(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RelayMessage")] message: JsValue,
    ) -> Result<JsValue, JsValue> {
        let attempt = self.0.attempt(read(message)?, Date::now()).map_err(thrown)?;
        Ok(attempt.map_or(JsValue::UNDEFINED, |(call, message)| object(&Attempt { call, message })))
    }
}

/// Decides by Klaviyo's answer to an attempt. Without an answer, `status` is `undefined`.
#[wasm_bindgen(js_name = delivered, unchecked_return_type = "RelayDelivered")]
pub fn delivered(
    #[wasm_bindgen(unchecked_param_type = "RelayMessage")] message: JsValue,
    status: Option<u16>,
    body: &[u8],
    retry_after: Option<String>,
) -> Result<JsValue, JsValue> {
    let message: Message = read(message)?;
    let delivery =
        message.answered(answer(status, body, retry_after.as_deref()), Date::now(), Math::random());
    Ok(object(&Delivered { outcome: delivery.outcome, message: delivery.message }))
}

/// Permits, and the wait until more of them can be reserved.
#[derive(Serialize)]
struct Reservation {
    permits: Permits,
    wait: f64,
}

/// Reserves permits of the account's limits under an ID.
#[wasm_bindgen(js_name = reservePermits, unchecked_return_type = "RelayReservation")]
pub fn reserve_permits(
    #[wasm_bindgen(unchecked_param_type = "RelayPermits")] permits: JsValue,
    id: &str,
    count: u32,
    rate: u32,
) -> Result<JsValue, JsValue> {
    let mut permits: Permits = read(permits)?;
    let wait = permits.reserve(id, count, rate, Date::now());
    Ok(object(&Reservation { permits, wait }))
}

/// Reserves nothing for some milliseconds.
#[wasm_bindgen(js_name = pausePermits, unchecked_return_type = "RelayPermits")]
pub fn pause_permits(
    #[wasm_bindgen(unchecked_param_type = "RelayPermits")] permits: JsValue,
    wait: f64,
) -> Result<JsValue, JsValue> {
    let mut permits: Permits = read(permits)?;
    permits.pause(wait, Date::now());
    Ok(object(&permits))
}

/// Releases the permits of an ID.
#[wasm_bindgen(js_name = releasePermits, unchecked_return_type = "RelayPermits")]
pub fn release_permits(
    #[wasm_bindgen(unchecked_param_type = "RelayPermits")] permits: JsValue,
    id: &str,
) -> Result<JsValue, JsValue> {
    let mut permits: Permits = read(permits)?;
    permits.release(id, Date::now());
    Ok(object(&permits))
}

fn answer<'a>(status: Option<u16>, body: &'a [u8], retry_after: Option<&'a str>) -> Option<Answer<'a>> {
    status.map(|status| Answer { status, body, retry_after })
}

/// Reads an object that the wrapper has made.
fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|_| about("invalid_option", "options", "must have values of the documented types"))
}
