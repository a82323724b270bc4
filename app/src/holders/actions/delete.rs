//! The question before clients or principals are deleted.

use domain::{ClientsChange, HolderKind};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::focus::focus_heading_later;
use crate::components::local_time::LocalTime;
use crate::components::modal::Modal;
use crate::error::PortalError;
use crate::holders::actions::Target;
use crate::holders::actions::carry_out::{kind, tell};
use crate::holders::api::{ClientUse, LastUse, change_clients, uses_of_clients};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Asking,
    Deleting,
}

/// Asks, over the page, whether to delete the clients or principals: names them, says when each was last used, and which cannot be
/// deleted. `close` is to take the question away; `done` runs after it with what they have become.
#[component]
pub fn DeleteQuestion(
    targets: Vec<Target>,
    #[prop(into)] close: Callback<()>,
    #[prop(into)] done: Callback<Option<ClientsChange>>,
) -> impl IntoView {
    let banners = expect_context::<Banners>();
    let kind = kind(&targets);
    let title = match targets.as_slice() {
        [target] => ["Delete “", &target.client_name, "”?"].concat(),
        targets => ["Delete ", &targets.len().to_string(), " ", kind.nouns(), "?"].concat(),
    };
    let uses = RwSignal::new(None::<Result<Vec<ClientUse>, PortalError>>);
    let refusal = RwSignal::new(None::<PortalError>);
    let step = RwSignal::new(Step::Asking);
    let targets = StoredValue::new(targets);
    let ids = move || targets.with_value(|all| all.iter().map(|target| target.client_id.clone()).collect());
    let ask = move || {
        uses.set(None);
        spawn_local(async move {
            let answer = uses_of_clients(ids()).await;
            uses.try_set(Some(answer));
        });
    };
    ask();
    let deletable = move || {
        uses.with(|uses| match uses {
            Some(Ok(uses)) => uses.iter().filter(|one| !one.is_in_progress).count(),
            Some(Err(_)) | None => 0,
        })
    };
    let delete = Callback::new(move |()| {
        if step.get_untracked() == Step::Deleting {
            return;
        }
        step.set(Step::Deleting);
        refusal.set(None);
        let ids = uses.with_untracked(|uses| match uses {
            Some(Ok(uses)) => {
                uses.iter().filter(|one| !one.is_in_progress).map(|one| one.client_id.clone()).collect()
            }
            Some(Err(_)) | None => Vec::new(),
        });
        spawn_local(async move {
            let answer = change_clients(ids, ClientsChange::Delete).await;
            step.try_set(Step::Asking);
            if let Err(error) = answer {
                refusal.try_set(Some(error));
                return;
            }
            let outcome =
                targets.try_with_value(|targets| tell(banners, ClientsChange::Delete, targets, answer));
            close.try_run(());
            focus_heading_later();
            done.try_run(outcome.flatten());
        });
    });
    // What is gone already needs no question; the page is to show that it is.
    let leave = Callback::new(move |()| {
        let is_gone = uses.with_untracked(|uses| matches!(uses, Some(Ok(uses)) if uses.is_empty()));
        close.run(());
        if is_gone {
            done.run(Some(ClientsChange::Delete));
        }
    });

    view! {
        <Modal title close=leave>
            {move || match uses.get() {
                None => view! { <p class="loading" role="status">"Looking up when they were last used…"</p> }
                    .into_inner()
                    .into_any(),
                Some(Ok(uses)) => view! { <Uses kind uses targets=targets.get_value()/> }.into_any(),
                Some(Err(error)) => view! {
                    <div class="note bad" role="alert">
                        <p>{error.to_string()}</p>
                        <button type="button" class="button" on:click=move |_| ask()>"Try again"</button>
                    </div>
                }
                .into_inner()
                .into_any(),
            }}
            {move || refusal.get().map(|error| view! {
                <p class="note bad" role="alert">{error.to_string()}</p>
            }.into_inner().into_any())}
            <p class="actions end">
                <button type="button" class="button" on:click=move |_| leave.run(())>
                    {move || if deletable() > 0 { "Cancel" } else { "Close" }}
                </button>
                {move || (deletable() > 0).then(|| view! { <Confirm kind count=deletable() step delete/> })}
            </p>
        </Modal>
    }
    .into_any()
}

#[component]
fn Confirm(kind: HolderKind, count: usize, step: RwSignal<Step>, delete: Callback<()>) -> impl IntoView {
    let text = move || match (step.get(), count) {
        (Step::Deleting, _) => "Deleting…".to_owned(),
        (Step::Asking, 1) => "Delete".to_owned(),
        (Step::Asking, count) => ["Delete ", &count.to_string(), " ", kind.nouns()].concat(),
    };
    view! {
        <button
            type="button"
            class="button danger filled"
            aria-disabled=move || (step.get() == Step::Deleting).then_some("true")
            on:click=move |_| delete.run(())
        >
            {text}
        </button>
    }
    .into_inner()
    .into_any()
}

/// What becomes of so many that can be deleted.
fn warning(kind: HolderKind, count: usize) -> Option<&'static str> {
    let warning = match (kind, count) {
        (_, 0) => return None,
        (HolderKind::OAuthClient, 1) => {
            "It gets no more tokens, and its secrets are removed with it. This cannot be undone."
        }
        (HolderKind::OAuthClient, _) => {
            "They get no more tokens, and their secrets are removed with them. This cannot be undone."
        }
        (HolderKind::ServicePrincipal, 1) => {
            "It gets no more tokens, and its secrets or keys are removed with it. This cannot be undone."
        }
        (HolderKind::ServicePrincipal, _) => {
            "They get no more tokens, and their secrets or keys are removed with them. This cannot be undone."
        }
    };
    Some(warning)
}

/// The clients or principals, by what would become of them.
#[component]
fn Uses(kind: HolderKind, uses: Vec<ClientUse>, targets: Vec<Target>) -> impl IntoView {
    let (stuck, free): (Vec<_>, Vec<_>) = uses.iter().cloned().partition(|one| one.is_in_progress);
    let gone: Vec<_> = targets
        .into_iter()
        .filter(|target| uses.iter().all(|one| one.client_id != target.client_id))
        .map(|target| view! { <li>{target.client_name}</li> }.into_inner().into_any())
        .collect();
    let list = |uses: Vec<ClientUse>| {
        let items = uses.into_iter().map(|one| view! { <Use one/> }).collect_view();
        view! { <ul>{items}</ul> }.into_inner().into_any()
    };
    let warning = warning(kind, free.len());
    view! {
        <div class="uses">
            {warning.map(|warning| view! { <p>{warning}</p> }.into_inner().into_any())}
            {(!free.is_empty()).then(|| list(free))}
            {(!stuck.is_empty()).then(|| view! {
                <p class="weakness">"Cannot be deleted now, because a request is in progress:"</p>
                {list(stuck)}
            }.into_any())}
            {(!gone.is_empty()).then(|| view! {
                <p class="weakness">"Does not exist any more:"</p>
                <ul>{gone}</ul>
            }.into_any())}
        </div>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Use(one: ClientUse) -> impl IntoView {
    let used = one.last_used.map(|LastUse { at, address }| {
        let from = address.map(|address| [" from ", &address].concat());
        view! { "last used "<LocalTime at/>{from} }.into_any()
    });
    view! {
        <li>
            <strong>{one.client_name}</strong>
            <span class="used">{used.unwrap_or_else(|| "never used".into_any())}</span>
        </li>
    }
    .into_inner()
    .into_any()
}
