//! The page of a person's own account.

mod api;
mod password;
pub mod provider;
pub mod second_factor;
mod sessions;

use leptos::prelude::*;

use crate::account::password::PasswordSection;
use crate::account::provider::ProviderSection;
use crate::account::second_factor::SecondFactorSection;
use crate::account::sessions::{SessionsChanged, SessionsSection};
use crate::components::facts::fact;
use crate::components::heading::PageHeading;
use crate::session::api::SignedInPerson;

#[component]
pub fn Account() -> impl IntoView {
    let SignedInPerson { email, role } = expect_context();
    provide_context(SessionsChanged(RwSignal::new(0)));
    view! {
        <div class="page-head"><PageHeading text="Your account"/></div>
        <dl class="facts">
            {fact("E-mail", email.into_any())}
            {fact("Role", role.label().into_any())}
        </dl>
        <PasswordSection/>
        <SecondFactorSection/>
        <ProviderSection/>
        <SessionsSection/>
    }
    .into_inner()
    .into_any()
}
