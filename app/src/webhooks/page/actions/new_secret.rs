//! The question before a webhook gets another secret.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::modal::Modal;
use crate::components::trouble::Trouble;
use crate::error::PortalError;
use crate::webhooks::api::generate_webhook_secret;
use crate::webhooks::page::ShownWebhook;
use crate::webhooks::secret_on_show::{Occasion, SigningSecretOnShow};

#[component]
pub fn NewSecret(shown: ShownWebhook, close: Callback<()>) -> impl IntoView {
    let on_show = expect_context::<SigningSecretOnShow>();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = generate_webhook_secret(shown.id.get_value()).await;
            busy.try_set(false);
            match answer {
                Ok(secret) => {
                    close.try_run(());
                    on_show.show(secret, Occasion::Generated, shown.banners);
                }
                Err(error) => _ = failure.try_set(Some(error)),
            }
        });
    };
    view! {
        <Modal title="Generate a new signing secret?" close>
            {move || failure.get().map(|error| view! {
                <div class="note bad" role="alert"><Trouble error/></div>
            })}
            <p>
                "For a day messages carry two signatures, by the new secret and by the one before. Give the other end the new \
                one within that time."
            </p>
            <p class="actions end">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <button
                    type="button"
                    class="button primary"
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=press
                >
                    {move || if busy.get() { "Generating…" } else { "Generate" }}
                </button>
            </p>
        </Modal>
    }
    .into_inner()
    .into_any()
}
