//! The search field and the filters.

use domain::{Role, Status, UserListView};
use leptos::html::{Input, Select};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::iter;
use wasm_bindgen::JsValue;

use crate::components::find::{Choice, FIELD, SearchButton, SearchField, Step};
use crate::components::focus::focus_later;
use crate::components::hydrated::hydrated;
use crate::users::list::address::{PAGE, address};
use crate::users::list::state::List;

/// The fields, as they are on the page: what they hold is the browser's, so that nothing typed before the page's code
/// came is lost, and the caret stays where it is.
#[derive(Clone, Copy)]
struct Fields {
    q: NodeRef<Input>,
    role: NodeRef<Select>,
    status: NodeRef<Select>,
}

impl Fields {
    fn q(self) -> String {
        self.q.get_untracked().map(|field| field.value()).unwrap_or_default()
    }

    fn filters(self) -> UserListView {
        let chosen = |select: NodeRef<Select>| select.get_untracked().map(|select| select.value());
        UserListView {
            q: None,
            role: chosen(self.role).and_then(|name| Role::parse(&name)),
            status: chosen(self.status).and_then(|name| Status::parse(&name)),
        }
    }

    fn write(self, q: &str, filters: &UserListView) {
        if let Some(field) = self.q.get_untracked().filter(|field| field.value() != q) {
            field.set_value(q);
        }
        let values = [
            (self.role, filters.role.map_or("", Role::as_str)),
            (self.status, filters.status.map_or("", Status::as_str)),
        ];
        for (select, value) in values {
            _ = select.get_untracked().map(|select| select.set_value(value));
        }
    }
}

/// The filters are a real form, which works without script too. The search field is outside of it: a form would put
/// what is typed there into an address.
#[component]
pub fn Find(list: List) -> impl IntoView {
    let fields = Fields { q: NodeRef::new(), role: NodeRef::new(), status: NodeRef::new() };
    let go = go(list, fields);
    let UserListView { role, status, .. } = list.asked.get_untracked();
    let change = Callback::new(move |()| go.run(Step::Own));
    let hydrated = hydrated();
    let is_narrowed = move || list.view() != UserListView::default();
    let clear = move |_| {
        fields.write("", &UserListView::default());
        go.run(Step::Own);
        focus_later(FIELD);
    };

    view! {
        <div class="find" role="search" aria-label="Users">
            <SearchField field=fields.q value=String::new() hint="E-mail begins with" go/>
            <form class="filters" action=PAGE autocomplete="off" on:submit=|ev| ev.prevent_default()>
                <Choice
                    name="role"
                    label="Role"
                    node=fields.role
                    chosen=role.map_or("", Role::as_str).to_owned()
                    options=choices("Any role", Role::ALL.map(|role| (role.as_str(), role.label())))
                    change
                />
                <Choice
                    name="status"
                    label="Status"
                    node=fields.status
                    chosen=status.map_or("", Status::as_str).to_owned()
                    options=choices("Any status", Status::ALL.map(|status| (status.as_str(), status.label())))
                    change
                />
                <SearchButton/>
            </form>
            {move || is_narrowed().then(|| view! {
                <button type="button" class="button" disabled=move || !hydrated.get() on:click=clear>"Clear"</button>
            }.into_inner().into_any())}
        </div>
    }
    .into_inner()
    .into_any()
}

fn choices<const N: usize>(any: &str, names: [(&str, &str); N]) -> Vec<(String, String)> {
    iter::once(("", any)).chain(names).map(|(value, label)| (value.to_owned(), label.to_owned())).collect()
}

/// How many there are, for who does not see the list.
pub fn found(list: List) -> String {
    let count = list.with_rows(<[_]>::len);
    let is_failure = list.shown.with(|(_, answer)| answer.is_err());
    match count {
        _ if is_failure => String::new(),
        0 => "Nobody matches".to_owned(),
        1 => "1 person".to_owned(),
        count if list.has_more() => ["The first ", &count.to_string(), " people, more follow"].concat(),
        count => [&count.to_string(), " people"].concat(),
    }
}

/// Asks for what the fields hold, and has them hold what is asked for where that came from elsewhere: what was typed
/// stands in the entry of the browser's history, which is neither sent nor logged, and comes back with Back.
fn go(list: List, fields: Fields) -> Callback<Step> {
    let navigate = use_navigate();
    let go = Callback::new(move |step: Step| {
        let (q, filters) = (fields.q(), fields.filters());
        list.q.set(q.clone());
        if list.asked.with_untracked(|asked| *asked == filters) {
            keep(&q);
        } else {
            let replace = step == Step::Passing;
            let state = JsValue::from_str(&q).into();
            navigate(
                &address(&filters),
                NavigateOptions { replace, scroll: false, state, ..Default::default() },
            );
        }
    });
    Effect::new(move |before: Option<()>| {
        let filters = list.asked.get();
        if before.is_none() && !fields.q().is_empty() {
            // Typed before the page's code came.
            go.run(Step::Passing);
        } else {
            let q = kept();
            fields.write(&q, &filters);
            list.q.set(q);
        }
    });
    go
}

fn keep(q: &str) {
    _ = window().history().map(|history| history.replace_state(&JsValue::from_str(q), ""));
}

fn kept() -> String {
    let state = window().history().ok().and_then(|history| history.state().ok());
    state.and_then(|state| state.as_string()).unwrap_or_default()
}
