//! One-time links by which a person sets a password.

use domain::{AuditAction, EmailAddress, Field, FieldProblem, LinkPurpose, Password, Status};
use store::{Ending, UserLink};

use crate::opaque_token::at_rest;
use crate::sessions::ProvedBy;
use crate::{ServiceError, Services, SignInFrom, SignedIn, StartedSession};

/// Whose a link is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkOwner {
    /// Their e-mail.
    pub email: String,
    /// What the link is for.
    pub purpose: LinkPurpose,
}

impl Services {
    /// Whose the link with this token is, as long as it counts.
    ///
    /// # Errors
    /// [`ServiceError::LinkInvalid`] where it is unknown, used or expired, or its person disabled.
    pub async fn link_owner(&self, token: &str) -> Result<LinkOwner, ServiceError> {
        let link = self.counting_link(&at_rest(token)).await?;
        Ok(LinkOwner { email: EmailAddress::into(link.user.email), purpose: link.purpose })
    }

    /// Uses a link up: sets the password, ends the sessions there were, and starts one as after a password that was right.
    /// A reset ends all that the person allowed applications, too.
    /// A reset ends the link to the outside provider as well.
    ///
    /// # Errors
    /// [`ServiceError::LinkInvalid`], [`ServiceError::Refused`] for a password that breaks a rule.
    pub async fn set_password_by_link(
        &self,
        token: &str,
        password: &str,
        from: &SignInFrom,
    ) -> Result<StartedSession, ServiceError> {
        let digest = at_rest(token);
        // Looked at before the password is hashed: whoever guesses shall not keep the server busy.
        let user = self.counting_link(&digest).await?.user;
        let password = Password::parse_for(password, &user.email)
            .map_err(|problem| ServiceError::Refused(vec![FieldProblem::new(Field::Password, &problem)]))?;
        let phc = self.passwords.hash(password.reveal(), self.rng.bytes()).await?;

        let mut tx = self.store.begin().await?;
        let record = tx.lock_user(&user.id).await?.ok_or(ServiceError::LinkInvalid)?;
        let purpose = tx.consume_user_link(&digest, &user.id, self.clock.now()).await?;
        let (Some(purpose), Status::Enabled) = (purpose, record.user.status) else {
            return Err(ServiceError::LinkInvalid);
        };
        tx.set_password(&user.id, &phc).await?;
        let person = SignedIn { user: record.user.clone(), address: from.address.clone() };
        let action = match purpose {
            LinkPurpose::Invitation => AuditAction::UserJoined,
            LinkPurpose::Reset => AuditAction::PasswordReset,
        };
        tx.record(&self.event(&person, action, &person, Vec::new())).await?;
        if purpose == LinkPurpose::Reset && record.is_linked {
            // Whoever got in before may have linked who they are themselves.
            self.unlink(&mut tx, &person).await?;
        }
        self.end_sessions(&mut tx, (&person).into(), &person.user, Ending::All).await?;
        if purpose == LinkPurpose::Reset {
            // Whoever had the lost password may have let applications in that outlast the sessions.
            tx.revoke_grants_of_user(&person.user.id, self.clock.now()).await?;
        }
        let started = self.start_session(&mut tx, &person, ProvedBy::Password, None, from).await?;
        tx.commit().await?;
        Ok(started)
    }

    async fn counting_link(&self, digest: &str) -> Result<UserLink, ServiceError> {
        let link = self.store.user_link(digest, self.clock.now()).await?;
        link.filter(|link| link.user.status == Status::Enabled).ok_or(ServiceError::LinkInvalid)
    }
}
