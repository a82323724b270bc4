//! A question before something is done that cannot be taken back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;

use crate::components::modal::Modal;
use crate::components::trouble::Trouble;
use crate::error::PortalError;

/// The call that does it, and what to say of it then.
pub type Doing = Pin<Box<dyn Future<Output = Result<String, PortalError>>>>;

/// What the button says, before and while it is done.
#[derive(Clone, Copy)]
pub struct DoIt {
    pub label: &'static str,
    pub busy: &'static str,
}

/// Asks, over the page; the children say what it does. `close` is to take the question away.
#[component]
pub fn Question(
    title: String,
    does: DoIt,
    act: Callback<(), Doing>,
    close: Callback<()>,
    /// Runs with what to say, once it is done.
    done: Callback<String>,
    children: Children,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let doing = act.run(());
        spawn_local(async move {
            let answer = doing.await;
            busy.try_set(false);
            match answer {
                Ok(what) => {
                    close.try_run(());
                    done.try_run(what);
                }
                Err(error) => _ = failure.try_set(Some(error)),
            }
        });
    };

    view! {
        <Modal title close>
            {move || failure.get().map(|error| view! {
                <div class="note bad" role="alert"><Trouble error/></div>
            })}
            {children()}
            <p class="actions end">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <button
                    type="button"
                    class="button danger filled"
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=press
                >
                    {move || if busy.get() { does.busy } else { does.label }}
                </button>
            </p>
        </Modal>
    }
    .into_inner()
    .into_any()
}
