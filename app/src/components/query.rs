//! What an address says after its `?`.

/// Its values that are not empty, with their names: a form also sends what was not chosen.
///
/// Not the router's own reading of it, which decodes twice: `100%25` would not come out alike on the server and in the
/// browser.
pub fn values(search: &str) -> impl Iterator<Item = (&str, String)> {
    let value = |pair| {
        let (name, value) = str::split_once(pair, '=').unwrap_or((pair, ""));
        (name, decoded(value))
    };
    search.split('&').map(value).filter(|(_, value)| !value.is_empty())
}

/// The address of `path` with those of the values that are not empty.
pub fn address(path: &str, values: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    let mut sign = '?';
    for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(sign);
        address.push_str(name);
        address.push('=');
        encode(value, &mut address);
        sign = '&';
    }
    address
}

fn encode(value: &str, into: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(byte.into());
        } else {
            into.push('%');
            into.push(DIGITS[usize::from(byte >> 4)].into());
            into.push(DIGITS[usize::from(byte & 15)].into());
        }
    }
}

/// As forms encode: a space as `+`. What is no text comes out as signs of replacement.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, after @ ..] = rest {
        let digit = |at: usize| after.get(at).and_then(|&byte| char::from(byte).to_digit(16));
        rest = after;
        bytes.push(match first {
            b'+' => b' ',
            b'%' if let (Some(high), Some(low)) = (digit(0), digit(1)) => {
                rest = &after[2..];
                (high * 16 + low) as u8
            }
            byte => *byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{address, values};

    fn read(search: &str) -> Vec<(&str, String)> {
        values(search).collect()
    }

    #[test]
    fn an_address_leads_back_to_what_it_was_made_from() {
        for value in ["a", "two words", "50%+1 & “Zürich” #/", "%41%"] {
            let address = address("/list", &[("page", ""), ("q", value)]);
            let search = address.strip_prefix("/list?").unwrap();
            assert!(search.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'), "{search}");
            assert_eq!(read(search), [("q", value.to_owned())]);
        }
        assert_eq!(address("/list", &[("q", "")]), "/list");
    }

    #[test]
    fn broken_encoding_is_read_as_it_stands() {
        for (search, value) in [("q=100%&", "100%"), ("q=%4", "%4"), ("q=%FF", "\u{FFFD}"), ("q=a+b", "a b")]
        {
            assert_eq!(read(search), [("q", value.to_owned())], "{search}");
        }
        assert_eq!(read("q=&x"), []);
    }
}
