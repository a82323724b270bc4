//! APIs, their scopes, and the roles that are sets of them.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{Field, FieldProblem, Problem, ScopeName, Scopes, Title};

/// The most scopes an API may have.
pub const MAX_SCOPES: usize = 100;

/// An API as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiDraft {
    /// See [`Title`].
    pub name: String,
    /// See [`ScopeName::of_api`]; at least one.
    pub scopes: Vec<String>,
}

/// An API that passed every rule; made by [`ApiDraft::check`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApi {
    name: Title,
    typed: Vec<ScopeName>,
    scopes: Scopes,
}

impl ApiDraft {
    /// Checks the draft by every rule.
    ///
    /// # Errors
    /// All problems, in the order of the form.
    pub fn check(&self) -> Result<NewApi, Vec<FieldProblem>> {
        let (name, typed) = named_scopes(Field::ApiName, &self.name, &self.scopes, ApiProblem::NoScope)?;
        Ok(NewApi { name, scopes: typed.iter().cloned().collect(), typed })
    }
}

impl NewApi {
    /// The name.
    pub fn name(&self) -> &Title {
        &self.name
    }

    /// Its scopes; at least one.
    pub fn scopes(&self) -> &Scopes {
        &self.scopes
    }

    /// Where one of its scopes was typed.
    pub fn field_of(&self, scope: &ScopeName) -> Field {
        place(&self.typed, scope)
    }
}

/// A role as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiRoleDraft {
    /// See [`Title`].
    pub name: String,
    /// Scopes of the role's API; at least one.
    pub scopes: Vec<String>,
}

/// A role that passed every rule but one, that its scopes are its API's; made by [`ApiRoleDraft::check`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApiRole {
    name: Title,
    typed: Vec<ScopeName>,
    scopes: Scopes,
}

impl ApiRoleDraft {
    /// Checks the draft by every rule.
    ///
    /// # Errors
    /// All problems, in the order of the form.
    pub fn check(&self) -> Result<NewApiRole, Vec<FieldProblem>> {
        let (name, typed) =
            named_scopes(Field::RoleName, &self.name, &self.scopes, ApiProblem::RoleWithoutScope)?;
        Ok(NewApiRole { name, scopes: typed.iter().cloned().collect(), typed })
    }
}

impl NewApiRole {
    /// The name.
    pub fn name(&self) -> &Title {
        &self.name
    }

    /// What it allows; at least one.
    pub fn scopes(&self) -> &Scopes {
        &self.scopes
    }

    /// Where one of its scopes was chosen.
    pub fn field_of(&self, scope: &ScopeName) -> Field {
        place(&self.typed, scope)
    }
}

fn place(typed: &[ScopeName], scope: &ScopeName) -> Field {
    typed.iter().position(|one| one == scope).map_or(Field::Scopes, Field::Scope)
}

fn named_scopes(
    field: Field,
    name: &str,
    texts: &[String],
    none: ApiProblem,
) -> Result<(Title, Vec<ScopeName>), Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let name = Title::parse(name).map_err(|problem| problems.push(FieldProblem::new(field, &problem)));
    let mut scopes = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        match ScopeName::of_api(text) {
            Ok(scope) if scopes.contains(&scope) => {
                problems.push(FieldProblem::new(Field::Scope(index), &ApiProblem::Duplicate));
            }
            Ok(scope) => scopes.push(scope),
            Err(problem) => problems.push(FieldProblem::new(Field::Scope(index), &problem)),
        }
    }
    if texts.is_empty() {
        problems.push(FieldProblem::new(Field::Scopes, &none));
    }
    if texts.len() > MAX_SCOPES {
        problems.push(FieldProblem::new(Field::Scopes, &ApiProblem::TooMany { count: texts.len() }));
    }
    match name {
        Ok(name) if problems.is_empty() => Ok((name, scopes)),
        Ok(_) | Err(()) => Err(problems),
    }
}

/// What can be wrong with an API or a role as a whole, while each of its values may be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiProblem {
    /// An API without a scope.
    NoScope,
    /// A role without a scope.
    RoleWithoutScope,
    /// More than 100 scopes.
    TooMany {
        /// How many there are.
        count: usize,
    },
    /// A scope that stands further up already.
    Duplicate,
    /// A role's scope that its API does not have.
    NotOfApi,
}

impl fmt::Display for ApiProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoScope => "An API needs at least one scope, such as invoices.read.",
            Self::RoleWithoutScope => "A role needs at least one scope. Choose what it allows.",
            Self::TooMany { count } => {
                return write!(f, "There are {count} scopes. Use at most {MAX_SCOPES}.");
            }
            Self::Duplicate => "This scope stands further up already. Remove one of them.",
            Self::NotOfApi => "The API has no such scope any more. Choose among those it has.",
        })
    }
}

impl std::error::Error for ApiProblem {}

impl Problem for ApiProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NoScope | Self::RoleWithoutScope => "required",
            Self::TooMany { .. } => "too_many",
            Self::Duplicate => "duplicate",
            Self::NotOfApi => "unknown_scope",
        }
    }
}
