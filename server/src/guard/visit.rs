//! Finds out who is asking before any page or server function sees the request.

use app::door::{RETRY_AFTER, Visit};
use app::error::PortalError;
use app::{device_token, session_token};
use axum::Json;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use http::{HeaderMap, Method, StatusCode, header};
use service::{DeviceValue, HalfSignedIn, PersonOfSession, ServiceError, SignInFrom, SignedIn};

use crate::gatehouse::Gatehouse;
use crate::guard::address::address;
use crate::guard::arrival::reference;

/// Characters: what a browser says of itself is kept beside its session, and can be of any length.
const USER_AGENT_LENGTH: usize = 255;
const UNAVAILABLE_PAGE: &str = include_str!("unavailable.html");

/// Puts a [`Visit`] into the request's extensions; without a database nothing behind it is asked.
pub(crate) async fn describe_visit(
    State(gatehouse): State<Gatehouse>,
    mut request: Request,
    next: Next,
) -> Response {
    let reference = reference(request.extensions());
    let from = from(&request);
    let token = session_token(request.headers());
    match find(&gatehouse, token, &from).await {
        Ok(Found { signed_in, half_signed_in, is_setup_open }) => {
            let visit = Visit { signed_in, half_signed_in, is_setup_open, from, reference };
            request.extensions_mut().insert(visit);
            next.run(request).await
        }
        Err(error) => {
            tracing::error!(reference, error = &error as &dyn std::error::Error, "cannot tell who is asking");
            unavailable(request.method(), request.headers(), reference)
        }
    }
}

fn from(request: &Request) -> SignInFrom {
    let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    SignInFrom {
        address: address(request.extensions()),
        user_agent: agent.map(|agent| agent.chars().take(USER_AGENT_LENGTH).collect()),
        device: device_token(request.headers()).map(DeviceValue::new),
    }
}

struct Found {
    signed_in: Option<SignedIn>,
    half_signed_in: Option<HalfSignedIn>,
    is_setup_open: Option<bool>,
}

async fn find(
    gatehouse: &Gatehouse,
    token: Option<String>,
    from: &SignInFrom,
) -> Result<Found, ServiceError> {
    let services = &gatehouse.services;
    let Some(token) = token else {
        // Asked of the database here, which also tells that it answers; pages for people unknown need not ask again.
        let is_setup_open = Some(services.is_setup_open().await?);
        return Ok(Found { signed_in: None, half_signed_in: None, is_setup_open });
    };
    let (signed_in, half_signed_in) = match services.person_of_session(&token, from.address.clone()).await? {
        Some(PersonOfSession::Whole(person)) => (Some(person), None),
        Some(PersonOfSession::Half(person)) => (None, Some(person)),
        None => (None, None),
    };
    Ok(Found { signed_in, half_signed_in, is_setup_open: None })
}

/// A page for whoever looks at it, the portal's error for its code.
pub(crate) fn unavailable(method: &Method, headers: &HeaderMap, reference: String) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let retry = [(header::RETRY_AFTER, RETRY_AFTER)];
    let status = StatusCode::SERVICE_UNAVAILABLE;
    if method.is_safe() || accept.contains("text/html") {
        (status, retry, Html(UNAVAILABLE_PAGE.replace("{reference}", &reference))).into_response()
    } else {
        (status, retry, Json(PortalError::Internal { reference })).into_response()
    }
}
