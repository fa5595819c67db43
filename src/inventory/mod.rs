//! What quantity and policy mean: for a row, for a button, and for the order of a block.

pub mod arrange;
pub mod eligibility;
pub mod rule;
