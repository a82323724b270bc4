//! Where a browser is sent: a redirect URI with the answer's parameters.

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
    let mut query = String::new();
    for (name, value) in parameters {
        if !query.is_empty() {
            query.push('&');
        }
        push_encoded(&mut query, name);
        query.push('=');
        push_encoded(&mut query, value);
    }
    query
}

/// RFC 3986 §2.3: everything but unreserved characters is percent-encoded.
fn push_encoded(query: &mut String, text: &str) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            query.push(char::from(byte));
        } else {
            query.push('%');
            query.push(char::from(DIGITS[usize::from(byte >> 4)]));
            query.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = text.as_bytes();
        while let Some((&byte, after)) = rest.split_first() {
            let (byte, after) = match byte {
                b'%' => (u8::from_str_radix(str::from_utf8(&after[..2]).unwrap(), 16).unwrap(), &after[2..]),
                byte => (byte, after),
            };
            bytes.push(byte);
            rest = after;
        }
        String::from_utf8(bytes).unwrap()
    }

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
            prop_assert_eq!(decoded(encoded), state);
        }
    }
}
