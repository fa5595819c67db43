//! Prints one of the files in `src/js/generated/`: what the wrapper must know of the core. `npm run generate`.

use back_in_stock::inventory::{
    eligibility::ANSWERS,
    rule::{Given, NAMES, NUMBER, Odd, Policy, Quantity, Verdict},
};

fn main() {
    println!("// Generated from the Rust core by `npm run generate`; do not edit.");
    println!();
    match std::env::args().nth(1).as_deref() {
        Some("inventory") => inventory(),
        Some("eligibility") => eligibility(),
        name => eprintln!("no such file: {name:?}"),
    }
}

/// The inventory rule, for what a page decides without a module.
fn inventory() {
    println!("/** Text that counts as a number. */");
    println!("export const NUMBER = /{NUMBER}/;");
    println!();
    println!("/** Text that is a policy, and its number. */");
    println!("export const NAMES: readonly (readonly [RegExp, number])[] = [");
    for (name, policy) in NAMES {
        println!("  [/^[\\t\\n\\f\\r ]*{name}[\\t\\n\\f\\r ]*$/i, {}],", policy.value());
    }
    println!("];");
    println!();
    println!(
        "/** The quantity and the policy of a value that is missing, null, or neither number nor text. */"
    );
    println!("export const UNSAID: readonly (readonly [number, number])[] = [");
    for given in [Given::Missing, Given::Null, Given::Other] {
        let quantity = Quantity::read(given, |_| f64::NAN).value();
        println!("  [{quantity}, {}],", Policy::read(given, |_| f64::NAN).value());
    }
    println!("];");
    println!();
    println!("/**");
    println!(
        " * The verdicts by the policy's number, and those of any other: of a quantity that is below 0, equal to it,"
    );
    println!(
        " * above, and unknown; then the same for a threshold instead of 0. 0 in stock, 1 out of stock, 2 hidden."
    );
    println!(" */");
    println!("export const VERDICTS: Record<string, string> = {{");
    for (key, policy) in [("0", 0.0), ("1", 1.0), ("2", 2.0), ("other", f64::NAN)] {
        let verdict = |threshold: Option<f64>, quantity: f64| {
            let out = Quantity::new(threshold.unwrap_or(0.0) + quantity).is_out(threshold);
            Verdict::of(out, Policy::of_number(policy)) as u8
        };
        let cells =
            [None, Some(7.0)].map(|at| [-1.0, 0.0, 1.0, f64::NAN].map(|by| verdict(at, by).to_string()));
        println!("  {key}: \"{}\",", cells.as_flattened().concat());
    }
    println!("}};");
    println!();
    println!("/** What may be odd, in the order of the module's numbers from 1. */");
    let codes = Odd::ALL.map(|(_, code)| format!("{code:?}"));
    println!("export const ODD = [{}] as const;", codes.join(", "));
}

/// Whether a button shows, for what a page decides without a module.
fn eligibility() {
    println!("/** A policy that says that what is out of stock is sold all the same. */");
    let [(_, policy), (name, _)] = NAMES;
    assert_eq!((policy, name), (Policy::Hides, "continue"));
    println!("export const CONTINUE = /^[\\t\\n\\f\\r ]*{name}[\\t\\n\\f\\r ]*$/i;");
    println!();
    println!("/** The texts that say no, and those that say yes. */");
    let words = |yes: bool| {
        let of_it = ANSWERS.into_iter().filter(|(_, says)| *says == yes);
        of_it.map(|(word, _)| word).collect::<Vec<_>>().join("|")
    };
    let answers = [false, true].map(|yes| format!("/^[\\t\\n\\f\\r ]*({})[\\t\\n\\f\\r ]*$/i", words(yes)));
    println!("export const ANSWERS = [{}] as const;", answers.join(", "));
}
