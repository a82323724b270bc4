//! Who is signed in, and the pages on which a session begins.

pub(crate) mod api;
#[cfg(feature = "ssr")]
pub mod cookie;
mod link_token;
pub(crate) mod next;
pub(crate) mod password_link;
pub(crate) mod password_rules;
pub(crate) mod provider_button;
pub(crate) mod provider_problem;
pub(crate) mod second_factor;
pub(crate) mod setup;
pub(crate) mod sign_in;
