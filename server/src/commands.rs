//! What the binary does beside serving.

pub(crate) mod backup;
pub(crate) mod completions;
pub(crate) mod copy;
pub(crate) mod management;
pub(crate) mod migrate;
pub(crate) mod probe;
mod sealing_key;
