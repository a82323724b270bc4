//! Where the person is signed in.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::account::api::{own_sessions, sign_out_elsewhere};
use crate::components::banner::Banners;
use crate::components::failure::Failure;
use crate::components::focus::keep_focus_later;
use crate::components::hydrated::hydrated;
use crate::components::loaded::loaded;
use crate::error::PortalError;
use crate::users::api::SessionRow;
use crate::users::sessions::{SessionTable, ended};

/// Reads the sessions again; a context of the page, for what ends some of them.
#[derive(Clone, Copy)]
pub struct SessionsChanged(pub RwSignal<u32>);

#[component]
pub fn SessionsSection() -> impl IntoView {
    let SessionsChanged(changes) = expect_context();
    let sessions = Resource::new(move || changes.get(), |_| own_sessions());
    view! {
        <section class="part" aria-labelledby="own-sessions">
            <h2 id="own-sessions">"Sessions"</h2>
            <p class="help">"Where you are signed in. A session you do not know is a reason to change your password."</p>
            {loaded(sessions, waiting, show)}
        </section>
    }
    .into_inner()
    .into_any()
}

fn waiting() -> AnyView {
    view! { <p class="loading" role="status">"Loading your sessions…"</p> }.into_inner().into_any()
}

fn show(sessions: Result<Vec<SessionRow>, PortalError>, retry: Callback<()>) -> AnyView {
    match sessions {
        Ok(sessions) => {
            let has_others = sessions.iter().any(|session| !session.is_this_one);
            view! {
                <SessionTable sessions/>
                <SignOutElsewhere has_others/>
            }
            .into_any()
        }
        Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
    }
}

#[component]
fn SignOutElsewhere(has_others: bool) -> impl IntoView {
    let hydrated = hydrated();
    let banners = expect_context::<Banners>();
    let SessionsChanged(changes) = expect_context();
    let busy = RwSignal::new(false);
    let press = move |_| {
        if busy.get_untracked() || !has_others {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match sign_out_elsewhere().await {
                Ok(count) => {
                    banners.success(ended(count));
                    keep_focus_later();
                    changes.try_update(|changes| *changes += 1);
                }
                Err(error) => banners.error(error.to_string()),
            }
            busy.try_set(false);
        });
    };
    view! {
        <p class="actions below">
            <button
                type="button"
                class="button"
                disabled=move || !hydrated.get()
                aria-disabled=move || (busy.get() || !has_others).then_some("true")
                aria-describedby=(!has_others).then_some("no-other-session")
                on:click=press
            >
                "Sign out elsewhere"
            </button>
            {(!has_others).then(|| view! {
                <span id="no-other-session" class="help">"You are signed in nowhere else."</span>
            }.into_inner().into_any())}
        </p>
    }
    .into_inner()
    .into_any()
}
