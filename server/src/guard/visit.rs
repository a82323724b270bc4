//! Finds out who is asking before any page or server function sees the request.

use std::net::SocketAddr;

use app::door::Visit;
use app::error::PortalError;
use app::session_token;
use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use http::{Method, StatusCode, header};
use service::ServiceError;

use crate::routes::Gatehouse;

const UNAVAILABLE_PAGE: &str = include_str!("unavailable.html");
/// Seconds after which a browser or a program may try again.
const RETRY_AFTER: &str = "5";

/// Puts a [`Visit`] into the request's extensions; without a database nothing behind it is asked.
pub(crate) async fn describe_visit(
    State(gatehouse): State<Gatehouse>,
    mut request: Request,
    next: Next,
) -> Response {
    let reference = uuid::Uuid::new_v4().to_string();
    let address = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(address)| address.ip().to_canonical().to_string());
    let signed_in = match session_token(request.headers()) {
        Some(token) => gatehouse.services.signed_in(&token, address.clone()).await,
        None => gatehouse.services.is_ready().await.map(|()| None).map_err(ServiceError::from),
    };
    match signed_in {
        Ok(signed_in) => {
            request.extensions_mut().insert(Visit { signed_in, address, reference });
            next.run(request).await
        }
        Err(error) => {
            tracing::error!(reference, error = &error as &dyn std::error::Error, "database unavailable");
            unavailable(request.method(), reference)
        }
    }
}

fn unavailable(method: &Method, reference: String) -> Response {
    let retry = [(header::RETRY_AFTER, RETRY_AFTER)];
    if matches!(*method, Method::GET | Method::HEAD) {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            retry,
            Html(UNAVAILABLE_PAGE.replace("{reference}", &reference)),
        )
            .into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, retry, Json(PortalError::Internal { reference })).into_response()
}
