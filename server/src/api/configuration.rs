//! `/configuration`: everything that is configured as one document: read, compared with what is, and applied.

use axum::extract::{DefaultBodyLimit, State};
use serde::{Deserialize, Serialize};
use service::{
    Absent, Applied, Change, Configuration, ConfigurationError, EntryKind, EntryProblem, GivenSecret, Plan,
};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Changing, Reading};
use super::etag::{IfMatch, Tagged};
use super::input::Input;
use super::problem::{FieldError, Problem, ProblemDetails, ProblemKind};
use super::query::{Asked, Nothing};
use crate::gatehouse::Gatehouse;

/// Bytes of a document.
const BODY_LIMIT: usize = 1024 * 1024;

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new()
        .routes(routes!(read))
        .routes(routes!(plan))
        .routes(routes!(apply))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// How a document is taken.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ConfigurationAsked {
    /// Whether what the document does not name goes.
    #[serde(default)]
    #[param(inline)]
    prune: bool,
}

impl ConfigurationAsked {
    fn absent(&self) -> Absent {
        if self.prune { Absent::Goes } else { Absent::Stays }
    }
}

/// What was changed, and the secrets that were made for it.
#[derive(Serialize, ToSchema)]
struct AppliedConfiguration {
    /// In the order in which they were made.
    changes: Vec<Change>,
    /// Shown once: they are nowhere else.
    secrets: Vec<MadeSecret>,
}

/// A secret that was made for a new client or principal, or for one that can keep a secret now.
#[derive(Serialize, ToSchema)]
struct MadeSecret {
    /// What has it.
    kind: EntryKind,
    /// The name people know it by.
    client_name: String,
    /// The `client_id` of RFC 6749.
    client_id: String,
    /// The secret.
    client_secret: String,
}

impl From<GivenSecret> for MadeSecret {
    fn from(given: GivenSecret) -> Self {
        Self {
            kind: given.kind,
            client_name: given.name,
            client_id: given.client_id,
            client_secret: given.secret.reveal().to_owned(),
        }
    }
}

impl From<Applied> for AppliedConfiguration {
    fn from(applied: Applied) -> Self {
        Self {
            changes: applied.changes,
            secrets: applied.secrets.into_iter().map(MadeSecret::from).collect(),
        }
    }
}

impl From<EntryProblem> for FieldError {
    fn from(problem: EntryProblem) -> Self {
        Self {
            field: problem.field,
            code: problem.code,
            message: problem.message,
            suggestion: problem.suggestion,
        }
    }
}

impl From<ConfigurationError> for Problem {
    fn from(error: ConfigurationError) -> Self {
        match error {
            ConfigurationError::Refused(problems) => Self::refused(problems),
            ConfigurationError::TooLarge => Self::told(
                ProblemKind::Conflict,
                "There are more than 2000 entries of a kind, which is more than a document may hold.",
            ),
            ConfigurationError::TooManySecrets => Self::told(
                ProblemKind::Conflict,
                "More than 500 secrets would have to be made. Apply the document in parts.",
            ),
            ConfigurationError::Service(error) => error.into(),
        }
    }
}

/// Everything that is configured, as one document.
///
/// Environments, APIs, OAuth clients and service principals; never a secret. It can be applied as it is, here or elsewhere.
#[utoipa::path(get, path = "/configuration", operation_id = "read_configuration", tag = "Configuration",
    responses((status = 200, description = "The document.", body = Configuration),
        (status = 409, description = "There is more than a document may hold.", body = ProblemDetails,
            content_type = "application/problem+json")))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<Configuration>, Problem> {
    Ok(Tagged(gatehouse.services.export_configuration(&reader).await?))
}

/// Says what a document would change.
///
/// Nothing is changed. Where something stands against the document, `problems` says what and where.
#[utoipa::path(post, path = "/configuration/plan", operation_id = "plan_configuration", tag = "Configuration",
    params(ConfigurationAsked), request_body = Configuration, security(("bearer" = ["gatehouse.read"])),
    responses((status = 200, description = "What it would change.", body = Plan),
        (status = 409, description = "There is more than is compared at once.", body = ProblemDetails,
            content_type = "application/problem+json")))]
async fn plan(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Asked(asked): Asked<ConfigurationAsked>,
    Input(document): Input<Configuration>,
) -> Result<axum::Json<Plan>, Problem> {
    let plan = gatehouse.services.plan_configuration(&reader, &document, asked.absent()).await?;
    Ok(axum::Json(plan))
}

/// Has what is configured be as a document says.
///
/// Every change is made, or none. Applying it again changes nothing. With `If-Match` it is applied only where
/// `GET /configuration` still answers with this `ETag`.
#[utoipa::path(post, path = "/configuration/apply", operation_id = "apply_configuration", tag = "Configuration",
    params(ConfigurationAsked, ("If-Match" = Option<String>, Header, description = "The ETag of the configuration.")),
    request_body = Configuration,
    responses((status = 200, description = "What was changed, and the new secrets.", body = AppliedConfiguration),
        (status = 412, description = "It was changed meanwhile.", body = ProblemDetails,
            content_type = "application/problem+json"),
        (status = 409, description = "Names or client IDs are taken, or it is more than is done at once.",
            body = ProblemDetails, content_type = "application/problem+json")))]
async fn apply(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Asked(asked): Asked<ConfigurationAsked>,
    if_match: IfMatch,
    Input(document): Input<Configuration>,
) -> Result<axum::Json<AppliedConfiguration>, Problem> {
    let services = &gatehouse.services;
    if if_match.is_sent() {
        if_match.allow(&services.export_configuration(&administrator.reader()).await?)?;
    }
    let applied = services.apply_configuration(&administrator, &document, asked.absent()).await?;
    Ok(axum::Json(applied.into()))
}
