//! The server through its HTTP doors, without a socket.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod api_apis;
mod api_audit_events;
mod api_callers;
mod api_configuration;
mod api_core;
mod api_document;
mod api_environments;
mod api_idempotency;
mod api_keys;
mod api_limits;
mod api_oauth_clients;
mod api_principal_credentials;
mod api_service_principals;
mod api_users;
mod api_webhooks;
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
mod registration;
mod revoke;
mod roles;
mod scopes;
mod secrecy;
mod signing_in;
mod token;
mod user_info;
mod world;
