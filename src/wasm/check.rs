//! What a module that checks feeds has beside the exports of `feed.rs`.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use crate::feed::{
    Plan,
    check::{Check, problem::ProblemKind, report::Syntax},
};

thread_local! {
    static CHECK: RefCell<Option<Check>> = const { RefCell::new(None) };
    static REPORT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Begins, when the feed does.
pub(super) fn begin(fields: &[u8], plan: &Plan) {
    CHECK.set(Some(Check::new(fields, plan, cfg!(not(feature = "xml")))));
}

/// What the check needs to see rows with.
pub(super) fn with<T>(work: impl FnOnce(&mut Check) -> T) -> Option<T> {
    CHECK.with_borrow_mut(|check| check.as_mut().map(work))
}

/// Notes what the page knows: whether quantity and policy are mapped as numbers, and whether the source is compressed.
#[wasm_bindgen]
pub fn note(quantity: bool, policy: bool, gzip: bool) {
    with(|check| {
        if !quantity {
            check.note(ProblemKind::QuantityType);
        }
        if !policy {
            check.note(ProblemKind::PolicyType);
        }
        if gzip {
            check.note(ProblemKind::Gzip);
        }
    });
}

/// Ends, after so many bytes, `whole` or broken off, and returns the length of a JSON array: the report, and the paths to
/// other arrays.
#[wasm_bindgen]
pub fn report(bytes: f64, whole: bool) -> usize {
    let format = match super::feed::is_lines() {
        _ if cfg!(feature = "xml") => Syntax::Xml,
        true => Syntax::Ndjson,
        false => Syntax::Json,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    let found = CHECK.take().map(|check| (check.candidates(), check.report(format, bytes as u64, whole)));
    let text = found
        .and_then(|(candidates, report)| serde_json::to_vec(&(report, candidates)).ok())
        .unwrap_or_default();
    let length = text.len();
    REPORT.set(text);
    length
}

/// Where the report is.
#[wasm_bindgen]
pub fn reported() -> *const u8 {
    REPORT.with_borrow(Vec::as_ptr)
}
