//! The checks of the fuzz targets, one for each target.

pub(crate) mod contacts;
pub(crate) mod ids;
#[cfg(feature = "relay")]
pub(crate) mod intake;
pub(crate) mod json;
mod lines;
pub(crate) mod responses;
pub(crate) mod xml;
