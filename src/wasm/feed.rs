//! The exports of the modules that read feeds: `feed.wasm` (JSON), `feed-xml.wasm`, and of each one that also checks.
//!
//! A [`FeedReader`] reads one feed. Names and options are given to it before the first chunk.

#![allow(clippy::needless_pass_by_value, reason = "what a page passes comes by value")]

use js_sys::{Error, Float64Array, JsString, Uint8Array};
use wasm_bindgen::prelude::*;

#[cfg(not(feature = "xml"))]
pub(super) use crate::feed::json::Json as Source;
#[cfg(not(feature = "xml"))]
use crate::feed::json::Layout;
#[cfg(feature = "xml")]
pub(super) use crate::feed::xml::Xml as Source;
use crate::feed::{
    Names, Output, Plan,
    stream::{Feed, State},
};

#[wasm_bindgen(raw_module = "#feed-imports")]
extern "C" {
    /// The value of a number's text.
    #[wasm_bindgen(js_name = numberOf)]
    pub(crate) fn number(text: &[u8]) -> f64;

    /// The `BackInStockError` of a feed that cannot be read further.
    #[wasm_bindgen(js_name = feedError)]
    fn feed_error(code: &str, message: &str, offset: f64, around: &[u8]) -> Error;
}

/// The version of the crate and the kind of the module, which must be those that the package's scripts expect.
#[wasm_bindgen]
pub fn version() -> JsString {
    VERSION.into()
}

const VERSION: &str = match (cfg!(feature = "xml"), cfg!(feature = "check")) {
    (false, false) => concat!(env!("CARGO_PKG_VERSION"), " json"),
    (false, true) => concat!(env!("CARGO_PKG_VERSION"), " json-check"),
    (true, false) => concat!(env!("CARGO_PKG_VERSION"), " xml"),
    (true, true) => concat!(env!("CARGO_PKG_VERSION"), " xml-check"),
};

/// How the rows of a JSON feed are laid out.
#[cfg(not(feature = "xml"))]
#[wasm_bindgen]
pub enum FeedLayout {
    /// In an array.
    Json = "json",
    /// JSON lines.
    Ndjson = "ndjson",
    /// As the feed's first rows show.
    Auto = "auto",
}

/// Why a name is looked for.
#[wasm_bindgen]
pub enum NameRole {
    /// It may hold the quantity. The first that a row has counts.
    Quantity = "quantity",
    /// It may hold the policy.
    Policy = "policy",
    /// Its value is written to `json`.
    Select = "select",
    /// It is on the path to the rows of a JSON feed.
    Path = "path",
    /// It is the next field that is checked: id, title, link, description, `image_link`, price.
    Field = "field",
}

/// Reads one feed, chunk by chunk. What the last chunk gave is in `start`, `end`, `visible`, `inStock` and `json`.
#[wasm_bindgen]
pub struct FeedReader {
    pub(super) feed: Feed<Source>,
    #[cfg(feature = "check")]
    pub(super) check: super::check::Checking,
}

#[wasm_bindgen]
impl FeedReader {
    /// Reads JSON. Out of stock is a quantity below `threshold`, else 0 or less; `hide` hides it whatever the policy.
    /// Reading ends after `limit` visible rows.
    #[cfg(not(feature = "xml"))]
    #[wasm_bindgen(constructor)]
    pub fn new(hide: bool, threshold: Option<f64>, limit: Option<f64>, layout: FeedLayout) -> Self {
        let layout = match layout {
            FeedLayout::Ndjson => Layout::Lines,
            FeedLayout::Auto => Layout::Auto,
            _ => Layout::Array,
        };
        let format = Source::new(Names::default(), Names::default()).with_layout(layout);
        Self::of(format, hide, threshold, limit)
    }

