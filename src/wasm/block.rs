//! The exports of the block module, which has no state: the page lays out its memory, and numbers cross.
//!
//! `at` is where the columns are, one after another, each with room for `room` rows: quantities and policies as 64-bit
//! numbers, the first row of each row's product and the order as 32-bit ones, and what is odd as two bytes for each row.

use wasm_bindgen::prelude::*;

use crate::{
    inventory::arrange::{Mode, Plan, Rows, arrange},
    inventory::rule::{Given, Odd, Policy, Quantity},
};

struct Columns<'a> {
    quantity: &'a mut [f64],
    policy: &'a mut [f64],
    first: &'a mut [u32],
    order: &'a mut [u32],
    odd: &'a mut [u8],
}

impl Columns<'_> {
    fn new(mut at: usize, room: usize) -> Self {
        Self {
            quantity: part(&mut at, room),
            policy: part(&mut at, room),
            first: part(&mut at, room),
            order: part(&mut at, room),
            odd: part(&mut at, room * 2),
        }
    }
}

/// So many values at this place of the memory; moves behind them.
fn part<'a, T>(at: &mut usize, length: usize) -> &'a mut [T] {
    let start = core::ptr::with_exposed_provenance_mut(*at);
    *at += length * size_of::<T>();
    #[expect(unsafe_code, reason = "the page keeps this part of the memory for it, and any bits are numbers")]
    unsafe {
        core::slice::from_raw_parts_mut(start, length)
    }
}

/// A value that is no number.
#[repr(C)]
struct Value {
    /// `Number` of the text.
    number: f64,
    /// Twice the row, and 1 more for its policy.
    place: u32,
    /// 0 missing, 1 null, 3 text, 2 anything else; of a text, 4 times its length more.
    class: u32,
}

/// Finds out what is odd about the first so many rows, as if all of their values were numbers.
#[wasm_bindgen]
pub fn judge(at: usize, room: usize, rows: usize) {
    let Columns { quantity, policy, odd, .. } = Columns::new(at, room);
    for ((quantity, policy), odd) in quantity.iter().zip(policy).zip(odd.chunks_exact_mut(2)).take(rows) {
        if let [of_quantity, of_policy] = odd {
            *of_quantity = number(Quantity::new(*quantity).odd(Given::Number(*quantity)));
            *of_policy = number(Policy::of_number(*policy).odd());
        }
    }
}

/// Reads values that are no numbers into the columns. They are at `values`, and all their text behind them.
#[wasm_bindgen]
pub fn read(at: usize, room: usize, mut values: usize, count: usize) {
    let columns = Columns::new(at, room);
    for Value { number: value, place, class } in part::<Value>(&mut values, count) {
        let given = match *class & 3 {
            0 => Given::Missing,
            1 => Given::Null,
            3 => Given::Text(part(&mut values, (*class >> 2) as usize)),
            _ => Given::Other,
        };
        let row = (*place >> 1) as usize;
        let (column, value, odd) = if *place & 1 == 0 {
            let quantity = Quantity::read(given, |_| *value);
            (&mut *columns.quantity, quantity.value(), quantity.odd(given))
        } else {
            let policy = Policy::read(given, |_| *value);
            (&mut *columns.policy, policy.value(), policy.odd())
        };
        if let (Some(at), Some(odd_at)) = (column.get_mut(row), columns.odd.get_mut(*place as usize)) {
            *at = value;
            *odd_at = number(odd);
        }
    }
}

/// Arranges the first so many rows, and gives how many are to be shown. `mode`: 0 policy, 1 hide, 2 last, and 4 more
/// where rows are grouped; `threshold` is not a number where there is none.
#[wasm_bindgen]
pub fn order(
    at: usize,
    room: usize,
    rows: usize,
    mode: u8,
    threshold: f64,
    limit: usize,
    at_least: usize,
) -> usize {
    let columns = Columns::new(at, room);
    let (Some(quantity), Some(policy), Some(first)) =
        (columns.quantity.get(..rows), columns.policy.get(..rows), columns.first.get_mut(..rows))
    else {
        return 0;
    };
    let plan = Plan {
        mode: match mode & 3 {
            0 => Mode::Policy,
            1 => Mode::Hide,
            _ => Mode::Last,
        },
        threshold: (!threshold.is_nan()).then_some(threshold),
        limit,
        at_least,
    };
    arrange(Rows { quantity, policy, first: (mode & 4 != 0).then_some(first) }, plan, columns.order).len()
}

/// 0 where nothing is odd.
fn number(odd: Option<Odd>) -> u8 {
    odd.map_or(0, |odd| odd as u8)
}
