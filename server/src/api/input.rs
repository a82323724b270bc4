//! What the body of a request says, in which nothing unknown is ignored.

use axum::body::Bytes;
use axum::body::HttpBody as _;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, OptionalFromRequest, Request};
use http::{HeaderMap, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::problem::{Problem, ProblemKind};
use super::strict_json::{ByName, NUL, Strict, TWICE};

const JSON: &str = "application/json";
/// RFC 7396.
const MERGE_PATCH: &str = "application/merge-patch+json";

/// A body in JSON.
pub(super) struct Input<T>(pub(super) T);

/// A merge patch (RFC 7396): fields that are to be others, and `null` for those that are to be none.
pub(super) struct MergePatch(Map<String, Value>);

async fn body<S: Send + Sync>(request: Request, state: &S, types: &[&str]) -> Result<Value, Problem> {
    if !types.iter().any(|wanted| media_type(request.headers()).eq_ignore_ascii_case(wanted)) {
        let detail = format!("Send {} as Content-Type.", types.join(" or "));
        return Err(Problem::told(ProblemKind::UnsupportedMediaType, detail));
    }
    let bytes = Bytes::from_request(request, state).await.map_err(|rejection| unreceived(&rejection))?;
    let mut deserializer = serde_json::Deserializer::from_slice(&bytes);
    let Strict(value) =
        serde_path_to_error::deserialize(&mut deserializer).map_err(|error| unread(&error))?;
    deserializer.end().map_err(|error| not_json(&error))?;
    Ok(value)
}

/// A body that did not arrive whole.
pub(super) fn unreceived(rejection: &BytesRejection) -> Problem {
    match rejection {
        BytesRejection::FailedToBufferBody(cause)
            if cause.status() == http::StatusCode::PAYLOAD_TOO_LARGE =>
        {
            Problem::told(ProblemKind::TooLarge, "The body is too large.")
        }
        // A cause that a later axum adds is one too.
        BytesRejection::FailedToBufferBody(_) | _ => {
            Problem::told(ProblemKind::Malformed, "The body broke off.")
        }
    }
}

fn media_type(headers: &HeaderMap) -> &str {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().unwrap_or_default().trim()
}

/// What a value says as fields, without those that are not.
pub(super) fn fields<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(ByName(value)).map_err(|error| unread(&error))
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Input<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        body(request, state, &[JSON]).await.and_then(fields).map(Self)
    }
}

/// For what need not be said: a request without a body and without the type of one.
impl<T: DeserializeOwned, S: Send + Sync> OptionalFromRequest<S> for Input<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, Problem> {
        let is_empty = request.body().size_hint().exact() == Some(0);
        if is_empty && !request.headers().contains_key(header::CONTENT_TYPE) {
            return Ok(None);
        }
        body(request, state, &[JSON]).await.and_then(fields).map(Self).map(Some)
    }
}

impl<S: Send + Sync> FromRequest<S> for MergePatch {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match body(request, state, &[MERGE_PATCH, JSON]).await? {
            Value::Object(patch) => Ok(Self(patch)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                let detail = "Send an object with the fields that are to change.";
                Err(Problem::told(ProblemKind::Malformed, detail))
            }
        }
    }
}

impl MergePatch {
    /// Whether this field is to be another, or none.
    pub(super) fn names(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// What becomes of `current`. A field that is to be none gets its default; where it has no default, it is missing. A
    /// patch of fields that there are not is refused.
    pub(super) fn apply<T: Serialize + DeserializeOwned>(self, current: &T) -> Result<T, Problem> {
        for (name, _) in self.0.iter().filter(|(_, value)| value.is_null()) {
            // To take away what there is not would be no change, and a mistyped name would go unseen.
            let alone: Result<T, _> = serde_path_to_error::deserialize(json!({ name: null }));
            if let Err(error) = alone
                && unknown_field(&error.inner().to_string()).is_some()
            {
                return Err(unread(&error));
            }
        }
        let mut merged = serde_json::to_value(current).expect("a draft is plain data");
        merge(&mut merged, self.0);
        fields(merged)
    }
}

/// RFC 7396 §2.
fn merge(target: &mut Value, patch: Map<String, Value>) {
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else { return };
    for (name, value) in patch {
        match value {
            Value::Null => {
                target.remove(&name);
            }
            Value::Object(patch) => merge(target.entry(name).or_insert(Value::Null), patch),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                target.insert(name, value);
            }
        }
    }
}

fn not_json(error: &serde_json::Error) -> Problem {
    Problem::told(
        ProblemKind::Malformed,
        format!("The body is not JSON: line {}, column {}.", error.line(), error.column()),
    )
}

