//! The keys of a principal that signs: pasting one, making a pair in the browser, and registering its public half.

pub mod add;
mod pair;
mod typed;
mod view;

pub use pair::{KeyPair, PrivateKey};
pub use typed::TypedKey;
pub use view::KeyFields;
