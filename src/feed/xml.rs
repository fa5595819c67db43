//! XML feeds.
