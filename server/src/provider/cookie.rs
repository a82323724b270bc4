//! The cookie that binds a way to the provider to the browser in which it was begun.

use http::{HeaderMap, HeaderValue};

// The prefix makes a browser refuse the cookie unless it is Secure, for this host only and for every path.
const NAME: &str = "__Host-gatehouse-provider";
/// Lax: the provider sends the person back from another site.
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";
/// As long as what is sealed in it counts, in seconds.
const LASTS_FOR: u32 = 10 * 60;

/// What is sealed in the cookie that a request carries.
pub(super) fn read(headers: &HeaderMap) -> Option<String> {
    app::cookie_named(NAME, headers)
}

/// The `Set-Cookie` value that hands it to the browser.
pub(super) fn holding(sealed: &str) -> HeaderValue {
    let mut value = HeaderValue::try_from(format!("{NAME}={sealed}; {ATTRIBUTES}; Max-Age={LASTS_FOR}"))
        .expect("base64url fits into a header");
    value.set_sensitive(true);
    value
}

/// The `Set-Cookie` value that takes it away: it is for one answer.
pub(super) fn removal() -> HeaderValue {
    HeaderValue::try_from(format!("{NAME}=; {ATTRIBUTES}; Max-Age=0")).expect("a constant fits into a header")
}
