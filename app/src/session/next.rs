//! Where a person goes after signing in: back to the page that asked for it, and never off this portal.

use domain::Role;
use leptos_router::location::Url;

/// The page of a person's own account, which is there for every role.
pub(crate) const OWN_PAGE: &str = "/account";
/// Where a person goes who is not signed in.
pub(crate) const SIGN_IN_PAGE: &str = "/sign-in";
/// Where a person goes who gave the right password, and has more to give.
#[cfg(feature = "ssr")]
const SECOND_FACTOR_PAGE: &str = "/sign-in/second-factor";

/// Where a person goes who asked for nothing else.
pub(crate) fn first_page(role: Role) -> &'static str {
    if role.can_read() { "/oauth-clients" } else { OWN_PAGE }
}

/// `next` where it is a path of this portal.
///
/// A browser takes `//host` and `/\host` for another server, and drops tabs and line breaks before it looks.
#[cfg(feature = "ssr")]
pub(crate) fn portal_path(next: Option<&str>) -> Option<&str> {
    next.filter(|path| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.starts_with(SIGN_IN_PAGE)
            && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    })
}

/// The sign-in page that leads on to `page`, a path with its query.
pub(crate) fn sign_in_url(page: &str) -> String {
    [SIGN_IN_PAGE, "?next=", &Url::escape(page)].concat()
}

/// The page that asks for the second factor and leads on to `page`.
#[cfg(feature = "ssr")]
pub(crate) fn second_factor_url(page: Option<&str>) -> String {
    match page {
        Some(page) => [SECOND_FACTOR_PAGE, "?next=", &Url::escape(page)].concat(),
        None => SECOND_FACTOR_PAGE.to_owned(),
    }
}

/// Where an address with this query asks to be led on to.
pub(crate) fn asked(query: &str) -> Option<String> {
    // Not from the query map, which decodes what it holds a second time: in an authorization request that stands here, an
    // encoded `&` would become one more parameter.
    let next = query.split('&').find_map(|pair| pair.strip_prefix("next="))?;
    Some(Url::unescape(next))
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_person_never_leaves_the_portal() {
        for (next, page) in [
            (None, None),
            (Some("/oauth-clients/new"), Some("/oauth-clients/new")),
            (Some("/oauth-clients?after=1.a"), Some("/oauth-clients?after=1.a")),
            (
                Some("/oauth2/authorize?client_id=app-x&state=a%2Fb"),
                Some("/oauth2/authorize?client_id=app-x&state=a%2Fb"),
            ),
            (Some(""), None),
            (Some("https://elsewhere.example/"), None),
            (Some("//elsewhere.example/"), None),
            (Some("/\\elsewhere.example/"), None),
            (Some("/\t/elsewhere.example/"), None),
            (Some("javascript:alert(1)"), None),
            (Some("/sign-in?next=/sign-in"), None),
            (Some("/sign-in/second-factor"), None),
            (Some("/a b"), None),
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

    #[test]
    fn the_way_back_survives_the_second_step() {
        let page = "/oauth2/authorize?client_id=app-x&state=a%26b";
        let address = second_factor_url(Some(page));
        let (path, query) = address.split_once('?').unwrap();
        assert_eq!((path, asked(query).as_deref()), ("/sign-in/second-factor", Some(page)));
        assert_eq!(asked(&format!("__err=x&{query}")).as_deref(), Some(page));
        assert_eq!(second_factor_url(None), "/sign-in/second-factor");
        assert_eq!(asked("nextt=/a"), None);
    }
}
