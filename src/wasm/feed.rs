//! The exports of `feed.wasm` and `feed-xml.wasm`: one feed for each instance of the module. Numbers cross, and texts are
//! written to the memory.

use std::cell::Cell;

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
    static FEED: Cell<Option<&'static mut Feed<Source>>> = const { Cell::new(None) };
}

/// Room for the text that [`open`] reads.
#[wasm_bindgen]
pub fn text(length: usize) -> *mut u8 {
    vec![0; length].leak().as_mut_ptr()
}

/// Begins. `threshold` is not a number where there is none, `limit` infinite. The text is
///
/// - a byte for what is written: 0 nothing, 1 whole rows, 2 what is selected; one that is 1 if all is hidden that is out of
///   stock; and one for the source: in JSON 0 if the rows are in an array, 1 if they are lines, 2 for either; in XML 1 if
///   the bytes are UTF-8, whatever the feed says of itself;
/// - lists of numbers of names, their length before each: the quantity's, the policy's, those to select, those of the
///   fields that a check looks at;
/// - how many names are watched; these, then those on the way to the rows, a NUL between all of them.
#[wasm_bindgen]
pub fn open(at: *const u8, length: usize, threshold: f64, limit: f64) {
    #[expect(
        unsafe_code,
        reason = "the page wrote it to the room that it asked for, which is not used again"
    )]
    let text = unsafe { core::slice::from_raw_parts(at, length) };
    let [output, hide, kind, rest @ ..] = text else { return };
    let mut rest = rest;
    let [quantity, policy, selected, fields] = core::array::from_fn(|_| list(&mut rest));
    let [watched, rest @ ..] = rest else { return };
    let [mut names, mut path] = [Names::default(), Names::default()];
    for (index, name) in rest.split(|byte| *byte == 0).enumerate() {
        let list = if index < usize::from(*watched) { &mut names } else { &mut path };
        list.push(name);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    let limit = limit as usize;
    let plan = Plan {
        quantity,
        policy,
        threshold: (!threshold.is_nan()).then_some(threshold),
        hide: *hide > 0,
        limit: Some(limit),
        output: match output {
            0 => Output::Nothing,
            1 => Output::Whole,
            _ => Output::Selected(selected),
        },
    };
    #[cfg(feature = "check")]
    super::check::begin(&fields, &plan);
    #[cfg(not(feature = "check"))]
    drop(fields);
    let count = names.len();
    let feed = Feed::new(source(names, path, *kind), count, plan);
    FEED.set(Some(Box::leak(Box::new(feed))));
}

/// The bytes behind a length.
#[inline(never)]
fn list(text: &mut &[u8]) -> Vec<u8> {
    let Some((length, rest)) = text.split_first() else { return Vec::new() };
    let (list, rest) = rest.split_at_checked(usize::from(*length)).unwrap_or_default();
    *text = rest;
    list.to_vec()
}

#[cfg(not(feature = "xml"))]
fn source(names: Names, path: Names, kind: u8) -> Source {
    use crate::feed::json::Layout;
    Source::new(names, path).with_layout(match kind {
        0 => Layout::Array,
        1 => Layout::Lines,
        _ => Layout::Auto,
    })
}

/// Where the rows of XML are, their names say.
#[cfg(feature = "xml")]
fn source(names: Names, _path: Names, kind: u8) -> Source {
    Source::new(names, kind == 1)
}

/// Room for the next chunk.
#[wasm_bindgen]
pub fn room(length: usize) -> *mut u8 {
    let at = with(|feed| feed.room(length).as_mut_ptr() as usize);
    core::ptr::with_exposed_provenance_mut(at)
}

/// Reads, now that the chunk is there. 0: more is wanted, 1: the end, 2: as many rows as were wanted, 3: something is wrong.
#[wasm_bindgen]
pub fn scan(length: usize, last: bool) -> u32 {
    with(|feed| {
        #[cfg(not(feature = "check"))]
        let state = feed.scan(length, last, &mut ());
        #[cfg(feature = "check")]
        let Some(state) = super::check::with(|check| {
            #[cfg(not(feature = "xml"))]
            check.look(feed.written(length));
            feed.scan(length, last, check)
        }) else {
            return 1;
        };
        match state {
            State::More => 0,
            State::End => 1,
            State::Enough => 2,
            State::Wrong(_error) => {
                #[cfg(feature = "check")]
                super::check::with(|check| check.failed(_error.kind));
                3
            }
        }
    })
}

/// Looks for rows elsewhere in a chunk that is not read, since reading failed; whether more chunks are of use.
#[cfg(feature = "check")]
#[wasm_bindgen]
pub fn look(length: usize) -> bool {
    with(|feed| super::check::with(|check| check.look(feed.written(length))).unwrap_or_default())
}

/// Of the last chunk: 0 how many rows; 1 to 5 where the starts, ends, visibilities, stocks and the written text are, 6
/// its length; 7 the offset of the error in the source, 8 and 9 the bytes around it, 10 to 13 its code and its message; 14
/// whether the feed is JSON lines.
#[wasm_bindgen]
pub fn see(what: u32) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "addresses and offsets are less than 2⁵³")]
    with(|feed| {
        let batch = &feed.batch;
        let error =
            feed.error.map(|error| (error, feed.around(error.at), error.kind.code(), error.kind.message()));
        let (at, around, code, message) = error
            .map_or((0, &b""[..], "", ""), |(error, around, code, message)| {
                (error.at, around, code, message)
            });
        let seen = match what {
            0 => batch.start.len(),
            1 => batch.start.as_ptr() as usize,
            2 => batch.end.as_ptr() as usize,
            3 => batch.visible.as_ptr() as usize,
            4 => batch.in_stock.as_ptr() as usize,
            5 => batch.out.as_ptr() as usize,
            6 => batch.out.len(),
            7 => return (feed.window(true).base + at as u64) as f64,
            8 => around.as_ptr() as usize,
            9 => around.len(),
            10 => code.as_ptr() as usize,
            11 => code.len(),
            12 => message.as_ptr() as usize,
            13 => message.len(),
            _ => usize::from(lines(feed)),
        };
        seen as f64
    })
}

/// Whether the feed is JSON lines.
#[cfg(feature = "check")]
pub(super) fn is_lines() -> bool {
    with(|feed| lines(feed))
}

#[cfg(not(feature = "xml"))]
fn lines(feed: &Feed<Source>) -> bool {
    feed.format().is_lines()
}

#[cfg(feature = "xml")]
fn lines(_: &Feed<Source>) -> bool {
    false
}

#[inline(never)]
fn with<T: Default>(work: impl FnOnce(&mut Feed<Source>) -> T) -> T {
    let Some(feed) = FEED.take() else { return T::default() };
    let done = work(feed);
    FEED.set(Some(feed));
    done
}
