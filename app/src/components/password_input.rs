//! A password that can be looked at.

use leptos::prelude::*;

use crate::components::hydrated::hydrated;

/// An input for a password beside a button that shows it.
#[component]
pub fn PasswordInput(
    id: &'static str,
    autocomplete: &'static str,
    described_by: String,
    #[prop(into)] invalid: Signal<bool>,
    #[prop(into)] on_input: Callback<String>,
    #[prop(into)] on_blur: Callback<()>,
) -> impl IntoView {
    let hydrated = hydrated();
    let shown = RwSignal::new(false);
    view! {
        <span class="with-button">
            <input
                id=id
                name="password"
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                required
                aria-describedby=described_by
                aria-invalid=move || invalid.get().then_some("true")
                on:input=move |ev| on_input.run(event_target_value(&ev))
                on:blur=move |_| on_blur.run(())
            />
            <button
                type="button"
                class="button"
                disabled=move || !hydrated.get()
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {move || if shown.get() { "Hide" } else { "Show" }}
                <span class="unseen">" password"</span>
            </button>
        </span>
    }
    .into_inner()
    .into_any()
}
