//! `/initial-access-tokens`: with what programs register clients (RFC 7591 §3).

mod shapes;

use axum::extract::{Path, State};
use domain::InitialAccessTokenDraft;
use http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::BASE;
use super::caller::{Changing, Reading};
use super::etag::{Created, IfMatch, Tagged};
use super::input::Input;
use super::listed::Listed;
use super::problem::Problem;
use super::query::{Asked, Nothing, Paging};
use crate::gatehouse::Gatehouse;
use shapes::{CreatedInitialAccessToken, InitialAccessToken, InitialAccessTokenFields};

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(read, revoke))
}

/// The initial access tokens, newest first, with those that count no longer.
#[utoipa::path(get, path = "/initial-access-tokens", operation_id = "list_initial_access_tokens",
    tag = "Registrations", params(Paging),
    responses((status = 200, description = "A page of the tokens.", body = Listed<InitialAccessToken>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Asked(asked): Asked<Paging>,
) -> Result<Listed<InitialAccessToken>, Problem> {
    let (services, cursor) = (&gatehouse.services, asked.cursor.as_deref());
    let page = services.initial_access_tokens(&reader, cursor, asked.limit.get()).await?;
    let items = page.tokens.into_iter().map(InitialAccessToken::from).collect();
    Ok(Listed { items, next_cursor: page.next })
}

/// Makes an initial access token, which is in this answer and in no other.
///
/// A program registers clients with it at `/oauth2/register`, where the server is set to let programs do that.
#[utoipa::path(post, path = "/initial-access-tokens", operation_id = "create_initial_access_token",
    tag = "Registrations", request_body = InitialAccessTokenFields,
    responses((status = 201, description = "The new token.", body = CreatedInitialAccessToken)))]
async fn create(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Input(fields): Input<InitialAccessTokenFields>,
) -> Result<Created<InitialAccessToken, CreatedInitialAccessToken>, Problem> {
    let services = &gatehouse.services;
    let draft = InitialAccessTokenDraft::from(fields);
    let new = draft.check(services.now()).map_err(Problem::refused)?;
    let issued = services.create_initial_access_token(&administrator, new).await?;
    let token = InitialAccessToken::from(issued.detail);
    let location = format!("{BASE}/initial-access-tokens/{}", token.id());
    let body = CreatedInitialAccessToken::new(token.clone(), &issued.plain);
    Ok(Created { location, tagged: token, body })
}

/// One initial access token, without the token.
#[utoipa::path(get, path = "/initial-access-tokens/{initial_access_token_id}",
    operation_id = "read_initial_access_token", tag = "Registrations",
    params(("initial_access_token_id" = String, Path)),
    responses((status = 200, description = "The token.", body = InitialAccessToken)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<InitialAccessToken>, Problem> {
    Ok(Tagged(gatehouse.services.initial_access_token(&reader, &id).await?.into()))
}

/// Revokes an initial access token. The clients that were registered with it stay.
#[utoipa::path(delete, path = "/initial-access-tokens/{initial_access_token_id}",
    operation_id = "revoke_initial_access_token", tag = "Registrations",
    params(("initial_access_token_id" = String, Path)),
    responses((status = 204, description = "It counts no longer.")))]
async fn revoke(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(id): Path<String>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let services = &gatehouse.services;
    let current = services.initial_access_token(&administrator.reader(), &id).await?;
    if_match.allow(&InitialAccessToken::from(current))?;
    services.revoke_initial_access_token(&administrator, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
