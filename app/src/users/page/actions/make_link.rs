//! The button that makes a one-time link.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::hydrated::hydrated;
use crate::users::api::make_user_link;
use crate::users::link_on_show::LinkOnShow;
use crate::users::page::ShownUser;
use crate::users::page::actions::WHY_NOT;

#[component]
pub fn MakeLink(shown: ShownUser, label: &'static str, is_held: Signal<bool>) -> impl IntoView {
    let hydrated = hydrated();
    let on_show = expect_context::<LinkOnShow>();
    let busy = RwSignal::new(false);
    let press = move |_| {
        if busy.get_untracked() || is_held.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = make_user_link(shown.id.get_value()).await;
            busy.try_set(false);
            match answer {
                Ok(link) => on_show.show(link, shown.banners),
                Err(error) => shown.banners.error(error.to_string()),
            }
            shown.refresh();
        });
    };
    view! {
        <button
            type="button"
            class="button"
            aria-haspopup="dialog"
            disabled=move || !hydrated.get()
            aria-disabled=move || (busy.get() || is_held.get()).then_some("true")
            aria-describedby=move || is_held.get().then_some(WHY_NOT)
            on:click=press
        >
            {label}
        </button>
    }
    .into_inner()
    .into_any()
}
