//! How an access token is presented (RFC 6750 §2): in the header, or in the form of a POST. Never in the query, which is
//! kept in histories and logs.

use http::{HeaderMap, header};

use super::parameters;
use crate::guard::body::is_form;

const PARAMETER: &str = "access_token";

/// Why a request presents no access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BearerProblem {
    #[error("no access token is included")]
    Missing,
    #[error("the body is too large or broke off")]
    TooLarge,
    #[error("the access token cannot be read")]
    Malformed,
    #[error("an access token is included in more than one way")]
    PresentedTwice,
}

/// The one token of a request. A `body` that is no form is nobody's concern.
pub(super) fn presented(
    headers: &HeaderMap,
    query: Option<&str>,
    body: &[u8],
) -> Result<String, BearerProblem> {
    let mut tokens = Vec::new();
    for value in headers.get_all(header::AUTHORIZATION) {
        tokens.extend(in_header(value.to_str().map_err(|_| BearerProblem::Malformed)?)?);
    }
    if is_form(headers) {
        tokens.extend(in_form(body).ok_or(BearerProblem::Malformed)?);
    }
    let in_query = in_form(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    match (tokens.len(), in_query.len()) {
        (0, _) => Err(BearerProblem::Missing),
        (1, 0) => Ok(tokens.swap_remove(0)),
        // RFC 6750 §2: one method for each request.
        _ => Err(BearerProblem::PresentedTwice),
    }
}

/// The token of an `Authorization` header; none where that is of another scheme.
pub(crate) fn in_header(value: &str) -> Result<Option<String>, BearerProblem> {
    let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Ok(None);
    }
    let token = token.trim();
    // RFC 6750 §2.1, `b64token`.
    let is_readable = token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte));
    if token.is_empty() || !is_readable {
        return Err(BearerProblem::Malformed);
    }
    Ok(Some(token.to_owned()))
}

fn in_form(form: &[u8]) -> Option<Vec<String>> {
    let pairs = parameters::decode(form)?.into_iter();
    Some(
        pairs
            .filter(|(name, value)| name == PARAMETER && !value.is_empty())
            .map(|(_, value)| value)
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn a_token_is_presented_once_and_never_in_the_query_alone() {
        let form = "application/x-www-form-urlencoded";
        for (authorization, content_type, query, body, presented) in [
            ("Bearer a.b", "", "", "", Ok("a.b")),
            ("bearer  a.b", "", "", "", Ok("a.b")),
            ("", form, "", "access_token=a.b", Ok("a.b")),
            ("Bearer a.b", form, "", "x=y", Ok("a.b")),
            ("Bearer a.b", "application/json", "", "access_token=c", Ok("a.b")),
            ("", "", "", "", Err(BearerProblem::Missing)),
            ("", "", "access_token=a.b", "", Err(BearerProblem::Missing)),
            ("", "text/plain", "", "access_token=a.b", Err(BearerProblem::Missing)),
            ("Basic YTpi", "", "", "", Err(BearerProblem::Missing)),
            ("Bearer", "", "", "", Err(BearerProblem::Malformed)),
            ("Bearer a b", "", "", "", Err(BearerProblem::Malformed)),
            ("", form, "", "access_token=%ff", Err(BearerProblem::Malformed)),
            ("Bearer a.b", form, "", "access_token=a.b", Err(BearerProblem::PresentedTwice)),
            ("Bearer a.b", "", "access_token=a.b", "", Err(BearerProblem::PresentedTwice)),
            ("", form, "", "access_token=a&access_token=a", Err(BearerProblem::PresentedTwice)),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in
                [(header::AUTHORIZATION, authorization), (header::CONTENT_TYPE, content_type)]
            {
                if !value.is_empty() {
                    headers.insert(name, HeaderValue::from_static(value));
                }
            }
            let found = super::presented(&headers, Some(query), body.as_bytes());
            assert_eq!(
                found.as_deref().map_err(|problem| *problem),
                presented,
                "{authorization} {query} {body}"
            );
        }
    }
}
