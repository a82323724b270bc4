//! The parameters of a protocol request, read as RFC 6749 §3.2 asks.

use std::collections::HashSet;

use axum::body::Bytes;
use http::HeaderMap;

use super::request_problem::RequestProblem;
use crate::guard::body::is_form;

/// Form parameters, none of them twice unless it may repeat, none of them empty.
pub(super) struct Parameters(Vec<(String, String)>);

/// RFC 8707 §2: a request may name several resources.
const MAY_REPEAT: &str = "resource";

impl Parameters {
    /// Reads a form body.
    pub(super) fn read(headers: &HeaderMap, body: &Bytes) -> Result<Self, RequestProblem> {
        if !is_form(headers) {
            return Err(RequestProblem::NotForm);
        }
        let pairs = decode(body).ok_or(RequestProblem::FormUnreadable)?;
        let mut seen = HashSet::new();
        if let Some((name, _)) = pairs.iter().find(|(name, _)| name != MAY_REPEAT && !seen.insert(name)) {
            return Err(RequestProblem::ParameterRepeated(name.clone()));
        }
        // RFC 6749 §3.2: a parameter without a value is treated as if it were omitted.
        Ok(Self(pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect()))
    }

    pub(super) fn required(&self, name: &'static str) -> Result<&str, RequestProblem> {
        self.get(name).ok_or(RequestProblem::ParameterMissing(name))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(found, _)| found == name).map(|(_, value)| value.clone()).collect()
    }
}

/// The names and values of a form or a query, in their order; none where [`form_decode`] gives none for one of them.
pub(crate) fn decode(body: &[u8]) -> Option<Vec<(String, String)>> {
    let body = str::from_utf8(body).ok()?;
    body.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((form_decode(name)?, form_decode(value)?))
        })
        .collect()
}

/// The value of a parameter that is there once.
pub(crate) fn only<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut values = form.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str());
    values.next().filter(|_| values.next().is_none())
}

/// Undoes `application/x-www-form-urlencoded` (RFC 6749 Appendix B); none where the result is not UTF-8, an escape is
/// broken, or a control character comes out.
pub(super) fn form_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains(char::is_control))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_decoding_is_strict() {
        for (encoded, decoded) in [
            ("app-x", Some("app-x")),
            ("app%2Dx", Some("app-x")),
            ("a+b", Some("a b")),
            ("%C3%A9", Some("é")),
            ("%C3", None),
            ("%", None),
            ("%4", None),
            ("%zz", None),
            ("%00", None),
            ("a%0Ab", None),
        ] {
            assert_eq!(form_decode(encoded).as_deref(), decoded, "{encoded}");
        }
    }
}
