//! The sign-in page names the application that has a person sign in; its form, and that for the code after it, may lead there.

use app::door::SignInFor;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::authorization_query::AuthorizationQuery;
use super::authorize::visit;
use super::{AUTHORIZE, parameters};
use crate::gatehouse::Gatehouse;
use crate::guard::form_target::FormTarget;
use crate::guard::visit::unavailable;

const SIGN_IN_PAGES: [&str; 2] = ["/sign-in", "/sign-in/second-factor"];

/// Looks for an authorization request in where a request for a page of signing in leads on to.
pub(crate) async fn name_application(
    State(gatehouse): State<Gatehouse>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(query) = led_on_to(&request) else { return next.run(request).await };
    match gatehouse.services.asking_application(query.parameters()).await {
        Ok(None) => next.run(request).await,
        Ok(Some(application)) => {
            let target = FormTarget::of(&application.redirect_uri);
            request.extensions_mut().insert(SignInFor { client_name: application.client_name });
            let mut response = next.run(request).await;
            if let Some(target) = target {
                response.extensions_mut().insert(target);
            }
            response
        }
        Err(error) => {
            let (reference, error) = (visit(&request).reference, &error as &dyn std::error::Error);
            tracing::error!(reference, error, "cannot tell which application asks");
            unavailable(request.method(), request.headers(), reference)
        }
    }
}

fn led_on_to(request: &Request) -> Option<AuthorizationQuery> {
    let uri = request.uri();
    let query =
        parameters::decode(uri.query()?.as_bytes()).filter(|_| SIGN_IN_PAGES.contains(&uri.path()))?;
    let next = parameters::only(&query, "next")?;
    AuthorizationQuery::read(next.strip_prefix(AUTHORIZE)?.strip_prefix('?')?)
}
