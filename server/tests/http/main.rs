//! The server through its HTTP doors, without a socket.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod guards;
mod metadata;
mod portal;
mod probes;
mod token;
mod world;
