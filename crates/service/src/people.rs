//! Who is asking: proofs that a session was checked and that its person's role allows what is asked.
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
        if self.user.role.can_read() { Ok(Reader(self.clone())) } else { Err(ServiceError::Forbidden) }
    }

    /// Proof that this person may change what the portal keeps.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for an Auditor or a Member.
    pub fn administrator(&self) -> Result<Administrator, ServiceError> {
        if self.user.role.can_change() {
            Ok(Administrator(self.clone()))
        } else {
            Err(ServiceError::Forbidden)
        }
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

/// A person who may see the portal's pages.
#[derive(Clone, Debug)]
pub struct Reader(SignedIn);

impl Reader {
    /// The person.
    pub fn person(&self) -> &SignedIn {
        &self.0
    }
}

/// A person who may change what the portal keeps.
#[derive(Clone, Debug)]
pub struct Administrator(SignedIn);

impl Administrator {
    /// The person.
    pub fn person(&self) -> &SignedIn {
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
