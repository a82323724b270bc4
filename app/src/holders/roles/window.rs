//! The window in which roles are changed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::modal::Modal;
use crate::components::trouble::Trouble;
use crate::error::PortalError;
use crate::holders::roles::Shown;
use crate::holders::roles::api::{HeldRoleRow, assign_roles};
use crate::holders::roles::choices::{Choices, Chosen};
use crate::secure_module::api_roles::api::{ApiRow, apis};

#[component]
pub fn ChangeRoles(shown: Shown, banners: Banners) -> impl IntoView {
    let close = Callback::new(move |()| shown.is_open.set(false));
    let title = ["Roles of “", &shown.holder.name.get_untracked(), "”"].concat();
    // Those that the person sees, whatever comes meanwhile.
    let seen = StoredValue::new(shown.held.get_untracked());
    let chosen = Chosen::new(&seen.get_value());
    let all = RwSignal::new(None::<Result<Vec<ApiRow>, PortalError>>);
    let ask = Callback::new(move |()| {
        all.set(None);
        spawn_local(async move {
            let answer = apis().await;
            all.try_set(Some(answer));
        });
    });
    ask.run(());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let save = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let seen = seen.with_value(|seen| role_ids(seen));
        let (client_id, wanted) = (shown.holder.client_id.get_value(), untrack(|| chosen.role_ids()));
        let saved = ["Roles of “", &shown.holder.name.get_untracked(), "” saved."].concat();
        spawn_local(async move {
            let answer = assign_roles(client_id, seen, wanted).await;
            busy.try_set(false);
            match answer {
                Ok(held) => {
                    shown.held.try_set(held);
                    close.try_run(());
                    banners.success(saved);
                }
                Err(error) => {
                    if error == PortalError::ChangedMeanwhile {
                        shown.refresh();
                    }
                    failure.try_set(Some(error));
                }
            }
        });
    };

    view! {
        <Modal title close>
            {move || failure.get().map(|error| view! {
                <div class="note bad" role="alert"><Trouble error/></div>
            }.into_inner().into_any())}
            {move || match all.get() {
                None => view! { <p class="loading" role="status">"Loading the APIs and their roles…"</p> }
                    .into_inner()
                    .into_any(),
                Some(Ok(apis)) => view! { <Choices apis seen=seen.get_value() chosen/> }.into_any(),
                Some(Err(error)) => view! {
                    <div class="note bad" role="alert">
                        <p>{error.to_string()}</p>
                        <button type="button" class="button" on:click=move |_| ask.run(())>"Try again"</button>
                    </div>
                }
                .into_inner()
                .into_any(),
            }}
            <p class="actions end">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <button
                    type="button"
                    class="button primary"
                    disabled=move || !chosen.is_changed()
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=save
                >
                    {move || if busy.get() { "Saving…" } else { "Save" }}
                </button>
            </p>
        </Modal>
    }
    .into_inner()
    .into_any()
}

fn role_ids(held: &[HeldRoleRow]) -> Vec<String> {
    held.iter().map(|held| held.role_id.clone()).collect()
}
