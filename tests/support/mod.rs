//! What the native tests share with each other and with the fuzz targets.
#![allow(dead_code, reason = "each test uses a part of it")]

pub(crate) mod checks;
#[cfg(test)]
pub(crate) mod documents;
pub(crate) mod feeds;
pub(crate) mod requests;
/// The fuzz targets do not depend on proptest.
#[cfg(test)]
pub(crate) mod texts;
