//! Roles as people name them, for those who know no primary keys.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use domain::{Field, FieldProblem, Problem, Title};
use store::{FoundRole, Holder, Tx};

use super::MAX_HELD;
use crate::work::Work;
use crate::{Administrator, HeldRole, ServiceError, Services, holders};

/// A role by the names that people know it by, in any case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleByName {
    /// The name of the API.
    pub api_name: String,
    /// The name of the role, which is one of that API.
    pub role_name: String,
}

impl From<&HeldRole> for RoleByName {
    fn from(held: &HeldRole) -> Self {
        Self { api_name: held.api_name.to_string(), role_name: held.role_name.to_string() }
    }
}

enum RoleProblem {
    Unknown,
    SecondOfApi,
    TooMany { count: usize },
}

impl fmt::Display for RoleProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("There is no such role. Name an API and one of its roles."),
            Self::SecondOfApi => {
                f.write_str("Another role of the same API stands further up. Name one role of each API.")
            }
            Self::TooMany { count } => write!(f, "There are {count} roles. Name at most {MAX_HELD}."),
        }
    }
}

impl Problem for RoleProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown_role",
            Self::SecondOfApi => "duplicate",
            Self::TooMany { .. } => "too_many",
        }
    }
}

impl Services {
    /// Has a client or principal hold the roles of these names and no others, where it holds those that were `seen`, by
    /// their primary keys. Where nothing differs, nothing is done.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for the client, [`ServiceError::ChangedMeanwhile`] where it holds others than were seen;
    /// [`ServiceError::Refused`] for a name that no role has and for two roles of one API.
    pub async fn assign_named_roles(
        &self,
        administrator: &Administrator,
        client_id: &str,
        seen: &[String],
        wanted: &[RoleByName],
    ) -> Result<Vec<HeldRole>, ServiceError> {
        let found = self.holder(client_id).await?;
        let mut work = self.work(administrator).await?;
        let holder = holders::lock(&mut work, &found).await?;
        let before = work.roles_of_holder(&holder.id).await?;
        let held: BTreeSet<&str> = before.iter().map(|held| held.role_id.as_str()).collect();
        if held != seen.iter().map(String::as_str).collect() {
            return Err(ServiceError::ChangedMeanwhile);
        }
        let after = self.assign_roles_by_name(&mut work, &holder, wanted).await?;
        work.commit().await?;
        Ok(after)
    }

    /// Has a client or principal that is locked hold these roles and no others. Where nothing differs, nothing is done.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] for a name that no role has and for two roles of one API,
    /// [`ServiceError::ChangedMeanwhile`] where a role was just removed.
    pub(crate) async fn assign_roles_by_name(
        &self,
        work: &mut Work,
        holder: &Holder,
        wanted: &[RoleByName],
    ) -> Result<Vec<HeldRole>, ServiceError> {
        let by_api = found(work, wanted).await?;
        let wanted = by_api.values().map(String::as_str).collect();
        let held = self.assign_roles_in(work, holder, &wanted).await?;
        Ok(held.into_iter().map(HeldRole::from).collect())
    }
}

/// The roles by their APIs, both by primary key.
async fn found(tx: &mut Tx, wanted: &[RoleByName]) -> Result<BTreeMap<String, String>, ServiceError> {
    if wanted.len() > MAX_HELD {
        let problem = RoleProblem::TooMany { count: wanted.len() };
        return Err(ServiceError::Refused(vec![FieldProblem::new(Field::Roles, &problem)]));
    }
    let mut problems = Vec::new();
    let mut by_api = BTreeMap::new();
    for (index, named) in wanted.iter().enumerate() {
        let problem = match find(tx, named).await? {
            None => Some(RoleProblem::Unknown),
            Some(role) => by_api.insert(role.api_id, role.role_id).map(|_| RoleProblem::SecondOfApi),
        };
        problems.extend(problem.map(|problem| FieldProblem::new(Field::HeldRole(index), &problem)));
    }
    if problems.is_empty() { Ok(by_api) } else { Err(ServiceError::Refused(problems)) }
}

async fn find(tx: &mut Tx, named: &RoleByName) -> Result<Option<FoundRole>, ServiceError> {
    match (Title::parse(&named.api_name), Title::parse(&named.role_name)) {
        (Ok(api), Ok(role)) => Ok(tx.role_named(&api, &role).await?),
        // No API and no role has a name that breaks the rules of one.
        (Err(_), _) | (_, Err(_)) => Ok(None),
    }
}
