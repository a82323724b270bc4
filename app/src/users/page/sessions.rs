//! The tab *Sessions*.

use leptos::prelude::*;

use crate::components::hydrated::hydrated;
use crate::components::question::{DoIt, Doing, Question};
use crate::session::api::SignedInPerson;
use crate::users::api::sign_out_everywhere;
use crate::users::page::ShownUser;
use crate::users::sessions::{SessionTable, ended};

#[component]
pub fn Sessions(shown: ShownUser) -> impl IntoView {
    let may_change = expect_context::<SignedInPerson>().role.can_change();
    let sessions = Memo::new(move |_| shown.detail.with(|detail| detail.sessions.clone()));
    view! {
        {move || {
            let sessions = sessions.get();
            if sessions.is_empty() {
                view! { <p>"The person is not signed in anywhere."</p> }.into_inner().into_any()
            } else {
                view! { <SessionTable sessions/> }.into_any()
            }
        }}
        {move || (may_change && sessions.with(|all| !all.is_empty())).then(|| view! { <SignOut shown/> })}
    }
    .into_any()
}

#[component]
fn SignOut(shown: ShownUser) -> impl IntoView {
    let hydrated = hydrated();
    let asks = RwSignal::new(false);
    view! {
        <p class="actions below">
            <button
                type="button"
                class="button"
                aria-haspopup="dialog"
                disabled=move || !hydrated.get()
                on:click=move |_| asks.set(true)
            >
                "Sign out everywhere"
            </button>
        </p>
        {move || asks.get().then(|| view! { <SignOutQuestion shown asks/> })}
    }
    .into_any()
}

#[component]
fn SignOutQuestion(shown: ShownUser, asks: RwSignal<bool>) -> impl IntoView {
    let email = shown.email();
    let is_own = shown.is_own();
    let named = ["“", &email, "”: "].concat();
    let act = Callback::new(move |()| -> Doing {
        let (id, named) = (shown.id.get_value(), named.clone());
        Box::pin(async move { Ok([&named, ended(sign_out_everywhere(id).await?).as_str()].concat()) })
    });
    view! {
        <Question
            title=["Sign “", &email, "” out everywhere?"].concat()
            does=DoIt { label: "Sign out everywhere", busy: "Signing out…" }
            act
            close=Callback::new(move |()| asks.set(false))
            done=shown.done
        >
            <p>
                "Every session ends at once, and what applications were allowed in it. \
                The person can sign in again: disable the account to keep them out."
            </p>
            {is_own.then(|| view! {
                <p class="note warn">
                    <span class="icon icon-warning" aria-hidden="true"></span>
                    "This is your own account: your session here ends too."
                </p>
            }.into_inner().into_any())}
        </Question>
    }
    .into_any()
}
