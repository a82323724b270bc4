//! The session cookie.

use http::{HeaderMap, HeaderValue, header};
use service::OpaqueToken;

// The prefix makes a browser refuse the cookie unless it is Secure, for this host only and for every path.
const NAME: &str = "__Host-gatehouse";
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";

/// The session token that a request carries.
pub fn read(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == NAME).then(|| value.to_owned()))
}

/// The `Set-Cookie` value that hands a token to the browser, until the browser closes.
pub(crate) fn holding(token: &OpaqueToken) -> HeaderValue {
    let mut value = HeaderValue::try_from(format!("{NAME}={}; {ATTRIBUTES}", token.reveal()))
        .expect("a base64url token fits into a header");
    value.set_sensitive(true);
    value
}

/// The `Set-Cookie` value that takes the token away.
pub(crate) fn removal() -> HeaderValue {
    HeaderValue::try_from(format!("{NAME}=; {ATTRIBUTES}; Max-Age=0")).expect("a constant fits into a header")
}
