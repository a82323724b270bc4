//! What the binary does beside serving, run as people run it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod backup;
mod copy;
mod examples;
mod help;
mod installation;
mod management;
mod migrate;
mod running;
