//! The question before a secret or a key is made to count no longer.

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;

use crate::components::banner::Banners;
use crate::components::modal::Modal;
use crate::components::trouble::Trouble;
use crate::error::PortalError;

/// The call that retires.
pub type Retiring = Pin<Box<dyn Future<Output = Result<(), PortalError>>>>;

/// Asks, over the page. `close` is to take the question away.
#[component]
pub fn RetirementQuestion(
    title: String,
    /// What it does.
    lead: &'static str,
    /// When it was last used.
    last_used: AnyView,
    /// What to know where it is the last one that counts.
    #[prop(into)]
    warning: Signal<Option<&'static str>>,
    retire: Callback<(), Retiring>,
    /// What to say once it is done.
    retired: String,
    close: Callback<()>,
    /// Runs once it is done.
    done: Callback<()>,
    /// Runs with every answer.
    answered: Callback<()>,
) -> impl IntoView {
    let banners = expect_context::<Banners>();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (retiring, retired) = (retire.run(()), retired.clone());
        spawn_local(async move {
            let answer = retiring.await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    close.try_run(());
                    banners.success(retired);
                    done.try_run(());
                }
                Err(error) => _ = failure.try_set(Some(error)),
            }
            answered.try_run(());
        });
    };

    view! {
        <Modal title close>
            {move || failure.get().map(|error| view! {
                <div class="note bad" role="alert"><Trouble error/></div>
            })}
            <p>{lead}</p>
            <dl class="facts"><div><dt>"Last used"</dt><dd>{last_used}</dd></div></dl>
            {move || warning.get().map(|warning| view! {
                <p class="note warn">
                    <span class="icon icon-warning" aria-hidden="true"></span>
                    {warning}
                </p>
            }.into_inner().into_any())}
            <p class="actions end">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <button
                    type="button"
                    class="button danger"
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=press
                >
                    {move || if busy.get() { "Retiring…" } else { "Retire" }}
                </button>
            </p>
        </Modal>
    }
    .into_inner()
    .into_any()
}
