//! Arranging blocks: examples, and properties of every block.
#![expect(clippy::indexing_slicing, reason = "helpers of tests")]

mod support;

use std::collections::{HashMap, HashSet};

use back_in_stock::{
    inventory::arrange::{Arrangement, OutOfStock, Rows, arrange},
    inventory::rule::{Policy, Quantity, Verdict},
};
use proptest::prelude::*;
use support::texts::cases;

const UNKNOWN: f64 = f64::NAN;

/// A row: quantity, policy and, if rows are grouped, its product.
type Row = (f64, f64, u32);

/// The first row of each row's product.
fn first(rows: &[Row]) -> Vec<u32> {
    let mut seen = HashMap::new();
    (0_u32..).zip(rows).map(|(at, (_, _, product))| *seen.entry(*product).or_insert(at)).collect()
}

fn run(rows: &[Row], grouped: bool, arrangement: Arrangement) -> Vec<u32> {
    let quantity: Vec<_> = rows.iter().map(|row| row.0).collect();
    let policy: Vec<_> = rows.iter().map(|row| row.1).collect();
    let mut first = first(rows);
    let rows = Rows { quantity: &quantity, policy: &policy, first: grouped.then_some(&mut first) };
    arrange(rows, arrangement, &mut vec![0; quantity.len()]).to_vec()
}

/// Hidden, in stock, out of stock, unknown, hidden, in stock.
const ROWS: [Row; 6] =
    [(0.0, 1.0, 0), (3.0, 1.0, 1), (0.0, 2.0, 2), (UNKNOWN, 1.0, 3), (-1.0, 1.0, 4), (1.0, UNKNOWN, 5)];

#[test]
fn modes() {
    for (out_of_stock, expected) in [
        (OutOfStock::Policy, &[1, 2, 3, 5][..]),
        (OutOfStock::Hide, &[1, 3, 5]),
        (OutOfStock::Last, &[1, 3, 5, 2]),
    ] {
        assert_eq!(
            run(&ROWS, false, Arrangement { out_of_stock, ..Arrangement::default() }),
            expected,
            "{out_of_stock:?}"
        );
    }
}

#[test]
fn an_empty_block() {
    assert_eq!(run(&[], false, Arrangement { at_least: 3, ..Arrangement::default() }), [] as [u32; 0]);
    assert_eq!(run(&[], true, Arrangement::default()), [] as [u32; 0]);
}

#[test]
fn limits_and_thresholds() {
    let arrangement = Arrangement::default();
    assert_eq!(run(&ROWS, false, Arrangement { limit: 2, ..arrangement }), [1, 2]);
    assert_eq!(run(&ROWS, false, Arrangement { limit: 0, ..arrangement }), [] as [u32; 0]);
    assert_eq!(run(&ROWS, false, Arrangement { threshold: Some(2.0), ..arrangement }), [1, 2, 3, 5]);
    assert_eq!(run(&ROWS, false, Arrangement { threshold: Some(4.0), ..arrangement }), [2, 3, 5]);
    assert_eq!(
        run(
            &ROWS,
            false,
            Arrangement { threshold: Some(4.0), out_of_stock: OutOfStock::Last, limit: 2, ..arrangement }
        ),
        [3, 2]
    );
}

#[test]
fn hidden_rows_are_added_at_the_end() {
    for (out_of_stock, at_least, expected) in [
        (OutOfStock::Policy, 4, &[1, 2, 3, 5][..]),
        (OutOfStock::Policy, 5, &[1, 2, 3, 5, 0]),
        (OutOfStock::Policy, 99, &[1, 2, 3, 5, 0, 4]),
        (OutOfStock::Hide, 5, &[1, 3, 5, 0, 2]),
        (OutOfStock::Last, 5, &[1, 3, 5, 2, 0]),
    ] {
        assert_eq!(
            run(&ROWS, false, Arrangement { out_of_stock, at_least, ..Arrangement::default() }),
            expected,
            "{out_of_stock:?}"
        );
    }
    assert_eq!(
        run(&ROWS, false, Arrangement { at_least: 6, limit: 5, ..Arrangement::default() }),
        [1, 2, 3, 5, 0]
    );
}

#[test]
fn a_product_shows_its_best_row_at_its_first_position() {
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
    let arrangement = Arrangement::default();
    assert_eq!(run(&rows, true, arrangement), [3, 1, 8]);
    assert_eq!(
        run(&rows, true, Arrangement { out_of_stock: OutOfStock::Last, at_least: 4, ..arrangement }),
        [3, 1, 8, 5]
    );
    // With `Hide`, a product without any row in stock is hidden.
    assert_eq!(run(&rows, true, Arrangement { out_of_stock: OutOfStock::Hide, ..arrangement }), [3, 1]);
    assert_eq!(
        run(&rows, true, Arrangement { out_of_stock: OutOfStock::Hide, at_least: 4, ..arrangement }),
        [3, 1, 5, 6]
    );
    assert_eq!(run(&rows, true, Arrangement { limit: 1, ..arrangement }), [3]);
}

