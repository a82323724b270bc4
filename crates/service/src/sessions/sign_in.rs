//! Signing in with e-mail and password.

use domain::{EmailAddress, Status};

use crate::counters::SignInWith;
use crate::known_device::DeviceId;
use crate::sessions::ProvedBy;
use crate::slots::Slot;
use crate::{ServiceError, Services, SignInFrom, SignedIn, StartedSession};

/// Verified for an unknown e-mail, so that the answer takes as long as for a known one. No password has this hash.
const NOBODYS_PHC: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCEh$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl Services {
    /// Starts a session for the person with this e-mail and password. A session that `previous` names is ended:
    /// the id changes with the person's standing. Where more than the password is wanted, the session does not count yet.
    ///
    /// # Errors
    /// [`ServiceError::WrongCredentials`] in the same words and time whatever was wrong; [`ServiceError::Throttled`],
    /// whether the e-mail is known or not; [`ServiceError::Overloaded`].
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        previous: Option<&str>,
        from: &SignInFrom,
    ) -> Result<StartedSession, ServiceError> {
        let answer = self.let_in_by_password(email, password, previous, from).await;
        self.sign_in_counts.note(SignInWith::Password, &answer);
        answer
    }

    async fn let_in_by_password(
        &self,
        email: &str,
        password: &str,
        previous: Option<&str>,
        from: &SignInFrom,
    ) -> Result<StartedSession, ServiceError> {
        let email = EmailAddress::parse(email).ok();
        let known = match &email {
            Some(email) => self.store.user_credentials(email).await?,
            None => None,
        };
        let device = known.as_ref().and_then(|credentials| self.device(credentials, from));
        let counted = self.count_password(email.as_ref(), device.as_ref(), from).await?;
        // Who was invited, or comes through the provider, has no password here.
        let known = known.filter(|credentials| !credentials.password_phc.is_empty());
        let phc = known.as_ref().map_or(NOBODYS_PHC, |credentials| credentials.password_phc.as_str());
        // Taken only for what was counted: guesses that come too soon keep nobody out.
        let verdict = match self.places(email.as_ref(), device.as_ref(), from) {
            Some(_places) => self.passwords.verify(password, phc).await.map_err(ServiceError::from),
            None => Err(ServiceError::Overloaded),
        };
        let is_right = match verdict {
            Ok(is_right) => is_right,
            Err(error) => {
                self.give_back(counted).await;
                return Err(error);
            }
        };
        let known = known.filter(|known| is_right && known.user.status == Status::Enabled);
        let Some(known) = known else { return Err(ServiceError::WrongCredentials) };
        self.give_back(counted).await;
        let person = SignedIn { user: known.user, address: from.address.clone() };
        let before = self.session_before(previous, from).await?;
        let mut tx = self.store.begin().await?;
        if !tx.hold_credentials(&person.user.id, &known.password_phc).await? {
            return Err(ServiceError::WrongCredentials);
        }
        let started = self.start_session(&mut tx, &person, ProvedBy::Password, before.as_ref(), from).await?;
        tx.commit().await?;
        Ok(started)
    }

    /// A place in each crowd in which somebody signs in, unless one is full. A known browser is a crowd of its own.
    fn places(
        &self,
        email: Option<&EmailAddress>,
        device: Option<&DeviceId>,
        from: &SignInFrom,
    ) -> Option<Vec<Slot>> {
        let crowds = match device {
            Some(device) => vec![device.name()],
            None => email.map(EmailAddress::key).into_iter().chain(from.address.clone()).collect(),
        };
        crowds.iter().map(|crowd| self.signing_in.take(crowd)).collect()
    }
}
