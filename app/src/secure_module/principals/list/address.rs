//! What the list is asked for, as its address says it.

use domain::MAX_LENGTH;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::query;
use crate::secure_module::principals::api::PrincipalListView;

pub const PAGE: &str = "/secure-module/principals";

/// What an address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub view: PrincipalListView,
    /// A page that another one named; the first where there is none.
    pub page: Option<String>,
}

/// What the present address asks for.
pub fn asked() -> Memo<Asked> {
    let search = use_location().search;
    Memo::new(move |_| search.with(|search| Asked::read(search)))
}

impl Asked {
    /// Reads the part of an address after its `?`. Of a search only as much counts as its field holds.
    pub fn read(search: &str) -> Self {
        let mut asked = Self::default();
        for (name, value) in query::values(search) {
            match name {
                "q" => asked.view.q = value.chars().take(MAX_LENGTH).collect(),
                "environment" => asked.view.environment = Some(value),
                "page" => asked.page = Some(value),
                _ => {}
            }
        }
        asked
    }
}

/// The address of a page of the principals that `view` asks for.
pub fn address(view: &PrincipalListView, page: Option<&str>) -> String {
    let parts = [
        ("q", view.q.as_str()),
        ("environment", view.environment.as_deref().unwrap_or_default()),
        ("page", page.unwrap_or_default()),
    ];
    query::address(PAGE, &parts)
}

#[cfg(test)]
mod tests {
    use super::{Asked, PAGE, PrincipalListView, address};

    #[test]
    fn an_address_leads_back_to_what_it_was_made_from() {
        let view = PrincipalListView {
            q: "night_ly 50%+1".to_owned(),
            environment: Some("pre-production".to_owned()),
        };
        for (view, page) in [(view.clone(), Some("a_b")), (view, None), (PrincipalListView::default(), None)]
        {
            let address = address(&view, page);
            let search = address.strip_prefix(PAGE).unwrap().trim_start_matches('?');
            assert_eq!(Asked::read(search), Asked { view, page: page.map(str::to_owned) });
        }
    }

    #[test]
    fn a_form_sent_without_script_is_read() {
        let asked = Asked::read("q=two+words&environment=");
        assert_eq!(asked.view, PrincipalListView { q: "two words".to_owned(), environment: None });
    }
}
