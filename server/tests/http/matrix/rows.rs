//! The table: every route, how it is asked, and who may. A new route gets a row in the file of its subject.

mod account;
mod api;
mod clients;
mod overview;
mod people;
mod protocol;
mod secure_module;
mod sign_in;
mod site;
mod webhooks;

use super::row::Row;

/// Every row.
pub fn all() -> Vec<Row> {
    [
        account::rows(),
        api::rows(),
        clients::rows(),
        overview::rows(),
        people::rows(),
        protocol::rows(),
        secure_module::rows(),
        sign_in::rows(),
        site::rows(),
        webhooks::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
