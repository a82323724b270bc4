//! The rule book, table by table, and the `url` crate as its judge.

mod account;
mod any_text;
mod audit_action;
mod choices;
mod client_id;
mod client_list;
mod client_name;
mod client_secret;
mod denial;
mod description;
mod field;
mod oauth_client;
mod redirect_uri;
mod redirect_uri_judged;
mod redirect_uri_matching;
mod redirect_uri_vectors;
mod scope;
mod search;
mod table;
mod typed;
mod web_origin;
mod web_origin_judged;
