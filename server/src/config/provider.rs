//! What is set about the outside OpenID provider that people may sign in through.

mod check;
mod settings;

use domain::Role;

use super::Hidden;
pub use settings::ProviderSettings;

/// In place of a value: whoever the provider lets through is a Member.
const EVERYBODY: &str = "*";

/// What is set about the provider, without contradictions; made by [`ProviderSettings::check`] only.
#[derive(Clone, Debug)]
pub struct ProviderConfiguration {
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: Option<Hidden>,
    pub(crate) name: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) role_claim: String,
    pub(crate) email_verified_claim: String,
    pub(crate) roles: RoleValues,
}

/// Which values of the claim stand for which role.
#[derive(Clone, Debug)]
pub(crate) struct RoleValues {
    administrators: Vec<String>,
    auditors: Vec<String>,
    members: Vec<String>,
}

/// A setting about the provider that is missing, unsafe or contradicts another.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {problem}")]
pub struct ProviderSettingsProblem {
    setting: &'static str,
    problem: &'static str,
}

impl RoleValues {
    /// The most powerful role that one of these values of the claim stands for.
    pub(crate) fn role(&self, claimed: &[&str]) -> Option<Role> {
        let has = |values: &[String]| values.iter().any(|value| claimed.contains(&value.as_str()));
        if has(&self.administrators) {
            Some(Role::Administrator)
        } else if has(&self.auditors) {
            Some(Role::Auditor)
        } else if has(&self.members) || self.members.iter().any(|value| value == EVERYBODY) {
            Some(Role::Member)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests;
