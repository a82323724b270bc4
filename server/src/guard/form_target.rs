//! Where a page's form may lead to beside this portal.

use domain::RedirectUri;

/// A source for the page's `form-action`, in the extensions of its answer: Chromium asks the policy also about a redirect
/// that answers the form (CSP 3 §6.4.1), and that of a sign-in or a consent leads to the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormTarget(pub(crate) String);

impl FormTarget {
    /// Where a verified redirect URI leads to: its origin, or its scheme where that is the application's own.
    pub(crate) fn of(redirect_uri: &str) -> Option<Self> {
        let uri = RedirectUri::parse(redirect_uri).ok()?;
        let source = uri.origin().unwrap_or_else(|| format!("{}:", uri.scheme()));
        // The grammar of redirect URIs has nothing else; a policy must not hang on that.
        let is_source = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'.' | b'-' | b'_' | b'+')
        };
        source.bytes().all(is_source).then_some(Self(source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_uri_gives_its_origin_or_its_scheme_and_nothing_else() {
        for (redirect_uri, source) in [
            ("https://myapp.com/callback?x=1", Some("https://myapp.com")),
            ("https://myapp.com:8443/", Some("https://myapp.com:8443")),
            ("http://127.0.0.1:53124/callback", Some("http://127.0.0.1:53124")),
            ("com.example.app:/callback", Some("com.example.app:")),
            ("https://myapp.com; script-src */", None),
            ("https://myapp.com,https://elsewhere.example/", None),
            ("javascript:alert(1)", None),
            ("", None),
        ] {
            assert_eq!(FormTarget::of(redirect_uri).map(|target| target.0).as_deref(), source);
        }
    }
}
