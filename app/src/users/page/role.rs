//! The window in which a person gets another role.

use domain::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::modal::Modal;
use crate::components::trouble::Trouble;
use crate::error::PortalError;
use crate::users::api::change_user_role;
use crate::users::page::ShownUser;
use crate::users::role_choice::RoleChoice;

#[component]
pub fn RoleWindow(shown: ShownUser, close: Callback<()>) -> impl IntoView {
    let (before, version) = shown.detail.with_untracked(|detail| (detail.user.role, detail.version));
    let email = shown.email();
    let is_own = shown.is_own();
    let role = RwSignal::new(before);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let is_other = move || role.get() != before;
    let named = ["“", &email, "” is "].concat();
    let save = move || {
        if busy.get_untracked() || role.get_untracked() == before {
            return;
        }
        busy.set(true);
        failure.set(None);
        let wanted = role.get_untracked();
        let done = [&named, with_article(wanted), " now."].concat();
        spawn_local(async move {
            let answer = change_user_role(shown.id.get_value(), version, wanted).await;
            busy.try_set(false);
            match answer {
                // The portal's frame is another one for another role.
                Ok(()) if is_own => _ = location().reload(),
                Ok(()) => {
                    close.try_run(());
                    shown.done.try_run(done);
                }
                Err(error) => {
                    failure.try_set(Some(error));
                    shown.refresh();
                }
            }
        });
    };

    view! {
        <Modal title=["Role of “", &email, "”"].concat() close>
            <form
                class="plain"
                aria-label="Role"
                on:submit=move |ev| {
                    ev.prevent_default();
                    save();
                }
            >
                {move || failure.get().map(|error| view! {
                    <div class="note bad" role="alert"><Trouble error/></div>
                })}
                <RoleChoice role/>
                <p class="help">
                    {if is_own {
                        "This is your own account. What you may do changes at once."
                    } else {
                        "What the person may do changes with their next request."
                    }}
                </p>
                <p class="actions end">
                    <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                    <button
                        type="submit"
                        class="button primary"
                        disabled=move || !is_other()
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

fn with_article(role: Role) -> &'static str {
    match role {
        Role::Administrator => "an Administrator",
        Role::Auditor => "an Auditor",
        Role::Member => "a Member",
    }
}
