//! The window *Add key*.

use domain::{Field, FieldProblem, MAX_VALID_KEYS};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::typed::TypedKey;
use super::view::KeyFields;
use crate::components::banner::Banners;
use crate::components::modal::Modal;
use crate::components::trouble::Trouble;
use crate::components::wall_clock;
use crate::error::PortalError;
use crate::secure_module::principals::api::add_key;
use crate::secure_module::principals::private_key::{KeyOwner, PrivateKeyOnShow};

/// For whom.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyTarget {
    pub client_id: String,
    pub client_name: String,
    /// How many keys count already.
    pub valid: usize,
}

#[component]
pub fn AddKey(
    target: KeyTarget,
    close: Callback<()>,
    /// Runs once the server has answered.
    answered: Callback<()>,
) -> impl IntoView {
    let content = if target.valid >= MAX_VALID_KEYS {
        view! { <TwoValid close/> }.into_inner().into_any()
    } else {
        view! { <KeyForm target close answered/> }.into_inner().into_any()
    };
    view! { <Modal title="Add key" close>{content}</Modal> }.into_inner().into_any()
}

#[component]
fn TwoValid(close: Callback<()>) -> impl IntoView {
    view! {
        <p class="note warn">
            <span class="icon icon-warning" aria-hidden="true"></span>
            "Two keys are valid, which is the most there can be: the one in use and the one that takes its place. Retire \
            the one that is no longer used, then add another."
        </p>
        <p class="actions end">
            <button type="button" class="button" on:click=move |_| close.run(())>"Close"</button>
        </p>
    }
    .into_any()
}

#[component]
fn KeyForm(target: KeyTarget, close: Callback<()>, answered: Callback<()>) -> impl IntoView {
    let key = TypedKey::new();
    let banners = expect_context::<Banners>();
    let on_show = expect_context::<PrivateKeyOnShow>();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let problems = Memo::new(move |_| key.draft().check(wall_clock::now()).err().unwrap_or_default());
    let found = move |field: Field| {
        Signal::derive(move || -> Option<FieldProblem> {
            problems.with(|problems| problems.iter().find(|problem| problem.field == field).cloned())
        })
    };
    let refuse = move |error: PortalError| {
        for problem in error.problems() {
            let entry = if problem.field == Field::KeyExpiresAt { key.expires } else { key.text };
            entry.refused.try_set(Some(problem.clone()));
        }
        failure.try_set(Some(error));
    };
    let add = move || {
        if busy.get_untracked() || problems.with_untracked(|problems| !problems.is_empty()) {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (draft, pair) = (untrack(|| key.draft()), key.pair());
        let owner = KeyOwner::of_next(&target);
        spawn_local(async move {
            let answer = add_key(owner.client_id.clone(), draft).await;
            busy.try_set(false);
            answered.try_run(());
            match answer {
                Ok(()) => {
                    close.try_run(());
                    match pair {
                        Some(pair) => on_show.show(&pair, owner, banners).await,
                        None => banners.success(owner.done),
                    }
                }
                Err(error) => refuse(error),
            }
        });
    };

    view! {
        <form
            class="plain"
            novalidate
            autocomplete="off"
            aria-label="New key"
            on:submit=move |ev| {
                ev.prevent_default();
                add();
            }
        >
            {move || failure.get().filter(|error| error.problems().is_empty()).map(|error| view! {
                <div class="note bad" role="alert"><Trouble error/></div>
            })}
            <p>
                "It counts at once, beside the key that counts now. When the system signs with the new one, retire the old \
                one: nothing stops meanwhile."
            </p>
            <KeyFields key key_problem=found(Field::PublicKey) end_problem=found(Field::KeyExpiresAt)/>
            <p class="actions end">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <button
                    type="submit"
                    class="button primary"
                    disabled=move || problems.with(|problems| !problems.is_empty())
                    aria-disabled=move || busy.get().then_some("true")
                >
                    {move || if busy.get() { "Adding…" } else { "Add key" }}
                </button>
            </p>
        </form>
    }
    .into_inner()
    .into_any()
}
