//! What can be done to clients, from wherever they are shown.

mod buttons;
mod carry_out;
mod delete;

use domain::{ClientsChange, Status};
use leptos::prelude::*;

use crate::components::menu::{Choice, MenuItem};
pub use crate::oauth_clients::actions::buttons::ClientActions;
pub use crate::oauth_clients::actions::carry_out::carry_out;
pub use crate::oauth_clients::actions::delete::DeleteQuestion;

/// Why a client can be neither edited nor deleted.
const IN_PROGRESS: &str = "A request for this client is in progress.";

/// A client that something may be done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub client_id: String,
    pub client_name: String,
    pub status: Status,
    pub is_in_progress: bool,
}

impl Target {
    fn edit_address(&self) -> String {
        ["/oauth-clients/", &self.client_id, "/edit"].concat()
    }

    /// The change of status that makes sense now.
    fn switch(&self) -> (&'static str, ClientsChange) {
        match self.status {
            Status::Enabled => ("Disable", ClientsChange::Disable),
            Status::Disabled => ("Enable", ClientsChange::Enable),
        }
    }
}

/// Where the add form is filled from these clients, one after the other.
pub fn copy_address(targets: &[Target]) -> String {
    let ids: Vec<&str> = targets.iter().map(|target| target.client_id.as_str()).collect();
    ["/oauth-clients/new?copy=", &ids.join(",")].concat()
}

/// What a client's menu offers.
pub fn menu_items(target: &Target, change: Callback<(Target, ClientsChange)>) -> Vec<MenuItem> {
    let item = |label, choice| MenuItem { label, choice, is_dangerous: false };
    let press = |what| {
        let target = target.clone();
        Choice::Press(Callback::new(move |()| change.run((target.clone(), what))))
    };
    let unless_in_progress =
        |choice| if target.is_in_progress { Choice::Unavailable(IN_PROGRESS) } else { choice };
    let (switch, what) = target.switch();
    vec![
        item("Edit", unless_in_progress(Choice::Link(target.edit_address()))),
        item("Copy", Choice::Link(copy_address(std::slice::from_ref(target)))),
        item(switch, press(what)),
        MenuItem { is_dangerous: true, ..item("Delete", unless_in_progress(press(ClientsChange::Delete))) },
    ]
}
