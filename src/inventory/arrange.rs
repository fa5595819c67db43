//! Arranges a block: which rows are shown, and in which order.
//!
//! The input is columns of numbers, and the output is row indexes. The rule for each row is [`Verdict`].

use crate::inventory::rule::{Policy, Quantity, Verdict};

/// What to do with rows that are out of stock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutOfStock {
    /// Their policy decides.
    #[default]
    Policy,
    /// Hide all of them.
    Hide,
    /// Their policy decides, and those that are shown go last, in their order.
    Last,
}

/// Options of [`arrange`].
#[derive(Clone, Copy, Debug)]
pub struct Arrangement {
    /// What to do with rows that are out of stock.
    pub out_of_stock: OutOfStock,
    /// A row is out of stock below this quantity instead of at 0 or less.
    pub threshold: Option<f64>,
    /// The maximum number of rows to show.
    pub limit: usize,
    /// The minimum number of rows to show. If fewer remain, hidden ones are added at the end, in their order, within
    /// `limit`.
    pub at_least: usize,
}

impl Default for Arrangement {
    fn default() -> Self {
        Self { out_of_stock: OutOfStock::Policy, threshold: None, limit: usize::MAX, at_least: 0 }
    }
}

/// The rows of a block, as columns of equal length.
#[derive(Debug)]
pub struct Rows<'a> {
    /// The quantities; `NaN` is unknown.
    pub quantity: &'a [f64],
    /// The policies as numbers; `NaN` is unknown.
    pub policy: &'a [f64],
    /// For each row, the index of the first row of its product. It is overwritten. `None`: each row is a product.
    pub first: Option<&'a mut [u32]>,
}

impl Arrangement {
    #[inline]
    fn verdict(&self, quantity: f64, policy: f64) -> Verdict {
        let policy =
            if self.out_of_stock == OutOfStock::Hide { Policy::Hides } else { Policy::of_number(policy) };
        Verdict::of(Quantity::new(quantity).is_out(self.threshold), policy)
    }
}

/// Writes the indexes of the rows to show into `order`, and returns the part that was written. The length of `order` is
/// a limit, too.
///
/// Of each product, one row is shown: the first that is in stock; otherwise the first that is visible; otherwise, if
/// `at_least` adds the hidden product, its first. Its position is that of the product's first row.
///
/// ```
/// use back_in_stock::inventory::arrange::{OutOfStock, Arrangement, Rows, arrange};
///
/// let rows = Rows { quantity: &[0.0, 5.0, 0.0, f64::NAN], policy: &[2.0, 1.0, 1.0, 1.0], first: None };
/// let arrangement = Arrangement { out_of_stock: OutOfStock::Last, ..Arrangement::default() };
/// assert_eq!(arrange(rows, arrangement, &mut [0; 4]), [1, 3, 0]);
/// ```
pub fn arrange<'a>(rows: Rows<'_>, arrangement: Arrangement, order: &'a mut [u32]) -> &'a [u32] {
    let Rows { quantity, policy, mut first } = rows;
    let verdict = |row: u32| {
        let at = row as usize;
        Some(arrangement.verdict(*quantity.get(at)?, *policy.get(at)?))
    };
    if let Some(first) = &mut first {
        choose(first, verdict);
    }
    let first = first.as_deref();
    let most = order.len().min(arrangement.limit);
    let mut count = 0;
    let last = arrangement.out_of_stock == OutOfStock::Last;
    // A pass for each part of the order is faster than collecting lists, and needs no memory.
    for (wanted, most) in [
        (if last { IN_STOCK } else { IN_STOCK | OUT_OF_STOCK }, most),
        (OUT_OF_STOCK, if last { most } else { 0 }),
        (HIDDEN, most.min(arrangement.at_least)),
    ] {
        let part = order.get_mut(..most).unwrap_or_default();
        count = match first {
            None => {
                let verdicts = quantity.iter().zip(policy).map(|(q, p)| Some(arrangement.verdict(*q, *p)));
                append(part, count, wanted, (0..).zip(verdicts))
            }
            Some(first) => append(part, count, wanted, first.iter().map(|row| (*row, verdict(*row)))),
        };
    }
    order.get(..count).unwrap_or_default()
}

/// Appends the rows with a wanted verdict to the first `count` rows of `order`. Returns the new count.
fn append(
    order: &mut [u32],
    mut count: usize,
    wanted: u8,
    rows: impl Iterator<Item = (u32, Option<Verdict>)>,
) -> usize {
    for (row, verdict) in rows {
        let Some(next) = order.get_mut(count) else { break };
        // Without a branch, since no CPU could predict it: a row that is not shown is overwritten.
        *next = row;
        count += verdict.map_or(0, |verdict| usize::from(wanted >> verdict as u8 & 1));
    }
    count
}

// A bit for each verdict.
const IN_STOCK: u8 = 1 << Verdict::InStock as u8;
const OUT_OF_STOCK: u8 = 1 << Verdict::OutOfStock as u8;
const HIDDEN: u8 = 1 << Verdict::Hidden as u8;

/// No row.
const NONE: u32 = u32::MAX;

/// Replaces the first row of each product with the row to show, and its other rows with [`NONE`].
fn choose(first: &mut [u32], verdict: impl Fn(u32) -> Option<Verdict>) {
    for (row, at) in (0..).zip(0..first.len()) {
        let Some(of) = first.get(at).copied().filter(|of| *of < row) else {
            // The row is the first of its product. No product starts after one of its rows.
            set(first, at, row);
            continue;
        };
        let best = first.get(of as usize).copied().unwrap_or(NONE);
        if verdict(row) < verdict(best) {
            set(first, of as usize, row);
        }
        set(first, at, NONE);
    }
}

fn set(rows: &mut [u32], at: usize, row: u32) {
    if let Some(place) = rows.get_mut(at) {
        *place = row;
    }
}
