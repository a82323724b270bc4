//! What the list is asked for, as its address says it. An e-mail, or the beginning of one, never stands there.

use domain::{Role, Status, UserListView};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::query;

pub const PAGE: &str = "/users";

/// The address of a person's page.
pub fn page_of(user_id: &str) -> String {
    [PAGE, "/", user_id].concat()
}

/// What the present address asks for.
pub fn asked() -> Memo<UserListView> {
    let search = use_location().search;
    Memo::new(move |_| search.with(|search| read(search)))
}

/// Reads the part of an address after its `?`.
fn read(search: &str) -> UserListView {
    let mut view = UserListView::default();
    for (name, value) in query::values(search) {
        match name {
            "role" => view.role = Role::parse(&value),
            "status" => view.status = Status::parse(&value),
            _ => {}
        }
    }
    view
}

/// The address of the people that `view` asks for, but for how their e-mails begin.
pub fn address(view: &UserListView) -> String {
    let parts =
        [("role", view.role.map_or("", Role::as_str)), ("status", view.status.map_or("", Status::as_str))];
    query::address(PAGE, &parts)
}

#[cfg(test)]
mod tests {
    use super::{PAGE, Role, Status, UserListView, address, read};

    #[test]
    fn an_address_leads_back_to_what_it_was_made_from() {
        for (role, status) in
            [(Some(Role::Auditor), Some(Status::Disabled)), (None, Some(Status::Enabled)), (None, None)]
        {
            let view = UserListView { q: None, role, status };
            let address = address(&view);
            assert_eq!(read(address.strip_prefix(PAGE).unwrap().trim_start_matches('?')), view);
        }
    }

    #[test]
    fn what_was_typed_stays_out_of_the_address() {
        let view = UserListView { q: Some("ada@example.com".to_owned()), ..UserListView::default() };
        assert_eq!(address(&view), PAGE);
        assert_eq!(read("q=ada%40example.com"), UserListView::default());
    }
}
