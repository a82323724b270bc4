//! The buttons of one client or principal.

use domain::ClientsChange;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::hydrated::hydrated;
use crate::holders::actions::{DeleteQuestion, IN_PROGRESS, Target, WHY_NOT, carry_out};
use crate::session::api::SignedInPerson;

/// What can be done to a client or principal, for those whose role allows it, after what can be done to its kind alone.
/// `changed` runs after it was done here, and with [`ClientsChange::Delete`] too when it turns out that somebody else has
/// deleted it.
#[component]
pub fn HolderActions(
    target: Target,
    #[prop(into)] changed: Callback<ClientsChange>,
    children: Children,
) -> impl IntoView {
    if !expect_context::<SignedInPerson>().role.can_change() {
        return ().into_any();
    }
    let hydrated = hydrated();
    let banners = expect_context::<Banners>();
    let is_busy = RwSignal::new(false);
    let asks = RwSignal::new(false);
    let done = Callback::new(move |outcome: Option<ClientsChange>| {
        is_busy.try_set(false);
        if let Some(change) = outcome {
            changed.run(change);
        }
    });
    let is_in_progress = target.is_in_progress;
    let (switch, change) = target.switch();
    let targets = StoredValue::new(vec![target]);
    let press_switch = move |_| {
        if !is_busy.get_untracked() {
            is_busy.set(true);
            spawn_local(
                async move { _ = done.try_run(carry_out(&targets.get_value(), change, banners).await) },
            );
        }
    };

    view! {
        <div class="actions client-actions">
            {children()}
            <button
                type="button"
                class="button"
                disabled=move || !hydrated.get()
                aria-disabled=move || is_busy.get().then_some("true")
                on:click=press_switch
            >
                {switch}
            </button>
            <button
                type="button"
                class="button danger"
                disabled=move || !hydrated.get()
                aria-disabled=is_in_progress.then_some("true")
                aria-describedby=is_in_progress.then_some(WHY_NOT)
                on:click=move |_| if !is_in_progress { asks.set(true) }
            >
                "Delete"
            </button>
            {is_in_progress.then(|| view! {
                <p id=WHY_NOT class="help">{IN_PROGRESS}" It can be copied, but neither edited nor deleted until then."</p>
            }.into_inner().into_any())}
        </div>
        {move || asks.get().then(|| view! {
            <DeleteQuestion targets=targets.get_value() close=move |()| asks.set(false) done/>
        })}
    }
    .into_any()
}
