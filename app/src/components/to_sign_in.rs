//! The way to the sign-in page and back.

use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;

use crate::session::next::sign_in_url;

/// The sign-in page's address that leads back to the present one. Needs the router's context.
fn sign_in_path() -> String {
    let location = use_location();
    let mut here = location.pathname.get_untracked();
    let search = location.search.get_untracked();
    if !search.is_empty() {
        here.push('?');
        here.push_str(&search);
    }
    sign_in_url(&here)
}

/// Leaves for the sign-in page because the session has ended.
#[component]
pub fn ToSignIn() -> impl IntoView {
    view! { <Redirect path=sign_in_path()/> }
}
