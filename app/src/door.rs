//! What every server function does at its door: who asks, with what right, and what an error looks like outside.

use std::sync::Arc;

use domain::{AccountDraft, Field, FieldProblem};
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use service::{
    Administrator, ConsentQuestion, IdentifiersTaken, Reader, ServiceError, Services, SignedIn,
    StartedSession,
};

use crate::error::PortalError;
use crate::session::cookie;
use crate::session::next::{self, FIRST_PAGE, SIGN_IN_PAGE};
use crate::status::set_status;

/// Seconds after which a browser or a program may try again, where the answer is that nothing can be done now.
pub const RETRY_AFTER: &str = "5";

/// What the server found out about a request before any page or server function saw it.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The person, where there is a live session.
    pub signed_in: Option<SignedIn>,
    /// Whether the first administrator is still to be made, where that was asked.
    pub is_setup_open: Option<bool>,
    /// The network address the request came from.
    pub address: Option<String>,
    /// What to look for in the log.
    pub reference: String,
}

/// What the page of an authorization request shows, in the request's extensions.
#[derive(Clone, Debug)]
pub enum AuthorizationPage {
    /// Nothing that leads on: the client or its redirect URI is not right.
    Refused {
        /// What to look for in the log.
        reference: String,
    },
    /// What the application asks for.
    Ask {
        /// The question.
        question: ConsentQuestion,
        /// The query of the authorization request, which the answer repeats.
        query: String,
    },
}

/// The application that has a person sign in, in the extensions of a request for the sign-in page.
#[derive(Clone, Debug)]
pub struct SignInFor {
    /// Its name.
    pub client_name: String,
}

fn parts() -> Parts {
    expect_context()
}

fn services() -> Arc<Services> {
    expect_context()
}

fn visit() -> Visit {
    parts()
        .extensions
        .get()
        .cloned()
        .expect("the portal's routes are behind the layer that describes the visit")
}

/// Says that there is nothing at this address.
pub(crate) fn not_found() {
    set_status(StatusCode::NOT_FOUND);
}

/// The sign-in page that leads on to `page`, a path with its query.
pub fn sign_in_url(page: &str) -> String {
    next::sign_in_url(page)
}

/// What the page of an authorization request is to show; answered with 400 where it leads nowhere.
pub(crate) fn authorization_page() -> AuthorizationPage {
    let page = parts().extensions.get().cloned();
    // Without an answer of the authorization endpoint nothing is asked of anybody.
    let page = page.unwrap_or_else(|| AuthorizationPage::Refused { reference: visit().reference });
    match page {
        AuthorizationPage::Refused { .. } => set_status(StatusCode::BAD_REQUEST),
        AuthorizationPage::Ask { .. } => {}
    }
    page
}

/// The name of the application that has the person sign in, where there is one.
pub(crate) fn sign_in_for() -> Option<String> {
    parts().extensions.get::<SignInFor>().map(|application| application.client_name.clone())
}

fn signed_in() -> Result<SignedIn, PortalError> {
    // While a page is rendered, a part of it may be given up during a wait, and its contexts with it: nobody will see
    // what a second function called from there answers.
    let Some(parts) = use_context::<Parts>() else { return Err(PortalError::Busy) };
    if let Some(person) = visit().signed_in {
        return Ok(person);
    }
    if parts.method.is_safe() {
        let page = parts.uri.path_and_query().map_or(FIRST_PAGE, |path| path.as_str());
        // Not `leptos_axum::redirect`: that one leaves the status alone unless HTML is asked for by name.
        if let Ok(location) = HeaderValue::try_from(next::sign_in_url(page)) {
            expect_context::<ResponseOptions>().insert_header(header::LOCATION, location);
            set_status(StatusCode::FOUND);
        }
    } else {
        set_status(StatusCode::UNAUTHORIZED);
    }
    Err(PortalError::SignedOut)
}

/// Lets a person in who may see the portal's pages.
pub(crate) fn reader() -> Result<(Arc<Services>, Reader), PortalError> {
    let reader = signed_in()?.reader().map_err(fail)?;
    Ok((services(), reader))
}

/// Lets a person in who may change what the portal keeps.
pub(crate) fn administrator() -> Result<(Arc<Services>, Administrator), PortalError> {
    let administrator = signed_in()?.administrator().map_err(fail)?;
    Ok((services(), administrator))
}

/// Refuses a draft that breaks rules.
pub(crate) fn refuse(problems: Vec<FieldProblem>) -> PortalError {
    set_status(StatusCode::UNPROCESSABLE_ENTITY);
    PortalError::Refused { problems }
}

