//! The portal's pages and the server functions they call.

mod account;
mod api_keys;
mod api_reference;
pub mod assets;
mod audit_log;
mod authorize;
mod chunks;
mod components;
#[cfg(feature = "ssr")]
pub mod door;
pub mod error;
mod holders;
mod identity_provider;
mod not_found;
mod oauth_clients;
mod secure_module;
mod session;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
mod status;
mod users;
mod webhooks;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::api_keys::key_on_show::{KeyDialog, KeyOnShow};
#[cfg(feature = "ssr")]
pub use crate::api_reference::api::{
    Allowed, ApiReference, FieldRow, Operation, OperationAnswer, OperationGroup, Parameter, Place,
    RequestBody, Shape,
};
pub use crate::assets::AssetNames;
use crate::chunks::{
    ACCOUNT, ADD_OAUTH_CLIENT, API_KEYS, API_REFERENCE, API_ROLES, AUDIT_LOG, AUTHORIZE, EDIT_OAUTH_CLIENT,
    ENVIRONMENTS, IDENTITY_PROVIDER, OAUTH_CLIENT, PASSWORD_LINK, PRINCIPAL, PRINCIPALS, SECOND_FACTOR,
    SETUP, USER, USERS, WEBHOOK, WEBHOOKS,
};
pub use crate::components::hydrated::Hydrated;
use crate::components::portal::{OwnPages, Portal};
use crate::components::underway::Underway;
use crate::components::unsaved::Unsaved;
use crate::holders::secret_dialog::{SecretDialog, SecretOnShow};
use crate::not_found::NotFound;
use crate::oauth_clients::list::OAuthClients;
use crate::secure_module::principals::private_key::{PrivateKeyDialog, PrivateKeyOnShow};
#[cfg(feature = "ssr")]
pub use crate::session::api::PLAIN_FORMS;
#[cfg(feature = "ssr")]
pub use crate::session::cookie::{
    NAME as SESSION_COOKIE, named as cookie_named, read as session_token, read_device as device_token,
};
#[cfg(feature = "ssr")]
pub use crate::session::provider_problem::ProviderProblem;
use crate::session::sign_in::SignIn;
#[cfg(feature = "ssr")]
pub use crate::shell::shell;
use crate::users::link_on_show::{LinkDialog, LinkOnShow};
use crate::webhooks::secret_on_show::{SigningSecretDialog, SigningSecretOnShow};

/// The whole portal: its routes, and what outlives a change of page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    Hydrated::provide();
    // Above the routes, so that no navigation can lose a secret that was not stored yet.
    SecretOnShow::provide();
    PrivateKeyOnShow::provide();
    LinkOnShow::provide();
    SigningSecretOnShow::provide();
    KeyOnShow::provide();
    Unsaved::provide();
    Underway::provide();

    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/sign-in") view=SignIn ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/second-factor") view=SECOND_FACTOR ssr=SsrMode::Async/>
                <Route path=path!("/setup") view=SETUP ssr=SsrMode::Async/>
                <Route path=path!("/invitation") view=PASSWORD_LINK ssr=SsrMode::Async/>
                <Route path=path!("/password-reset") view=PASSWORD_LINK ssr=SsrMode::Async/>
                <Route path=path!("/oauth2/authorize") view=AUTHORIZE ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Portal ssr=SsrMode::Async>
                    <Route path=path!("/oauth-clients") view=OAuthClients ssr=SsrMode::Async/>
                    <Route path=path!("/oauth-clients/new") view=ADD_OAUTH_CLIENT ssr=SsrMode::Async/>
                    <Route path=path!("/oauth-clients/:client_id") view=OAUTH_CLIENT ssr=SsrMode::Async/>
                    <Route path=path!("/oauth-clients/:client_id/edit") view=EDIT_OAUTH_CLIENT ssr=SsrMode::Async/>
                    <Route path=path!("/identity-provider") view=IDENTITY_PROVIDER ssr=SsrMode::Async/>
                    <Route path=path!("/secure-module/api-roles") view=API_ROLES ssr=SsrMode::Async/>
                    <Route path=path!("/secure-module/principals") view=PRINCIPALS ssr=SsrMode::Async/>
                    <Route path=path!("/secure-module/principals/:client_id") view=PRINCIPAL ssr=SsrMode::Async/>
                    <Route path=path!("/secure-module/environments") view=ENVIRONMENTS ssr=SsrMode::Async/>
                    <Route path=path!("/audit-log") view=AUDIT_LOG ssr=SsrMode::Async/>
                    <Route path=path!("/api-keys") view=API_KEYS ssr=SsrMode::Async/>
                    <Route path=path!("/users") view=USERS ssr=SsrMode::Async/>
                    <Route path=path!("/users/:user_id") view=USER ssr=SsrMode::Async/>
                    <Route path=path!("/webhooks") view=WEBHOOKS ssr=SsrMode::Async/>
                    <Route path=path!("/webhooks/:webhook_id") view=WEBHOOK ssr=SsrMode::Async/>
                    <Route path=path!("/api-reference") view=API_REFERENCE ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("") view=OwnPages ssr=SsrMode::Async>
                    <Route path=path!("/account") view=ACCOUNT ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
        <SecretDialog/>
        <PrivateKeyDialog/>
        <LinkDialog/>
        <SigningSecretDialog/>
        <KeyDialog/>
    }
}
