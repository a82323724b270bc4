//! Why something that a person asked for was not done.

use leptos::prelude::*;

use crate::error::PortalError;

/// What went wrong and what helps. Keeps the person where they are, for here is what they typed.
#[component]
pub fn Trouble(error: PortalError) -> impl IntoView {
    view! {
        <p>{error.to_string()}</p>
        {(error == PortalError::Unreachable).then(|| view! {
            <p>
                "What you typed is still here. The request may have arrived all the same: \
                look before you try again."
            </p>
        }.into_inner().into_any())}
        {(error == PortalError::SignedOut).then(|| view! {
            <p>
                <a href="/sign-in" target="_blank" rel="external noopener">"Sign in in a new tab"</a>
                ", then try again. What you typed is still here."
            </p>
        }.into_inner().into_any())}
    }
    .into_any()
}
