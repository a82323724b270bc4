//! Where a person goes after signing in: back to the page that asked for it, and never off this portal.

use leptos_router::location::Url;

/// Where a person goes who asked for nothing else.
#[cfg(feature = "ssr")]
pub(crate) const FIRST_PAGE: &str = "/oauth-clients";
/// Where a person goes who is not signed in.
pub(crate) const SIGN_IN_PAGE: &str = "/sign-in";

/// `next` where it is a path of this portal, else the first page.
///
/// A browser takes `//host` and `/\host` for another server, and drops tabs and line breaks before it looks.
#[cfg(feature = "ssr")]
pub(crate) fn portal_path(next: Option<&str>) -> &str {
    next.filter(|path| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.starts_with(SIGN_IN_PAGE)
            && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    })
    .unwrap_or(FIRST_PAGE)
}

/// The sign-in page that leads on to `page`, a path with its query.
pub(crate) fn sign_in_url(page: &str) -> String {
    [SIGN_IN_PAGE, "?next=", &Url::escape(page)].concat()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_person_never_leaves_the_portal() {
        for (next, page) in [
            (None, FIRST_PAGE),
            (Some("/oauth-clients/new"), "/oauth-clients/new"),
            (Some("/oauth-clients?after=1.a"), "/oauth-clients?after=1.a"),
            (
                Some("/oauth2/authorize?client_id=app-x&state=a%2Fb"),
                "/oauth2/authorize?client_id=app-x&state=a%2Fb",
            ),
            (Some(""), FIRST_PAGE),
            (Some("https://elsewhere.example/"), FIRST_PAGE),
            (Some("//elsewhere.example/"), FIRST_PAGE),
            (Some("/\\elsewhere.example/"), FIRST_PAGE),
            (Some("/\t/elsewhere.example/"), FIRST_PAGE),
            (Some("javascript:alert(1)"), FIRST_PAGE),
            (Some("/sign-in?next=/sign-in"), FIRST_PAGE),
            (Some("/a b"), FIRST_PAGE),
        ] {
            assert_eq!(portal_path(next), page, "{next:?}");
        }
    }

    #[test]
    fn the_way_back_is_encoded() {
        assert_eq!(
            sign_in_url("/oauth-clients?after=1.a&b"),
            "/sign-in?next=%2Foauth%2Dclients%3Fafter%3D1%2Ea%26b"
        );
    }
}
