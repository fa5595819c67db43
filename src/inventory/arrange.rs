//! Arranging a block: which of its rows are shown, and in which order.
//!
//! Rows come as columns of numbers and go as indices, so no item is ever rebuilt. What each row is, [`inventory`] says.
//!
//! [`inventory`]: crate::inventory

use crate::inventory::rule::{Policy, Quantity, Verdict};

/// What becomes of the rows that are out of stock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// What their policy says.
    #[default]
    Policy,
    /// All of them are hidden, whatever their policy.
    Hide,
    /// What their policy says; those that remain go last, in their order.
    Last,
}

/// How a block is arranged.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// What becomes of the rows that are out of stock.
    pub mode: Mode,
    /// Out of stock is less than this, and not 0 or less.
    pub threshold: Option<f64>,
    /// No more than so many are shown.
    pub limit: usize,
    /// Where fewer remain, hidden ones come back at the end, in their order, until there are so many; `limit` holds
    /// all the same.
    pub at_least: usize,
}

impl Default for Plan {
    fn default() -> Self {
        Self { mode: Mode::Policy, threshold: None, limit: usize::MAX, at_least: 0 }
    }
}

/// The rows of a block, as columns of one length.
#[derive(Debug)]
pub struct Rows<'a> {
    /// How much there is; not a number where nobody knows.
    pub quantity: &'a [f64],
    /// The policies as numbers; not a number where nobody knows what is meant.
    pub policy: &'a [f64],
    /// For each row, the first row of its product, which is itself where it is the first. It is overwritten. Without it,
    /// each row is a product.
    pub first: Option<&'a mut [u32]>,
}

impl Plan {
    #[inline]
    fn verdict(&self, quantity: f64, policy: f64) -> Verdict {
        let policy = if self.mode == Mode::Hide { Policy::Hides } else { Policy::of_number(policy) };
        Verdict::of(Quantity::new(quantity).is_out(self.threshold), policy)
    }
}

/// Writes the indices of the rows to show into `order`, in their order, and gives those that were written. Where `order`
/// is shorter than the columns, it is a limit too.
///
/// The rows of a product are shown as one: the first that is in stock, else the first that is visible, else, where a
/// hidden product comes back, its first. It stands where the product's first row stood.
///
/// ```
/// use back_in_stock::inventory::arrange::{Mode, Plan, Rows, arrange};
///
/// let rows = Rows { quantity: &[0.0, 5.0, 0.0, f64::NAN], policy: &[2.0, 1.0, 1.0, 1.0], first: None };
/// let plan = Plan { mode: Mode::Last, ..Plan::default() };
/// assert_eq!(arrange(rows, plan, &mut [0; 4]), [1, 3, 0]);
/// ```
pub fn arrange<'a>(rows: Rows<'_>, plan: Plan, order: &'a mut [u32]) -> &'a [u32] {
    let Rows { quantity, policy, mut first } = rows;
    let verdict = |row: u32| {
        let at = row as usize;
        Some(plan.verdict(*quantity.get(at)?, *policy.get(at)?))
    };
    if let Some(first) = &mut first {
        choose(first, verdict);
    }
    let first = first.as_deref();
    let most = order.len().min(plan.limit);
    let mut count = 0;
    let last = plan.mode == Mode::Last;
    // A pass for each place is quicker than lists of what comes later, and needs no memory.
    for (wanted, most) in [
        (if last { IN_STOCK } else { IN_STOCK | OUT_OF_STOCK }, most),
        (OUT_OF_STOCK, if last { most } else { 0 }),
        (HIDDEN, most.min(plan.at_least)),
    ] {
        for (row, _) in (0..).zip(quantity) {
            if count >= most {
                break;
            }
            let row = match first {
                None => row,
                Some(first) => first.get(row as usize).copied().unwrap_or(NONE),
            };
            // Without a branch, which nobody could predict: what does not stay is overwritten.
            set(order, count, row);
            count += verdict(row).map_or(0, |verdict| usize::from(wanted >> verdict as u8 & 1));
        }
    }
    order.get(..count).unwrap_or_default()
}

// A bit for each verdict.
const IN_STOCK: u8 = 1 << Verdict::InStock as u8;
const OUT_OF_STOCK: u8 = 1 << Verdict::OutOfStock as u8;
const HIDDEN: u8 = 1 << Verdict::Hidden as u8;

/// No row.
const NONE: u32 = u32::MAX;

/// Puts the row to show in the place of each product's first row, and nothing in the places of the others.
fn choose(first: &mut [u32], verdict: impl Fn(u32) -> Option<Verdict>) {
    for (row, at) in (0..).zip(0..first.len()) {
        let Some(of) = first.get(at).copied().filter(|of| *of < row) else {
            // No product begins behind one of its rows.
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
