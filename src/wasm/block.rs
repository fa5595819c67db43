//! The exports of the block module.
