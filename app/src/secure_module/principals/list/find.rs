//! The search field and the filter.

use domain::search_terms;
use leptos::html::{Input, Select};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::iter;

use crate::components::find::{Choice, FIELD, SearchButton, SearchField, Step};
use crate::components::focus::focus_later;
use crate::secure_module::principals::api::PrincipalListView;
use crate::secure_module::principals::list::address::{PAGE, address};
use crate::secure_module::principals::list::state::List;

/// The fields, as they are on the page: what they hold is the browser's, so that nothing typed before the page's code
/// came is lost, and the caret stays where it is.
#[derive(Clone, Copy)]
struct Fields {
    q: NodeRef<Input>,
    environment: NodeRef<Select>,
}

impl Fields {
    fn read(self) -> PrincipalListView {
        let environment = self.environment.get_untracked().map(|select| select.value());
        PrincipalListView {
            q: self.q.get_untracked().map(|field| field.value()).unwrap_or_default(),
            environment: environment.filter(|name| !name.is_empty()),
        }
    }

    fn write(self, view: &PrincipalListView) {
        if let Some(field) = self.q.get_untracked() {
            field.set_value(&view.q);
        }
        if let Some(select) = self.environment.get_untracked() {
            select.set_value(view.environment.as_deref().unwrap_or_default());
        }
    }
}

/// A real form, so that it works without script too.
#[component]
pub fn Find(list: List) -> impl IntoView {
    let fields = Fields { q: NodeRef::new(), environment: NodeRef::new() };
    let q = list.asked.with_untracked(|asked| asked.view.q.clone());
    let go = go(list, fields);
    let choices = Memo::new(move |_| choices(list));
    let environment = move || {
        let chosen = list.asked.with_untracked(|asked| asked.view.environment.clone()).unwrap_or_default();
        let change = move |()| go.run(Step::Own);
        view! {
            <Choice
                name="environment"
                label="Environment"
                node=fields.environment
                chosen
                options=choices.get()
                change
            />
        }
    };
    let is_narrowed = move || list.asked.with(|asked| asked.view.is_narrowed());

    view! {
        <form
            class="find"
            role="search"
            aria-label="Principals"
            action=PAGE
            autocomplete="off"
            on:submit=move |ev| {
                ev.prevent_default();
                go.run(Step::Passing);
            }
        >
            <SearchField field=fields.q value=q hint="Name, client ID or security type" go/>
            {environment}
            <SearchButton/>
            {move || is_narrowed().then(|| view! {
                <a class="button" href=PAGE data-noscroll="" on:click=|_| focus_later(FIELD)>"Clear"</a>
            }.into_inner().into_any())}
        </form>
    }
    .into_inner()
    .into_any()
}

/// How many there are, for who does not see the list.
pub fn found(list: List) -> String {
    list.shown.with(|(asked, answer)| {
        let Ok(page) = answer else { return String::new() };
        let many = match page.rows.len() {
            0 if asked.page.is_none() && asked.view.is_narrowed() => {
                return "No principal matches".to_owned();
            }
            0 => return String::new(),
            1 => "1 principal",
            count => &[&count.to_string(), " principals"].concat(),
        };
        let place = match (&page.previous, &page.next) {
            (None, None) => "",
            (_, Some(_)) => " on this page, more follow",
            (Some(_), None) => " on this page, the last one",
        };
        let q = &asked.view.q;
        let has_no_words = !q.trim().is_empty() && search_terms(q).is_empty();
        let advice = if has_no_words { ". To search, type a letter or a digit." } else { "" };
        [many, place, advice].concat()
    })
}

/// The environments, and the one that is asked for where it is none of them.
fn choices(list: List) -> Vec<(String, String)> {
    let mut names = list.environments.get();
    let asked = list.asked.with(|asked| asked.view.environment.clone());
    names.extend(asked.filter(|asked| !names.contains(asked)).into_iter().collect::<Vec<_>>());
    iter::once((String::new(), "Any environment".to_owned()))
        .chain(names.into_iter().map(|name| (name.clone(), name)))
        .collect()
}

/// Asks for what the fields hold, and has them hold what the address asks for where that came from elsewhere.
fn go(list: List, fields: Fields) -> Callback<Step> {
    let own = StoredValue::new(None::<PrincipalListView>);
    let navigate = use_navigate();
    let go = Callback::new(move |step: Step| {
        let view = fields.read();
        if list.asked.with_untracked(|asked| asked.view != view) {
            let address = address(&view, None);
            own.set_value(Some(view));
            let replace = step == Step::Passing;
            navigate(&address, NavigateOptions { replace, scroll: false, ..Default::default() });
        }
    });
    Effect::new(move |before: Option<()>| {
        let view = list.asked.with(|asked| asked.view.clone());
        if before.is_none() {
            // Something may have been typed before the page's code came.
            go.run(Step::Passing);
        } else if own.with_value(|own| own.as_ref() != Some(&view)) {
            own.set_value(None);
            fields.write(&view);
        }
    });
    go
}
