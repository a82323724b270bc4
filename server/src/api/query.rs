//! What the query and the path of a request say, in which nothing unknown is ignored.

use axum::extract::{FromRequestParts, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::request::Parts;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::form_urlencoded;
use utoipa::IntoParams;

use super::input::refused_field;
use super::page_size::PageSize;
use super::problem::{Problem, ProblemKind};

const CURSOR: &str = "cursor";

/// A query.
pub(super) struct Asked<T>(pub(super) T);

/// The query of what can be asked nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// The query of a list of which nothing can be asked but its pages.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Paging {
    /// How many on a page.
    #[serde(default)]
    #[param(inline)]
    pub(super) limit: PageSize,
    /// The `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
}

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let is_text = percent_decode_str(query).decode_utf8().is_ok_and(|text| !text.contains('\0'));
        if !is_text {
            let detail = "The query is not text in UTF-8, or has the character U+0000.";
            return Err(Problem::told(ProblemKind::Malformed, detail));
        }
        let deserializer = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
        serde_path_to_error::deserialize(deserializer)
            .map(Self)
            .map_err(|error| refused_field(&error.path().to_string(), &error.inner().to_string()))
    }
}

/// The path and query of the page that begins at `cursor`.
pub(super) fn next_page(path: &str, query: Option<&str>, cursor: &str) -> String {
    let kept =
        form_urlencoded::parse(query.unwrap_or_default().as_bytes()).filter(|(name, _)| name != CURSOR);
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .append_pair(CURSOR, cursor)
        .finish();
    format!("{path}?{query}")
}

/// Nothing has a name that is no text, or that no database can keep.
pub(super) async fn refuse_unreadable_paths(request: Request, next: Next) -> Response {
    let path = percent_decode_str(request.uri().path()).decode_utf8();
    if path.is_ok_and(|path| !path.contains('\0')) {
        next.run(request).await
    } else {
        Problem::new(ProblemKind::NotFound).into_response()
    }
}
