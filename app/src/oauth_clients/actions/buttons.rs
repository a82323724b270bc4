//! The buttons of one client.

use domain::ClientsChange;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::hydrated::hydrated;
use crate::oauth_clients::actions::{DeleteQuestion, IN_PROGRESS, Target, carry_out, copy_address};
use crate::session::api::SignedInPerson;

/// The `id` of the words that say why a button does nothing.
const WHY_NOT: &str = "why-not";

/// What can be done to a client, for those whose role allows it. `changed` runs after it was done here, and with
/// [`ClientsChange::Delete`] too when it turns out that somebody else has deleted the client.
#[component]
pub fn ClientActions(target: Target, #[prop(into)] changed: Callback<ClientsChange>) -> impl IntoView {
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
    let why_not = is_in_progress.then_some(WHY_NOT);
    let is_off = is_in_progress.then_some("true");
    let edit = (!is_in_progress).then(|| target.edit_address());
    let copy = copy_address(std::slice::from_ref(&target));
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
            <a
                class="button"
                href=edit
                role=is_off.map(|_| "link")
                tabindex=is_off.map(|_| "0")
                aria-disabled=is_off
                aria-describedby=why_not
            >
                "Edit"
            </a>
            <a class="button" href=copy>"Copy"</a>
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
                aria-disabled=is_off
                aria-describedby=why_not
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
