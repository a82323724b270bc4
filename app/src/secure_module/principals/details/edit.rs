//! The window *Edit*.

use domain::{Field, FieldProblem, PrincipalEditDraft, SecurityType};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ShownPrincipal;
use crate::components::banner::Banners;
use crate::components::entry::Entry;
use crate::components::field::{Shape, TextField};
use crate::components::modal::Modal;
use crate::components::trouble::Trouble;
use crate::error::PortalError;
use crate::secure_module::principals::api::edit_principal;

const NAME_HELP: &str =
    "At least 5 letters, digits and underscores. No two principals of an environment share a name.";
const AUDIENCE_HELP: &str = "Assertions are to name the issuer. Many older libraries name the token endpoint’s address \
                             instead; switch this on for a system that does, until it has a newer one.";

#[component]
pub fn Edit(shown: ShownPrincipal, close: Callback<()>) -> impl IntoView {
    let banners = expect_context::<Banners>();
    let before = shown.principal.get_untracked();
    let client_name = Entry::new("client-name");
    client_name.set(before.row.client_name);
    let accepts = RwSignal::new(before.accepts_endpoint_audience);
    let signs = before.row.security_type == SecurityType::SignedJwt;
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let draft = move || PrincipalEditDraft {
        client_name: client_name.value.get(),
        accepts_endpoint_audience: accepts.get(),
    };
    let problem = Memo::new(move |_| -> Option<FieldProblem> { draft().check().err()?.into_iter().next() });
    let save = move || {
        if busy.get_untracked() || problem.with_untracked(Option::is_some) {
            return;
        }
        busy.set(true);
        failure.set(None);
        let draft = untrack(draft);
        let saved = ["“", draft.client_name.trim(), "” saved."].concat();
        let client_id = shown.holder.client_id.get_value();
        spawn_local(async move {
            let answer = edit_principal(client_id, before.version, draft).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    close.try_run(());
                    banners.success(saved);
                }
                Err(error) => {
                    let is_of_name = |problem: &&FieldProblem| problem.field == Field::ClientName;
                    let at_name = error.problems().iter().find(is_of_name).cloned();
                    failure.try_set(if at_name.is_some() { None } else { Some(error) });
                    client_name.refused.try_set(at_name);
                }
            }
            shown.holder.refresh.try_run(());
        });
    };

    view! {
        <Modal title="Edit principal" close>
            <form
                class="plain"
                novalidate
                autocomplete="off"
                aria-label="Principal"
                on:submit=move |ev| {
                    ev.prevent_default();
                    save();
                }
            >
                {move || failure.get().map(|error| view! {
                    <div class="note bad" role="alert"><Trouble error/></div>
                })}
                <TextField
                    entry=client_name
                    shape=Shape::Line
                    label="Client name"
                    is_required=true
                    problem=Signal::derive(move || client_name.problem(true, problem.get()))
                    help=NAME_HELP
                />
                {signs.then(|| view! { <Switch accepts/> })}
                <p class="actions end">
                    <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                    <button
                        type="submit"
                        class="button primary"
                        disabled=move || problem.with(Option::is_some)
                        aria-disabled=move || busy.get().then_some("true")
                    >
                        {move || if busy.get() { "Saving…" } else { "Save" }}
                    </button>
                </p>
            </form>
        </Modal>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Switch(accepts: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="switch">
            <input
                id="endpoint-audience"
                type="checkbox"
                aria-describedby="endpoint-audience-help"
                prop:checked=move || accepts.get()
                on:change=move |ev| accepts.set(event_target_checked(&ev))
            />
            <label for="endpoint-audience">"Accept the token endpoint as the audience of assertions"</label>
            <p class="help" id="endpoint-audience-help">{AUDIENCE_HELP}</p>
        </div>
    }
    .into_inner()
    .into_any()
}