    /// Reads XML by the same rules as JSON. It is UTF-8 now if it was `transcoded`, whatever its declaration says.
    #[cfg(feature = "xml")]
    #[wasm_bindgen(constructor)]
    pub fn new(hide: bool, threshold: Option<f64>, limit: Option<f64>, transcoded: bool) -> Self {
        Self::of(Source::new(Names::default(), transcoded), hide, threshold, limit)
    }

    /// Looks for a name, in each row or on the path to the rows.
    pub fn name(&mut self, role: NameRole, name: &str) {
        self.look_for(role, name);
    }

    /// Writes visible rows to `json`: whole, or only the values that are selected.
    #[wasm_bindgen(js_name = writeRows)]
    pub fn write_rows(&mut self, whole: bool) {
        self.feed.plan_mut().output = if whole { Output::Whole } else { Output::Selected(Vec::new()) };
    }

    /// Reads a chunk; `last` if no other will follow. Returns whether reading has ended; then [`error`](Self::error) is set
    /// if it failed.
    pub fn push(&mut self, chunk: &Uint8Array, last: bool) -> bool {
        let length = chunk.length() as usize;
        chunk.copy_to(self.feed.room(length));
        #[cfg(feature = "check")]
        let state = self.check.scan(&mut self.feed, length, last);
        #[cfg(not(feature = "check"))]
        let state = self.feed.scan(length, last, &mut ());
        state != State::More
    }

    /// The `BackInStockError` of a feed that could not be read to its end.
    #[wasm_bindgen(getter)]
    pub fn error(&self) -> Option<Error> {
        let error = self.feed.error?;
        let (code, message) = (error.kind.code(), error.kind.message());
        Some(feed_error(code, message, self.feed.offset(error.at), self.feed.around(error.at)))
    }

    /// The number of rows that the last chunk gave.
    #[wasm_bindgen(getter)]
    pub fn rows(&self) -> usize {
        self.feed.batch.start.len()
    }

    /// The offset of each row's first byte in the source.
    #[wasm_bindgen(getter)]
    pub fn start(&self) -> Float64Array {
        self.feed.batch.start.as_slice().into()
    }

    /// The offset of the byte after each row.
    #[wasm_bindgen(getter)]
    pub fn end(&self) -> Float64Array {
        self.feed.batch.end.as_slice().into()
    }

    /// 1 for each row that is shown.
    #[wasm_bindgen(getter)]
    pub fn visible(&self) -> Uint8Array {
        self.feed.batch.visible.as_slice().into()
    }

    /// 1 for each row that is in stock, or whose quantity is unknown.
    #[wasm_bindgen(getter, js_name = inStock)]
    pub fn in_stock(&self) -> Uint8Array {
        self.feed.batch.in_stock.as_slice().into()
    }

    /// The visible rows as a JSON array in UTF-8; without rows, empty.
    #[wasm_bindgen(getter)]
    pub fn json(&self) -> Uint8Array {
        self.feed.batch.out.as_slice().into()
    }
}

impl FeedReader {
    #[cfg_attr(
        feature = "xml",
        expect(clippy::needless_pass_by_value, reason = "it is an enum of the page's")
    )]
    fn look_for(&mut self, role: NameRole, name: &str) {
        #[cfg(not(feature = "xml"))]
        if matches!(role, NameRole::Path) {
            return self.feed.format_mut().add_to_path(name);
        }
        let number = self.feed.watch(name);
        let plan = self.feed.plan_mut();
        match role {
            NameRole::Quantity => plan.quantity.push(number),
            NameRole::Policy => plan.policy.push(number),
            NameRole::Select => plan.output.select(number),
            #[cfg(feature = "check")]
            NameRole::Field => self.check.fields.push(number),
            _ => {}
        }
    }

    fn of(format: Source, hide: bool, threshold: Option<f64>, limit: Option<f64>) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
        let limit = limit.map(|limit| limit as usize);
        Self {
            feed: Feed::new(format, Plan { threshold, hide, limit, ..Plan::default() }),
            #[cfg(feature = "check")]
            check: super::check::Checking::default(),
        }
    }
}
