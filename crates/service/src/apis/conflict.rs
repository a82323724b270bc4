//! What stands against an API or a role as it is to be: another one has it already, or a role needs what is to go.

use std::fmt;

use domain::{ApiProblem, Field, FieldProblem, NewApi, NewApiRole, Problem, ScopeName, Scopes, Title};
use store::{Api, ApiRole, ApiTaken};

use crate::ServiceError;

pub(super) enum ApiConflict {
    NameTaken,
    ScopeTaken { api: String },
    RoleNameTaken,
    ScopeInUse { scope: ScopeName, role: Title },
}

impl fmt::Display for ApiConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameTaken => {
                f.write_str("Another API has this name, in this or another case. Choose a different one.")
            }
            Self::ScopeTaken { api } => write!(
                f,
                "{api} has this scope already. Use another name: a token does not say of which API a scope is."
            ),
            Self::RoleNameTaken => f.write_str(
                "Another role of this API has this name, in this or another case. Choose a different one.",
            ),
            Self::ScopeInUse { scope, role } => {
                write!(f, "The role {role} has the scope {scope}. Take it from the role first.")
            }
        }
    }
}

impl Problem for ApiConflict {
    fn code(&self) -> &'static str {
        match self {
            Self::NameTaken | Self::ScopeTaken { .. } | Self::RoleNameTaken => "taken",
            Self::ScopeInUse { .. } => "in_use",
        }
    }
}

/// Each scope that goes while a role has it.
pub(super) fn scopes_in_use(before: &Scopes, after: &Scopes, roles: &[ApiRole]) -> Vec<FieldProblem> {
    let gone: Vec<_> = before.iter().filter(|scope| !after.has(scope)).collect();
    let of_role = |role: &ApiRole| {
        let name = role.name.clone();
        let used = gone.iter().filter(|scope| role.scopes.has(scope)).map(|scope| (**scope).clone());
        used.map(move |scope| ApiConflict::ScopeInUse { scope, role: name.clone() }).collect::<Vec<_>>()
    };
    let conflicts = roles.iter().flat_map(of_role);
    conflicts.map(|conflict| FieldProblem::new(Field::Scopes, &conflict)).collect()
}

/// What is taken of an API as it was typed, in the order of the form.
pub(super) fn problems(new: &NewApi, taken: ApiTaken) -> Vec<FieldProblem> {
    let name = taken.name.then(|| FieldProblem::new(Field::ApiName, &ApiConflict::NameTaken));
    let scopes = taken
        .scopes
        .into_iter()
        .map(|(scope, api)| FieldProblem::new(new.field_of(&scope), &ApiConflict::ScopeTaken { api }));
    let mut problems: Vec<_> = name.into_iter().chain(scopes).collect();
    problems.sort_by_key(|problem| problem.field);
    problems
}

/// The refusal that says what is taken; where nothing is any more, it was a moment ago.
pub(super) fn refused(new: &NewApi, taken: ApiTaken) -> ServiceError {
    match problems(new, taken) {
        problems if problems.is_empty() => ServiceError::ChangedMeanwhile,
        problems => ServiceError::Refused(problems),
    }
}

pub(super) fn role_name_taken() -> ServiceError {
    ServiceError::Refused(vec![FieldProblem::new(Field::RoleName, &ApiConflict::RoleNameTaken)])
}

/// Refuses a role with a scope that is none of its API.
pub(super) fn must_be_of_api(new: &NewApiRole, api: &Api) -> Result<(), ServiceError> {
    let strange = new.scopes().iter().filter(|scope| !api.scopes.has(scope));
    let mut problems: Vec<_> =
        strange.map(|scope| FieldProblem::new(new.field_of(scope), &ApiProblem::NotOfApi)).collect();
    problems.sort_by_key(|problem| problem.field);
    if problems.is_empty() { Ok(()) } else { Err(ServiceError::Refused(problems)) }
}
