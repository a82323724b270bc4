//! Why a request of the API was not done, as problem details (RFC 9457).

mod kind;
mod of_use_case;

use axum::Json;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::FieldProblem;
use http::{HeaderValue, header};
use serde::Serialize;
use service::ServiceError;
use utoipa::ToSchema;

use crate::guard::arrival::reference;

pub(super) use kind::ProblemKind;

const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");
/// RFC 6750 §3.
const CHALLENGE: HeaderValue = HeaderValue::from_static("Bearer realm=\"Gatehouse\"");
/// Seconds until it is worth to ask again what could not be answered now.
const RETRY_AFTER: i64 = 5;

/// A problem, before it is known for which request.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    kind: ProblemKind,
    detail: String,
    errors: Vec<FieldError>,
    retry_after: Option<i64>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct FieldError {
    /// The field, as in `redirect_uris[0]`.
    pub(super) field: String,
    /// The rule that it breaks.
    pub(super) code: String,
    /// What is wrong, and what would be right.
    pub(super) message: String,
    /// A value that would keep the rule, where there is an obvious one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suggestion: Option<String>,
}

/// Problem details (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemDetails {
    /// Names the kind of problem.
    r#type: String,
    /// The kind of problem, for people.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What is wrong this time, and what to do.
    detail: String,
    /// Names this occurrence, also in the server's log.
    instance: String,
    /// What is wrong, field by field.
    errors: Vec<FieldError>,
}

impl Problem {
    pub(super) fn new(kind: ProblemKind) -> Self {
        Self { kind, detail: kind.title().to_owned() + ".", errors: Vec::new(), retry_after: None }
    }

    /// With words of its own.
    pub(super) fn told(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..Self::new(kind) }
    }

    /// A field that cannot be read, or is not one of the fields.
    pub(super) fn malformed_field(field: impl Into<String>, code: &str, message: impl Into<String>) -> Self {
        let error = FieldError {
            field: field.into(),
            code: code.to_owned(),
            message: message.into(),
            suggestion: None,
        };
        Self { errors: vec![error], ..Self::new(ProblemKind::Malformed) }
    }

    /// A rule that something beside the body breaks.
    pub(super) fn refused_field(field: &str, code: &str, message: &str) -> Self {
        let Self { errors, .. } = Self::malformed_field(field, code, message);
        Self { errors, ..Self::new(ProblemKind::Refused) }
    }

    /// The field and the code of its one error.
    #[cfg(test)]
    pub(super) fn only_error(&self) -> Option<(&str, &str)> {
        match self.errors.as_slice() {
            [error] => Some((&error.field, &error.code)),
            _ => None,
        }
    }

    /// So many seconds until it is worth to ask again.
    pub(super) fn retry_after(self, seconds: i64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// Too many requests; so many seconds until the next may be made.
    pub(super) fn throttled(seconds: i64) -> Self {
        let detail = format!("Too many requests. Try again in {seconds} s.");
        Self { retry_after: Some(seconds), ..Self::told(ProblemKind::TooManyRequests, detail) }
    }

    /// Rules that are broken.
    pub(super) fn refused(problems: impl IntoIterator<Item = impl Into<FieldError>>) -> Self {
        let errors: Vec<FieldError> = problems.into_iter().map(Into::into).collect();
        let all = |codes: &[&str]| errors.iter().all(|error| codes.contains(&error.code.as_str()));
        let kind = if all(&["taken"]) {
            ProblemKind::Taken
        } else if all(&["taken", "in_use"]) {
            ProblemKind::Conflict
        } else {
            ProblemKind::Refused
        };
        Self { errors, ..Self::new(kind) }
    }

    fn internal(kind: ProblemKind, error: &ServiceError) -> Self {
        // Under the reference of the request, which is in everything that is logged meanwhile.
        tracing::error!(error = error as &dyn std::error::Error, "request of the API failed");
        Self { retry_after: (kind == ProblemKind::Unavailable).then_some(RETRY_AFTER), ..Self::new(kind) }
    }
}

impl From<FieldProblem> for FieldError {
    fn from(problem: FieldProblem) -> Self {
        Self {
            field: problem.field.to_string(),
            code: problem.code,
            message: problem.message,
            suggestion: problem.suggestion,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        if self.kind == ProblemKind::Unauthorized {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, CHALLENGE);
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the body of a problem, which names the request.
pub(super) async fn render(request: Request, next: Next) -> Response {
    let instance = format!("urn:gatehouse:request:{}", reference(request.extensions()));
    let mut response = next.run(request).await;
    let Some(Problem { kind, detail, errors, .. }) = response.extensions_mut().remove() else {
        return response;
    };
    let details = ProblemDetails {
        r#type: format!("urn:gatehouse:problem:{}", kind.name()),
        title: kind.title().to_owned(),
        status: response.status().as_u16(),
        detail,
        instance,
        errors,
    };
    let (head, _) = response.into_parts();
    let mut response = (head.status, Json(details)).into_response();
    response.headers_mut().extend(head.headers);
    response.headers_mut().insert(header::CONTENT_TYPE, MEDIA_TYPE);
    response
}

/// For a path that is none of the API.
pub(super) async fn no_such_resource() -> Problem {
    Problem::told(ProblemKind::NotFound, "The API has no such path. GET /api/v1/openapi.json names them all.")
}

/// For a method that a path of the API does not have.
pub(super) async fn no_such_operation() -> Problem {
    Problem::told(
        ProblemKind::MethodNotAllowed,
        "This path has no such method. GET /api/v1/openapi.json names those it has.",
    )
}
