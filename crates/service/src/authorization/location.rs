//! Where a browser is sent: a redirect URI with the answer's parameters.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters (RFC 3986 §2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The redirect URI with these parameters behind those that it has (RFC 6749 §4.1.2).
pub(super) fn location<'a>(
    redirect_uri: &str,
    parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let separator = match redirect_uri.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    [redirect_uri, separator, &query(parameters)].concat()
}

/// A query of these parameters, readable as a URI's and as a form's.
pub(super) fn query<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let encoded = |text: &'a str| utf8_percent_encode(text, RESERVED);
    let pairs = parameters.into_iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parameters_come_behind_those_that_are_there() {
        for (redirect_uri, expected) in [
            ("https://myapp.com", "https://myapp.com?code=c&state=s%20%26%C3%A4"),
            ("https://myapp.com/cb?a=b", "https://myapp.com/cb?a=b&code=c&state=s%20%26%C3%A4"),
            ("https://myapp.com/cb?", "https://myapp.com/cb?code=c&state=s%20%26%C3%A4"),
            ("com.example.app:/cb", "com.example.app:/cb?code=c&state=s%20%26%C3%A4"),
        ] {
            assert_eq!(location(redirect_uri, [("code", "c"), ("state", "s &ä")]), expected);
        }
    }

    proptest! {
        #[test]
        fn whatever_the_state_is_the_application_reads_the_same(
            path in "[a-z0-9/._~-]{0,20}",
            own in proptest::option::of("[a-z]{1,5}=[A-Za-z0-9=&;._~-]{0,20}"),
            state in any::<String>(),
        ) {
            let base = format!("https://myapp.com/{path}");
            let redirect_uri = match &own {
                Some(own) => format!("{base}?{own}"),
                None => base,
            };
            let location = location(&redirect_uri, [("code", "c"), ("state", state.as_str())]);
            let answer = location.strip_prefix(redirect_uri.as_str()).unwrap();
            let separator = if own.is_some() { "&" } else { "?" };
            let answer = answer.strip_prefix(separator).unwrap();
            // Nothing of the state can be taken for another parameter, a fragment or a header's end.
            let (code, encoded) = answer.split_once('&').unwrap();
            prop_assert_eq!(code, "code=c");
            let encoded = encoded.strip_prefix("state=").unwrap();
            prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"%-._~".contains(&byte)));
            prop_assert_eq!(percent_decode_str(encoded).decode_utf8().unwrap(), state);
        }
    }
}
