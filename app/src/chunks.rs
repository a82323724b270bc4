//! Pages whose code comes when they are opened. `xtask` cuts the module apart at the functions marked with
//! `wasm_split`; those of one name, and what only they use, share a file. What pages of several names use and the first
//! pages do not comes in further files, so each name here makes all of them smaller.

mod lazy_page;
mod missing;
mod preload;
mod served_page;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::audit_log::page::AuditLog;
use crate::authorize::Authorize;
use crate::identity_provider::page::IdentityProvider;
use crate::oauth_clients::add::AddOAuthClient;
use crate::oauth_clients::details::{ClientDetails, waiting};
use crate::oauth_clients::edit::EditOAuthClient;
use crate::oauth_clients::page::OAuthClient;
use lazy_page::LazyPage;
use missing::PartMissing;
use served_page::ServedPage;

type Loaded = Result<AnyView, SplitLoaderError>;

/// The page *Audit log*.
pub const AUDIT_LOG: LazyPage =
    LazyPage { chunk: "audit_log", load: || Box::pin(load_audit_log()), view: || Box::pin(audit_log()) };

/// The page of an authorization request.
pub const AUTHORIZE: ServedPage = ServedPage(LazyPage {
    chunk: "authorize",
    load: || Box::pin(load_authorize()),
    view: || Box::pin(authorize()),
});

/// The page *Identity Provider*.
pub const IDENTITY_PROVIDER: LazyPage = LazyPage {
    chunk: "identity_provider",
    load: || Box::pin(load_identity_provider()),
    view: || Box::pin(identity_provider()),
};

/// The page *Add OAuth Client*.
pub const ADD_OAUTH_CLIENT: LazyPage =
    LazyPage { chunk: "form", load: || Box::pin(load_add()), view: || Box::pin(add()) };

/// The page *Edit OAuth Client*.
pub const EDIT_OAUTH_CLIENT: LazyPage =
    LazyPage { chunk: "form", load: || Box::pin(load_edit()), view: || Box::pin(edit()) };

/// The page of one OAuth client.
pub const OAUTH_CLIENT: LazyPage =
    LazyPage { chunk: "client", load: || Box::pin(load_client()), view: || Box::pin(client()) };

/// What a row of the list opens to.
pub fn client_details(client_id: String, changed: Callback<()>) -> AnyView {
    view! {
        <Suspense fallback=waiting>
            {Suspend::new(async move {
                match details(client_id, changed).await {
                    Ok(details) => details,
                    Err(_) => view! { <PartMissing/> }.into_inner().into_any(),
                }
            })}
        </Suspense>
    }
    .into_inner()
    .into_any()
}

#[wasm_split(audit_log, wasm_split_path = leptos::wasm_split, preload(load_audit_log), fallible)]
fn audit_log() -> Loaded {
    Ok(view! { <AuditLog/> }.into_any())
}

#[wasm_split(authorize, wasm_split_path = leptos::wasm_split, preload(load_authorize), fallible)]
fn authorize() -> Loaded {
    Ok(view! { <Authorize/> }.into_any())
}

#[wasm_split(identity_provider, wasm_split_path = leptos::wasm_split, preload(load_identity_provider), fallible)]
fn identity_provider() -> Loaded {
    Ok(view! { <IdentityProvider/> }.into_any())
}

#[wasm_split(form, wasm_split_path = leptos::wasm_split, preload(load_add), fallible)]
fn add() -> Loaded {
    Ok(view! { <AddOAuthClient/> }.into_any())
}

#[wasm_split(form, wasm_split_path = leptos::wasm_split, preload(load_edit), fallible)]
fn edit() -> Loaded {
    Ok(view! { <EditOAuthClient/> }.into_any())
}

#[wasm_split(client, wasm_split_path = leptos::wasm_split, preload(load_client), fallible)]
fn client() -> Loaded {
    Ok(view! { <OAuthClient/> }.into_any())
}

#[wasm_split(client, wasm_split_path = leptos::wasm_split, fallible)]
fn details(client_id: String, changed: Callback<()>) -> Loaded {
    Ok(view! { <ClientDetails client_id changed/> }.into_any())
}
