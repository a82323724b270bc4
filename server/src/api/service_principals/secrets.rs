//! The secrets of a service principal.

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

/// The secrets of a service principal, newest first.
///
/// Those that count no longer are listed too. One that signs has none.
#[utoipa::path(get, path = "/service-principals/{client_id}/secrets", operation_id = "list_service_principal_secrets",
    tag = "Service principals", params(("client_id" = String, Path)),
    responses((status = 200, description = "The secrets.", body = Listed<Secret>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(client_id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Listed<Secret>, Problem> {
    Ok(Listed::whole(gatehouse.services.principal(&reader, &client_id).await?.secrets))
}

/// Makes a new secret for a service principal, which is in this answer and in no other.
///
/// The secrets before it end at once, or count beside it until `old_secrets_end_at`. At most two count at a time.
#[utoipa::path(post, path = "/service-principals/{client_id}/secrets", operation_id = "create_service_principal_secret",
    tag = "Service principals", params(("client_id" = String, Path)), request_body = Option<SecretFields>,
    responses((status = 201, description = "The new secret.", body = NewSecret),
        (status = 409, description = "The principal signs, or two secrets count already.", body = ProblemDetails,
            content_type = "application/problem+json")))]
async fn create(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(client_id): Path<String>,
    input: Option<Input<SecretFields>>,
) -> Result<Created<Secret, NewSecret>, Problem> {
    let (services, reader) = (&gatehouse.services, administrator.reader());
    // An OAuth client has secrets as well, elsewhere.
    services.principal(&reader, &client_id).await?;
    let draft = NewSecretDraft::from(input.map(|Input(fields)| fields).unwrap_or_default());
    let made = services.generate_client_secret(&administrator, &client_id, &draft).await?;
    let secret = found(services, &reader, &client_id, made.secret.id()).await?;
    let location = format!("{BASE}/service-principals/{client_id}/secrets/{}", secret.secret_id);
    let body = NewSecret { secret: secret.clone(), client_secret: Some(made.secret.reveal().to_owned()) };
    Ok(Created { location, tagged: secret, body })
}

/// One secret of a service principal, without its value.
#[utoipa::path(get, path = "/service-principals/{client_id}/secrets/{secret_id}",
    operation_id = "read_service_principal_secret", tag = "Service principals",
    params(("client_id" = String, Path), ("secret_id" = String, Path)),
    responses((status = 200, description = "The secret.", body = Secret)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path((client_id, secret_id)): Path<(String, String)>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<Secret>, Problem> {
    Ok(Tagged(found(&gatehouse.services, &reader, &client_id, &secret_id).await?))
}

/// Makes a secret of a service principal count no longer, from the next token request on.
#[utoipa::path(delete, path = "/service-principals/{client_id}/secrets/{secret_id}",
    operation_id = "retire_service_principal_secret", tag = "Service principals",
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

async fn found(
    services: &Services,
    reader: &Reader,
    client_id: &str,
    secret_id: &str,
) -> Result<Secret, ServiceError> {
    Secret::among(services.principal(reader, client_id).await?.secrets, secret_id)
}
