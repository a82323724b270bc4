//! The tab *Credentials* of what proves with a secret who it is.

use leptos::html::H2;
use leptos::prelude::*;

use crate::components::copyable::Copyable;
use crate::components::facts::fact;
use crate::components::hydrated::hydrated;
use crate::holders::ShownHolder;
use crate::holders::api::SecretRow;
use crate::holders::secrets::Secrets;
use crate::holders::secrets::new_secret::NewSecret;
use crate::holders::secrets::retirement::Retirement;
use crate::session::api::SignedInPerson;

/// What a person is about to do to the secrets.
#[derive(Clone, PartialEq, Eq)]
pub enum Plan {
    Generate,
    Retire(SecretRow),
}

/// Everything about the secrets but their values, and what can be done about them.
#[component]
pub fn Credentials(holder: ShownHolder) -> impl IntoView {
    let hydrated = hydrated();
    let may_change = expect_context::<SignedInPerson>().role.can_change();
    let plan = RwSignal::new(None::<Plan>);
    let close = Callback::new(move |()| plan.set(None));
    // The button that led to a retirement goes away with what it retired.
    let heading = NodeRef::<H2>::new();
    let retired = Callback::new(move |()| {
        request_animation_frame(move || {
            if let Some(heading) = heading.try_get_untracked().flatten() {
                _ = heading.focus();
            }
        });
    });
    let client_id = move || {
        let action = holder.name.with(|name| ["Copy client ID of ", name].concat());
        view! { <Copyable text=holder.client_id.get_value() action/> }.into_inner().into_any()
    };

    view! {
        <dl class="facts">
            {fact("Client authenticator", "Client ID & Client Secret".into_any())}
            {fact("Client ID", client_id.into_any())}
        </dl>
        <div class="part-head">
            <h2 node_ref=heading tabindex="-1">"Client secrets"</h2>
            {may_change.then(|| view! {
                <button
                    type="button"
                    class="button"
                    disabled=move || !hydrated.get()
                    on:click=move |_| plan.set(Some(Plan::Generate))
                >
                    <span class="icon icon-plus" aria-hidden="true"></span>
                    "Generate new secret"
                </button>
            }.into_inner().into_any())}
        </div>
        <Secrets holder retire=may_change.then(|| Callback::new(move |secret| plan.set(Some(Plan::Retire(secret)))))/>
        {move || plan.get().map(|plan| match plan {
            Plan::Generate => view! { <NewSecret holder close/> }.into_inner().into_any(),
            Plan::Retire(secret) => view! { <Retirement holder secret close done=retired/> }.into_inner().into_any(),
        })}
    }
    .into_inner()
    .into_any()
}
