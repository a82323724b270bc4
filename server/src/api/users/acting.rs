//! What is done with a person as a whole.

use axum::Json;
use axum::extract::{Path, State};
use domain::Status;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::links::OneTimeLink;
use super::person;
use super::shapes::{EndedSessions, User};
use crate::api::caller::Changing;
use crate::api::etag::{IfMatch, Tagged};
use crate::api::problem::{Problem, ProblemDetails, ProblemKind};
use crate::gatehouse::Gatehouse;

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new()
        .routes(routes!(enable))
        .routes(routes!(disable))
        .routes(routes!(make_reset_link))
        .routes(routes!(sign_out_everywhere))
        .routes(routes!(remove_second_factor))
}

/// Lets a person sign in again.
#[utoipa::path(post, path = "/users/{user_id}/enable", operation_id = "enable_user", tag = "Users",
    params(("user_id" = String, Path)),
    responses((status = 200, description = "The person as they are now.", body = User)))]
async fn enable(
    state: State<Gatehouse>,
    changing: Changing,
    path: Path<String>,
    if_match: IfMatch,
) -> Result<Tagged<User>, Problem> {
    set_status(state, changing, path, if_match, Status::Enabled).await
}

/// Keeps a person out: their sessions end, and what they allowed applications.
#[utoipa::path(post, path = "/users/{user_id}/disable", operation_id = "disable_user", tag = "Users",
    params(("user_id" = String, Path)),
    responses((status = 200, description = "The person as they are now.", body = User),
        (status = 409, description = "Nobody else could administer the portal.", body = ProblemDetails,
            content_type = "application/problem+json")))]
async fn disable(
    state: State<Gatehouse>,
    changing: Changing,
    path: Path<String>,
    if_match: IfMatch,
) -> Result<Tagged<User>, Problem> {
    set_status(state, changing, path, if_match, Status::Disabled).await
}

async fn set_status(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(user_id): Path<String>,
    if_match: IfMatch,
    status: Status,
) -> Result<Tagged<User>, Problem> {
    let services = &gatehouse.services;
    if_match.allow(&person(services, &administrator.reader(), &user_id).await?.user)?;
    services.change_user_status(&administrator, &user_id, status).await?;
    Ok(Tagged(person(services, &administrator.reader(), &user_id).await?.user))
}

/// Makes a link by which a person sets a password; earlier links of theirs count no longer.
///
/// It is an invitation as long as the person has no password. Where mail is configured, the link is sent to them, too.
#[utoipa::path(post, path = "/users/{user_id}/reset-link", operation_id = "make_reset_link", tag = "Users",
    params(("user_id" = String, Path)),
    responses((status = 200, description = "The link, which is in this answer only.", body = OneTimeLink),
        (status = 409, description = "The person is disabled, or has no password because they sign in elsewhere.",
            body = ProblemDetails, content_type = "application/problem+json")))]
async fn make_reset_link(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(user_id): Path<String>,
    if_match: IfMatch,
) -> Result<Json<OneTimeLink>, Problem> {
    let services = &gatehouse.services;
    if_match.allow(&person(services, &administrator.reader(), &user_id).await?.user)?;
    let link = services.make_user_link(&administrator, &user_id).await?;
    Ok(Json(OneTimeLink::new(&link, services.issuer())))
}

/// Ends all sessions of a person.
#[utoipa::path(post, path = "/users/{user_id}/sign-out-everywhere", operation_id = "sign_user_out_everywhere",
    tag = "Users", params(("user_id" = String, Path)),
    responses((status = 200, description = "How many sessions ended.", body = EndedSessions)))]
async fn sign_out_everywhere(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(user_id): Path<String>,
    if_match: IfMatch,
) -> Result<Json<EndedSessions>, Problem> {
    let services = &gatehouse.services;
    if_match.allow(&person(services, &administrator.reader(), &user_id).await?.user)?;
    let ended_sessions = services.sign_out_everywhere(&administrator, &user_id).await?;
    Ok(Json(EndedSessions { ended_sessions }))
}

/// Removes the second factor of a person who lost it.
#[utoipa::path(post, path = "/users/{user_id}/remove-second-factor", operation_id = "remove_second_factor",
    tag = "Users", params(("user_id" = String, Path)),
    responses((status = 200, description = "The person as they are now.", body = User),
        (status = 409, description = "The person has no second factor.", body = ProblemDetails,
            content_type = "application/problem+json")))]
async fn remove_second_factor(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(user_id): Path<String>,
    if_match: IfMatch,
) -> Result<Tagged<User>, Problem> {
    let services = &gatehouse.services;
    let before = person(services, &administrator.reader(), &user_id).await?.user;
    if_match.allow(&before)?;
    if !before.has_second_factor {
        return Err(Problem::told(ProblemKind::Conflict, "The person has no second factor."));
    }
    services.remove_second_factor_of(&administrator, &user_id).await?;
    Ok(Tagged(person(services, &administrator.reader(), &user_id).await?.user))
}
