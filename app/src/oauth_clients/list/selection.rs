//! How many clients there are, or what can be done to those that are chosen.

use domain::ClientsChange;
use leptos::prelude::*;

use crate::components::focus::focus_later;
use crate::oauth_clients::actions::copy_address;
use crate::oauth_clients::list::state::List;
use crate::oauth_clients::list::table::CHOOSE_ALL;

/// One line, which is there whether or not anything is chosen: nothing moves when it changes.
#[component]
pub fn Bar(list: List) -> impl IntoView {
    let count = move || list.chosen.with(Vec::len);
    let has_chosen = move || count() > 0;
    let text = move || match count() {
        0 => found(list),
        count => [&count.to_string(), " selected"].concat(),
    };
    let act = move |text: &'static str, change: ClientsChange| {
        let class = match change {
            ClientsChange::Delete => "button danger",
            ClientsChange::Enable | ClientsChange::Disable => "button",
        };
        let press = move |_| list.change(untrack(|| list.targets()), change);
        view! { <button type="button" class=class on:click=press>{text}</button> }.into_inner().into_any()
    };
    let clear = move |_| {
        list.chosen.set(Vec::new());
        focus_later(CHOOSE_ALL);
    };

    view! {
        <div class="bar" class:chosen=has_chosen role="group" aria-label="Selected clients">
            <p role="status">{text}</p>
            {move || has_chosen().then(|| view! {
                <button type="button" class="button" on:click=clear>"Clear selection"</button>
                <a class="button" href=move || copy_address(&list.targets())>"Copy"</a>
                {act("Enable", ClientsChange::Enable)}
                {act("Disable", ClientsChange::Disable)}
                {act("Delete", ClientsChange::Delete)}
            }.into_any())}
        </div>
    }
    .into_inner()
    .into_any()
}

/// "50 clients on this page, more follow"
fn found(list: List) -> String {
    list.shown.with(|(asked, answer)| {
        let Ok(page) = answer else { return String::new() };
        let count = page.rows.len();
        let many = match count {
            0 if asked.page.is_none() && page.further.is_none() && asked.view.is_narrowed() => {
                return "No client matches".to_owned();
            }
            0 => return String::new(),
            1 => "1 client",
            _ => &[&count.to_string(), " clients"].concat(),
        };
        let place = match (&page.previous, &page.next) {
            (None, None) => "",
            (_, Some(_)) => " on this page, more follow",
            (Some(_), None) => " on this page, the last one",
        };
        let advice = if asked.view.has_no_words() { ". To search, type a letter or a digit." } else { "" };
        [many, place, advice].concat()
    })
}
