//! The use cases on SQLite, with a clock that stands still.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod clients;
mod sessions;
mod setup;
mod world;
