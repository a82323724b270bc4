//! People: how they are invited, listed, and how they change a password.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{EmailAddress, Field, FieldProblem, Password, Role, Status};

/// What a one-time link for a person is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    /// A person who was invited sets their first password.
    Invitation,
    /// A person sets a new password in place of one that is lost.
    Reset,
}

impl LinkPurpose {
    /// Every purpose.
    pub const ALL: [Self; 2] = [Self::Invitation, Self::Reset];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }

    /// The page of the portal that links of this purpose lead to.
    pub fn path(self) -> &'static str {
        match self {
            Self::Invitation => "/invitation",
            Self::Reset => "/password-reset",
        }
    }

    /// The purpose of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == name)
    }
}

/// An invitation as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvitationDraft {
    /// The e-mail address to sign in with.
    pub email: String,
    /// What the person may do.
    pub role: Role,
}

/// An invitation that passed every rule; made by [`InvitationDraft::check`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvitation {
    email: EmailAddress,
    role: Role,
}

impl InvitationDraft {
    /// Checks the draft by every rule.
    ///
    /// # Errors
    /// All problems, in the order of the form.
    pub fn check(&self) -> Result<NewInvitation, Vec<FieldProblem>> {
        match EmailAddress::parse(&self.email) {
            Ok(email) => Ok(NewInvitation { email, role: self.role }),
            Err(problem) => Err(vec![FieldProblem::new(Field::Email, &problem)]),
        }
    }
}

impl NewInvitation {
    /// The e-mail address to sign in with.
    pub fn email(&self) -> &EmailAddress {
        &self.email
    }

    /// What the person may do.
    pub fn role(&self) -> Role {
        self.role
    }
}

/// A change of one's own password as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordChangeDraft {
    /// The password until now.
    pub current_password: String,
    /// The one to set.
    pub password: String,
}

impl PasswordChangeDraft {
    /// Checks the draft by every rule; `email` is that of the person.
    ///
    /// # Errors
    /// All problems, in the order of the form.
    pub fn check(&self, email: &EmailAddress) -> Result<PasswordChange, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        if self.current_password.is_empty() {
            problems.push(FieldProblem {
                field: Field::CurrentPassword,
                code: "required".to_owned(),
                message: "Enter the password that you sign in with now.".to_owned(),
                suggestion: None,
            });
        }
        match Password::parse_for(&self.password, email) {
            Ok(password) if problems.is_empty() => {
                return Ok(PasswordChange { current: self.current_password.clone(), password });
            }
            Ok(_) => {}
            Err(problem) => problems.push(FieldProblem::new(Field::Password, &problem)),
        }
        Err(problems)
    }
}

impl fmt::Debug for PasswordChangeDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordChangeDraft(…)")
    }
}

/// A change of password that passed every rule; made by [`PasswordChangeDraft::check`] only.
pub struct PasswordChange {
    current: String,
    password: Password,
}

impl PasswordChange {
    /// The password until now, to be verified.
    pub fn current(&self) -> &str {
        &self.current
    }

    /// The password to hash.
    pub fn password(&self) -> &Password {
        &self.password
    }
}

impl fmt::Debug for PasswordChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordChange(…)")
    }
}

/// Which people a list shows; the default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserListView {
    /// Only those whose e-mail begins with this, in any case.
    #[serde(default)]
    pub q: Option<String>,
    /// Only those with this role.
    #[serde(default)]
    pub role: Option<Role>,
    /// Only those who may sign in, or only those who may not.
    #[serde(default)]
    pub status: Option<Status>,
}
