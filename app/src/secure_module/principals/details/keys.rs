//! The tab *Credentials* of a principal that signs: its public keys.

use leptos::html::H2;
use leptos::prelude::*;

use super::ShownPrincipal;
use super::retirement::Retirement;
use crate::chunks::add_key;
use crate::components::copyable::Copyable;
use crate::components::facts::fact;
use crate::components::hydrated::hydrated;
use crate::holders::secrets::{Credential, Standing};
use crate::secure_module::principals::KeyTarget;
use crate::secure_module::principals::api::CredentialRow;
use crate::session::api::SignedInPerson;

/// What a person is about to do to the keys.
#[derive(Clone, PartialEq, Eq)]
enum Plan {
    Add,
    Retire(CredentialRow),
}

#[component]
pub fn Keys(shown: ShownPrincipal) -> impl IntoView {
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
    let valid = Memo::new(move |_| shown.principal.with(|detail| valid(&detail.credentials)));
    let target = move || KeyTarget {
        client_id: shown.holder.client_id.get_value(),
        client_name: shown.holder.name.get_untracked(),
        valid: valid.get_untracked(),
    };
    let retire = may_change.then(|| Callback::new(move |key| plan.set(Some(Plan::Retire(key)))));

    view! {
        <dl class="facts">
            {fact("Client authenticator", "Signed JWT (private_key_jwt)".into_any())}
            {fact("Client ID", client_id(shown))}
        </dl>
        <div class="part-head">
            <h2 node_ref=heading tabindex="-1">"Public keys"</h2>
            {may_change.then(|| view! {
                <button
                    type="button"
                    class="button"
                    aria-haspopup="dialog"
                    disabled=move || !hydrated.get()
                    on:click=move |_| plan.set(Some(Plan::Add))
                >
                    <span class="icon icon-plus" aria-hidden="true"></span>
                    "Add key"
                </button>
            }.into_inner().into_any())}
        </div>
        {move || advice(valid.get())}
        <ul class="secrets">
            {move || shown.principal.with(|detail| {
                detail.credentials.iter().cloned().map(|key| view! { <Key key retire/> }).collect_view()
            })}
        </ul>
        {move || plan.get().map(|plan| match plan {
            Plan::Add => add_key(target(), close, shown.holder.refresh),
            Plan::Retire(key) => view! { <Retirement shown key close done=retired/> }.into_inner().into_any(),
        })}
    }
    .into_any()
}

fn client_id(shown: ShownPrincipal) -> AnyView {
    let copyable = move || {
        let action = shown.holder.name.with(|name| ["Copy client ID of ", name].concat());
        view! { <Copyable text=shown.holder.client_id.get_value() action/> }.into_inner().into_any()
    };
    copyable.into_any()
}

/// How many of the keys count.
fn valid(keys: &[CredentialRow]) -> usize {
    keys.iter().filter(|key| key.state.is_valid()).count()
}

fn advice(valid: usize) -> Option<AnyView> {
    let text = match valid {
        0 => "No key counts, so this principal gets no tokens until you add one.",
        1 => return None,
        _ => {
            "Two keys count, so that the system can change over without a gap. When the older one is no longer used, \
             retire it."
        }
    };
    Some(view! { <p class="lead">{text}</p> }.into_inner().into_any())
}

#[component]
fn Key(key: CredentialRow, retire: Option<Callback<CredentialRow>>) -> impl IntoView {
    let copy = ["Copy key ID ", &key.kid].concat();
    let name = key.kid.clone();
    let heading = view! { <Copyable text=key.kid.clone() action=copy/> }.into_inner().into_any();
    let own = view! {
        {fact("Kind", key.kind.clone().into_any())}
        {fact("Algorithm", key.algorithm.clone().into_any())}
    };
    let standing = Standing {
        state: key.state,
        created_at: key.created_at,
        expires_at: key.expires_at,
        retired_at: key.retired_at,
        last_used: key.last_used.clone(),
    };
    let retire = retire.map(|retire| Callback::new(move |()| retire.run(key.clone())));
    view! { <Credential heading name own=own.into_any() standing retire/> }.into_inner().into_any()
}
