//! A small form over the page.

use domain::FieldProblem;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::modal::Modal;
use crate::components::trouble::Trouble;
use crate::error::PortalError;
use crate::secure_module::listed::{After, Later};

/// How the saving of a form stands.
#[derive(Clone, Copy)]
pub struct Saving {
    /// Whether it was asked for: from then on every problem is shown.
    pub submitted: RwSignal<bool>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<PortalError>>,
}

/// What becomes of a form that is saved.
pub struct Sent {
    pub answer: Later<()>,
    /// What to say of it when it is done.
    pub done: String,
}

impl Saving {
    pub fn new() -> Self {
        Self { submitted: RwSignal::new(false), busy: RwSignal::new(false), failure: RwSignal::new(None) }
    }

    /// Whether a form with these problems may be sent now. From here on they are shown.
    pub fn begin(self, problems: &[FieldProblem]) -> bool {
        self.submitted.set(true);
        self.failure.set(None);
        problems.is_empty() && !self.busy.get_untracked()
    }

    /// Sends the form; `refuse` shows at its fields what the server refused.
    pub fn send(self, sent: Sent, after: After, close: Callback<()>, refuse: Callback<PortalError>) {
        self.busy.set(true);
        spawn_local(async move {
            let Sent { answer, done } = sent;
            match answer.await {
                Ok(()) => {
                    after.done(done).await;
                    self.busy.try_set(false);
                    close.try_run(());
                }
                Err(error) => {
                    self.busy.try_set(false);
                    refuse.try_run(error.clone());
                    let is_stale = matches!(error, PortalError::ChangedMeanwhile | PortalError::NotFound);
                    self.failure.try_set(Some(error));
                    if is_stale {
                        after.changed_elsewhere().await;
                    }
                }
            }
        });
    }
}

/// The form, with Cancel and what saves it.
#[component]
pub fn FormWindow(
    title: String,
    /// "Add" and "Adding…", say.
    save: [&'static str; 2],
    saving: Saving,
    submit: Callback<()>,
    close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let Saving { busy, failure, .. } = saving;
    let [save, in_progress] = save;
    let label = title.clone();
    // What concerns a field is told there.
    let trouble = move || failure.get().filter(|error| error.problems().is_empty());

    view! {
        <Modal title close>
            <form
                class="plain"
                novalidate
                aria-label=label
                on:submit=move |ev| {
                    ev.prevent_default();
                    submit.run(());
                }
            >
                {move || trouble().map(|error| view! {
                    <div class="note bad" role="alert"><Trouble error/></div>
                }.into_inner().into_any())}
                {children()}
                <p class="actions end">
                    <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                    <button
                        type="submit"
                        class="button primary"
                        aria-disabled=move || busy.get().then_some("true")
                    >
                        {move || if busy.get() { in_progress } else { save }}
                    </button>
                </p>
            </form>
        </Modal>
    }
    .into_inner()
    .into_any()
}
