//! `POST /oauth2/consent`: a person's answer on the authorization page, behind the guards of the portal.

use app::session_token;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use service::{AuthorizationAnswer, ConsentAnswer};

use super::authorization_query::AuthorizationQuery;
use super::authorize::{see_other, sent_back, to_sign_in, visit, visitor};
use super::parameters;
use crate::gatehouse::Gatehouse;
use crate::guard::visit::unavailable;

pub(crate) async fn consent(State(gatehouse): State<Gatehouse>, request: Request) -> Response {
    let visit = visit(&request);
    let (parts, body) = request.into_parts();
    // The guard in front has bounded it.
    let form = to_bytes(body, usize::MAX).await.ok().and_then(|body| parameters::decode(&body));
    let Some((query, answer)) = form.as_deref().and_then(answered) else {
        return (StatusCode::BAD_REQUEST, "The answer cannot be read.").into_response();
    };
    let token = session_token(&parts.headers);
    let visitor = visitor(&visit, token.as_deref());
    match gatehouse.services.answer_consent(query.parameters(), answer, visitor).await {
        Ok(AuthorizationAnswer::SentBack { location }) => sent_back(&location),
        Ok(AuthorizationAnswer::SignIn { query }) => to_sign_in(&query),
        // The question is another one by now, or there is none any more: the page tells.
        Ok(AuthorizationAnswer::Ask(_) | AuthorizationAnswer::Refused) => see_other(&query.path()),
        Err(error) => {
            let (reference, error) = (visit.reference, &error as &dyn std::error::Error);
            tracing::error!(reference, error, "consent failed");
            unavailable(&parts.method, &parts.headers, reference)
        }
    }
}

fn answered(form: &[(String, String)]) -> Option<(AuthorizationQuery, ConsentAnswer)> {
    let answer = match parameters::only(form, "answer")? {
        "allow" => ConsentAnswer::Allow,
        "deny" => ConsentAnswer::Deny,
        _ => return None,
    };
    Some((AuthorizationQuery::read(parameters::only(form, "query")?)?, answer))
}
