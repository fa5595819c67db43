//! Arranging blocks: by hand, and against rules that hold for every block.
#![expect(clippy::indexing_slicing, reason = "helpers of tests")]

#[path = "support/texts.rs"]
#[expect(dead_code, reason = "texts are for other tests")]
mod texts;

use std::collections::{HashMap, HashSet};

use back_in_stock::{
    inventory::arrange::{Mode, Plan, Rows, arrange},
    inventory::rule::{Policy, Quantity, Verdict},
};
use proptest::prelude::*;
use texts::cases;

const UNKNOWN: f64 = f64::NAN;

/// A row: quantity, policy and, where rows are grouped, its product.
type Row = (f64, f64, u32);

/// The first row of each row's product.
fn first(rows: &[Row]) -> Vec<u32> {
    let mut seen = HashMap::new();
    (0_u32..).zip(rows).map(|(at, (_, _, product))| *seen.entry(*product).or_insert(at)).collect()
}

fn run(rows: &[Row], grouped: bool, plan: Plan) -> Vec<u32> {
    let quantity: Vec<_> = rows.iter().map(|row| row.0).collect();
    let policy: Vec<_> = rows.iter().map(|row| row.1).collect();
    let mut first = first(rows);
    let rows = Rows { quantity: &quantity, policy: &policy, first: grouped.then_some(&mut first) };
    arrange(rows, plan, &mut vec![0; quantity.len()]).to_vec()
}

/// Hidden, in stock, out of stock, unknown, hidden, in stock.
const ROWS: [Row; 6] =
    [(0.0, 1.0, 0), (3.0, 1.0, 1), (0.0, 2.0, 2), (UNKNOWN, 1.0, 3), (-1.0, 1.0, 4), (1.0, UNKNOWN, 5)];

#[test]
fn modes() {
    for (mode, expected) in
        [(Mode::Policy, &[1, 2, 3, 5][..]), (Mode::Hide, &[1, 3, 5]), (Mode::Last, &[1, 3, 5, 2])]
    {
        assert_eq!(run(&ROWS, false, Plan { mode, ..Plan::default() }), expected, "{mode:?}");
    }
}

#[test]
fn nothing_of_nothing() {
    assert_eq!(run(&[], false, Plan { at_least: 3, ..Plan::default() }), [] as [u32; 0]);
    assert_eq!(run(&[], true, Plan::default()), [] as [u32; 0]);
}

#[test]
fn limits_and_thresholds() {
    let plan = Plan::default();
    assert_eq!(run(&ROWS, false, Plan { limit: 2, ..plan }), [1, 2]);
    assert_eq!(run(&ROWS, false, Plan { limit: 0, ..plan }), [] as [u32; 0]);
    assert_eq!(run(&ROWS, false, Plan { threshold: Some(2.0), ..plan }), [1, 2, 3, 5]);
    assert_eq!(run(&ROWS, false, Plan { threshold: Some(4.0), ..plan }), [2, 3, 5]);
    assert_eq!(run(&ROWS, false, Plan { threshold: Some(4.0), mode: Mode::Last, limit: 2, ..plan }), [3, 2]);
}

#[test]
fn hidden_ones_come_back_last() {
    for (mode, at_least, expected) in [
        (Mode::Policy, 4, &[1, 2, 3, 5][..]),
        (Mode::Policy, 5, &[1, 2, 3, 5, 0]),
        (Mode::Policy, 99, &[1, 2, 3, 5, 0, 4]),
        (Mode::Hide, 5, &[1, 3, 5, 0, 2]),
        (Mode::Last, 5, &[1, 3, 5, 2, 0]),
    ] {
        assert_eq!(run(&ROWS, false, Plan { mode, at_least, ..Plan::default() }), expected, "{mode:?}");
    }
    assert_eq!(run(&ROWS, false, Plan { at_least: 6, limit: 5, ..Plan::default() }), [1, 2, 3, 5, 0]);
}

#[test]
fn a_product_is_its_best_row_where_its_first_stood() {
    let rows = [
        (0.0, 1.0, 7), // 0: hidden, and its product is in stock
        (2.0, 1.0, 8),
        (0.0, 2.0, 7), // 2: shown, but not the first in stock
        (5.0, 1.0, 7), // 3: the first in stock
        (9.0, 1.0, 7),
        (0.0, 1.0, 9), // 5: a product that is hidden
        (0.0, 1.0, 6), // 6: hidden, and its product is shown
        (-1.0, 1.0, 9),
        (0.0, 2.0, 6), // 8: the first that is shown
        (0.0, 2.0, 6),
    ];
    let plan = Plan::default();
    assert_eq!(run(&rows, true, plan), [3, 1, 8]);
    assert_eq!(run(&rows, true, Plan { mode: Mode::Last, at_least: 4, ..plan }), [3, 1, 8, 5]);
    // Where everything out of stock is hidden, a product that has nothing in stock is.
    assert_eq!(run(&rows, true, Plan { mode: Mode::Hide, ..plan }), [3, 1]);
    assert_eq!(run(&rows, true, Plan { mode: Mode::Hide, at_least: 4, ..plan }), [3, 1, 5, 6]);
    assert_eq!(run(&rows, true, Plan { limit: 1, ..plan }), [3]);
}

