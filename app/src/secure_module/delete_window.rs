//! The question before something is deleted that may be in use.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::focus::focus_heading_later;
use crate::components::modal::Modal;
use crate::components::trouble::Trouble;
use crate::error::PortalError;
use crate::secure_module::listed::{After, Later};

/// Asks whether to delete, or says why it cannot be done now. The children say what goes with it.
#[component]
pub fn DeleteWindow(
    /// What it is called.
    name: String,
    /// How many depend on it, as far as the page knows.
    in_use: i64,
    /// Says that so many depend on it, and what to do.
    why_not: Callback<i64, AnyView>,
    delete: Callback<(), Later<()>>,
    after: After,
    close: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let in_use = RwSignal::new(in_use);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let is_free = move || in_use.get() == 0;
    let title = ["Delete “", &name, "”?"].concat();
    let deleted = StoredValue::new(["“", &name, "” deleted."].concat());
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let answer = delete.run(());
        let deleted = deleted.get_value();
        spawn_local(async move {
            let answer = answer.await;
            match answer {
                Ok(()) => after.done(deleted).await,
                Err(ref error @ PortalError::NotFound) => {
                    after.changed_elsewhere().await;
                    after.failed(error);
                }
                Err(PortalError::InUse { count }) => {
                    busy.try_set(false);
                    in_use.try_set(count);
                    return after.changed_elsewhere().await;
                }
                Err(error) => {
                    busy.try_set(false);
                    failure.try_set(Some(error));
                    return;
                }
            }
            close.try_run(());
            // What led here is gone.
            focus_heading_later();
        });
    };

    view! {
        <Modal title close>
            {move || failure.get().map(|error| view! {
                <div class="note bad" role="alert"><Trouble error/></div>
            }.into_inner().into_any())}
            {move || match in_use.get() {
                0 => children(),
                count => view! { <div class="note warn" role="alert">{why_not.run(count)}</div> }
                    .into_inner()
                    .into_any(),
            }}
            <p class="actions end">
                <button type="button" class="button" on:click=move |_| close.run(())>
                    {move || if is_free() { "Cancel" } else { "Close" }}
                </button>
                {move || is_free().then(|| view! {
                    <button
                        type="button"
                        class="button danger filled"
                        aria-disabled=move || busy.get().then_some("true")
                        on:click=press
                    >
                        {move || if busy.get() { "Deleting…" } else { "Delete" }}
                    </button>
                }.into_inner().into_any())}
            </p>
        </Modal>
    }
    .into_inner()
    .into_any()
}