fn quoted<'a>(words: &'a str, start: &str) -> Option<&'a str> {
    words.strip_prefix(start)?.split('`').next()
}

fn unknown_field(words: &str) -> Option<&str> {
    quoted(words, "unknown field `")
}

/// Names the field. The library's own words would repeat what was sent.
fn unread(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let inner = error.inner();
    if inner.is_syntax() || inner.is_eof() {
        return not_json(inner);
    }
    let (path, words) = (error.path().to_string(), inner.to_string());
    refused_field(&path, &words)
}

/// Names the field by the path to it, and what is wrong by the words that serde has for it.
pub(super) fn refused_field(path: &str, words: &str) -> Problem {
    // The path ends at a field that is not one, but above a field that is not there.
    let below = |name: &str| match path {
        "." => name.to_owned(),
        path if path == name || path.ends_with(&format!(".{name}")) => path.to_owned(),
        path => format!("{path}.{name}"),
    };
    if let Some(name) = unknown_field(words) {
        return Problem::malformed_field(below(name), "unknown_field", "There is no such field.");
    }
    if let Some(name) = quoted(words, TWICE) {
        return Problem::malformed_field(below(name), "duplicate_field", "This field is there twice.");
    }
    if let Some(name) = quoted(words, "missing field `") {
        let field = if path == "." { name.to_owned() } else { format!("{path}.{name}") };
        return Problem::malformed_field(field, "missing", "This field is required.");
    }
    if words.starts_with(NUL) {
        return Problem::malformed_field(
            path,
            "control_character",
            "A text cannot have the character U+0000.",
        );
    }
    if path == "." {
        return Problem::told(ProblemKind::Malformed, "Send an object with the fields of the operation.");
    }
    Problem::malformed_field(
        path,
        "wrong_type",
        "This is not a value that the field can have. See the document of the API.",
    )
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        inner: Inner,
        #[serde(default)]
        others: Vec<Inner>,
    }

    fn outer() -> Outer {
        let inner = Inner { name: "one".to_owned(), note: Some("noted".to_owned()) };
        Outer { inner, others: Vec::new() }
    }

    fn strict(text: &str) -> Result<Value, Problem> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let Strict(value) =
            serde_path_to_error::deserialize(&mut deserializer).map_err(|error| unread(&error))?;
        Ok(value)
    }

    #[test]
    fn a_field_is_named_with_the_path_to_it() {
        for (text, field, code) in [
            (r#"{"inner":{"name":"x","colour":1}}"#, "inner.colour", "unknown_field"),
            (r#"{"inner":{}}"#, "inner.name", "missing"),
            (r#"{"inner":{"name":"x"},"others":[{"name":1}]}"#, "others[0].name", "wrong_type"),
            (r#"{"inner":["x"]}"#, "inner", "wrong_type"),
            (r#"{"inner":{"name":"x"},"others":[["x"]]}"#, "others[0]", "wrong_type"),
            (
                r#"{"inner":{"name":"x"},"others":[{"name":"x","name":"y"}]}"#,
                "others[0].name",
                "duplicate_field",
            ),
            (r#"{"inner":{"name":"x\u0000"}}"#, "inner.name", "control_character"),
            (r#"{"inner":{"name\u0000":"x"}}"#, "inner", "control_character"),
        ] {
            let problem = strict(text).and_then(fields::<Outer>).unwrap_err();
            assert_eq!(problem.only_error(), Some((field, code)), "{text}");
        }
    }

    #[test]
    fn nothing_goes_by_its_place() {
        for text in [r#"[{"name":"x"},[]]"#, "[]", r#""x""#, "null", "7"] {
            assert_eq!(strict(text).and_then(fields::<Outer>).unwrap_err().only_error(), None, "{text}");
        }
    }

    #[test]
    fn a_patch_reaches_into_objects() {
        for (patch, name, note) in [
            (json!({ "inner": { "name": "two" } }), "two", Some("noted")),
            (json!({ "inner": { "note": null } }), "one", None),
            (json!({ "inner": { "note": "new" }, "others": null }), "one", Some("new")),
            (json!({}), "one", Some("noted")),
        ] {
            let Value::Object(fields) = patch.clone() else { panic!("no object") };
            let inner = Inner { name: name.to_owned(), note: note.map(str::to_owned) };
            assert_eq!(
                MergePatch(fields).apply(&outer()).unwrap(),
                Outer { inner, others: Vec::new() },
                "{patch}"
            );
        }
    }
}
