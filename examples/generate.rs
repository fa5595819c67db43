//! Prints one of the files in `src/js/generated/`: what the wrapper must know of the core. `npm run generate`.

use back_in_stock::{
    Error, PATHS,
    feed::{check, fault},
    options, response,
};

fn main() {
    println!("// Generated from the Rust core by `npm run generate`; do not edit.");
    println!();
    match std::env::args().nth(1).as_deref() {
        Some("core") => core(),
        Some("feed") => feed(),
        Some("check") => check(),
        name => eprintln!("no such file: {name:?}"),
    }
}

/// What is wrong with feeds.
fn feed() {
    println!("/** Code, nothing, and message of each fault, in the order of the module's numbers. */");
    println!("export const FAULTS = {:?};", fault::ROWS.trim_end());
}

/// What may be wrong with feeds that can be read.
fn check() {
    println!("/** Code, severity and message of each problem, in the order of the module's numbers. */");
    println!("export const PROBLEMS = {:?};", check::problem::ROWS.trim_end());
    println!();
    println!("/** What is checked besides quantity and policy, in the order of the module's. */");
    println!("export const FIELDS = {:?};", check::FIELDS);
}

/// What must be known before the module is loaded.
fn core() {
    println!("/** The place of each value in the text that the module gets, in its order. */");
    println!("export const PATHS =");
    println!("  {:?};", PATHS.join(" "));
    println!();
    println!(
        "/** Code, field (empty: none) and message of each error, in the order of the module's numbers. */"
    );
    println!("export const ROWS = {:?};", Error::rows());
    println!();
    println!(
        "/** The text options of a client: what is accepted, and the number of the error of anything else. */"
    );
    println!("export const RULES: Record<string, [RegExp, number]> = {{");
    for rule in options::rules() {
        println!("  {}: [/{}/u, {}],", rule.name, rule.pattern.replace('/', "\\/"), rule.error.number());
    }
    println!("}};");
    println!();
    let (pattern, error) = options::private_key();
    println!("/** A private key, wherever it stands. */");
    println!("export const PRIVATE_KEY: [RegExp, number] = [/{pattern}/, {}];", error.number());
    println!();
    println!("/** The error of an address that is not allowed. */");
    println!("export const ENDPOINT = {};", options::endpoint().number());
    println!();
    println!("/** What it means that no answer came. */");
    for (name, error) in response::without_answer() {
        println!("export const {name} = {};", error.number());
    }
    println!();
    println!("/** What the module must be built with to fit to all this. */");
    println!("export const FINGERPRINT = {};", back_in_stock::fingerprint());
}
