//! The question before a redirect URI is registered that somebody tried.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::focus::focus_heading_later;
use crate::components::modal::Modal;
use crate::components::trouble::Trouble;
use crate::error::PortalError;
use crate::holders::ShownHolder;
use crate::holders::denials::api::add_redirect_uri;

#[component]
pub fn AddRedirectUri(holder: ShownHolder, redirect_uri: String, close: Callback<()>) -> impl IntoView {
    let banners = expect_context::<Banners>();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let uri = redirect_uri.clone();
    let add = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (client_id, name) = (holder.client_id.get_value(), holder.name.get_untracked());
        let redirect_uri = redirect_uri.clone();
        spawn_local(async move {
            let answer = add_redirect_uri(client_id, redirect_uri).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    close.try_run(());
                    banners.success(["Redirect URI added to “", &name, "”."].concat());
                    // The button that led here is about to go.
                    focus_heading_later();
                    holder.refresh.try_run(());
                }
                Err(error) => _ = failure.try_set(Some(error)),
            }
        });
    };

    view! {
        <Modal title="Add this redirect URI?" close>
            {move || failure.get().map(|error| view! { <Why error/> })}
            <p><code>{uri}</code></p>
            <p class="note warn">
                <span class="icon icon-warning" aria-hidden="true"></span>
                "Add it only if it is your own: whoever answers at this address can act for people who sign in. \
                Anybody can send a request with an address of theirs."
            </p>
            <p class="actions end">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <button
                    type="button"
                    class="button primary"
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=add
                >
                    {move || if busy.get() { "Adding…" } else { "Add" }}
                </button>
            </p>
        </Modal>
    }
    .into_inner()
    .into_any()
}

/// Why it was not added; a refusal by the rules in their own words, for there is no field to say them at.
#[component]
fn Why(error: PortalError) -> impl IntoView {
    let broken = error
        .problems()
        .iter()
        .map(|problem| view! { <p>{problem.message.clone()}</p> }.into_inner().into_any());
    let broken: Vec<AnyView> = broken.collect();
    let rest = broken.is_empty().then(|| view! { <Trouble error/> });
    view! { <div class="note bad" role="alert">{broken}{rest}</div> }.into_inner().into_any()
}
