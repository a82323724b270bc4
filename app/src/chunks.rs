//! Pages whose code comes when they are opened. `xtask` cuts the module apart at the functions marked with
//! `wasm_split`; those of one name, and what only they use, share a file. What pages of several names use and the first
//! pages do not comes in further files, so each name here makes all of them smaller.

mod lazy_page;
mod missing;
mod preload;
mod served_page;

use std::pin::Pin;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::account::Account;
use crate::api_keys::ApiKeys;
use crate::api_reference::page::ApiReferencePage;
use crate::audit_log::page::AuditLog;
use crate::authorize::Authorize;
use crate::components::loaded::nothing;
use crate::identity_provider::page::IdentityProvider;
use crate::oauth_clients::add::AddOAuthClient;
use crate::oauth_clients::details::{ClientDetails, waiting};
use crate::oauth_clients::edit::EditOAuthClient;
use crate::oauth_clients::page::OAuthClient;
use crate::secure_module::api_roles::ApiRoles;
use crate::secure_module::environments::Environments;
use crate::secure_module::principals::add::AddPrincipal;
use crate::secure_module::principals::list::Principals;
use crate::secure_module::principals::page::Principal;
use crate::secure_module::principals::{AddKey, KeyTarget};
use crate::session::password_link::PasswordLink;
use crate::session::second_factor::SecondFactor;
use crate::session::setup::Setup;
use crate::users::list::Users;
use crate::users::page::User;
use crate::webhooks::list::Webhooks;
use crate::webhooks::page::WebhookPage;
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

/// The page *API Keys*.
pub const API_KEYS: LazyPage =
    LazyPage { chunk: "automation", load: || Box::pin(load_api_keys()), view: || Box::pin(api_keys()) };

/// The page *API Roles*.
pub const API_ROLES: LazyPage =
    LazyPage { chunk: "api_roles", load: || Box::pin(load_api_roles()), view: || Box::pin(api_roles()) };

/// The page *Environments*.
pub const ENVIRONMENTS: LazyPage = LazyPage {
    chunk: "api_roles",
    load: || Box::pin(load_environments()),
    view: || Box::pin(environments()),
};

/// The page *Principals*.
pub const PRINCIPALS: LazyPage =
    LazyPage { chunk: "principals", load: || Box::pin(load_principals()), view: || Box::pin(principals()) };

/// The page of one service principal.
pub const PRINCIPAL: LazyPage =
    LazyPage { chunk: "client", load: || Box::pin(load_principal()), view: || Box::pin(principal()) };

/// The page *API Reference*.
pub const API_REFERENCE: LazyPage = LazyPage {
    chunk: "api_reference",
    load: || Box::pin(load_api_reference()),
    view: || Box::pin(api_reference()),
};

/// The page of a person's own account.
pub const ACCOUNT: LazyPage =
    LazyPage { chunk: "account", load: || Box::pin(load_account()), view: || Box::pin(account()) };

/// The page *Users*.
pub const USERS: LazyPage =
    LazyPage { chunk: "users", load: || Box::pin(load_users()), view: || Box::pin(users()) };

/// The page of one person.
pub const USER: LazyPage =
    LazyPage { chunk: "users", load: || Box::pin(load_user()), view: || Box::pin(user()) };

/// The page *Webhooks*.
pub const WEBHOOKS: LazyPage =
    LazyPage { chunk: "webhooks", load: || Box::pin(load_webhooks()), view: || Box::pin(webhooks()) };

/// The page of one webhook.
pub const WEBHOOK: LazyPage =
    LazyPage { chunk: "webhooks", load: || Box::pin(load_webhook()), view: || Box::pin(webhook()) };

/// The page on which the first administrator is made.
pub const SETUP: LazyPage =
    LazyPage { chunk: "welcome", load: || Box::pin(load_setup()), view: || Box::pin(setup()) };

/// The page that a person's one-time link opens.
pub const PASSWORD_LINK: LazyPage = LazyPage {
    chunk: "welcome",
    load: || Box::pin(load_password_link()),
    view: || Box::pin(password_link()),
};

/// The page that asks for a second factor after the password.
pub const SECOND_FACTOR: LazyPage = LazyPage {
    chunk: "second_factor",
    load: || Box::pin(load_second_factor()),
    view: || Box::pin(second_factor()),
};

