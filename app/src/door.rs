//! What every server function does at its door: who asks, with what right, and what an error looks like outside.

mod entering;
mod provider;
mod second_factor;

use std::sync::{Arc, LazyLock};

use domain::{Field, FieldProblem};
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use service::{
    Administrator, ConsentQuestion, HalfSignedIn, IdentifiersTaken, Reader, ServiceError, Services,
    SignInFrom, SignedIn,
};

use crate::api_reference::api::ApiReference;
pub(crate) use crate::door::entering::{
    create_first_administrator, is_setup_open, set_password_by_link, sign_in, sign_out,
};
pub use crate::door::provider::{ACCOUNT_PAGE, OutsideProvider, entered};
pub(crate) use crate::door::provider::{provider_name, provider_problem};
pub(crate) use crate::door::second_factor::{
    add_second_factor_first, answer_second_factor, half_signed_in, offer_second_factor_first,
};
use crate::error::PortalError;
use crate::session::cookie;
use crate::session::next::{self, OWN_PAGE, SIGN_IN_PAGE};
use crate::status::set_status;

/// Seconds after which a browser or a program may try again, where the answer is that nothing can be done now.
pub const RETRY_AFTER: &str = "5";

/// What the server found out about a request before any page or server function saw it.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The person, where there is a live session.
    pub signed_in: Option<SignedIn>,
    /// The person who gave the right password, where more is wanted until they are signed in.
    pub half_signed_in: Option<HalfSignedIn>,
    /// Whether the first administrator is still to be made, where that was asked.
    pub is_setup_open: Option<bool>,
    /// Where the request came from.
    pub from: SignInFrom,
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

/// The management API as people read of it, made when somebody first does.
pub type ApiReferenceOnDemand = LazyLock<ApiReference, Box<dyn FnOnce() -> ApiReference + Send>>;

fn parts() -> Parts {
    expect_context()
}

pub(crate) fn services() -> Arc<Services> {
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

/// Where a person goes who asks for nothing in particular.
pub fn first_page(visit: &Visit) -> &'static str {
    visit.signed_in.as_ref().map_or(SIGN_IN_PAGE, |person| next::first_page(person.role()))
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
        let page = parts.uri.path_and_query().map_or(OWN_PAGE, |path| path.as_str());
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

/// The token of the session in which this is asked.
pub(crate) fn own_session() -> Option<String> {
    cookie::read(&parts().headers)
}

/// Lets anybody in who is signed in, to what is their own.
pub(crate) fn person() -> Result<(Arc<Services>, SignedIn), PortalError> {
    let person = signed_in()?;
    Ok((services(), person))
}

/// Lets a person in who may see the portal's pages, to what the frame around them tells of the person.
pub(crate) fn person_who_reads() -> Result<SignedIn, PortalError> {
    let person = signed_in()?;
    person.reader().map_err(fail)?;
    Ok(person)
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
    let retry_after = match (status, &outside) {
        (StatusCode::SERVICE_UNAVAILABLE, _) => Some(HeaderValue::from_static(RETRY_AFTER)),
        (_, PortalError::Throttled { seconds }) => Some(HeaderValue::from(*seconds)),
        _ => None,
    };
    if let (Some(after), Some(response)) = (retry_after, use_context::<ResponseOptions>()) {
        response.insert_header(header::RETRY_AFTER, after);
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
        ServiceError::LinkInvalid => (StatusCode::FORBIDDEN, PortalError::LinkInvalid),
        ServiceError::SignedOut => (StatusCode::UNAUTHORIZED, PortalError::SignedOut),
        ServiceError::WrongCode => (StatusCode::UNAUTHORIZED, PortalError::WrongCode),
        ServiceError::Throttled(seconds) => {
            (StatusCode::TOO_MANY_REQUESTS, PortalError::Throttled { seconds })
        }
        ServiceError::SecondFactorThere => (StatusCode::CONFLICT, PortalError::SecondFactorThere),
        ServiceError::LastAdministrator => (StatusCode::CONFLICT, PortalError::LastAdministrator),
        ServiceError::ThroughProvider => (StatusCode::CONFLICT, PortalError::ThroughProvider),
        ServiceError::PersonDisabled => (StatusCode::CONFLICT, PortalError::PersonDisabled),
        ServiceError::NotInvited => (StatusCode::FORBIDDEN, PortalError::NotInvited),
        ServiceError::NotFound => (StatusCode::NOT_FOUND, PortalError::NotFound),
        ServiceError::Stale(current) => {
            (StatusCode::CONFLICT, PortalError::Stale(Box::new((*current).into())))
        }
        ServiceError::ChangedMeanwhile => (StatusCode::CONFLICT, PortalError::ChangedMeanwhile),
        ServiceError::InUse(count) => (StatusCode::CONFLICT, PortalError::InUse { count }),
        ServiceError::BuiltIn => (StatusCode::CONFLICT, PortalError::BuiltIn),
        ServiceError::NotSigning => (StatusCode::CONFLICT, PortalError::NotSigning),
        ServiceError::TwoKeysValid => (StatusCode::CONFLICT, PortalError::TwoKeysValid),
        ServiceError::InProgress => (StatusCode::CONFLICT, PortalError::InProgress),
        ServiceError::TwoSecretsValid => (StatusCode::CONFLICT, PortalError::TwoSecretsValid),
        ServiceError::NotConfidential => (StatusCode::CONFLICT, PortalError::NotConfidential),
        ServiceError::SignsInstead => (StatusCode::CONFLICT, PortalError::SignsInstead),
        ServiceError::RotationUnderWay => (StatusCode::CONFLICT, PortalError::RotationUnderWay),
        ServiceError::WebhookDisabled => (StatusCode::CONFLICT, PortalError::WebhookDisabled),
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
