//! The files that the browser loads beside the pages: compiled into a release build, read from the disk by a debug
//! build. `cargo run -p xtask -- site` makes them, each with its compressed forms beside it.

mod encoding;
mod names;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::{Embed, EmbeddedFile};
use std::borrow::Cow;

use encoding::Encoding;
pub use names::names;

const FOR_GOOD: &str = "public, max-age=31536000, immutable";
const FOR_NOW: &str = if cfg!(debug_assertions) { "no-cache" } else { "public, max-age=300" };

#[derive(Embed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// `cargo leptos` leaves the imports of the style sheet to the browser; `xtask site` bundles them.
#[cfg(debug_assertions)]
#[derive(Embed)]
#[folder = "../style"]
#[prefix = "style/"]
struct Styles;

/// Answers `/pkg/…` and every file of `public/`, each in the smallest form that the browser accepts.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let routes = routes_to::<Site, S>();
    #[cfg(debug_assertions)]
    let routes = routes.route("/style/{file}", get(file::<Styles>));
    routes
}

fn routes_to<Files: Embed + 'static, S: Clone + Send + Sync + 'static>() -> Router<S> {
    Files::iter()
        .filter(|name| is_public(name))
        .fold(Router::new().route("/pkg/{*file}", get(file::<Files>)), |router, name| {
            router.route(&format!("/{name}"), get(file::<Files>))
        })
}

fn is_public(name: &str) -> bool {
    !name.starts_with("pkg/") && name != names::MANIFEST && content_type(name).is_some()
}

async fn file<Files: Embed>(uri: Uri, headers: HeaderMap) -> Response {
    let name = uri.path().trim_start_matches('/');
    let accepted = Encoding::accepted(headers.get_all(ACCEPT_ENCODING));
    let found = content_type(name).zip(
        accepted
            .into_iter()
            .find_map(|encoding| Some((encoding, Files::get(&format!("{name}{}", encoding.ending()))?))),
    );
    match found {
        Some((content_type, (encoding, file))) => answer(name, content_type, encoding, file, &headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn answer(
    name: &str,
    content_type: &'static str,
    encoding: Encoding,
    file: EmbeddedFile,
    asked: &HeaderMap,
) -> Response {
    // Each encoding is a file of its own, so its digest is a strong tag.
    let tag = entity_tag(&file);
    let caching = [
        (ETAG, tag.clone()),
        (CACHE_CONTROL, if is_fingerprinted(name) { FOR_GOOD } else { FOR_NOW }.to_owned()),
        (VARY, "accept-encoding".to_owned()),
    ];
    if asked.get_all(IF_NONE_MATCH).iter().any(|tags| names_tag(tags.as_bytes(), &tag)) {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    let content = match file.data {
        Cow::Borrowed(content) => Bytes::from_static(content),
        Cow::Owned(content) => Bytes::from(content),
    };
    let mut response = (caching, [(CONTENT_TYPE, content_type)], Body::from(content)).into_response();
    if let Some(token) = encoding.token() {
        response.headers_mut().insert(CONTENT_ENCODING, token);
    }
    response
}

fn entity_tag(file: &EmbeddedFile) -> String {
    let digits: String =
        file.metadata.sha256_hash().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

/// RFC 9110 §13.1.2: `*`, or a list of tags of which a weak one matches as well.
fn names_tag(list: &[u8], tag: &str) -> bool {
    let Ok(list) = std::str::from_utf8(list) else {
        return false;
    };
    list.split(',')
        .map(str::trim)
        .any(|candidate| candidate == "*" || candidate.trim_start_matches("W/") == tag)
}

/// Whether the name tells the content: `STEM.HASH.EXTENSION`, as `xtask` makes it.
fn is_fingerprinted(name: &str) -> bool {
    let mut parts = name.rsplit('.').skip(1);
    parts.next().is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
        && parts.next().is_some()
}

/// `None` for what is no file of the page: compressed forms are never asked for by name.
fn content_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "ico" => Some("image/x-icon"),
        "js" => Some("text/javascript; charset=utf-8"),
        "png" => Some("image/png"),
        "svg" => Some("image/svg+xml"),
        "txt" => Some("text/plain; charset=utf-8"),
        "wasm" => Some("application/wasm"),
        "woff2" => Some("font/woff2"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
