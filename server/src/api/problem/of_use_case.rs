//! What a use case could not do, as a problem.

use domain::{Field, FieldProblem};
use service::ServiceError;

use super::{Problem, ProblemKind, RETRY_AFTER};

fn taken(field: Field, message: &str) -> FieldProblem {
    FieldProblem { field, code: "taken".to_owned(), message: message.to_owned(), suggestion: None }
}

impl From<ServiceError> for Problem {
    fn from(error: ServiceError) -> Self {
        let conflict = |detail: &str| Self::told(ProblemKind::Conflict, detail);
        match error {
            ServiceError::Forbidden => Self::new(ProblemKind::Forbidden),
            ServiceError::WrongCredentials
            | ServiceError::SetupLinkInvalid
            | ServiceError::LinkInvalid
            | ServiceError::SignedOut
            | ServiceError::WrongCode
            | ServiceError::NotInvited => Self::new(ProblemKind::Unauthorized),
            ServiceError::Throttled(seconds) => Self::throttled(seconds),
            ServiceError::NotFound => Self::new(ProblemKind::NotFound),
            ServiceError::Stale(_) | ServiceError::ChangedMeanwhile => Self::told(
                ProblemKind::ChangedMeanwhile,
                "Somebody else changed it since it was read. Read it again, and send its ETag as If-Match.",
            ),
            ServiceError::Taken(taken_ones) => {
                let name = taken_ones
                    .name
                    .then(|| taken(Field::ClientName, "This name is in use, in this or another case."));
                let client_id =
                    taken_ones.client_id.then(|| taken(Field::ClientId, "This client ID is in use."));
                Self::refused(name.into_iter().chain(client_id))
            }
            ServiceError::Refused(problems) => Self::refused(problems),
            ServiceError::SecondFactorThere => conflict("There is a second factor already."),
            ServiceError::LastAdministrator => conflict(
                "Nobody else could administer the portal. Make somebody else an administrator first.",
            ),
            ServiceError::ThroughProvider => {
                conflict("The person signs in through the outside provider, which decides this.")
            }
            ServiceError::PersonDisabled => conflict("The person is disabled. Enable them first."),
            ServiceError::InUse(by) => conflict(&format!("{by} depend on it. Change them first.")),
            ServiceError::BuiltIn => {
                conflict("It is Gatehouse's own: it came with it, and can be neither edited nor deleted.")
            }
            ServiceError::NotSigning => {
                conflict("The principal proves who it is with a secret, so it has no keys.")
            }
            ServiceError::TwoKeysValid => conflict("Two keys count already. Retire one first."),
            ServiceError::InProgress => {
                conflict("The client is being provisioned. Try again when its request has finished.")
            }
            ServiceError::TwoSecretsValid => conflict("Two secrets count already. Retire one first."),
            ServiceError::NotConfidential => conflict("The client is public, so it has no secrets."),
            ServiceError::SignsInstead => {
                conflict("The principal signs with its own keys, so it has no secrets.")
            }
            ServiceError::RotationUnderWay => conflict("A key rotation is under way."),
            ServiceError::WebhookDisabled => conflict("The webhook is disabled. Enable it first."),
            ServiceError::TooMany => Self::told(ProblemKind::Malformed, "None or too many at once."),
            ServiceError::PositionMalformed => Self::malformed_field(
                "cursor",
                "unknown",
                "This server never gave this cursor out. Begin without one.",
            ),
            ServiceError::Overloaded => {
                Self { retry_after: Some(RETRY_AFTER), ..Self::new(ProblemKind::Unavailable) }
            }
            ServiceError::Store(ref cause) if cause.is_unavailable() => {
                Self::internal(ProblemKind::Unavailable, &error)
            }
            ServiceError::Store(_) | ServiceError::HashUnreadable => {
                Self::internal(ProblemKind::Internal, &error)
            }
        }
    }
}
