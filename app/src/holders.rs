//! What pages of OAuth clients and of service principals have in common: secrets, status, refused requests.

pub mod actions;
pub mod api;
pub mod api_types;
pub mod credentials;
pub mod denials;
pub mod roles;
pub mod secret_dialog;
pub mod secrets;

use domain::HolderKind;
use leptos::prelude::*;

use crate::holders::api::SecretRow;

/// An OAuth client or a service principal on the page, as far as both are alike.
#[derive(Clone, Copy)]
pub struct ShownHolder {
    pub kind: HolderKind,
    /// Never changes.
    pub client_id: StoredValue<String>,
    pub name: Signal<String>,
    /// Newest first.
    pub secrets: Signal<Vec<SecretRow>>,
    /// Reads it again, where something was done to it.
    pub refresh: Callback<()>,
}
