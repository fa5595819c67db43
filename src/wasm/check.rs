//! The additional exports of the modules that check feeds.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::feed::{FeedReader, Source};
use crate::feed::{
    check::{Check, problem::ProblemKind, report::Syntax},
    stream::{Feed, State},
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"import type { FeedReport } from "../../../src/js/feed/types.ts";"#;

/// The check of a feed, which starts with the first chunk.
#[derive(Default)]
pub(super) struct Checking {
    /// The numbers of the checked fields' names.
    pub(super) fields: Vec<u8>,
    check: Option<Check>,
}

impl Checking {
    /// Reads and checks a chunk that was written to the feed's buffer.
    pub(super) fn scan(&mut self, feed: &mut Feed<Source>, length: usize, last: bool) -> State {
        let check = self.started(feed);
        if cfg!(not(feature = "xml")) {
            check.look(feed.written(length));
        }
        let state = feed.scan(length, last, check);
        if let State::Failed(error) = state {
            check.failed(error.kind);
        }
        state
    }

    fn started(&mut self, feed: &Feed<Source>) -> &mut Check {
        let Self { fields, check } = self;
        check.get_or_insert_with(|| Check::new(fields, feed.plan(), cfg!(not(feature = "xml"))))
    }
}

#[wasm_bindgen]
impl FeedReader {
    /// Counts problems that only the caller can detect. `quantity` and `policy`: they are mapped as numbers. `gzip`:
    /// the feed is compressed.
    pub fn note(&mut self, quantity: bool, policy: bool, gzip: bool) {
        let check = self.check.started(&self.feed);
        let kinds = [
            (!quantity, ProblemKind::QuantityType),
            (!policy, ProblemKind::PolicyType),
            (gzip, ProblemKind::Gzip),
        ];
        kinds.into_iter().filter(|(is_so, _)| *is_so).for_each(|(_, kind)| check.note(kind));
    }

    /// Searches a chunk for rows elsewhere, after an error. Returns whether more chunks are useful.
    pub fn look(&mut self, chunk: &[u8]) -> bool {
        self.check.started(&self.feed).look(chunk)
    }

    /// The paths of arrays that may hold the rows, if there are no rows at the given path.
    pub fn candidates(&mut self) -> Vec<String> {
        self.check.started(&self.feed).candidates()
    }

    /// The report on a feed of `bytes` bytes. `whole` is false if the feed broke off.
    #[wasm_bindgen(unchecked_return_type = "FeedReport")]
    pub fn report(&mut self, bytes: f64, whole: bool) -> Result<JsValue, JsValue> {
        self.check.started(&self.feed);
        let Some(check) = self.check.check.take() else { return Ok(JsValue::UNDEFINED) };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
        let report = check.report(self.syntax(), bytes as u64, whole);
        Ok(report.serialize(&Serializer::json_compatible())?)
    }
}

impl FeedReader {
    #[cfg(feature = "xml")]
    #[expect(clippy::unused_self, reason = "in JSON it depends on the feed")]
    fn syntax(&self) -> Syntax {
        Syntax::Xml
    }

    #[cfg(not(feature = "xml"))]
    fn syntax(&self) -> Syntax {
        if self.feed.format().is_lines() { Syntax::Ndjson } else { Syntax::Json }
    }
}
