//! What is said beside a password that is about to be set.

pub const PASSWORD_HELP: &str = "12 to 256 characters. A few unrelated words make a good one.";
