//! Requests of clients that were refused, alike ones together, so that whoever looks after a client sees what to mend.

mod gathered;
mod reading;
mod writing;

use domain::DenialReason;

use crate::Services;

pub(crate) use gathered::Denials;
pub use reading::ClientDenial;

/// A refused request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// Whose it was, as presented; what no client has is forgotten.
    pub client_id: String,
    /// Why.
    pub reason: DenialReason,
    /// What the request asked for where that says more: a redirect URI, a scope, a parameter's name; else empty.
    pub detail: String,
    /// What the caller was told to look for.
    pub reference: String,
    /// The network address.
    pub address: Option<String>,
}

impl Services {
    /// Notes a refused request: in memory, and in the database with the next flush.
    pub fn note_denial(&self, denial: Denial) {
        self.denials.note(denial, self.clock.now());
    }
}
