//! Who is asking: proofs that somebody was recognised and that their role allows what is asked.
//!
//! They can be made here only, so a use case that takes one cannot be reached around the check.

use domain::{EmailAddress, Role};
use store::PortalUser;

use crate::ServiceError;

/// A person with a live session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub(crate) user: PortalUser,
    pub(crate) address: Option<String>,
}

impl SignedIn {
    /// The person's e-mail.
    pub fn email(&self) -> &EmailAddress {
        &self.user.email
    }

    /// What the person may do.
    pub fn role(&self) -> Role {
        self.user.role
    }

    /// Proof that this person may see the portal's pages.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for a Member.
    pub fn reader(&self) -> Result<Reader, ServiceError> {
        Caller::from(self.clone()).reader()
    }

    /// Proof that this person may change what the portal keeps.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for an Auditor or a Member.
    pub fn administrator(&self) -> Result<Administrator, ServiceError> {
        Caller::from(self.clone()).administrator()
    }
}

/// What is missing until a person who gave the right password is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A code of their second factor.
    Code,
    /// A second factor, which is required of everybody.
    Enrolment,
}

/// A person who gave the right password, which is not enough.
#[derive(Clone, Debug)]
pub struct HalfSignedIn {
    pub(crate) user: PortalUser,
    pub(crate) missing: Missing,
}

impl HalfSignedIn {
    /// The person's e-mail.
    pub fn email(&self) -> &EmailAddress {
        &self.user.email
    }

    /// What is missing.
    pub fn missing(&self) -> Missing {
        self.missing
    }
}

/// Whose a session is, and how far they got.
#[derive(Clone, Debug)]
pub enum PersonOfSession {
    /// They are signed in.
    Whole(SignedIn),
    /// The right password is not enough.
    Half(HalfSignedIn),
}

/// Somebody who was recognised, whichever way: by a session, an API key, an access token, or as who may run commands on
/// the server's machine.
#[derive(Clone, Debug)]
pub struct Caller {
    /// What names the caller in the audit trail, where it is something that the database knows.
    pub(crate) id: Option<String>,
    /// What the audit trail calls the caller.
    pub(crate) name: String,
    /// Where the request came from.
    pub(crate) address: Option<String>,
    pub(crate) role: Role,
}

impl From<SignedIn> for Caller {
    fn from(person: SignedIn) -> Self {
        Self {
            name: person.user.email.to_string(),
            id: Some(person.user.id),
            address: person.address,
            role: person.user.role,
        }
    }
}

impl Caller {
    /// Who runs a command on the server's machine, and can read and write the database there anyway. `user` is the name
    /// of their account on that machine.
    pub fn of_command_line(user: &str) -> Self {
        Self { id: None, name: format!("Command line ({user})"), address: None, role: Role::Administrator }
    }

    /// What names the caller in the audit trail, where it is something that the database knows.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// What the audit trail calls the caller.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the caller may do.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Proof that this caller may read what the portal keeps.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for a Member.
    pub fn reader(&self) -> Result<Reader, ServiceError> {
        if self.role.can_read() { Ok(Reader(self.clone())) } else { Err(ServiceError::Forbidden) }
    }

    /// Proof that this caller may change what the portal keeps.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for an Auditor or a Member.
    pub fn administrator(&self) -> Result<Administrator, ServiceError> {
        if self.role.can_change() { Ok(Administrator(self.clone())) } else { Err(ServiceError::Forbidden) }
    }
}

/// Somebody who may read what the portal keeps.
#[derive(Clone, Debug)]
pub struct Reader(Caller);

impl Reader {
    /// Stands for an administrator in what is only tried, and leaves nothing behind.
    pub(crate) fn on_trial(&self) -> Administrator {
        Administrator(self.0.clone())
    }

    /// Who it is.
    pub fn caller(&self) -> &Caller {
        &self.0
    }
}

/// Somebody who may change what the portal keeps.
#[derive(Clone, Debug)]
pub struct Administrator(Caller);

impl Administrator {
    /// Who may change may read.
    pub fn reader(&self) -> Reader {
        Reader(self.0.clone())
    }

    /// Who it is.
    pub fn caller(&self) -> &Caller {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Status;

    #[test]
    fn a_role_gives_its_own_proofs_only() {
        for (role, can_read, can_change) in
            [(Role::Administrator, true, true), (Role::Auditor, true, false), (Role::Member, false, false)]
        {
            let email = EmailAddress::parse("ada@example.com").unwrap();
            let user = PortalUser { id: "ada".to_owned(), email, role, status: Status::Enabled };
            let person = SignedIn { user, address: None };
            assert_eq!(
                (person.reader().is_ok(), person.administrator().is_ok()),
                (can_read, can_change),
                "{role:?}"
            );
        }
    }
}
