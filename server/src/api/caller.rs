//! Who is asking: by an API key or an access token (RFC 6750), or with the session of the portal's own pages.

use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};
use service::{Administrator, Caller, PlainApiKey, Reader, ServiceError};

use super::limits::RateLimits;
use super::problem::{Problem, ProblemKind};
use crate::gatehouse::Gatehouse;
use crate::guard::address::ip_address;
use crate::oauth::bearer;

/// Who is asking, said by who put the request together in this process: a command on the server's machine. No request
/// that came over the network has this extension.
#[derive(Clone, Debug)]
pub struct AsCaller(pub Caller);

/// Puts the [`Caller`] into the request's extensions, where there is one. Which operations want one is theirs to say, by
/// taking a [`Reading`] or a [`Changing`]. Everybody is counted, but for commands on the server's machine.
pub(super) async fn recognise(
    State((gatehouse, limits)): State<(Gatehouse, RateLimits)>,
    mut request: Request,
    next: Next,
) -> Response {
    let caller = match request.extensions_mut().remove::<AsCaller>() {
        Some(AsCaller(caller)) => Ok(Some(caller)),
        None => {
            let address = ip_address(request.extensions());
            let caller =
                find(&gatehouse, request.headers(), address.map(|address| address.to_string())).await;
            let known = caller.as_ref().ok().and_then(Option::as_ref);
            limits.count(known, address).map_err(Refusal::from).and(caller)
        }
    };
    match caller {
        Ok(caller) => {
            if let Some(caller) = caller {
                request.extensions_mut().insert(caller);
            }
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// What makes a browser's request one of the portal's own pages: no other site can send it.
const FETCH_SITE: &str = "sec-fetch-site";

/// Who did not come as who may ask, and what they are told of it beside the problem (RFC 6750 §3).
pub(super) struct Refusal {
    problem: Problem,
    challenge: Option<&'static str>,
}

impl Refusal {
    /// What was presented is no key or token that counts.
    fn invalid_token() -> Self {
        const DETAIL: &str = "The API key or access token does not count: it is malformed or unknown, has expired, was \
             revoked, or is meant for somebody else.";
        Self {
            problem: Problem::told(ProblemKind::Unauthorized, DETAIL),
            challenge: Some(
                "Bearer realm=\"Gatehouse\", error=\"invalid_token\", \
                 error_description=\"the API key or access token does not count, or no longer\"",
            ),
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self { problem, challenge: None }
    }
}

impl From<ServiceError> for Refusal {
    fn from(error: ServiceError) -> Self {
        Self { problem: error.into(), challenge: None }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.problem.into_response();
        if let Some(challenge) = self.challenge {
            let challenge = HeaderValue::from_static(challenge);
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

async fn find(
    gatehouse: &Gatehouse,
    headers: &HeaderMap,
    address: Option<String>,
) -> Result<Option<Caller>, Refusal> {
    let mut presented = headers.get_all(header::AUTHORIZATION).iter();
    match (presented.next(), presented.next()) {
        (None, _) => Ok(of_own_page(gatehouse, headers, address).await?),
        // Whoever presents something comes as nobody else, whatever session the browser has.
        (Some(value), None) => bearer_of(gatehouse, value, address).await,
        // RFC 6750 §2: one for each request.
        (Some(_), Some(_)) => Err(Refusal::invalid_token()),
    }
}

/// Who has the API key or the access token; nobody where another scheme was used, which says nothing about either.
async fn bearer_of(
    gatehouse: &Gatehouse,
    value: &HeaderValue,
    address: Option<String>,
) -> Result<Option<Caller>, Refusal> {
    let value = value.to_str().map_err(|_| Refusal::invalid_token())?;
    let Some(token) = bearer::in_header(value).map_err(|_| Refusal::invalid_token())? else {
        return Ok(None);
    };
    let services = &gatehouse.services;
    let caller = if PlainApiKey::is_meant(&token) {
        services.caller_of_api_key(&token, address).await?
    } else {
        services.caller_of_access_token(&token, address).await?
    };
    caller.map(Some).ok_or_else(Refusal::invalid_token)
}

async fn of_own_page(
    gatehouse: &Gatehouse,
    headers: &HeaderMap,
    address: Option<String>,
) -> Result<Option<Caller>, ServiceError> {
    let is_own_page = headers.get(FETCH_SITE).is_some_and(|site| site == "same-origin");
    let session = app::session_token(headers).filter(|_| is_own_page);
    match session {
        Some(session) => Ok(gatehouse.services.signed_in(&session, address).await?.map(Caller::from)),
        None => Ok(None),
    }
}

/// Proof that the caller may read.
pub(super) struct Reading(pub(super) Reader);

/// Proof that the caller may change things.
pub(super) struct Changing(pub(super) Administrator);

fn caller(parts: &Parts) -> Result<&Caller, Refusal> {
    let problem = || Problem::new(ProblemKind::Unauthorized);
    parts.extensions.get().ok_or_else(|| Refusal { problem: problem(), challenge: None })
}

/// That the caller's role does not allow it; one who came with a key or a token is told what would.
fn not_allowed(parts: &Parts, error: ServiceError, challenge: &'static str) -> Refusal {
    let is_presented = parts.headers.contains_key(header::AUTHORIZATION);
    Refusal { problem: error.into(), challenge: is_presented.then_some(challenge) }
}

impl<S: Sync> FromRequestParts<S> for Reading {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Refusal> {
        const CHALLENGE: &str =
            "Bearer realm=\"Gatehouse\", error=\"insufficient_scope\", scope=\"gatehouse.read\"";
        Ok(Self(caller(parts)?.reader().map_err(|error| not_allowed(parts, error, CHALLENGE))?))
    }
}

impl<S: Sync> FromRequestParts<S> for Changing {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Refusal> {
        const CHALLENGE: &str =
            "Bearer realm=\"Gatehouse\", error=\"insufficient_scope\", scope=\"gatehouse.admin\"";
        Ok(Self(caller(parts)?.administrator().map_err(|error| not_allowed(parts, error, CHALLENGE))?))
    }
}
