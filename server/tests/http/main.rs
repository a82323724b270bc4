//! The server through its HTTP doors, without a socket.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod arrival;
mod assertion;
mod audit_csv;
#[path = "../../../crates/service/tests/use_cases/authenticator.rs"]
mod authenticator;
mod authorize;
mod clients;
mod code;
mod consent;
mod cors;
mod denials;
mod guards;
mod introspect;
mod library;
mod links;
mod matrix;
mod metadata;
mod metrics;
mod portal;
mod principals;
mod probes;
mod provider;
mod refresh;
mod revoke;
mod roles;
mod scopes;
mod secrecy;
mod signing_in;
mod token;
mod user_info;
mod world;
