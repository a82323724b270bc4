//! The use cases on SQLite, with a clock that stands still.

mod clients;
mod sessions;
mod setup;
mod world;