/// Turns an error inside into what the page may know, sets the status, and logs what it may not know.
pub(crate) fn fail(error: ServiceError) -> PortalError {
    let (status, outside) = outside(error);
    set_status(status);
    if status == StatusCode::SERVICE_UNAVAILABLE
        && let Some(response) = use_context::<ResponseOptions>()
    {
        response.insert_header(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
    }
    outside
}

fn outside(error: ServiceError) -> (StatusCode, PortalError) {
    match error {
        ServiceError::Forbidden => (StatusCode::FORBIDDEN, PortalError::Forbidden),
        ServiceError::WrongCredentials => (StatusCode::UNAUTHORIZED, PortalError::WrongCredentials),
        ServiceError::SetupLinkInvalid => (StatusCode::FORBIDDEN, PortalError::SetupLinkInvalid),
        ServiceError::Taken(taken) => {
            (StatusCode::CONFLICT, PortalError::Refused { problems: problems(taken) })
        }
        ServiceError::NotFound => (StatusCode::NOT_FOUND, PortalError::NotFound),
        ServiceError::Stale(current) => {
            (StatusCode::CONFLICT, PortalError::Stale(Box::new((*current).into())))
        }
        ServiceError::ChangedMeanwhile => (StatusCode::CONFLICT, PortalError::ChangedMeanwhile),
        ServiceError::InUse(count) => (StatusCode::CONFLICT, PortalError::InUse { count }),
        ServiceError::NotSigning => (StatusCode::CONFLICT, PortalError::NotSigning),
        ServiceError::TwoKeysValid => (StatusCode::CONFLICT, PortalError::TwoKeysValid),
        ServiceError::InProgress => (StatusCode::CONFLICT, PortalError::InProgress),
        ServiceError::TwoSecretsValid => (StatusCode::CONFLICT, PortalError::TwoSecretsValid),
        ServiceError::NotConfidential => (StatusCode::CONFLICT, PortalError::NotConfidential),
        ServiceError::SignsInstead => (StatusCode::CONFLICT, PortalError::SignsInstead),
        ServiceError::RotationUnderWay => (StatusCode::CONFLICT, PortalError::RotationUnderWay),
        ServiceError::Refused(problems) => {
            (StatusCode::UNPROCESSABLE_ENTITY, PortalError::Refused { problems })
        }
        ServiceError::TooMany | ServiceError::PositionMalformed => {
            (StatusCode::BAD_REQUEST, PortalError::Malformed)
        }
        ServiceError::Overloaded => (StatusCode::SERVICE_UNAVAILABLE, PortalError::Busy),
        ServiceError::Store(ref cause) if cause.is_unavailable() => {
            (StatusCode::SERVICE_UNAVAILABLE, internal(&error))
        }
        ServiceError::Store(_) | ServiceError::HashUnreadable => {
            (StatusCode::INTERNAL_SERVER_ERROR, internal(&error))
        }
    }
}

fn internal(error: &ServiceError) -> PortalError {
    // See `signed_in`.
    let parts = use_context::<Parts>();
    let visit = parts.as_ref().and_then(|parts| parts.extensions.get::<Visit>());
    let reference = visit.map_or_else(String::new, |visit| visit.reference.clone());
    tracing::error!(reference, error = error as &dyn std::error::Error, "server function failed");
    PortalError::Internal { reference }
}

fn problems(taken: IdentifiersTaken) -> Vec<FieldProblem> {
    let problem = |field, message: &str| FieldProblem {
        field,
        code: "taken".to_owned(),
        message: message.to_owned(),
        suggestion: None,
    };
    let name = taken.name.then(|| {
        problem(
            Field::ClientName,
            "Another OAuth client has this name, in this or another case. Choose a different one.",
        )
    });
    let client_id = taken.client_id.then(|| {
        problem(
            Field::ClientId,
            "This client ID is in use. Choose a different one, or leave it empty to have one made.",
        )
    });
    name.into_iter().chain(client_id).collect()
}

/// Signs in and goes to `next`.
pub(crate) async fn sign_in(email: &str, password: &str, next: Option<&str>) -> Result<(), PortalError> {
    let previous = cookie::read(&parts().headers);
    let started =
        services().sign_in(email, password, previous.as_deref(), visit().address).await.map_err(fail)?;
    enter(&started, next::portal_path(next));
    Ok(())
}

/// Signs out and goes to the sign-in page.
pub(crate) async fn sign_out() -> Result<(), PortalError> {
    if let Some(token) = cookie::read(&parts().headers) {
        services().sign_out(&token, visit().address).await.map_err(fail)?;
    }
    set_cookie(cookie::removal());
    leptos_axum::redirect(SIGN_IN_PAGE);
    Ok(())
}

/// Whether the first administrator is still to be made.
pub(crate) async fn is_setup_open() -> Result<bool, PortalError> {
    match visit().is_setup_open {
        Some(is_open) => Ok(is_open),
        None => services().is_setup_open().await.map_err(fail),
    }
}

/// Makes the first administrator and signs them in.
pub(crate) async fn create_first_administrator(
    token: &str,
    account: &AccountDraft,
) -> Result<(), PortalError> {
    let account = account.check().map_err(refuse)?;
    let started = services().set_up(token, &account, visit().address).await.map_err(fail)?;
    enter(&started, FIRST_PAGE);
    Ok(())
}

fn enter(started: &StartedSession, page: &str) {
    set_cookie(cookie::holding(&started.token));
    leptos_axum::redirect(page);
}

fn set_cookie(cookie: HeaderValue) {
    expect_context::<ResponseOptions>().append_header(header::SET_COOKIE, cookie);
}
