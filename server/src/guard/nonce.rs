//! One nonce for each page: in its Content-Security-Policy and on its scripts.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderValue, header};
use leptos::nonce::Nonce;

use crate::guard::form_target::FormTarget;

/// `cargo leptos watch` tells the page over a web socket when to reload; it builds for debugging.
const MAY_CONNECT: &str = if cfg!(debug_assertions) { "'self' ws:" } else { "'self'" };

/// Makes a nonce, lets the page know, and allows the scripts that carry it and nothing else.
pub(crate) async fn content_security_policy(mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    let elsewhere =
        response.extensions().get().map(|FormTarget(source)| format!(" {source}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src {MAY_CONNECT}; form-action 'self'{elsewhere}; base-uri 'none'; frame-ancestors 'none'"
    );
    let policy = HeaderValue::try_from(policy).expect("a base64url nonce and a source fit into a header");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}
