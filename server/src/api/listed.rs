//! A page of a list.

use axum::Json;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use serde::Serialize;
use utoipa::ToSchema;

use super::BASE;
use super::query::next_page;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Listed<T: ToSchema> {
    /// What is on this page.
    pub(super) items: Vec<T>,
    /// The `cursor` of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_cursor: Option<String>,
}

/// The `cursor` of the next page, on the way to who knows the address of this one.
#[derive(Clone)]
struct NextCursor(String);

impl<T: ToSchema> Listed<T> {
    /// All of a list that has one page only.
    pub(super) fn whole(items: impl IntoIterator<Item = impl Into<T>>) -> Self {
        Self { items: items.into_iter().map(Into::into).collect(), next_cursor: None }
    }
}

impl<T: ToSchema + Serialize> IntoResponse for Listed<T> {
    fn into_response(self) -> Response {
        let next = self.next_cursor.clone();
        let mut response = Json(self).into_response();
        if let Some(cursor) = next {
            response.extensions_mut().insert(NextCursor(cursor));
        }
        response
    }
}

/// Names the next page in the head of the answer too (RFC 8288).
pub(super) async fn link_pages(request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    let mut response = next.run(request).await;
    if let Some(NextCursor(cursor)) = response.extensions_mut().remove() {
        let target = next_page(&format!("{BASE}{}", uri.path()), uri.query(), &cursor);
        let link = HeaderValue::try_from(format!("<{target}>; rel=\"next\""));
        response.headers_mut().insert(header::LINK, link.expect("an encoded address is ASCII"));
    }
    response
}
