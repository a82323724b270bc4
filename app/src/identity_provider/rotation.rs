//! The question before the next signing key is made.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::modal::Modal;
use crate::components::trouble::Trouble;
use crate::error::PortalError;
use crate::identity_provider::api::rotate_signing_key;

#[component]
pub fn Rotation(
    close: Callback<()>,
    /// Runs when the keys may be others.
    refresh: Callback<()>,
) -> impl IntoView {
    let banners = expect_context::<Banners>();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let rotate = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = rotate_signing_key().await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    close.try_run(());
                    banners.success("The next key is published. It takes over in ten minutes.".to_owned());
                }
                // Somebody else was quicker, and what they did is about to be on the page.
                Err(error @ PortalError::RotationUnderWay) => {
                    close.try_run(());
                    banners.error(error.to_string());
                }
                Err(error) => _ = failure.try_set(Some(error)),
            }
            refresh.try_run(());
        });
    };

    view! {
        <Modal title="Rotate the signing key now?" close>
            {move || failure.get().map(|error| view! {
                <div class="note bad" role="alert"><Trouble error/></div>
            })}
            <ul>
                <li>"The next key is made and published at once."</li>
                <li>"It signs in ten minutes, when everybody who checks tokens can know it."</li>
                <li>"Tokens that were signed before stay valid until they expire."</li>
            </ul>
            <p>"Applications have nothing to do, unless one has a key written into its configuration."</p>
            <p class="actions end">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <button
                    type="button"
                    class="button primary"
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=rotate
                >
                    {move || if busy.get() { "Rotating…" } else { "Rotate now" }}
                </button>
            </p>
        </Modal>
    }
    .into_inner()
    .into_any()
}
