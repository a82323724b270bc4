//! The question before a secret is made to count no longer.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::modal::Modal;
use crate::components::trouble::Trouble;
use crate::error::PortalError;
use crate::oauth_clients::api::{SecretRow, retire_client_secret};
use crate::oauth_clients::details::ShownClient;
use crate::oauth_clients::details::secrets::last_used;

#[component]
pub fn Retirement(
    shown: ShownClient,
    secret: SecretRow,
    close: Callback<()>,
    /// Runs once the secret is retired.
    done: Callback<()>,
) -> impl IntoView {
    let banners = expect_context::<Banners>();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let SecretRow { id, label, last_used: used, .. } = secret;
    let (title, retired) = (["Retire “", &label, "”?"].concat(), ["“", &label, "” retired."].concat());
    let others = {
        let id = id.clone();
        move || {
            shown
                .client
                .with(|client| client.secrets.iter().any(|other| other.id != id && other.state.is_valid()))
        }
    };
    let retire = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let client_id = shown.client.with_untracked(|client| client.client_id.clone());
        let (id, retired) = (id.clone(), retired.clone());
        spawn_local(async move {
            let answer = retire_client_secret(client_id, id).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    close.run(());
                    banners.success(retired);
                    done.run(());
                }
                Err(error) => _ = failure.try_set(Some(error)),
            }
            shown.refresh();
        });
    };

    view! {
        <Modal title close>
            {move || failure.get().map(|error| view! {
                <div class="note bad" role="alert"><Trouble error/></div>
            })}
            <p>"It can never be used again. This cannot be undone."</p>
            <dl class="facts"><div><dt>"Last used"</dt><dd>{last_used(used)}</dd></div></dl>
            {move || (!others()).then(|| view! {
                <p class="note warn">
                    <span class="icon icon-warning" aria-hidden="true"></span>
                    "This is the last valid secret. Without one the client gets no more tokens, until you generate a \
                    new secret and configure the application with it."
                </p>
            }.into_inner().into_any())}
            <p class="actions end">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <button
                    type="button"
                    class="button danger"
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=retire
                >
                    {move || if busy.get() { "Retiring…" } else { "Retire" }}
                </button>
            </p>
        </Modal>
    }
    .into_inner()
    .into_any()
}
