//! Inventory rules: whether a row is shown ([`rule`]), the order of a block ([`arrange`]), and whether a button shows
//! ([`eligibility`]).

pub mod arrange;
pub mod eligibility;
pub mod rule;
