//! The exports of `feed.wasm` and `feed-xml.wasm`: one feed for each instance of the module. Numbers cross, and texts are
//! written to the memory.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

#[cfg(not(feature = "xml"))]
use crate::feed::json::Json as Source;
#[cfg(feature = "xml")]
use crate::feed::xml::Xml as Source;
use crate::feed::{
    Names, Output, Plan,
    stream::{Feed, State},
};

thread_local! {
    static FEED: RefCell<Option<Feed<Source>>> = const { RefCell::new(None) };
    static TEXT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for the text that [`open`] reads.
#[wasm_bindgen]
pub fn text(length: usize) -> *mut u8 {
    TEXT.with_borrow_mut(|text| {
        text.resize(length, 0);
        text.as_mut_ptr()
    })
}

/// Begins. The text is names, a NUL between them, each behind the digit of its list: 0 the quantity's, 1 the policy's, 2
/// those on the way to the rows, 3 those to select, 5 those of the fields that a check looks at; a list 4 says
/// that the bytes are UTF-8, whatever an XML feed says of itself. `threshold` is not a number where there is none,
/// `limit` negative. `output`: 0 nothing, 1 whole rows, 2 what is selected.
#[wasm_bindgen]
pub fn open(threshold: f64, hide: bool, limit: f64, output: u8) {
    let [mut names, mut path] = [Names::default(), Names::default()];
    let mut lists: [Vec<u8>; 6] = Default::default();
    TEXT.with_borrow(|text| {
        for entry in text.split(|byte| *byte == 0) {
            let [list, name @ ..] = entry else { continue };
            if *list == b'2' {
                path.push(name);
            } else if let Some(list) = lists.get_mut(usize::from(list - b'0')) {
                list.push(names.watch(name));
            }
        }
    });
    #[cfg_attr(not(feature = "check"), expect(unused_variables, reason = "only a check has fields"))]
    let [quantity, policy, _, selected, transcoded, fields] = lists;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    let limit = (limit >= 0.0).then_some(limit as usize);
    let plan = Plan {
        quantity,
        policy,
        threshold: (!threshold.is_nan()).then_some(threshold),
        hide,
        limit,
        output: match output {
            0 => Output::Nothing,
            1 => Output::Whole,
            _ => Output::Selected(selected),
        },
    };
    #[cfg(feature = "check")]
    super::check::begin(&fields, &plan);
    let count = names.len();
    FEED.set(Some(Feed::new(source(names, path, !transcoded.is_empty()), count, plan)));
}

#[cfg(not(feature = "xml"))]
fn source(names: Names, path: Names, _transcoded: bool) -> Source {
    Source::new(names, path)
}

/// Where the rows of XML are, their names say.
#[cfg(feature = "xml")]
fn source(names: Names, _path: Names, transcoded: bool) -> Source {
    Source::new(names, transcoded)
}

/// Room for the next chunk.
#[wasm_bindgen]
pub fn room(length: usize) -> *mut u8 {
    FEED.with_borrow_mut(|feed| match feed {
        Some(feed) => feed.room(length).as_mut_ptr(),
        None => core::ptr::null_mut(),
    })
}

/// Reads, now that the chunk is there. 0: more is wanted, 1: the end, 2: as many rows as were wanted; else something is
/// wrong, and this is 3 more than the number of the fault.
#[wasm_bindgen]
pub fn scan(length: usize, last: bool) -> u32 {
    with(|feed| {
        #[cfg(not(feature = "check"))]
        let state = feed.scan(length, last, &mut ());
        #[cfg(feature = "check")]
        let Some(state) = super::check::with(|check| feed.scan(length, last, check)) else { return 1 };
        match state {
            State::More => 0,
            State::End => 1,
            State::Enough => 2,
            State::Wrong(fault) => {
                feed.fault = fault.at;
                3 + fault.kind as u32
            }
        }
    })
}

/// Of the last chunk: 0 how many rows; 1 to 5 where the starts, ends, visibilities, stocks and the written text are, 6
/// its length; 7 where in the window the fault is, 8 where the window is, 9 its length, 10 its offset in the source.
#[wasm_bindgen]
pub fn see(what: u8) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "addresses and offsets are less than 2⁵³")]
    with(|feed| {
        let batch = &feed.batch;
        let window = feed.window(true);
        match what {
            0 => batch.start.len() as f64,
            1 => batch.start.as_ptr() as usize as f64,
            2 => batch.end.as_ptr() as usize as f64,
            3 => batch.visible.as_ptr() as usize as f64,
            4 => batch.in_stock.as_ptr() as usize as f64,
            5 => batch.out.as_ptr() as usize as f64,
            6 => batch.out.len() as f64,
            7 => feed.fault as f64,
            8 => window.bytes.as_ptr() as usize as f64,
            9 => window.len as f64,
            _ => window.base as f64,
        }
    })
}

fn with<T: Default>(work: impl FnOnce(&mut Feed<Source>) -> T) -> T {
    FEED.with_borrow_mut(|feed| feed.as_mut().map(work).unwrap_or_default())
}