/// First rows as nobody should give them.
#[test]
fn products_that_make_no_sense_lose_and_invent_nothing() {
    for wrong in [[5, 4, 3, 2, 1, 0], [9, 9, 9, u32::MAX, 9, 9], [0, 0, 1, 2, 3, 4], [1, 0, 1, 0, 1, 0]] {
        let mut first = wrong;
        let rows = Rows { quantity: &[1.0; 6], policy: &[1.0; 6], first: Some(&mut first) };
        let mut order = [0; 6];
        let shown = arrange(rows, Plan::default(), &mut order);
        assert!(!shown.is_empty() && shown.iter().collect::<HashSet<_>>().len() == shown.len(), "{wrong:?}");
        assert!(shown.iter().all(|row| *row < 6), "{wrong:?}");
    }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let quantity =
        prop_oneof![3 => Just(0.0), 3 => 1.0..9.0_f64, 1 => -3.0..0.0, 1 => Just(UNKNOWN), 1 => Just(1e21)];
    let policy = prop_oneof![4 => Just(1.0), 2 => Just(2.0), 1 => Just(0.0), 1 => Just(UNKNOWN)];
    prop::collection::vec((quantity, policy, 0..6_u32), 0..24)
}

fn plans() -> impl Strategy<Value = Plan> {
    let mode = prop_oneof![Just(Mode::Policy), Just(Mode::Hide), Just(Mode::Last)];
    let threshold = prop_oneof![Just(None), (-2.0..6.0).prop_map(Some)];
    (mode, threshold, prop_oneof![Just(usize::MAX), 0..30_usize], 0..30_usize).prop_map(
        |(mode, threshold, limit, at_least)| Plan { mode, threshold, limit, at_least: at_least.min(limit) },
    )
}

/// The same arrangement, as slowly and plainly as it can be said.
fn plainly(rows: &[Row], grouped: bool, plan: Plan) -> Vec<u32> {
    let verdict = |row: u32| {
        let (quantity, policy, _) = rows[row as usize];
        Verdict::of(Quantity::new(quantity).is_out(plan.threshold), Policy::of_number(policy))
    };
    let mut products: Vec<Vec<u32>> = Vec::new();
    for (at, first) in (0_u32..).zip(first(rows)) {
        match products.iter_mut().find(|product| grouped && product[0] == first) {
            Some(product) => product.push(at),
            None => products.push(vec![at]),
        }
    }
    let mut lists = [Vec::new(), Vec::new(), Vec::new()];
    for product in products {
        let in_stock = product.iter().find(|row| verdict(**row) == Verdict::InStock);
        let visible = product.iter().find(|row| verdict(**row) != Verdict::Hidden);
        let (list, row) = match (in_stock, visible, plan.mode) {
            (Some(row), ..) | (None, Some(row), Mode::Policy) => (0, row),
            (None, Some(row), Mode::Last) => (1, row),
            (None, None, _) | (None, _, Mode::Hide) => (2, &product[0]),
        };
        lists[list].push(*row);
    }
    let [mut order, last, hidden] = lists;
    order.extend(last);
    let missing = plan.at_least.saturating_sub(order.len());
    order.extend(hidden.iter().take(missing));
    order.truncate(plan.limit);
    order
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn is_what_it_is_plainly(rows in rows(), grouped: bool, plan in plans()) {
        prop_assert_eq!(run(&rows, grouped, plan), plainly(&rows, grouped, plan));
    }

    #[test]
    fn invents_nothing_and_shows_nothing_twice(rows in rows(), grouped: bool, plan in plans()) {
        let order = run(&rows, grouped, plan);
        prop_assert!(order.iter().all(|row| (*row as usize) < rows.len()));
        let shown = |row: &u32| if grouped { rows[*row as usize].2 } else { *row };
        prop_assert_eq!(order.iter().map(shown).collect::<HashSet<_>>().len(), order.len());
    }

    #[test]
    fn limits_hold(rows in rows(), grouped: bool, plan in plans()) {
        let products = if grouped {
            rows.iter().map(|row| row.2).collect::<HashSet<_>>().len()
        } else {
            rows.len()
        };
        let count = run(&rows, grouped, plan).len();
        prop_assert!(count <= plan.limit);
        prop_assert!(count >= plan.at_least.min(products));
    }

    #[test]
    fn order_is_kept(rows in rows(), threshold in prop::option::of(0.0..6.0_f64)) {
        let order = run(&rows, false, Plan { threshold, ..Plan::default() });
        prop_assert!(order.is_sorted());
    }

    #[test]
    fn last_is_stable(rows in rows()) {
        let plan = Plan { mode: Mode::Last, ..Plan::default() };
        let order = run(&rows, false, plan);
        let out = |row: &u32| Quantity::new(rows[*row as usize].0).is_out(None);
        let (front, back) = order.split_at(order.partition_point(|row| !out(row)));
        prop_assert!(front.is_sorted() && back.is_sorted() && back.iter().all(out));
        let mut sorted = order.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, run(&rows, false, Plan::default()));
    }

    /// What is shown, arranged again, is shown as it is.
    #[test]
    fn is_idempotent(rows in rows(), grouped: bool, plan in plans()) {
        let order = run(&rows, grouped, plan);
        let shown: Vec<_> = order.iter().map(|row| rows[*row as usize]).collect();
        let again = run(&shown, grouped, plan);
        prop_assert_eq!(again, (0..u32::try_from(order.len()).unwrap()).collect::<Vec<_>>());
    }
}
