//! A portal account: what is typed and what has passed every rule.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{EmailAddress, Field, FieldProblem, Password};

/// An account as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountDraft {
    /// The e-mail address to sign in with.
    pub email: String,
    /// The password to set.
    pub password: String,
}

impl AccountDraft {
    /// Checks the draft by every rule.
    ///
    /// # Errors
    /// All problems, in the order of the form.
    pub fn check(&self) -> Result<NewAccount, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let email = EmailAddress::parse(&self.email)
            .map_err(|problem| problems.push(FieldProblem::new(Field::Email, &problem)))
            .ok();
        let password = match &email {
            Some(email) => Password::parse_for(&self.password, email),
            None => Password::parse(&self.password),
        };
        let password =
            password.map_err(|problem| problems.push(FieldProblem::new(Field::Password, &problem))).ok();
        match (email, password) {
            (Some(email), Some(password)) => Ok(NewAccount { email, password }),
            (None, _) | (_, None) => Err(problems),
        }
    }
}

impl fmt::Debug for AccountDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountDraft(…)")
    }
}

/// An account that passed every rule; made by [`AccountDraft::check`] only.
#[derive(Debug)]
pub struct NewAccount {
    email: EmailAddress,
    password: Password,
}

impl NewAccount {
    /// The e-mail address to sign in with.
    pub fn email(&self) -> &EmailAddress {
        &self.email
    }

    /// The password to hash.
    pub fn password(&self) -> &Password {
        &self.password
    }
}
