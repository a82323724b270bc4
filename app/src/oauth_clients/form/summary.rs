//! What stands in the way of saving, at the top of the form.

use leptos::prelude::*;

use crate::components::focus::follow;
use crate::components::trouble::Trouble;
use crate::error::PortalError;
use crate::oauth_clients::form::typed::Typed;

/// The `id` of the summary, where the focus goes when saving failed.
pub const SUMMARY: &str = "problems";

#[component]
pub fn Summary(typed: Typed, failure: RwSignal<Option<PortalError>>) -> impl IntoView {
    // A refusal is told by its problems, and is settled when they are.
    let failure = move || failure.get().filter(|error| error.problems().is_empty());

    let summary =
        move || {
            let (problems, failure) = (typed.all_problems(), failure());
            if problems.is_empty() && failure.is_none() {
                return None;
            }
            let title = if failure.is_some() { "The client could not be saved" } else { "Not saved yet" };
            let links = problems.into_iter().map(|(id, problem)| {
                view! { <li><a href=["#", id].concat() on:click=follow(id)>{problem.message}</a></li> }
                    .into_inner()
                    .into_any()
            });
            Some(view! {
            <div class="note bad" id=SUMMARY tabindex="-1" role="group" aria-labelledby="problems-title">
                <h2 id="problems-title">{title}</h2>
                {failure.map(|error| view! {
                    <Trouble error=error.clone()/>
                    {(error == PortalError::NotFound).then(|| view! {
                        <p>
                            "What you typed is still here. "
                            <a href="/oauth-clients">"Go to OAuth Clients"</a>
                        </p>
                    }.into_inner().into_any())}
                }.into_inner().into_any())}
                <ul>{links.collect_view()}</ul>
            </div>
        }.into_inner().into_any())
        };
    view! { {move || summary()} }.into_any()
}
