//! The exports of the modules that read feeds: `feed.wasm` (JSON), `feed-xml.wasm`, and the variants that also check.
//!
//! A [`FeedReader`] reads one feed. The caller sets names and options before the first chunk.

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

// `src/js/feed/wasm-imports.ts`.
#[wasm_bindgen(raw_module = "#feed-imports")]
extern "C" {
    /// Converts the text of a number.
    #[wasm_bindgen(js_name = numberOf)]
    pub(crate) fn number(text: &[u8]) -> f64;

    /// Creates the `BackInStockError` of a feed that cannot be read further.
    #[wasm_bindgen(js_name = feedError)]
    fn feed_error(code: &str, message: &str, offset: f64, around: &[u8]) -> Error;
}

/// The version of the crate and the kind of the module. Both must match the package's scripts.
#[wasm_bindgen(js_name = moduleVersion)]
pub fn module_version() -> JsString {
    VERSION.into()
}

const VERSION: &str = match (cfg!(feature = "xml"), cfg!(feature = "wasm-feed-check")) {
    (false, false) => concat!(env!("CARGO_PKG_VERSION"), " json"),
    (false, true) => concat!(env!("CARGO_PKG_VERSION"), " json-check"),
    (true, false) => concat!(env!("CARGO_PKG_VERSION"), " xml"),
    (true, true) => concat!(env!("CARGO_PKG_VERSION"), " xml-check"),
};

/// The layout of the rows of a JSON feed.
#[cfg(not(feature = "xml"))]
#[wasm_bindgen]
pub enum FeedLayout {
    /// Rows are elements of an array.
    Json = "json",
    /// JSON lines: each row is a line.
    Ndjson = "ndjson",
    /// Detected from the first rows.
    Auto = "auto",
}

/// The purpose of a name.
#[wasm_bindgen]
pub enum NameRole {
    /// The name may hold the quantity. The first such name that a row has is used.
    Quantity = "quantity",
    /// The name may hold the policy. The first such name that a row has is used.
    Policy = "policy",
    /// The value of the name is written to `json`.
    Select = "select",
    /// The name is on the path to the rows of a JSON feed.
    Path = "path",
    /// The name is the next checked field, in the order id, title, link, description, `image_link`, price.
    Field = "field",
}

/// Reads one feed, chunk by chunk. `start`, `end`, `visible`, `inStock` and `json` hold the result of the last chunk.
#[wasm_bindgen]
pub struct FeedReader {
    pub(super) feed: Feed<Source>,
    #[cfg(feature = "wasm-feed-check")]
    pub(super) check: super::check::Checking,
}

#[wasm_bindgen]
impl FeedReader {
    /// Creates a reader of JSON. A row is out of stock if its quantity is below `threshold`; if unset, at 0 or less.
    /// `hide` hides such rows whatever their policy is. Reading ends after `limit` visible rows.
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

    /// Creates a reader of XML with the same options. If `transcoded`, the input was converted to UTF-8 and the
    /// encoding in its declaration is ignored.
    #[cfg(feature = "xml")]
    #[wasm_bindgen(constructor)]
    pub fn new(hide: bool, threshold: Option<f64>, limit: Option<f64>, transcoded: bool) -> Self {
        Self::of(Source::new(Names::default(), transcoded), hide, threshold, limit)
    }

    /// Adds a name to find in each row or on the path to the rows.
    pub fn name(&mut self, role: NameRole, name: &str) {
        self.look_for(role, name);
    }

    /// Writes visible rows to `json`: whole rows, or only the selected values, whose names are added after this call.
    #[wasm_bindgen(js_name = writeRows)]
    pub fn write_rows(&mut self, whole: bool) {
        self.feed.plan_mut().output = if whole { Output::Whole } else { Output::Selected(Vec::new()) };
    }

    /// Reads a chunk. `last` means that no chunk follows. Returns whether reading has ended; if it failed,
    /// [`error`](Self::error) is set.
    pub fn push(&mut self, chunk: &Uint8Array, last: bool) -> bool {
        let length = chunk.length() as usize;
        chunk.copy_to(self.feed.buffer_for(length));
        #[cfg(feature = "wasm-feed-check")]
        let state = self.check.scan(&mut self.feed, length, last);
        #[cfg(not(feature = "wasm-feed-check"))]
        let state = self.feed.scan(length, last, &mut ());
        state != State::More
    }

    /// The `BackInStockError` that ended reading, if any.
    #[wasm_bindgen(getter)]
    pub fn error(&self) -> Option<Error> {
        let error = self.feed.error?;
        let (code, message) = (error.kind.code(), error.kind.message());
        Some(feed_error(code, message, self.feed.offset(error.at), self.feed.around(error.at)))
    }

    /// The number of rows read from the last chunk.
    #[wasm_bindgen(getter)]
    pub fn rows(&self) -> usize {
        self.feed.batch.start.len()
    }

    /// The offset of the first byte of each row in the source.
    #[wasm_bindgen(getter)]
    pub fn start(&self) -> Float64Array {
        self.feed.batch.start.as_slice().into()
    }

    /// The offset of the byte after each row in the source.
    #[wasm_bindgen(getter)]
    pub fn end(&self) -> Float64Array {
        self.feed.batch.end.as_slice().into()
    }

    /// 1 for each row that is shown, 0 otherwise.
    #[wasm_bindgen(getter)]
    pub fn visible(&self) -> Uint8Array {
        self.feed.batch.visible.as_slice().into()
    }

    /// 1 for each row that is in stock or whose quantity is unknown, 0 otherwise.
    #[wasm_bindgen(getter, js_name = inStock)]
    pub fn in_stock(&self) -> Uint8Array {
        self.feed.batch.in_stock.as_slice().into()
    }

    /// The visible rows as a JSON array in UTF-8; empty if there are no rows.
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
        // The wrapper adds fewer names than the limit.
        let Some(number) = self.feed.watch(name) else { return };
        let plan = self.feed.plan_mut();
        match role {
            NameRole::Quantity => plan.quantity.push(number),
            NameRole::Policy => plan.policy.push(number),
            NameRole::Select => plan.output.select(number),
            #[cfg(feature = "wasm-feed-check")]
            NameRole::Field => self.check.fields.push(number),
            _ => {}
        }
    }

    fn of(format: Source, hide: bool, threshold: Option<f64>, limit: Option<f64>) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
        let limit = limit.map(|limit| limit as usize);
        Self {
            feed: Feed::new(format, Plan { threshold, hide, limit, ..Plan::default() }),
            #[cfg(feature = "wasm-feed-check")]
            check: super::check::Checking::default(),
        }
    }
}
