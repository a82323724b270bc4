//! The way back from the provider (OpenID Connect Core §3.1.2.5).

use std::sync::Arc;

use app::door::{ACCOUNT_PAGE, Visit, entered};
use app::session_token;
use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use http::HeaderMap;
use http::request::Parts;
use service::{ProviderErrand, ProviderFlow, ProviderIdentity};

use super::problem::ProviderError;
use super::{Provider, cookie, is_navigation, not_a_page, redirect};
use crate::gatehouse::Gatehouse;
use crate::oauth::authorize::visit;
use crate::oauth::parameters::{decode, only};

/// `GET /sign-in/provider/callback`: signs in, or links, who comes back to the browser that was sent there.
pub(super) async fn callback(
    State(gatehouse): State<Gatehouse>,
    Extension(provider): Extension<Arc<Provider>>,
    request: Request,
) -> Response {
    if !is_navigation(request.headers()) {
        return not_a_page();
    }
    let visit = visit(&request);
    let (request, _) = request.into_parts();
    let flow = cookie::read(&request.headers).and_then(|sealed| gatehouse.services.provider_flow(&sealed));
    let Some(flow) = flow else {
        return ProviderError::NotBegun.respond(&visit.reference, None, vec![cookie::removal()]);
    };
    match Answer::read(&request, &flow) {
        // Whoever has an answer to another question does not end the way that this browser is on.
        Err(error) => error.respond(&visit.reference, Some(&flow.errand), Vec::new()),
        Ok(answer) => {
            let comer = Comer { headers: &request.headers, visit: &visit, flow: &flow };
            match provider.go_on(&gatehouse, comer, answer).await {
                Ok(response) => response,
                Err(error) => error.respond(&visit.reference, Some(&flow.errand), vec![cookie::removal()]),
            }
        }
    }
}

/// The browser that comes back.
struct Comer<'a> {
    headers: &'a HeaderMap,
    visit: &'a Visit,
    flow: &'a ProviderFlow,
}

/// The parameters of an answer to this browser's question.
struct Answer {
    code: Option<String>,
    error: Option<String>,
    issuer: Option<String>,
}

impl Answer {
    fn read(request: &Parts, flow: &ProviderFlow) -> Result<Self, ProviderError> {
        let query = request.uri.query().unwrap_or_default();
        let query = decode(query.as_bytes()).ok_or(ProviderError::CallbackUnreadable)?;
        let is_repeated = |name| query.iter().filter(|(found, _)| found == name).count() > 1;
        // RFC 6749 §3.1.
        if ["state", "code", "error", "iss"].into_iter().any(is_repeated) {
            return Err(ProviderError::CallbackUnreadable);
        }
        if !only(&query, "state").is_some_and(|state| flow.is_answered_by(state)) {
            return Err(ProviderError::OtherState);
        }
        let get = |name| only(&query, name).map(str::to_owned);
        Ok(Self { code: get("code"), error: get("error"), issuer: get("iss") })
    }
}

impl Provider {
    async fn go_on(
        &self,
        gatehouse: &Gatehouse,
        comer: Comer<'_>,
        answer: Answer,
    ) -> Result<Response, ProviderError> {
        let Comer { headers, visit, flow } = comer;
        let services = &gatehouse.services;
        services.count_provider_step(&visit.from).await?;
        let identity = self.answered(gatehouse, flow, answer).await?;
        let response = match &flow.errand {
            ProviderErrand::SignIn { next } => {
                let previous = session_token(headers);
                let started =
                    services.sign_in_with_provider(&identity, previous.as_deref(), &visit.from).await?;
                let (mut cookies, page) = entered(&started, next.as_deref());
                cookies.push(cookie::removal());
                redirect(&page, cookies)
            }
            ProviderErrand::Connect { .. } => {
                let person = visit.signed_in.as_ref().filter(|person| flow.is_to_connect(person));
                services.link_provider(person.ok_or(ProviderError::OtherPerson)?, &identity).await?;
                redirect(ACCOUNT_PAGE, vec![cookie::removal()])
            }
        };
        services.give_provider_steps_back(&visit.from).await;
        Ok(response)
    }

    /// Who the answer is about.
    async fn answered(
        &self,
        gatehouse: &Gatehouse,
        flow: &ProviderFlow,
        answer: Answer,
    ) -> Result<ProviderIdentity, ProviderError> {
        // RFC 9207 §2.4.
        if answer.issuer.as_ref().is_some_and(|issuer| *issuer != self.configuration.issuer) {
            return Err(ProviderError::OtherIssuer);
        }
        if let Some(error) = answer.error {
            return Err(refusal(&error));
        }
        let (services, code) = (&gatehouse.services, answer.code.ok_or(ProviderError::CallbackUnreadable)?);
        let discovered = self.discovered(services.issuer(), services.now()).await?;
        if discovered.names_itself && answer.issuer.is_none() {
            return Err(ProviderError::OtherIssuer);
        }
        if !services.is_first_code(flow).await? {
            return Err(ProviderError::AnsweredBefore);
        }
        self.identity(&discovered.client, &code, flow, services.now()).await
    }
}

/// RFC 6749 §4.1.2.1.
fn refusal(error: &str) -> ProviderError {
    match error {
        "access_denied" => ProviderError::AccessDenied,
        "temporarily_unavailable" | "server_error" => ProviderError::Metadata("not available"),
        "invalid_request" => ProviderError::Answer("invalid_request"),
        "invalid_scope" => ProviderError::Answer("invalid_scope"),
        "unauthorized_client" => ProviderError::Answer("unauthorized_client"),
        _ => ProviderError::Answer("another error"),
    }
}
