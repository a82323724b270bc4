//! What a change must say about what it changes: the entity tag of what was read (RFC 9110 §8.8.3, §13.1.1).

mod if_match;

use aws_lc_rs::digest::{SHA256, digest};
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderValue, Method, StatusCode, header};
use serde::Serialize;

pub(super) use if_match::IfMatch;

/// The tag of a representation: the beginning of its digest.
fn tag(representation: &impl Serialize) -> String {
    let json = serde_json::to_vec(representation).expect("a representation is plain data");
    format!("\"{}\"", URL_SAFE_NO_PAD.encode(&digest(&SHA256, &json).as_ref()[..12]))
}

/// The representation of one thing, with its entity tag.
pub(super) struct Tagged<T>(pub(super) T);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let tag = HeaderValue::try_from(tag(&self.0)).expect("a tag is quoted base64url");
        ([(header::ETAG, tag)], Json(self.0)).into_response()
    }
}

/// Something that was changed, in which something is shown once only: a secret is beside the representation and not in the
/// tag.
pub(super) struct Changed<T, B> {
    /// What the tag is of: what a GET answers.
    pub(super) tagged: T,
    /// What is sent.
    pub(super) body: B,
}

impl<T: Serialize, B: Serialize> IntoResponse for Changed<T, B> {
    fn into_response(self) -> Response {
        let tag = HeaderValue::try_from(tag(&self.tagged)).expect("a tag is quoted base64url");
        ([(header::ETAG, tag)], Json(self.body)).into_response()
    }
}

/// Something new: where it is, and its representation with its entity tag. What is in it once only, a secret, is beside
/// the representation and not in the tag.
pub(super) struct Created<T, B = T> {
    pub(super) location: String,
    /// What the tag is of: what a GET of the new thing answers.
    pub(super) tagged: T,
    /// What is sent.
    pub(super) body: B,
}

impl<T: Clone> Created<T> {
    /// Something new in which nothing is shown only once.
    pub(super) fn of(location: String, new: T) -> Self {
        Self { location, tagged: new.clone(), body: new }
    }
}

/// What is answered where a creation is asked for again: the representation, without what is shown only once.
#[derive(Clone)]
pub(super) struct Replay(pub(super) String);

impl<T: Serialize, B: Serialize> IntoResponse for Created<T, B> {
    fn into_response(self) -> Response {
        let tag = HeaderValue::try_from(tag(&self.tagged)).expect("a tag is quoted base64url");
        let location = HeaderValue::try_from(self.location).expect("a path of ours is ASCII");
        let replay = serde_json::to_string(&self.tagged).expect("a representation is plain data");
        let headers = [(header::ETAG, tag), (header::LOCATION, location)];
        (StatusCode::CREATED, Extension(Replay(replay)), headers, Json(self.body)).into_response()
    }
}

/// Answers that nothing changed to who has it already (RFC 9110 §13.1.2).
pub(super) async fn spare_unchanged(request: Request, next: Next) -> Response {
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = next.run(request).await;
    let tag = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok());
    let is_known =
        known.as_ref().and_then(|known| known.to_str().ok()).zip(tag).is_some_and(|(known, tag)| {
            known
                .split(',')
                .map(str::trim)
                .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
        });
    if is_reading && is_known && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    response
}
