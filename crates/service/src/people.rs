//! Who is asking: proofs that a session was checked and that its person's role allows what is asked.
//!
//! They can be made here only, so a use case that takes one cannot be reached around the check.

use domain::{EmailAddress, Role};
use store::{AuditEvent, FieldChange, PortalUser};

use crate::{ServiceError, Services};

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

/// What an audit event is about.
pub(crate) struct Entity<'a> {
    pub(crate) kind: &'static str,
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
}

impl Services {
    /// The audit event of something that a person did now.
    pub(crate) fn event(
        &self,
        person: &SignedIn,
        action: &'static str,
        entity: &Entity<'_>,
        changes: Vec<FieldChange>,
    ) -> AuditEvent {
        let now = self.clock.now();
        AuditEvent {
            id: self.rng.row_id(&self.clock),
            happened_at: now,
            actor_id: Some(person.user.id.clone()),
            actor_name: person.user.email.as_str().to_owned(),
            address: person.address.clone(),
            action,
            entity_kind: entity.kind,
            entity_id: entity.id.to_owned(),
            entity_name: entity.name.to_owned(),
            changes,
        }
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
