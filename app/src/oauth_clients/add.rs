//! The page *Add OAuth Client*.

use leptos::prelude::*;

use crate::components::heading::PageHeading;
use crate::error::PortalError;
use crate::oauth_clients::form::ClientForm;
use crate::session::api::SignedInPerson;

#[component]
pub fn AddOAuthClient() -> impl IntoView {
    let may_add = expect_context::<SignedInPerson>().role.can_change();
    view! {
        <div class="page-head"><PageHeading text="Add OAuth Client"/></div>
        {if may_add {
            view! { <ClientForm/> }.into_inner().into_any()
        } else {
            view! { <p class="note bad">{PortalError::Forbidden.to_string()}</p> }.into_inner().into_any()
        }}
    }
    .into_inner()
    .into_any()
}
