//! What the list is asked for, as its address says it.

use domain::{ClientColumn, ClientListView, ClientOrder, ClientType, GrantType, MAX_LENGTH, Status};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::query;

/// How many characters of what was not understood are shown.
const SHOWN: usize = 60;

/// What an address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub view: ClientListView,
    /// A page that another one named; the first where there is none.
    pub page: Option<String>,
    /// What nobody can know the meaning of, for people.
    pub not_understood: Vec<String>,
}

/// What the present address asks for.
pub fn asked() -> Memo<Asked> {
    let search = use_location().search;
    Memo::new(move |_| search.with(|search| Asked::read(search)))
}

impl Asked {
    /// Reads the part of an address after its `?`.
    pub fn read(search: &str) -> Self {
        let mut asked = Self::default();
        for (name, value) in query::values(search) {
            if !asked.take(name, &value) {
                let value: String = value.chars().take(SHOWN).collect();
                asked.not_understood.push([name, " “", &value, "”"].concat());
            }
        }
        asked
    }

    /// Whether the value means something; what this page never writes means nothing and does no harm.
    fn take(&mut self, name: &str, value: &str) -> bool {
        let view = &mut self.view;
        match name {
            "q" => {
                view.q = value.to_owned();
                value.chars().count() <= MAX_LENGTH
            }
            "status" => {
                view.status = Status::parse(value);
                view.status.is_some()
            }
            "client_type" => {
                view.client_type = ClientType::parse(value);
                view.client_type.is_some()
            }
            "grant_type" => {
                view.grant_type = GrantType::parse(value);
                view.grant_type.is_some()
            }
            "sort" => value.parse().map(|order| view.sort = order).is_ok(),
            "page" => {
                self.page = Some(value.to_owned());
                true
            }
            _ => true,
        }
    }
}

/// The address of a page of the clients that `view` asks for.
pub fn address(view: &ClientListView, page: Option<&str>) -> String {
    let sort = if view.sort == ClientOrder::default() { String::new() } else { view.sort.to_string() };
    let parts = [
        ("q", view.q.as_str()),
        ("status", view.status.map_or("", Status::as_str)),
        ("client_type", view.client_type.map_or("", ClientType::as_str)),
        ("grant_type", view.grant_type.map_or("", GrantType::as_str)),
        ("sort", &sort),
        ("page", page.unwrap_or_default()),
    ];
    query::address("/oauth-clients", &parts)
}

/// The order that a press on a column's head leads to: the other way round where it is the present one already.
pub fn next_order(present: ClientOrder, column: ClientColumn) -> ClientOrder {
    let is_descending = if present.column == column { !present.is_descending } else { is_about_time(column) };
    ClientOrder { column, is_descending }
}

/// Whether the newest are what people look for first.
pub fn is_about_time(column: ClientColumn) -> bool {
    match column {
        ClientColumn::CreatedAt | ClientColumn::UpdatedAt => true,
        ClientColumn::Status
        | ClientColumn::ClientName
        | ClientColumn::ClientId
        | ClientColumn::ClientType
        | ClientColumn::GrantType => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(q: &str) -> ClientListView {
        ClientListView { q: q.to_owned(), ..ClientListView::default() }
    }

    #[test]
    fn nothing_asked_for_is_every_client_newest_first() {
        assert_eq!(Asked::read(""), Asked::default());
        assert_eq!(address(&ClientListView::default(), None), "/oauth-clients");
    }

    #[test]
    fn an_address_leads_back_to_what_it_was_made_from() {
        let all = ClientListView {
            q: "50%+1 & “Zürich” #/".to_owned(),
            status: Some(Status::Disabled),
            client_type: Some(ClientType::Confidential),
            grant_type: Some(GrantType::AuthorizationCode),
            sort: ClientOrder { column: ClientColumn::ClientName, is_descending: true },
        };
        for (view, page) in [(all.clone(), Some("a_b-c")), (all, None), (view("%41%"), None)] {
            let address = address(&view, page);
            let search = address.strip_prefix("/oauth-clients?").unwrap();
            assert!(search.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'), "{search}");
            let page = page.map(str::to_owned);
            assert_eq!(Asked::read(search), Asked { view, page, not_understood: Vec::new() });
        }
    }

    #[test]
    fn a_form_sent_without_script_is_read() {
        let asked = Asked::read("q=two+words&status=&client_type=&grant_type=&sort=-created_at");
        assert_eq!(asked, Asked { view: view("two words"), ..Asked::default() });
    }

    #[test]
    fn what_nobody_understands_is_named() {
        let asked = Asked::read("status=gone&sort=-colour&q=a&other=b&grant_type=implicit%20flow");
        assert_eq!(asked.not_understood, ["status “gone”", "sort “-colour”", "grant_type “implicit flow”"]);
        assert_eq!(asked.view, view("a"));
    }

    #[test]
    fn a_search_longer_than_its_field_is_not_understood() {
        assert!(Asked::read(&["q=", &"%C3%BC".repeat(255)].concat()).not_understood.is_empty());
        assert_eq!(Asked::read(&["q=", &"a".repeat(256)].concat()).not_understood.len(), 1);
    }

    #[test]
    fn a_column_is_first_ordered_the_way_people_look_for_it() {
        let newest = ClientOrder::default();
        for (column, is_descending) in [(ClientColumn::ClientName, false), (ClientColumn::UpdatedAt, true)] {
            let first = next_order(newest, column);
            assert_eq!(first, ClientOrder { column, is_descending });
            assert_eq!(next_order(first, column), ClientOrder { column, is_descending: !is_descending });
        }
        assert!(!next_order(newest, ClientColumn::CreatedAt).is_descending);
    }
}
