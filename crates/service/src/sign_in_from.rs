//! Where somebody signs in from.

use crate::DeviceValue;

/// What is known of the browser in which somebody signs in.
#[derive(Clone, Debug, Default)]
pub struct SignInFrom {
    /// The network address.
    pub address: Option<String>,
    /// What the browser says it is (RFC 9110 §10.1.5).
    pub user_agent: Option<String>,
    /// The cookie that says that somebody signed in here before, and who.
    pub device: Option<DeviceValue>,
}
