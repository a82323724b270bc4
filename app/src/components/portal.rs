//! The frame around every page for signed-in people.

use domain::Role;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::components::{A, Outlet};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::components::banner::{BannerRegion, Banners};
use crate::components::failure::FailurePage;
use crate::components::focus::follow;
use crate::components::loaded::loaded;
use crate::components::posted_error::posted_error;
use crate::components::underway::UnderwaySign;
use crate::error::PortalError;
use crate::session::api::{
    SignOut, SignedInPerson, known_owner, known_person, signed_in_owner, signed_in_person,
};
use crate::session::next::{OWN_PAGE, first_page};

/// Shows the pages to people who are signed in and sends the others to sign in. Pages find the
/// [`SignedInPerson`] and the [`Banners`] as contexts.
#[component]
pub fn Portal() -> impl IntoView {
    Banners::provide();
    // Not a resource where that can be helped: what waits for one is rendered several times over on the server, and the
    // page in this frame would read all it shows as often.
    match SharedValue::new(known_person).into_inner() {
        Some(person) => show(person, Callback::new(|()| _ = location().reload())),
        None => loaded(Resource::new(|| (), |()| signed_in_person()), waiting, show),
    }
}

/// Shows the pages that are a person's own to everybody who is signed in, whatever their role.
#[component]
pub fn OwnPages() -> impl IntoView {
    Banners::provide();
    match SharedValue::new(known_owner).into_inner() {
        Some(person) => show(person, Callback::new(|()| _ = location().reload())),
        None => loaded(Resource::new(|| (), |()| signed_in_owner()), waiting, show),
    }
}

fn waiting() -> AnyView {
    view! { <p class="loading" role="status">"Loading…"</p> }.into_inner().into_any()
}

fn show(person: Result<SignedInPerson, PortalError>, retry: Callback<()>) -> AnyView {
    match person {
        Ok(person) => {
            provide_context(person.clone());
            view! { <Frame person/> }.into_inner().into_any()
        }
        Err(error) => view! { <FailurePage error retry/> }.into_inner().into_any(),
    }
}

#[component]
fn Frame(person: SignedInPerson) -> impl IntoView {
    view! {
        <a class="skip" href="#main" on:click=follow("main")>"Skip to content"</a>
        <TopBar person=person.clone()/>
        <div class="frame">
            <SideNav role=person.role/>
            <main id="main" tabindex="-1" on:focusin=|_| close_menu()><Outlet/></main>
        </div>
        <BannerRegion/>
        <UnderwaySign/>
    }
    .into_inner()
    .into_any()
}

#[component]
fn TopBar(person: SignedInPerson) -> impl IntoView {
    if let Some(error) = posted_error(SignOut::PATH) {
        expect_context::<Banners>().error(error.to_string());
    }
    view! {
        <header class="top">
            <button type="button" class="quiet menu" popovertarget="nav" aria-label="Menu">
                <span class="icon icon-menu" aria-hidden="true"></span>
            </button>
            <a class="mark" href=first_page(person.role)>"Gatehouse"</a>
            <p class="person">
                <a class="email" href=OWN_PAGE title="Your account">{person.email}</a>
                <span class="badge">{person.role.label()}</span>
            </p>
            // A plain post: the page that follows is a new one and remembers nothing of this one.
            <form action=SignOut::PATH method="post">
                <button type="submit" class="button">"Sign out"</button>
            </form>
        </header>
    }
    .into_inner()
    .into_any()
}

/// Always in sight beside the page; on a narrow screen a popover that the menu button opens, with or without script.
#[component]
fn SideNav(role: Role) -> impl IntoView {
    view! {
        <nav id="nav" class="side" popover="auto" aria-label="Portal" on:click=|_| close_menu()>
            {if role.can_read() {
                view! { <PortalPages/> }.into_any()
            } else {
                view! { <ul><li><A href=OWN_PAGE>"Your account"</A></li></ul> }.into_inner().into_any()
            }}
        </nav>
    }
    .into_inner()
    .into_any()
}

#[component]
fn PortalPages() -> impl IntoView {
    view! {
        <p id="nav-identities" class="section">"Identities & Access"</p>
        <ul aria-labelledby="nav-identities">
            <li><A href="/oauth-clients">"OAuth Clients"</A></li>
            <li><A href="/identity-provider">"Identity Provider"</A></li>
        </ul>
        <p id="nav-secure-module" class="section">"Secure Module"</p>
        <ul aria-labelledby="nav-secure-module">
            <li><A href="/secure-module/api-roles">"API Roles"</A></li>
            <li><A href="/secure-module/principals">"Principals"</A></li>
            <li><A href="/secure-module/environments">"Environments"</A></li>
        </ul>
        <p id="nav-oversight" class="section">"Oversight"</p>
        <ul aria-labelledby="nav-oversight">
            <li><A href="/audit-log">"Audit log"</A></li>
            <li><A href="/users">"Users"</A></li>
        </ul>
        <p id="nav-automation" class="section">"Automation"</p>
        <ul aria-labelledby="nav-automation">
            <li><A href="/api-keys">"API Keys"</A></li>
            <li><A href="/webhooks">"Webhooks"</A></li>
            <li><A href="/api-reference">"API Reference"</A></li>
        </ul>
    }
    .into_any()
}

/// A followed link leaves the page, and with it the menu, where they are; nor may it cover what has the focus.
fn close_menu() {
    let nav = document().get_element_by_id("nav").and_then(|nav| nav.dyn_into::<HtmlElement>().ok());
    _ = nav.map(|nav| nav.hide_popover());
}
