//! What stands against an environment as it is to be: another one has it already, or the issuer has.

use std::fmt;

use domain::{Audience, Field, FieldProblem, Problem};
use store::EnvironmentTaken;

use crate::ServiceError;

enum EnvironmentConflict {
    NameTaken,
    AudienceTaken,
    AudienceOfIssuer,
}

impl fmt::Display for EnvironmentConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NameTaken => "Another environment has this name. Choose a different one.",
            Self::AudienceTaken => {
                "Another environment has this audience. Choose a different one: who accepts tokens of one environment \
                 must not accept those of another."
            }
            Self::AudienceOfIssuer => {
                "This is the issuer, for which the tokens of OAuth clients are. Choose a different one: who accepts \
                 tokens of this environment must not accept theirs."
            }
        })
    }
}

impl Problem for EnvironmentConflict {
    fn code(&self) -> &'static str {
        match self {
            Self::NameTaken | Self::AudienceTaken => "taken",
            Self::AudienceOfIssuer => "issuer",
        }
    }
}

/// Whether what accepts tokens for the issuer might accept tokens for this audience as well: some programs compare without
/// the case, and without the slash at the end.
pub(super) fn is_issuer(audience: &Audience, issuer: &str) -> bool {
    audience.as_str().trim_end_matches('/').eq_ignore_ascii_case(issuer.trim_end_matches('/'))
}

/// The refusal that says what is taken, by others or by the issuer; where nothing is any more, it was a moment ago.
pub(super) fn refused(taken: EnvironmentTaken, is_issuer: bool) -> ServiceError {
    let name = taken.name.then_some((Field::EnvironmentName, EnvironmentConflict::NameTaken));
    let audience = match (is_issuer, taken.audience) {
        (true, _) => Some(EnvironmentConflict::AudienceOfIssuer),
        (false, true) => Some(EnvironmentConflict::AudienceTaken),
        (false, false) => None,
    };
    let conflicts = name.into_iter().chain(audience.map(|conflict| (Field::Audience, conflict)));
    let problems: Vec<_> = conflicts.map(|(field, conflict)| FieldProblem::new(field, &conflict)).collect();
    if problems.is_empty() { ServiceError::ChangedMeanwhile } else { ServiceError::Refused(problems) }
}