/// What a row of the list opens to.
pub fn client_details(client_id: String, changed: Callback<()>) -> AnyView {
    part(waiting, details(client_id, changed))
}

/// The window in which a principal is registered.
pub fn add_principal(environments: Vec<String>, close: Callback<()>, added: Callback<()>) -> AnyView {
    part(nothing, new_principal(environments, close, added))
}

/// The window in which a principal gets one more key.
pub fn add_key(target: KeyTarget, close: Callback<()>, answered: Callback<()>) -> AnyView {
    part(nothing, new_key(target, close, answered))
}

/// A part of a page, as soon as its code has come.
fn part(waiting: fn() -> AnyView, part: impl Future<Output = Loaded> + Send + 'static) -> AnyView {
    let part: Pin<Box<dyn Future<Output = Loaded> + Send>> = Box::pin(part);
    view! {
        <Suspense fallback=waiting>
            {Suspend::new(async move {
                match part.await {
                    Ok(part) => part,
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

#[wasm_split(automation, wasm_split_path = leptos::wasm_split, preload(load_api_keys), fallible)]
fn api_keys() -> Loaded {
    Ok(view! { <ApiKeys/> }.into_any())
}

#[wasm_split(api_roles, wasm_split_path = leptos::wasm_split, preload(load_api_roles), fallible)]
fn api_roles() -> Loaded {
    Ok(view! { <ApiRoles/> }.into_any())
}

#[wasm_split(api_roles, wasm_split_path = leptos::wasm_split, preload(load_environments), fallible)]
fn environments() -> Loaded {
    Ok(view! { <Environments/> }.into_any())
}

#[wasm_split(principals, wasm_split_path = leptos::wasm_split, preload(load_principals), fallible)]
fn principals() -> Loaded {
    Ok(view! { <Principals/> }.into_any())
}

#[wasm_split(client, wasm_split_path = leptos::wasm_split, preload(load_principal), fallible)]
fn principal() -> Loaded {
    Ok(view! { <Principal/> }.into_any())
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

#[wasm_split(key, wasm_split_path = leptos::wasm_split, fallible)]
fn new_principal(environments: Vec<String>, close: Callback<()>, added: Callback<()>) -> Loaded {
    Ok(view! { <AddPrincipal environments close added/> }.into_any())
}

#[wasm_split(key, wasm_split_path = leptos::wasm_split, fallible)]
fn new_key(target: KeyTarget, close: Callback<()>, answered: Callback<()>) -> Loaded {
    Ok(view! { <AddKey target close answered/> }.into_any())
}

#[wasm_split(api_reference, wasm_split_path = leptos::wasm_split, preload(load_api_reference), fallible)]
fn api_reference() -> Loaded {
    Ok(view! { <ApiReferencePage/> }.into_any())
}

#[wasm_split(account, wasm_split_path = leptos::wasm_split, preload(load_account), fallible)]
fn account() -> Loaded {
    Ok(view! { <Account/> }.into_any())
}

#[wasm_split(users, wasm_split_path = leptos::wasm_split, preload(load_users), fallible)]
fn users() -> Loaded {
    Ok(view! { <Users/> }.into_any())
}

#[wasm_split(users, wasm_split_path = leptos::wasm_split, preload(load_user), fallible)]
fn user() -> Loaded {
    Ok(view! { <User/> }.into_any())
}

#[wasm_split(webhooks, wasm_split_path = leptos::wasm_split, preload(load_webhooks), fallible)]
fn webhooks() -> Loaded {
    Ok(view! { <Webhooks/> }.into_any())
}

#[wasm_split(webhooks, wasm_split_path = leptos::wasm_split, preload(load_webhook), fallible)]
fn webhook() -> Loaded {
    Ok(view! { <WebhookPage/> }.into_any())
}

#[wasm_split(welcome, wasm_split_path = leptos::wasm_split, preload(load_setup), fallible)]
fn setup() -> Loaded {
    Ok(view! { <Setup/> }.into_any())
}

#[wasm_split(welcome, wasm_split_path = leptos::wasm_split, preload(load_password_link), fallible)]
fn password_link() -> Loaded {
    Ok(view! { <PasswordLink/> }.into_any())
}

#[wasm_split(second_factor, wasm_split_path = leptos::wasm_split, preload(load_second_factor), fallible)]
fn second_factor() -> Loaded {
    Ok(view! { <SecondFactor/> }.into_any())
}
