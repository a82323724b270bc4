//! The page that a person's one-time link opens: they set their password.

mod api;
mod form;

use domain::LinkPurpose;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

use crate::components::failure::Failure;
use crate::components::heading::PageHeading;
use crate::components::hydrated::hydrated;
use crate::components::needs_script::NeedsScript;
use crate::error::PortalError;
use crate::session::link_token::token_of_the_link;
use crate::session::password_link::api::{LinkOwner, link_owner};
use crate::session::password_link::form::PasswordForm;

#[component]
pub fn PasswordLink() -> impl IntoView {
    let path = use_location().pathname;
    let heading = Signal::derive(move || {
        let is_invitation = path.with(|path| path.starts_with(LinkPurpose::Invitation.path()));
        if is_invitation { "Join Gatehouse" } else { "Set a new password" }.to_owned()
    });
    view! {
        <main class="lone">
            <p class="mark">"Gatehouse"</p>
            <PageHeading text=heading/>
            <NeedsScript why="This page needs JavaScript. Switch it on and reload the page."/>
            <Opened/>
        </main>
    }
    .into_inner()
    .into_any()
}

/// What the link opens, once it has been read.
#[component]
fn Opened() -> impl IntoView {
    let hydrated = hydrated();
    let token = token_of_the_link();
    let owner = RwSignal::new(None::<Result<LinkOwner, PortalError>>);
    let look = move |token: String| {
        owner.set(None);
        spawn_local(async move {
            let answer = link_owner(token).await;
            owner.try_set(Some(answer));
        });
    };
    Effect::new(move || {
        if let Some(token) = token.get() {
            look(token);
        }
    });
    let retry = Callback::new(move |()| _ = token.get_untracked().map(look));

    move || match (token.get(), owner.get()) {
        (None, _) if hydrated.get() => view! { <NoToken/> }.into_any(),
        (None, _) => ().into_any(),
        (Some(_), None) => view! { <p role="status">"Looking at the link…"</p> }.into_inner().into_any(),
        (Some(token), Some(Ok(owner))) => view! { <PasswordForm token owner/> }.into_any(),
        (Some(_), Some(Err(PortalError::LinkInvalid))) => view! { <Invalid/> }.into_any(),
        (Some(_), Some(Err(error))) => view! { <Failure error retry/> }.into_any(),
    }
}

#[component]
fn NoToken() -> impl IntoView {
    view! {
        <p class="note bad" role="alert">
            "This address lacks the one-time part after the #. Open the whole link that you were given."
        </p>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Invalid() -> impl IntoView {
    view! {
        <div class="note bad" role="alert">
            <p><strong>"This link counts no longer."</strong></p>
            <p>"It was used, it has expired, or a newer one has taken its place. Ask an administrator for a new one."</p>
        </div>
        <p>"Have you set your password already?"</p>
        <p><a class="button" href="/sign-in">"Sign in"</a></p>
    }
    .into_inner()
    .into_any()
}
