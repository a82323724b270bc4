//! Who is signed in, and the pages on which a session begins.

pub(crate) mod api;
#[cfg(feature = "ssr")]
pub mod cookie;
pub(crate) mod next;
pub(crate) mod setup;
pub(crate) mod sign_in;
