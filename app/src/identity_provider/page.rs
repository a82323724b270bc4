//! The page itself.

use leptos::prelude::*;

use crate::components::failure::Failure;
use crate::components::heading::PageHeading;
use crate::components::loaded::loaded;
use crate::error::PortalError;
use crate::identity_provider::api::{IdentityProviderDetail, identity_provider};
use crate::identity_provider::endpoints::Endpoints;
use crate::identity_provider::guide::{Guide, Wanted};
use crate::identity_provider::keys::Keys;

#[component]
pub fn IdentityProvider() -> impl IntoView {
    let provider = Resource::new(|| (), |()| identity_provider());
    provide_context(Wanted::new());
    view! {
        <div class="page-head"><PageHeading text="Identity Provider"/></div>
        <p class="lead">
            "This server signs people in for applications, and gives applications their tokens. Most libraries need only \
            the issuer, and read everything else from the metadata."
        </p>
        {loaded(provider, waiting, show)}
    }
    .into_inner()
    .into_any()
}

/// The shape of the list and the table until they have come.
fn waiting() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the identity provider…"</span>
            {[(); 8].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}

/// The guide needs nothing of it, and comes with it all the same: what it is below would else push it down.
fn show(provider: Result<IdentityProviderDetail, PortalError>, retry: Callback<()>) -> AnyView {
    let provider = match provider {
        Ok(provider) => view! {
            <Endpoints issuer=provider.issuer.clone()/>
            <Keys provider/>
        }
        .into_any(),
        Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
    };
    let wanted: Wanted = expect_context();
    view! {
        {provider}
        <Guide wanted/>
    }
    .into_inner()
    .into_any()
}
