//! Which roles a client or principal holds: at most one of each API.

mod by_name;

use std::collections::{BTreeMap, BTreeSet};

use domain::{AuditAction, ScopeName, Title};
use store::{FieldChange, Holder, Tx};

pub use by_name::RoleByName;

use crate::holders::{self, is_askable};
use crate::work::Work;
use crate::{Administrator, Reader, ServiceError, Services};

/// The most roles that a client or principal may hold.
const MAX_HELD: usize = 100;

/// A role that a client or principal holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRole {
    /// Primary key of the API.
    pub api_id: String,
    /// What people call the API.
    pub api_name: Title,
    /// Primary key of the role.
    pub role_id: String,
    /// What people call the role.
    pub role_name: Title,
    /// What it allows, in order.
    pub scopes: Vec<ScopeName>,
}

impl From<store::HeldRole> for HeldRole {
    fn from(held: store::HeldRole) -> Self {
        Self {
            api_id: held.api_id,
            api_name: held.api_name,
            role_id: held.role_id,
            role_name: held.role_name,
            scopes: held.scopes.iter().cloned().collect(),
        }
    }
}

impl Services {
    /// The roles that the client or principal with this client id holds, by the name of their API.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn roles_held(&self, _reader: &Reader, client_id: &str) -> Result<Vec<HeldRole>, ServiceError> {
        let held = self.store.roles_of_holder(&self.holder(client_id).await?.id).await?;
        Ok(held.into_iter().map(HeldRole::from).collect())
    }

    /// Has a client or principal hold these roles and no others, by their primary keys, where it holds those that were
    /// `seen`. Where nothing differs, nothing is done.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for the client, [`ServiceError::ChangedMeanwhile`] where it holds others than were seen
    /// or a wanted role is gone, [`ServiceError::TooMany`] for two roles of one API.
    pub async fn assign_roles(
        &self,
        administrator: &Administrator,
        client_id: &str,
        seen: &[String],
        wanted: &[String],
    ) -> Result<Vec<HeldRole>, ServiceError> {
        let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
        if wanted.len() > MAX_HELD {
            return Err(ServiceError::TooMany);
        }
        let found = self.holder(client_id).await?;

        let mut work = self.work(administrator).await?;
        let holder = holders::lock(&mut work, &found).await?;
        let before = work.roles_of_holder(&holder.id).await?;
        let held: BTreeSet<&str> = before.iter().map(|held| held.role_id.as_str()).collect();
        if held != seen.iter().map(String::as_str).collect() {
            return Err(ServiceError::ChangedMeanwhile);
        }
        let after = self.assign_roles_in(&mut work, &holder, &wanted).await?;
        work.commit().await?;
        Ok(after.into_iter().map(HeldRole::from).collect())
    }

    /// [`Self::assign_roles`] as a part of more, to a client or principal that is locked.
    pub(crate) async fn assign_roles_in(
        &self,
        work: &mut Work,
        holder: &Holder,
        wanted: &BTreeSet<&str>,
    ) -> Result<Vec<store::HeldRole>, ServiceError> {
        if wanted.len() > MAX_HELD {
            return Err(ServiceError::TooMany);
        }
        let before = work.roles_of_holder(&holder.id).await?;
        let held: BTreeSet<&str> = before.iter().map(|held| held.role_id.as_str()).collect();
        if held == *wanted {
            return Ok(before);
        }
        let by_api = locked_apis(work, wanted).await?;
        work.remove_role_assignments(holder).await?;
        for (api_id, role_id) in by_api {
            work.add_role_assignment(holder, &api_id, role_id).await?;
        }
        let after = work.roles_of_holder(&holder.id).await?;
        let change = FieldChange { field: "roles", old: lines(&before), new: lines(&after) };
        self.record(work, AuditAction::RolesAssigned, holder, vec![change]).await?;
        Ok(after)
    }
}

/// The roles by their APIs, all of which are locked, in one order everywhere: none of the roles is removed meanwhile.
async fn locked_apis<'a>(
    tx: &mut Tx,
    wanted: &BTreeSet<&'a str>,
) -> Result<BTreeMap<String, &'a str>, ServiceError> {
    let mut by_api = BTreeMap::new();
    for role_id in wanted {
        let api_id = if is_askable(role_id) { tx.api_of_role(role_id).await? } else { None };
        if by_api.insert(api_id.ok_or(ServiceError::ChangedMeanwhile)?, *role_id).is_some() {
            return Err(ServiceError::TooMany);
        }
    }
    for (api_id, role_id) in &by_api {
        let api = tx.lock_api(api_id).await?;
        // Again: it may have been removed before the API was locked.
        if api.is_none() || tx.api_of_role(role_id).await?.is_none() {
            return Err(ServiceError::ChangedMeanwhile);
        }
    }
    Ok(by_api)
}

/// As the audit trail tells it: `API: role`, line by line.
fn lines(held: &[store::HeldRole]) -> Option<String> {
    let lines: Vec<_> = held.iter().map(|held| format!("{}: {}", held.api_name, held.role_name)).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
