//! `GET` and `POST /oauth2/authorize` (RFC 6749 §3.1, OpenID Connect Core §3.1.2). The page that asks or refuses is one of
//! the portal's; here is decided whether it is shown at all.

use app::door::{AuthorizationPage, Visit, sign_in_url};
use app::session_token;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use service::{AuthorizationAnswer, Visitor};

use super::AUTHORIZE;
use super::authorization_query::{self, AuthorizationQuery};
use crate::gatehouse::Gatehouse;
use crate::guard::body::is_form;
use crate::guard::form_target::FormTarget;
use crate::guard::visit::unavailable;

/// Judges a request for the authorization page before the page is made.
pub(crate) async fn judge(State(gatehouse): State<Gatehouse>, mut request: Request, next: Next) -> Response {
    if request.uri().path() != AUTHORIZE {
        return next.run(request).await;
    }
    if request.method() != Method::GET {
        // The answer to a HEAD would be a code that nobody sees.
        return wrong_method().await;
    }
    let visit = visit(&request);
    let Some(query) = AuthorizationQuery::read(request.uri().query().unwrap_or_default()) else {
        tracing::info!(reference = visit.reference, "authorization request cannot be read");
        return refusal_page(request, next, visit.reference).await;
    };
    let token = session_token(request.headers());
    match gatehouse.services.authorize(query.parameters(), visitor(&visit, token.as_deref())).await {
        Ok(AuthorizationAnswer::SentBack { location }) => sent_back(&location),
        Ok(AuthorizationAnswer::SignIn { query }) => to_sign_in(&query),
        Ok(AuthorizationAnswer::Refused) => refusal_page(request, next, visit.reference).await,
        Ok(AuthorizationAnswer::Ask(question)) => {
            let target = FormTarget::of(&question.redirect_uri);
            let page = AuthorizationPage::Ask { question, query: query.into_raw() };
            request.extensions_mut().insert(page);
            let mut response = next.run(request).await;
            if let Some(target) = target {
                response.extensions_mut().insert(target);
            }
            response
        }
        Err(error) => {
            let (reference, error) = (visit.reference, &error as &dyn std::error::Error);
            tracing::error!(reference, error, "authorization request failed");
            unavailable(request.method(), request.headers(), reference)
        }
    }
}

/// OpenID Connect Core §3.1.2.1: what a GET sends in its query, a POST may send as a form. It comes from any site, without
/// the session's cookie; the GET that it is turned into has that.
pub(super) async fn post(headers: HeaderMap, body: Result<Bytes, BytesRejection>) -> Response {
    let Ok(body) = body else {
        return (StatusCode::PAYLOAD_TOO_LARGE, "The request is too large.").into_response();
    };
    if !is_form(&headers) {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send a form.").into_response();
    }
    match str::from_utf8(&body).ok().and_then(AuthorizationQuery::read) {
        Some(query) => see_other(&query.path()),
        None => (StatusCode::BAD_REQUEST, "The request cannot be read.").into_response(),
    }
}

/// RFC 6749 §3.1.
pub(super) async fn wrong_method() -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, POST")], "Use GET or POST.").into_response()
}

/// The page that leads nowhere; it sets its status, 400, itself.
async fn refusal_page(mut request: Request, next: Next, reference: String) -> Response {
    request.extensions_mut().insert(AuthorizationPage::Refused { reference });
    next.run(request).await
}

/// Who is asking, as the portal's own guard found out.
pub(crate) fn visit(request: &Request) -> Visit {
    request
        .extensions()
        .get()
        .cloned()
        .expect("the portal's routes are behind the layer that describes the visit")
}

pub(super) fn visitor<'a>(visit: &'a Visit, session_token: Option<&'a str>) -> Visitor<'a> {
    Visitor { session_token, address: visit.from.address.clone(), reference: &visit.reference }
}

/// To the application, which learns nothing of where the person was.
pub(super) fn sent_back(location: &str) -> Response {
    let mut response = see_other(location);
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// To the sign-in page, and from there to the authorization endpoint with `query`.
pub(super) fn to_sign_in(query: &str) -> Response {
    see_other(&sign_in_url(&authorization_query::path(query)))
}

/// Always with GET (RFC 9700 §4.12).
pub(crate) fn see_other(location: &str) -> Response {
    let mut location =
        HeaderValue::try_from(location).expect("an address is ASCII, and what is added to it is encoded");
    // It may hold a code.
    location.set_sensitive(true);
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}
