//! Inviting people, and the links by which they set a password.

use std::fmt;

use domain::{AuditAction, EmailAddress, Field, FieldProblem, LinkPurpose, NewInvitation, Problem, Status};
use store::{FieldChange, NewPortalUser, NewUserLink, PortalUser, Tx};

use super::{Mailed, SignInMeans, UserLink, locked, means};
use crate::opaque_token::at_rest;
use crate::{Administrator, OpaqueToken, ServiceError, Services};

/// An invitation counts for seven days: whoever is invited may be away.
const INVITATION_LASTS_FOR: i64 = 7 * 24 * 60 * 60;
/// A link in place of a password counts for a day: whoever lost it waits for the link.
const RESET_LASTS_FOR: i64 = 24 * 60 * 60;

impl Services {
    /// Adds a person who sets their password by the link.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] at the e-mail, with the code `taken`, where somebody has it.
    pub async fn invite(
        &self,
        administrator: &Administrator,
        invitation: &NewInvitation,
    ) -> Result<UserLink, ServiceError> {
        let new = NewPortalUser {
            id: self.row_ids.next(&self.clock, &self.rng),
            email: invitation.email().clone(),
            password_phc: String::new(),
            role: invitation.role(),
            created_at: self.clock.now(),
        };
        let user = PortalUser {
            id: new.id.clone(),
            email: new.email.clone(),
            role: new.role,
            status: Status::Enabled,
        };
        let mut tx = self.store.begin().await?;
        if !tx.add_portal_user(&new).await? {
            return Err(ServiceError::Refused(vec![FieldProblem::new(Field::Email, &EmailTaken)]));
        }
        let changes = vec![
            FieldChange { field: "email", old: None, new: Some(new.email.as_str().to_owned()) },
            FieldChange { field: "role", old: None, new: Some(new.role.as_str().to_owned()) },
        ];
        let event = self.event(administrator.caller(), AuditAction::UserInvited, &user, changes);
        tx.record(&event).await?;
        let link = self.put_link(&mut tx, &user, LinkPurpose::Invitation).await?;
        tx.commit().await?;
        Ok(self.mailed(link).await)
    }

    /// A new link by which a person sets a password: the first one where the invitation is still open, else in place of
    /// the one they have. Earlier links of theirs count no longer.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`]; [`ServiceError::ThroughProvider`] for who has no password here;
    /// [`ServiceError::PersonDisabled`].
    pub async fn make_user_link(
        &self,
        administrator: &Administrator,
        id: &str,
    ) -> Result<UserLink, ServiceError> {
        let mut tx = self.store.begin().await?;
        let record = locked(&mut tx, id).await?;
        let (purpose, action) = match means(&record) {
            SignInMeans::Invited => (LinkPurpose::Invitation, AuditAction::UserInvited),
            SignInMeans::Password { .. } => (LinkPurpose::Reset, AuditAction::ResetLinkMade),
            SignInMeans::Provider => return Err(ServiceError::ThroughProvider),
        };
        if record.user.status == Status::Disabled {
            return Err(ServiceError::PersonDisabled);
        }
        tx.record(&self.event(administrator.caller(), action, &record.user, Vec::new())).await?;
        let link = self.put_link(&mut tx, &record.user, purpose).await?;
        tx.commit().await?;
        Ok(self.mailed(link).await)
    }

    async fn put_link(
        &self,
        tx: &mut Tx,
        user: &PortalUser,
        purpose: LinkPurpose,
    ) -> Result<UserLink, ServiceError> {
        let token = OpaqueToken::generate(&self.rng);
        let now = self.clock.now();
        let lasts_for = match purpose {
            LinkPurpose::Invitation => INVITATION_LASTS_FOR,
            LinkPurpose::Reset => RESET_LASTS_FOR,
        };
        let link = NewUserLink {
            token_digest: at_rest(token.reveal()),
            portal_user_id: user.id.clone(),
            purpose,
            created_at: now,
            expires_at: now + lasts_for,
        };
        tx.put_user_link(&link).await?;
        Ok(UserLink {
            user_id: link.portal_user_id,
            email: EmailAddress::into(user.email.clone()),
            purpose,
            token,
            expires_at: link.expires_at,
            mailed: Mailed::NotConfigured,
        })
    }

    /// Mail is slow: it is sent when the link counts already and no transaction waits for it.
    async fn mailed(&self, link: UserLink) -> UserLink {
        let mailed = self.mail_link(&link).await;
        UserLink { mailed, ..link }
    }
}

struct EmailTaken;

impl fmt::Display for EmailTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "Somebody with this e-mail address is there already, in this or another case. Find them in the list: there \
             you can make a new link or change their role.",
        )
    }
}

impl Problem for EmailTaken {
    fn code(&self) -> &'static str {
        "taken"
    }
}
