//! The server through its HTTP doors, without a socket.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod audit_csv;
mod clients;
mod guards;
mod metadata;
mod portal;
mod probes;
mod roles;
mod token;
mod world;
