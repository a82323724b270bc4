//! One choice among a few, with what it means.

use leptos::prelude::*;

/// A radio button whose help is always in sight. Those of one `group` exclude each other.
#[component]
pub fn RadioCard(
    id: &'static str,
    group: &'static str,
    title: &'static str,
    help: &'static str,
    /// Shown on demand.
    #[prop(optional)]
    more: &'static str,
    #[prop(into)] chosen: Signal<bool>,
    #[prop(into)] choose: Callback<()>,
) -> impl IntoView {
    let help_id = [id, "-help"].concat();
    view! {
        <div class="card">
            <input
                type="radio"
                id=id
                name=group
                aria-describedby=help_id.clone()
                checked=chosen.get_untracked()
                prop:checked=move || chosen.get()
                on:change=move |_| choose.run(())
            />
            <label for=id>{title}</label>
            <p class="help" id=help_id>{help}</p>
            {(!more.is_empty()).then(|| view! {
                <details>
                    <summary>"More about "{title}</summary>
                    <p>{more}</p>
                </details>
            }.into_inner().into_any())}
        </div>
    }
    .into_inner()
    .into_any()
}
