use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use rust_embed::Embed;
use tower::ServiceExt;

use super::{is_fingerprinted, routes_to};

#[derive(Embed)]
#[folder = "src/assets/fixture"]
pub(super) struct Fixture;

const SCRIPT: &str = "/pkg/page.0123456789abcdef.js";

async fn ask(method: Method, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let router: Router = routes_to::<Fixture, ()>();
    let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (head, body) = response.into_parts();
    let body = to_bytes(body, 4096).await.unwrap();
    (head.status, head.headers, String::from_utf8(body.to_vec()).unwrap())
}

async fn get(path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
    ask(Method::GET, path, headers).await
}

#[tokio::test]
async fn a_browser_gets_the_smallest_form_that_it_accepts() {
    for (accepts, encoding, content) in [
        ("gzip, deflate, br", Some("br"), "brotli form\n"),
        ("gzip", Some("gzip"), "gzip form\n"),
        ("identity", None, "export const page = 'as it is';\n"),
    ] {
        let (status, headers, body) = get(SCRIPT, &[("accept-encoding", accepts)]).await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, content));
        assert_eq!(headers.get("content-encoding").map(|value| value.to_str().unwrap()), encoding);
        assert_eq!(headers["content-type"], "text/javascript; charset=utf-8");
        assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
        assert_eq!(headers["vary"], "accept-encoding");
    }
}

#[tokio::test]
async fn a_file_without_compressed_forms_comes_as_it_is() {
    let (status, headers, body) = get("/robots.txt", &[("accept-encoding", "br, gzip")]).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "User-agent: *\n"));
    assert_eq!(headers.get("content-encoding"), None);
    assert_eq!(headers["content-type"], "text/plain; charset=utf-8");
    assert_eq!(headers["cache-control"], super::FOR_NOW);
}

#[tokio::test]
async fn a_file_that_the_browser_has_is_not_sent_again() {
    let (_, headers, _) = get(SCRIPT, &[("accept-encoding", "br")]).await;
    let tag = headers["etag"].to_str().unwrap();
    for tags in [tag.to_owned(), format!("\"other\", W/{tag}"), "*".to_owned()] {
        let (status, headers, body) =
            get(SCRIPT, &[("accept-encoding", "br"), ("if-none-match", &tags)]).await;
        assert_eq!((status, body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        assert_eq!(headers["etag"], tag);
        assert_eq!(headers["vary"], "accept-encoding");
    }
}

#[tokio::test]
async fn another_encoding_has_another_tag() {
    let (_, brotli, _) = get(SCRIPT, &[("accept-encoding", "br")]).await;
    let tag = brotli["etag"].to_str().unwrap();
    let (status, plain, _) = get(SCRIPT, &[("if-none-match", tag)]).await;
    assert_eq!(status, StatusCode::OK);
    assert_ne!(plain["etag"], tag);
}

#[tokio::test]
async fn head_answers_like_get_without_the_content() {
    let (status, headers, body) = ask(Method::HEAD, SCRIPT, &[("accept-encoding", "br")]).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, ""));
    assert_eq!(headers["content-length"], "12");
    assert_eq!(headers["content-encoding"], "br");
}

#[tokio::test]
async fn what_is_no_file_of_the_page_is_not_found() {
    for path in [
        "/pkg/page.0123456789abcdef.js.br",
        "/pkg/page.js",
        "/pkg/%2e%2e/robots.txt",
        "/pkg/..%2frobots.txt",
        "/pkg/../../../../../public/robots.txt",
        "/manifest.json",
    ] {
        let (status, _, body) = get(path, &[("accept-encoding", "br")]).await;
        assert_eq!((status, body.as_str()), (StatusCode::NOT_FOUND, ""), "{path}");
    }
}

#[test]
fn a_fingerprint_is_16_hexadecimal_digits_before_the_ending() {
    assert!(is_fingerprinted("pkg/gatehouse.0123456789abcdef.wasm"));
    for name in
        ["pkg/gatehouse.wasm", "pkg/0123456789abcdef.wasm", "pkg/gatehouse.0123456789abcdeg.wasm", "robots"]
    {
        assert!(!is_fingerprinted(name), "{name}");
    }
}
