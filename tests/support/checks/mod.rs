//! The checks of the fuzz targets, one for each target.

pub(crate) mod contacts;
pub(crate) mod ids;
pub(crate) mod json;
mod lines;
pub(crate) mod responses;
pub(crate) mod xml;
