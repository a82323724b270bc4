//! Everything there is to see of one principal.

mod attributes;
pub mod edit;
mod keys;
mod retirement;

use domain::{HolderKind, SecurityType};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::focus::keep_focus_later;
use crate::components::tabs::Tab;
use crate::holders::ShownHolder;
use crate::holders::credentials::Credentials;
use crate::secure_module::principals::api::{PrincipalDetail, principal};
use attributes::Attributes;
use keys::Keys;

pub const ATTRIBUTES: Tab = Tab { name: "attributes", title: "Attributes" };
pub const CREDENTIALS: Tab = Tab { name: "credentials", title: "Credentials" };

/// A principal on the page, which follows what is done to it.
#[derive(Clone, Copy)]
pub struct ShownPrincipal {
    pub principal: RwSignal<PrincipalDetail>,
    pub holder: ShownHolder,
}

impl ShownPrincipal {
    /// Needs the portal's contexts.
    pub fn new(detail: PrincipalDetail) -> Self {
        let banners = expect_context::<Banners>();
        let id = StoredValue::new(detail.row.client_id.clone());
        let principal = RwSignal::new(detail);
        let name = Signal::derive(move || principal.with(|detail| detail.row.client_name.clone()));
        let secrets = Signal::derive(move || principal.with(|detail| detail.secrets.clone()));
        let refresh = Callback::new(move |()| refresh(principal, id.get_value(), banners));
        let kind = HolderKind::ServicePrincipal;
        Self { principal, holder: ShownHolder { kind, client_id: id, name, secrets, refresh } }
    }

    /// What its tab *Credentials* shows.
    pub fn credentials(self) -> AnyView {
        match self.principal.with_untracked(|detail| detail.row.security_type) {
            SecurityType::ClientSecret => view! { <Credentials holder=self.holder/> }.into_inner().into_any(),
            SecurityType::SignedJwt => view! { <Keys shown=self/> }.into_inner().into_any(),
        }
    }

    /// What its tab *Attributes* shows.
    pub fn attributes(self) -> AnyView {
        view! { <Attributes shown=self/> }.into_inner().into_any()
    }
}

/// Reads the principal again. Not by its resource: that would take down the view, and what is open in it, first.
fn refresh(shown: RwSignal<PrincipalDetail>, client_id: String, banners: Banners) {
    spawn_local(async move {
        match principal(client_id).await {
            Ok(detail) => {
                keep_focus_later();
                shown.try_set(detail);
            }
            Err(error) => banners.error(error.to_string()),
        }
    });
}

/// The shape of the principal until it has come.
pub fn waiting() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the principal…"</span>
            {[(); 4].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}
