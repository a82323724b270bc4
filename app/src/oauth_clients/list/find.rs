//! The search field and the filters.

use domain::{ClientColumn, ClientListView, ClientOrder, ClientType, GrantType, Status};
use leptos::html::{Input, Select};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::iter;

use crate::components::find::{Choice, FIELD, SearchButton, SearchField, Step};
use crate::components::focus::focus_later;
use crate::oauth_clients::list::address::{address, is_about_time};
use crate::oauth_clients::list::state::List;

/// The fields, as they are on the page: what they hold is the browser's, so that nothing typed before the page's code
/// came is lost, and the caret stays where it is.
#[derive(Clone, Copy)]
struct Fields {
    q: NodeRef<Input>,
    status: NodeRef<Select>,
    client_type: NodeRef<Select>,
    grant_type: NodeRef<Select>,
    sort: NodeRef<Select>,
}

impl Fields {
    fn new() -> Self {
        Self {
            q: NodeRef::new(),
            status: NodeRef::new(),
            client_type: NodeRef::new(),
            grant_type: NodeRef::new(),
            sort: NodeRef::new(),
        }
    }

    fn read(self) -> ClientListView {
        let chosen =
            |select: NodeRef<Select>| select.get_untracked().map(|select| select.value()).unwrap_or_default();
        ClientListView {
            q: self.q.get_untracked().map(|field| field.value()).unwrap_or_default(),
            status: Status::parse(&chosen(self.status)),
            client_type: ClientType::parse(&chosen(self.client_type)),
            grant_type: GrantType::parse(&chosen(self.grant_type)),
            sort: chosen(self.sort).parse().unwrap_or_default(),
        }
    }

    fn write(self, view: &ClientListView) {
        let choose = |select: NodeRef<Select>, value: &str| {
            if let Some(select) = select.get_untracked() {
                select.set_value(value);
            }
        };
        if let Some(field) = self.q.get_untracked() {
            field.set_value(&view.q);
        }
        choose(self.status, view.status.map_or("", Status::as_str));
        choose(self.client_type, view.client_type.map_or("", ClientType::as_str));
        choose(self.grant_type, view.grant_type.map_or("", GrantType::as_str));
        choose(self.sort, &view.sort.to_string());
    }
}

/// A real form, so that it works without script too.
#[component]
pub fn Find(list: List) -> impl IntoView {
    let fields = Fields::new();
    let first = list.asked.get_untracked().view;
    let go = go(list, fields);
    let sorts = ClientColumn::ALL.into_iter().flat_map(|column| {
        let down = is_about_time(column);
        [down, !down].map(|is_descending| ClientOrder { column, is_descending })
    });
    let named = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    let choice = move |name, label, node, chosen: &str, options| {
        let chosen = chosen.to_owned();
        view! { <Choice name label node chosen options change=move |()| go.run(Step::Own)/> }
    };

    view! {
        <form
            class="find"
            role="search"
            aria-label="OAuth clients"
            action="/oauth-clients"
            autocomplete="off"
            on:submit=move |ev| {
                ev.prevent_default();
                go.run(Step::Passing);
            }
        >
            <SearchField field=fields.q value=first.q.clone() hint="Name, client ID or description" go/>
            {choice(
                "status",
                "Status",
                fields.status,
                first.status.map_or("", Status::as_str),
                iter::once(named("", "Any status"))
                    .chain(Status::ALL.map(|status| named(status.as_str(), status.label())))
                    .collect(),
            )}
            {choice(
                "client_type",
                "Client type",
                fields.client_type,
                first.client_type.map_or("", ClientType::as_str),
                iter::once(named("", "Any type"))
                    .chain(ClientType::ALL.map(|kind| named(kind.as_str(), kind.label())))
                    .collect(),
            )}
            {choice(
                "grant_type",
                "Grant type",
                fields.grant_type,
                first.grant_type.map_or("", GrantType::as_str),
                iter::once(named("", "Any grant"))
                    .chain(GrantType::ALL.map(|grant| named(grant.as_str(), grant.label())))
                    .collect(),
            )}
            {choice(
                "sort",
                "Order",
                fields.sort,
                &first.sort.to_string(),
                sorts.map(|order| (order.to_string(), order_label(order))).collect(),
            )}
            <SearchButton/>
            {move || has_something(list).then(|| view! { <Clear list/> })}
        </form>
    }
    .into_inner()
    .into_any()
}

/// Whether there is something to clear, which need not narrow the list.
fn has_something(list: List) -> bool {
    list.asked.with(|asked| asked.view.is_narrowed() || asked.view.has_no_words())
}

/// Asks for what the fields hold, and has them hold what the address asks for where that came from elsewhere.
fn go(list: List, fields: Fields) -> Callback<Step> {
    let own = StoredValue::new(None::<ClientListView>);
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

#[component]
fn Clear(list: List) -> impl IntoView {
    let all = move || {
        let sort = list.asked.with(|asked| asked.view.sort);
        address(&ClientListView { sort, ..ClientListView::default() }, None)
    };
    view! {
        <a class="button" href=all data-noscroll="" on:click=|_| focus_later(FIELD)>"Clear"</a>
    }
    .into_inner()
    .into_any()
}

/// "Name, A to Z"
fn order_label(order: ClientOrder) -> String {
    let ClientOrder { column, is_descending } = order;
    let way = match (is_about_time(column), is_descending) {
        (true, true) => ", newest first",
        (true, false) => ", oldest first",
        (false, true) => ", Z to A",
        (false, false) => ", A to Z",
    };
    [column.label(), way].concat()
}
