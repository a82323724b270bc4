//! The window in which a person is invited.

use domain::{FieldProblem, InvitationDraft, Role};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::entry::Entry;
use crate::components::field::{Shape, TextField};
use crate::components::focus::focus_later;
use crate::components::modal::Modal;
use crate::components::trouble::Trouble;
use crate::error::PortalError;
use crate::users::api::invite;
use crate::users::link_on_show::LinkOnShow;
use crate::users::role_choice::RoleChoice;

const HELP: &str = "The person signs in with it. You get a one-time link by which they set a password.";

#[component]
pub fn Invite(
    close: Callback<()>,
    /// Runs once the person is there.
    invited: Callback<()>,
) -> impl IntoView {
    let banners = expect_context::<Banners>();
    let on_show = expect_context::<LinkOnShow>();
    let email = Entry::new("invitation-email");
    let role = RwSignal::new(Role::Member);
    let submitted = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let draft = move || InvitationDraft { email: email.value.get(), role: role.get() };
    let problem = Memo::new(move |_| -> Option<FieldProblem> { draft().check().err()?.into_iter().next() });
    let submit = move || {
        submitted.set(true);
        failure.set(None);
        if problem.with_untracked(Option::is_some) {
            return focus_later(email.id);
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let draft = untrack(draft);
        spawn_local(async move {
            let answer = invite(draft).await;
            busy.try_set(false);
            match answer {
                Ok(link) => {
                    close.try_run(());
                    invited.try_run(());
                    on_show.show(link, banners);
                }
                Err(error) => match error.problems().first() {
                    Some(refused) => {
                        email.refused.try_set(Some(refused.clone()));
                        focus_later(email.id);
                    }
                    None => _ = failure.try_set(Some(error)),
                },
            }
        });
    };

    view! {
        <Modal title="Invite a person" close>
            <form
                class="plain"
                novalidate
                autocomplete="off"
                aria-label="Invitation"
                on:submit=move |ev| {
                    ev.prevent_default();
                    submit();
                }
            >
                {move || failure.get().map(|error| view! {
                    <div class="note bad" role="alert"><Trouble error/></div>
                })}
                <TextField
                    entry=email
                    shape=Shape::OthersEmail
                    label="E-mail"
                    is_required=true
                    problem=Signal::derive(move || email.problem(submitted.get(), problem.get()))
                    help=HELP
                />
                <RoleChoice role/>
                <p class="actions end">
                    <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                    <button
                        type="submit"
                        class="button primary"
                        aria-disabled=move || busy.get().then_some("true")
                    >
                        {move || if busy.get() { "Inviting…" } else { "Invite" }}
                    </button>
                </p>
            </form>
        </Modal>
    }
    .into_inner()
    .into_any()
}
