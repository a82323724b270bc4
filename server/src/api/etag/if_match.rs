//! What a change says about what it changes (RFC 9110 §13.1.1).

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderValue, header};
use serde::Serialize;

use super::tag;
use crate::api::problem::{Problem, ProblemKind};

/// The `If-Match` of a request.
pub(in crate::api) struct IfMatch(Option<Wanted>);

enum Wanted {
    Any,
    OneOf(Vec<String>),
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        if !parts.headers.contains_key(header::IF_MATCH) {
            return Ok(Self(None));
        }
        let values: Result<Vec<_>, _> =
            parts.headers.get_all(header::IF_MATCH).iter().map(HeaderValue::to_str).collect();
        let text = values.map_or_else(|_| None, |values| Some(values.join(",")));
        let wanted = text.as_deref().map(str::trim).and_then(wanted);
        wanted.map(|wanted| Self(Some(wanted))).ok_or_else(|| {
            Problem::malformed_field("If-Match", "malformed", "Send the ETag of what was read, as it was.")
        })
    }
}

impl IfMatch {
    /// Whether the request says what it changes.
    pub(in crate::api) fn is_sent(&self) -> bool {
        self.0.is_some()
    }

    /// For a change that must say what it changes.
    pub(in crate::api) fn require(&self, current: &impl Serialize) -> Result<(), Problem> {
        if self.0.is_none() {
            return Err(Problem::told(
                ProblemKind::IfMatchMissing,
                "Read it first, and send its ETag as If-Match: so nobody's change is undone unseen.",
            ));
        }
        self.allow(current)
    }

    /// For a change that may say what it changes.
    pub(in crate::api) fn allow(&self, current: &impl Serialize) -> Result<(), Problem> {
        let current = tag(current);
        let is_current = match &self.0 {
            None | Some(Wanted::Any) => true,
            Some(Wanted::OneOf(tags)) => tags.contains(&current),
        };
        if is_current { Ok(()) } else { Err(service::ServiceError::ChangedMeanwhile.into()) }
    }
}

fn wanted(text: &str) -> Option<Wanted> {
    match text {
        "*" => Some(Wanted::Any),
        list => tags(list).map(Wanted::OneOf),
    }
}

/// The strong tags of a list: a weak one is never that of what is to be changed (RFC 9110 §8.8.3.2).
fn tags(mut list: &str) -> Option<Vec<String>> {
    let mut tags = Vec::new();
    loop {
        let (is_weak, quoted) = list.strip_prefix("W/").map_or((false, list), |rest| (true, rest));
        let (opaque, rest) = quoted.strip_prefix('"')?.split_once('"')?;
        if !opaque.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        if !is_weak {
            tags.push(format!("\"{opaque}\""));
        }
        let rest = rest.trim_start();
        if rest.is_empty() {
            return Some(tags);
        }
        list = rest.strip_prefix(',')?.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_tags_is_read() {
        for (text, expected) in [
            (r#""a""#, Some(vec![r#""a""#])),
            (r#""a", "b,c" ,W/"d""#, Some(vec![r#""a""#, r#""b,c""#])),
            (r#""""#, Some(vec![r#""""#])),
            (r#"W/"a""#, Some(vec![])),
            ("a", None),
            (r#""a"#, None),
            (r#""a" "b""#, None),
            (r#""a","#, None),
            (r#"w/"a""#, None),
            (r#""a b""#, None),
            (r#"*,"a""#, None),
        ] {
            let expected = expected.map(|tags| tags.into_iter().map(str::to_owned).collect());
            assert_eq!(tags(text), expected, "{text}");
        }
    }
}
