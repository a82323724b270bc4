//! The session cookie, and the one that says who signed in here before.

use http::{HeaderMap, HeaderValue, header};
use service::{DeviceValue, OpaqueToken};

/// What the session cookie is called. The prefix makes a browser refuse it unless it is Secure, for this host only and for
/// every path.
pub const NAME: &str = "__Host-gatehouse";
const DEVICE_NAME: &str = "__Host-gatehouse-device";
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";

/// The session token that a request carries.
pub fn read(headers: &HeaderMap) -> Option<String> {
    named(NAME, headers)
}

/// What says who signed in with this browser before.
pub fn read_device(headers: &HeaderMap) -> Option<String> {
    named(DEVICE_NAME, headers)
}

/// The value of the cookie of this name.
pub fn named(wanted: &str, headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == wanted).then(|| value.to_owned()))
}

/// The `Set-Cookie` value that hands a token to the browser, until the browser closes.
pub(crate) fn holding(token: &OpaqueToken) -> HeaderValue {
    let mut value = HeaderValue::try_from(format!("{NAME}={}; {ATTRIBUTES}", token.reveal()))
        .expect("a base64url token fits into a header");
    value.set_sensitive(true);
    value
}

/// The `Set-Cookie` value that has the browser say, at the next sign-in, who signed in here before.
pub(crate) fn remembering(device: &DeviceValue) -> HeaderValue {
    let lasts_for = service::DEVICE_KNOWN_FOR;
    let mut value = HeaderValue::try_from(format!(
        "{DEVICE_NAME}={}; {ATTRIBUTES}; Max-Age={lasts_for}",
        device.reveal()
    ))
    .expect("base64url fits into a header");
    value.set_sensitive(true);
    value
}

/// The `Set-Cookie` value that takes the token away.
pub(crate) fn removal() -> HeaderValue {
    HeaderValue::try_from(format!("{NAME}=; {ATTRIBUTES}; Max-Age=0")).expect("a constant fits into a header")
}
