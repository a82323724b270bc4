//! What administrators decide about signing in.

use domain::AuditAction;
use store::{FieldChange, Tx};

use super::refused;
use crate::audit::SIGN_IN_RULES;
use crate::{Administrator, Reader, ServiceError, Services};

const REQUIRED: &str = "second_factor_required";

/// What administrators decide about signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInRules {
    /// Whether everybody who signs in with a password has to have a second factor.
    pub second_factor_required: bool,
}

impl Services {
    /// What administrators decided about signing in.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn sign_in_rules(&self, _reader: &Reader) -> Result<SignInRules, ServiceError> {
        Ok(SignInRules { second_factor_required: self.are_second_factors_required().await? })
    }

    /// Decides about signing in. Sessions that count go on; a person without a second factor sets one up at the next
    /// sign-in.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] where the administrator who requires a second factor has none.
    pub async fn change_sign_in_rules(
        &self,
        administrator: &Administrator,
        rules: SignInRules,
    ) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        let before = self.is_second_factor_required(&mut tx).await?;
        let after = rules.second_factor_required;
        if before == after {
            return Ok(());
        }
        let has_one = match administrator.caller().id() {
            Some(id) => tx.second_factor(id).await?.is_some(),
            None => false,
        };
        if after && !has_one {
            let message = "Set up a second factor for yourself first, on the page of your account: so you see that it works.";
            return Err(refused("missing", message));
        }
        tx.set_portal_setting(REQUIRED, text(after), self.clock.now()).await?;
        let change = FieldChange {
            field: REQUIRED,
            old: Some(text(before).to_owned()),
            new: Some(text(after).to_owned()),
        };
        tx.record(&self.event(
            administrator.caller(),
            AuditAction::SettingsChanged,
            SIGN_IN_RULES,
            vec![change],
        ))
        .await?;
        tx.commit().await?;
        Ok(())
    }

    pub(super) async fn are_second_factors_required(&self) -> Result<bool, ServiceError> {
        Ok(is_yes(self.store.portal_setting(REQUIRED).await?))
    }

    pub(crate) async fn is_second_factor_required(&self, tx: &mut Tx) -> Result<bool, ServiceError> {
        Ok(is_yes(tx.portal_setting(REQUIRED).await?))
    }
}

fn text(is_required: bool) -> &'static str {
    if is_required { "yes" } else { "no" }
}

fn is_yes(value: Option<String>) -> bool {
    value.as_deref() == Some(text(true))
}
