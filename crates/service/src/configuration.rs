//! Configuration as a document: writing down what is configured, saying what a document would change, and changing it, all
//! or nothing. It goes through the same rules as a person at the portal, and leaves the same audit trail.

mod change;
mod check;
mod document;
mod export;
mod problem;
mod run;

pub use change::{Applied, Change, ChangeAction, ChangedField, EntryKind, GivenSecret, Plan};
pub use document::{
    ApiEntry, ApiRoleEntry, Configuration, DOCUMENT_VERSION, EnvironmentEntry, HeldRoleEntry, KeySetEntry,
    OAuthClientEntry, PrincipalEntry,
};
pub use problem::{ConfigurationError, EntryProblem};

use std::time::Duration;

use tokio::time::timeout;

use check::Checked;
use run::{Run, Secrets};

use crate::client_secrets::FIRST_LABEL;
use crate::{Administrator, Reader, ServiceError, Services};

/// The most entries of each kind that a document may have.
pub const MAX_ENTRIES: usize = 2_000;
/// The most secrets that are made at once: each takes a while, and somebody waits for the answer.
const MAX_NEW_SECRETS: usize = 500;
/// How long one waits for others to be found out.
const TURN_WITHIN: Duration = Duration::from_secs(5);

/// What becomes of what a document does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Absent {
    /// It stays as it is.
    #[default]
    Stays,
    /// It goes.
    Goes,
}

impl Services {
    /// What a document would change, in the order in which it would, and what stands against it. It is found out by making
    /// the changes in a transaction that is then dropped.
    ///
    /// # Errors
    /// [`ConfigurationError::TooLarge`], a [`ServiceError`], [`ServiceError::Overloaded`] where others are found out for too long;
    /// what a document breaks is in the plan.
    pub async fn plan_configuration(
        &self,
        reader: &Reader,
        document: &Configuration,
        absent: Absent,
    ) -> Result<Plan, ConfigurationError> {
        let planned = match document.check(self.clock.now()) {
            Ok(checked) => self.tried(&reader.on_trial(), &checked, absent).await,
            Err(problems) => Err(ConfigurationError::Refused(problems)),
        };
        match planned {
            Ok((changes, _)) => Ok(Plan { changes, problems: Vec::new() }),
            Err(ConfigurationError::Refused(problems)) => Ok(Plan { changes: Vec::new(), problems }),
            Err(error) => Err(error),
        }
    }

    /// Makes what a document says be so: every change or none, in one transaction.
    ///
    /// # Errors
    /// [`ConfigurationError::Refused`], [`ConfigurationError::TooLarge`], [`ConfigurationError::TooManySecrets`],
    /// [`ServiceError::ChangedMeanwhile`] where somebody else changed what would be changed while it was found out.
    pub async fn apply_configuration(
        &self,
        administrator: &Administrator,
        document: &Configuration,
        absent: Absent,
    ) -> Result<Applied, ConfigurationError> {
        let checked = document.check(self.clock.now()).map_err(ConfigurationError::Refused)?;
        let (planned, secrets) = self.tried(administrator, &checked, absent).await?;
        if planned.is_empty() {
            return Ok(Applied::default());
        }
        if secrets > MAX_NEW_SECRETS {
            return Err(ConfigurationError::TooManySecrets);
        }
        // Hashed before the transaction: it takes longer than everything inside.
        let mut ready = Vec::with_capacity(secrets);
        for _ in 0..secrets {
            ready.push(self.new_secret("", FIRST_LABEL.to_owned()).await?);
        }
        let mut run = Run::new(self, administrator, Secrets::Ready(ready)).await?;
        run.everything(&checked, absent).await?;
        // What was not planned was seen by nobody.
        if *run.changes() != planned {
            return Err(ServiceError::ChangedMeanwhile.into());
        }
        run.commit().await
    }

    /// What would be changed, and how many secrets that takes.
    async fn tried(
        &self,
        administrator: &Administrator,
        checked: &Checked,
        absent: Absent,
    ) -> Result<(Vec<Change>, usize), ConfigurationError> {
        let turn = timeout(TURN_WITHIN, self.trials.acquire()).await.map_err(|_| ServiceError::Overloaded)?;
        let _one_at_a_time = turn.expect("nobody closes it");
        let mut run = Run::new(self, administrator, Secrets::OnTrial).await?;
        run.everything(checked, absent).await?;
        Ok(run.undo())
    }
}
