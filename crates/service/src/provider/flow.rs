//! What a browser carries to the outside provider and back. It is sealed, so it needs no table: nobody else can read it,
//! make it or make it last.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{OpaqueToken, Services, SignedIn};

/// What the key is derived for that seals it.
pub(crate) const FLOWS: &str = "provider flow";
/// So long may a person take at the provider, in seconds.
const LASTS_FOR: i64 = 10 * 60;

/// What somebody is sent to the provider for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderErrand {
    /// To sign in, and to go to this page then.
    SignIn {
        /// As the address of the sign-in page has it.
        next: Option<String>,
    },
    /// To let this person come through the provider from now on.
    Connect {
        /// Whom.
        user_id: String,
    },
}

/// A way to the provider and back, in one browser.
#[derive(Serialize, Deserialize)]
pub struct ProviderFlow {
    /// What it is for.
    pub errand: ProviderErrand,
    /// Comes back with the answer (RFC 6749 §10.12).
    pub state: String,
    /// Comes back in the ID token (OpenID Connect Core §3.1.2.1).
    pub nonce: String,
    /// Proves that who redeems the code asked for it (RFC 7636).
    pub verifier: String,
    ends_at: i64,
}

impl ProviderFlow {
    /// Whether an answer with this state is the answer to this browser's question.
    pub fn is_answered_by(&self, state: &str) -> bool {
        verify_slices_are_equal(self.state.as_bytes(), state.as_bytes()).is_ok()
    }

    /// Whether the flow is to link this person.
    pub fn is_to_connect(&self, person: &SignedIn) -> bool {
        matches!(&self.errand, ProviderErrand::Connect { user_id } if *user_id == person.user.id)
    }
}

impl Services {
    /// Begins a way to the provider; the text is for the browser's cookie.
    pub fn begin_provider_flow(&self, errand: ProviderErrand) -> (ProviderFlow, String) {
        let random = || OpaqueToken::generate(&self.rng).reveal().to_owned();
        let flow = ProviderFlow {
            errand,
            state: random(),
            nonce: random(),
            verifier: random(),
            ends_at: self.clock.now() + LASTS_FOR,
        };
        let plain = Zeroizing::new(serde_json::to_vec(&flow).expect("texts and a number are JSON"));
        let sealed = self.provider_flows.seal(&plain, FLOWS);
        (flow, sealed)
    }

    /// The way that this browser is on, where it is in time.
    pub fn provider_flow(&self, sealed: &str) -> Option<ProviderFlow> {
        let plain = self.provider_flows.open(sealed, FLOWS)?;
        let flow: ProviderFlow = serde_json::from_slice(&plain).ok()?;
        (self.clock.now() < flow.ends_at).then_some(flow)
    }
}
