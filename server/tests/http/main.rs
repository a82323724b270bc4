//! The server through its HTTP doors, without a socket.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod assertion;
mod audit_csv;
mod authorize;
mod clients;
mod code;
mod consent;
mod cors;
mod denials;
mod guards;
mod introspect;
mod library;
mod metadata;
mod portal;
mod principals;
mod probes;
mod refresh;
mod revoke;
mod roles;
mod scopes;
mod secrecy;
mod token;
mod user_info;
mod world;
