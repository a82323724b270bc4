//! Which deliveries the address of the page asks for.

use domain::DeliveryState;

use crate::components::query::{self, values};
use crate::webhooks::address;

/// The name of the field that chooses how far messages have come.
pub(super) const STATE: &str = "state";
const AFTER: &str = "after";

/// Which deliveries are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) state: Option<DeliveryState>,
    pub(super) after: Option<String>,
}

impl Asked {
    /// What an address says after its `?`; what is no state asks for every one.
    pub(super) fn read(search: &str) -> Self {
        let mut asked = Self::default();
        for (name, value) in values(search) {
            match name {
                STATE => asked.state = DeliveryState::parse(&value),
                AFTER => asked.after = Some(value),
                _ => {}
            }
        }
        asked
    }

    /// The page of a webhook that asks for this.
    pub(super) fn address(&self, webhook_id: &str) -> String {
        let state = self.state.map_or("", DeliveryState::as_str);
        let after = self.after.as_deref().unwrap_or_default();
        query::address(&address(webhook_id), &[(STATE, state), (AFTER, after)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_what_it_asks_for() {
        for (state, after) in
            [(None, None), (Some(DeliveryState::GivenUp), None), (Some(DeliveryState::Waiting), Some("a+b/"))]
        {
            let asked = Asked { state, after: after.map(str::to_owned) };
            let address = asked.address("w1");
            let (path, search) = address.split_once('?').unwrap_or((&address, ""));
            assert_eq!((path, Asked::read(search)), ("/webhooks/w1", asked));
        }
        assert_eq!(Asked::read("state=elsewhere&x=1"), Asked::default());
    }
}
