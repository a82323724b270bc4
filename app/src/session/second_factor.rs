//! The page that asks for a second factor after the password. A code is taken without script too; to set one up needs it,
//! for the key stands in no page.

pub mod api;
pub mod code_field;
pub mod codes;
mod offered;
pub mod set_up;
mod wanted_code;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::failure::Failure;
use crate::components::heading::PageHeading;
use crate::components::loaded::loaded;
use crate::error::PortalError;
use crate::session::next::{self, SIGN_IN_PAGE, sign_in_url};
use crate::session::second_factor::api::{Wanted, second_factor_wanted};
use crate::session::second_factor::set_up::{Place, SetUp};
use crate::session::second_factor::wanted_code::WantedCode;

#[component]
pub fn SecondFactor() -> impl IntoView {
    let wanted = Resource::new(|| (), |()| second_factor_wanted());
    view! {
        <main class="lone">
            <p class="mark">"Gatehouse"</p>
            {loaded(wanted, waiting, show)}
        </main>
    }
    .into_inner()
    .into_any()
}

fn waiting() -> AnyView {
    view! { <p class="loading" role="status">"Loading…"</p> }.into_inner().into_any()
}

fn show(wanted: Result<Wanted, PortalError>, retry: Callback<()>) -> AnyView {
    let next = next::asked(&use_location().search.get_untracked());
    match wanted {
        Ok(Wanted::Code) => view! {
            <PageHeading text="Enter a code"/>
            <WantedCode next/>
        }
        .into_inner()
        .into_any(),
        Ok(Wanted::Enrolment) => view! {
            <PageHeading text="Set up a second factor"/>
            <p>"An administrator requires a second factor of everybody who signs in with a password."</p>
            <SetUp place=Place::SigningIn { next }/>
        }
        .into_inner()
        .into_any(),
        // Not `Failure`, which leads to the sign-in page and from there back to here.
        Err(PortalError::SignedOut) => view! {
            <PageHeading text="Second factor"/>
            <p>"It took too long, or you are signed in already."</p>
            <p><a class="button primary" href=next.map_or_else(|| SIGN_IN_PAGE.to_owned(), |next| sign_in_url(&next))>"Sign in"</a></p>
        }
        .into_inner()
        .into_any(),
        Err(error) => view! {
            <PageHeading text="Second factor"/>
            <Failure error retry/>
        }
        .into_inner()
        .into_any(),
    }
}