/// Invalid first rows.
#[test]
fn invalid_products_neither_lose_nor_add_rows() {
    for wrong in [[5, 4, 3, 2, 1, 0], [9, 9, 9, u32::MAX, 9, 9], [0, 0, 1, 2, 3, 4], [1, 0, 1, 0, 1, 0]] {
        let mut first = wrong;
        let rows = Rows { quantity: &[1.0; 6], policy: &[1.0; 6], first: Some(&mut first) };
        let mut order = [0; 6];
        let shown = arrange(rows, Arrangement::default(), &mut order);
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

fn plans() -> impl Strategy<Value = Arrangement> {
    let out_of_stock = prop_oneof![Just(OutOfStock::Policy), Just(OutOfStock::Hide), Just(OutOfStock::Last)];
    let threshold = prop_oneof![Just(None), (-2.0..6.0).prop_map(Some)];
    (out_of_stock, threshold, prop_oneof![Just(usize::MAX), 0..30_usize], 0..30_usize).prop_map(
        |(out_of_stock, threshold, limit, at_least)| Arrangement {
            out_of_stock,
            threshold,
            limit,
            at_least: at_least.min(limit),
        },
    )
}

/// The same arrangement, as a plain and slow model.
fn model(rows: &[Row], grouped: bool, arrangement: Arrangement) -> Vec<u32> {
    let verdict = |row: u32| {
        let (quantity, policy, _) = rows[row as usize];
        Verdict::of(Quantity::new(quantity).is_out(arrangement.threshold), Policy::of_number(policy))
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
        let (list, row) = match (in_stock, visible, arrangement.out_of_stock) {
            (Some(row), ..) | (None, Some(row), OutOfStock::Policy) => (0, row),
            (None, Some(row), OutOfStock::Last) => (1, row),
            (None, None, _) | (None, _, OutOfStock::Hide) => (2, &product[0]),
        };
        lists[list].push(*row);
    }
    let [mut order, last, hidden] = lists;
    order.extend(last);
    let missing = arrangement.at_least.saturating_sub(order.len());
    order.extend(hidden.iter().take(missing));
    order.truncate(arrangement.limit);
    order
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn matches_the_plain_model(rows in rows(), grouped: bool, arrangement in plans()) {
        prop_assert_eq!(run(&rows, grouped, arrangement), model(&rows, grouped, arrangement));
    }

    #[test]
    fn shows_each_row_once(rows in rows(), grouped: bool, arrangement in plans()) {
        let order = run(&rows, grouped, arrangement);
        prop_assert!(order.iter().all(|row| (*row as usize) < rows.len()));
        let shown = |row: &u32| if grouped { rows[*row as usize].2 } else { *row };
        prop_assert_eq!(order.iter().map(shown).collect::<HashSet<_>>().len(), order.len());
    }

    #[test]
    fn limits_hold(rows in rows(), grouped: bool, arrangement in plans()) {
        let products = if grouped {
            rows.iter().map(|row| row.2).collect::<HashSet<_>>().len()
        } else {
            rows.len()
        };
        let count = run(&rows, grouped, arrangement).len();
        prop_assert!(count <= arrangement.limit);
        prop_assert!(count >= arrangement.at_least.min(products));
    }

    #[test]
    fn order_is_kept(rows in rows(), threshold in prop::option::of(0.0..6.0_f64)) {
        let order = run(&rows, false, Arrangement { threshold, ..Arrangement::default() });
        prop_assert!(order.is_sorted());
    }

    #[test]
    fn last_is_stable(rows in rows()) {
        let arrangement = Arrangement { out_of_stock: OutOfStock::Last, ..Arrangement::default() };
        let order = run(&rows, false, arrangement);
        let out = |row: &u32| Quantity::new(rows[*row as usize].0).is_out(None);
        let (front, back) = order.split_at(order.partition_point(|row| !out(row)));
        prop_assert!(front.is_sorted() && back.is_sorted() && back.iter().all(out));
        let mut sorted = order.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, run(&rows, false, Arrangement::default()));
    }

    /// Arranging the shown rows again changes nothing.
    #[test]
    fn is_idempotent(rows in rows(), grouped: bool, arrangement in plans()) {
        let order = run(&rows, grouped, arrangement);
        let shown: Vec<_> = order.iter().map(|row| rows[*row as usize]).collect();
        let again = run(&shown, grouped, arrangement);
        prop_assert_eq!(again, (0..u32::try_from(order.len()).unwrap()).collect::<Vec<_>>());
    }
}
