//! What a page shows in place of what it could not get.

use leptos::prelude::*;

use crate::components::heading::PageHeading;
use crate::components::hydrated::hydrated;
use crate::components::to_sign_in::ToSignIn;
use crate::error::PortalError;
use crate::session::next::OWN_PAGE;

/// Says why something could not be loaded and offers to try again; leaves for the sign-in page where only that helps.
#[component]
pub fn Failure(error: PortalError, #[prop(into)] retry: Callback<()>) -> impl IntoView {
    if error == PortalError::SignedOut {
        return ToSignIn().into_any();
    }
    let hydrated = hydrated();
    view! {
        <div class="note bad" role="alert">
            <p>{error.to_string()}</p>
            <button
                type="button"
                class="button"
                disabled=move || !hydrated.get()
                on:click=move |_| retry.run(())
            >
                "Try again"
            </button>
        </div>
    }
    .into_inner()
    .into_any()
}

/// A failure where not even the frame of the portal could be shown.
#[component]
pub fn FailurePage(error: PortalError, #[prop(into)] retry: Callback<()>) -> impl IntoView {
    if error == PortalError::SignedOut {
        return ToSignIn().into_any();
    }
    view! {
        <main class="lone">
            <p class="mark">"Gatehouse"</p>
            <PageHeading text="This page cannot be shown"/>
            {if error == PortalError::Forbidden {
                view! {
                    <p>{error.to_string()}</p>
                    <p><a class="button primary" href=OWN_PAGE>"Go to your account"</a></p>
                }
                .into_any()
            } else {
                view! { <Failure error retry/> }.into_any()
            }}
        </main>
    }
    .into_inner()
    .into_any()
}
