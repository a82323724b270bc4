//! What can be done to clients and principals, from wherever they are shown.

mod buttons;
mod carry_out;
mod delete;

use domain::{ClientsChange, HolderKind, Status};
use leptos::prelude::*;

use crate::components::menu::{Choice, MenuItem};
pub use crate::holders::actions::buttons::HolderActions;
pub use crate::holders::actions::carry_out::carry_out;
pub use crate::holders::actions::delete::DeleteQuestion;

/// Why a client can be neither edited nor deleted.
pub const IN_PROGRESS: &str = "A request for this client is in progress.";
/// The `id` of the words that say why a button does nothing.
pub const WHY_NOT: &str = "why-not";

/// A client or principal that something may be done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub kind: HolderKind,
    pub client_id: String,
    pub client_name: String,
    pub status: Status,
    pub is_in_progress: bool,
}

impl Target {
    /// The change of status that makes sense now.
    fn switch(&self) -> (&'static str, ClientsChange) {
        match self.status {
            Status::Enabled => ("Disable", ClientsChange::Disable),
            Status::Disabled => ("Enable", ClientsChange::Enable),
        }
    }

    /// The choice, where no request is in progress.
    pub fn unless_in_progress(&self, choice: Choice) -> Choice {
        if self.is_in_progress { Choice::Unavailable(IN_PROGRESS) } else { choice }
    }
}

/// What the menu of a client or principal ends with.
pub fn holder_menu_items(target: &Target, change: Callback<(Target, ClientsChange)>) -> Vec<MenuItem> {
    let press = |what| {
        let target = target.clone();
        Choice::Press(Callback::new(move |()| change.run((target.clone(), what))))
    };
    let (label, what) = target.switch();
    vec![
        MenuItem { label, choice: press(what), is_dangerous: false },
        MenuItem {
            label: "Delete",
            choice: target.unless_in_progress(press(ClientsChange::Delete)),
            is_dangerous: true,
        },
    ]
}
