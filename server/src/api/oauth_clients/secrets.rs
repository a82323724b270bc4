//! `/oauth-clients/{client_id}/secrets`.

use axum::extract::{Path, State};
use domain::NewSecretDraft;
use http::StatusCode;
use service::{Reader, ServiceError, Services};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::BASE;
use crate::api::caller::{Changing, Reading};
use crate::api::etag::{Created, IfMatch, Tagged};
use crate::api::input::Input;
use crate::api::listed::Listed;
use crate::api::problem::{Problem, ProblemDetails};
use crate::api::query::{Asked, Nothing};
use crate::api::secrets::{NewSecret, Secret, SecretFields};
use crate::gatehouse::Gatehouse;

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(read, retire))
}

async fn found(
    services: &Services,
    reader: &Reader,
    client_id: &str,
    secret_id: &str,
) -> Result<Secret, ServiceError> {
    Secret::among(services.oauth_client(reader, client_id).await?.secrets, secret_id)
}

/// The secrets of a client, newest first, with those that count no longer.
#[utoipa::path(get, path = "/oauth-clients/{client_id}/secrets", operation_id = "list_oauth_client_secrets",
    tag = "OAuth clients", params(("client_id" = String, Path)),
    responses((status = 200, description = "Every secret that is kept.", body = Listed<Secret>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(client_id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Listed<Secret>, Problem> {
    Ok(Listed::whole(gatehouse.services.oauth_client(&reader, &client_id).await?.secrets))
}

/// Makes a new secret for a confidential client.
///
/// The secrets before it count no longer, or until `old_secrets_end_at`. Never more than two count at once.
#[utoipa::path(post, path = "/oauth-clients/{client_id}/secrets", operation_id = "create_oauth_client_secret",
    tag = "OAuth clients", params(("client_id" = String, Path)), request_body = Option<SecretFields>,
    responses((status = 201, description = "The new secret.", body = NewSecret),
        (status = 409, description = "The client is public, or two secrets count already.", body = ProblemDetails,
            content_type = "application/problem+json")))]
async fn create(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(client_id): Path<String>,
    input: Option<Input<SecretFields>>,
) -> Result<Created<Secret, NewSecret>, Problem> {
    let services = &gatehouse.services;
    let reader = administrator.reader();
    // A principal has secrets as well, elsewhere.
    services.oauth_client(&reader, &client_id).await?;
    let draft = NewSecretDraft::from(input.map(|Input(fields)| fields).unwrap_or_default());
    let made = services.generate_client_secret(&administrator, &client_id, &draft).await?;
    let secret = found(services, &reader, &client_id, made.secret.id()).await?;
    let location = format!("{BASE}/oauth-clients/{client_id}/secrets/{}", secret.secret_id);
    let body = NewSecret { secret: secret.clone(), client_secret: Some(made.secret.reveal().to_owned()) };
    Ok(Created { location, tagged: secret, body })
}

/// One secret of a client, without its value.
#[utoipa::path(get, path = "/oauth-clients/{client_id}/secrets/{secret_id}", operation_id = "read_oauth_client_secret",
    tag = "OAuth clients", params(("client_id" = String, Path), ("secret_id" = String, Path)),
    responses((status = 200, description = "The secret.", body = Secret)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path((client_id, secret_id)): Path<(String, String)>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<Secret>, Problem> {
    Ok(Tagged(found(&gatehouse.services, &reader, &client_id, &secret_id).await?))
}

/// Makes a secret count no longer, from the next token request on.
#[utoipa::path(delete, path = "/oauth-clients/{client_id}/secrets/{secret_id}",
    operation_id = "retire_oauth_client_secret", tag = "OAuth clients",
    params(("client_id" = String, Path), ("secret_id" = String, Path)),
    responses((status = 204, description = "It counts no longer.")))]
async fn retire(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path((client_id, secret_id)): Path<(String, String)>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let services = &gatehouse.services;
    if_match.allow(&found(services, &administrator.reader(), &client_id, &secret_id).await?)?;
    services.retire_client_secret(&administrator, &client_id, &secret_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
