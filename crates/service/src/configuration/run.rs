//! One run through a document: every change in one transaction, in an order in which none stands in the way of another.

mod apis;
mod clients;
mod environments;
mod places;
mod principals;
mod prune;
mod roles;

use store::Tx;

use super::change::Subject;
use super::check::Checked;
use super::{Absent, Applied, Change, ChangeAction, ConfigurationError, EntryKind, GivenSecret};
use crate::client_secrets::MadeSecret;
use crate::work::Work;
use crate::{Administrator, ClientSecret, ServiceError, Services};
use places::Places;
use roles::KnownRoles;

/// Where the secrets come from that are given out.
pub(super) enum Secrets {
    /// Nothing will last, so they need not count.
    OnTrial,
    /// As many as a trial took.
    Ready(Vec<MadeSecret>),
}

/// One run through a document.
pub(super) struct Run<'a> {
    services: &'a Services,
    work: Work,
    secrets: Secrets,
    changes: Vec<Change>,
    given: Vec<GivenSecret>,
}

impl<'a> Run<'a> {
    pub(super) async fn new(
        services: &'a Services,
        administrator: &Administrator,
        secrets: Secrets,
    ) -> Result<Self, ConfigurationError> {
        let work = services.work(administrator).await?;
        Ok(Self { services, work, secrets, changes: Vec::new(), given: Vec::new() })
    }

    /// Makes every change. After an error nothing can be committed.
    pub(super) async fn everything(
        &mut self,
        document: &Checked,
        absent: Absent,
    ) -> Result<(), ConfigurationError> {
        // Who has a client id is locked before what they depend on, in one order everywhere.
        let places = Places::find(&mut self.work, document, absent).await?;
        let left_over = self.prune_first(document, &places).await?;
        self.environments(document).await?;
        let narrowed = self.apis(document).await?;
        let mut known = KnownRoles::default();
        self.oauth_clients(document, &places, &mut known).await?;
        self.service_principals(document, &places, &mut known).await?;
        self.prune_rest(left_over).await?;
        self.narrow_apis(narrowed).await
    }

    pub(super) fn changes(&self) -> &Vec<Change> {
        &self.changes
    }

    /// Leaves everything as it was; says what was done, and how many secrets that took.
    pub(super) fn undo(self) -> (Vec<Change>, usize) {
        (self.changes, self.given.len())
    }

    pub(super) async fn commit(self) -> Result<Applied, ConfigurationError> {
        self.work.commit().await?;
        Ok(Applied { changes: self.changes, secrets: self.given })
    }

    /// Tells what was just done.
    fn tell(&mut self, action: ChangeAction, subject: &Subject<'_>) {
        let told = self.work.told().into_iter();
        self.changes.extend(told.map(|event| Change::of(event, action, subject)));
    }

    fn secret(&mut self) -> Result<MadeSecret, ConfigurationError> {
        match &mut self.secrets {
            Secrets::OnTrial => Ok(self.services.secret_on_trial()),
            Secrets::Ready(ready) => {
                ready.pop().ok_or(ConfigurationError::Service(ServiceError::ChangedMeanwhile))
            }
        }
    }

    fn give(&mut self, kind: EntryKind, name: &str, client_id: &str, secret: Option<ClientSecret>) {
        let given =
            |secret| GivenSecret { kind, name: name.to_owned(), client_id: client_id.to_owned(), secret };
        self.given.extend(secret.map(given));
    }
}

/// What is there must not go before this transaction ends.
fn still_there<T>(found: Option<T>) -> Result<T, ConfigurationError> {
    found.ok_or(ConfigurationError::Service(ServiceError::ChangedMeanwhile))
}

/// Locks every API, in one order everywhere.
async fn lock_apis(tx: &mut Tx) -> Result<Vec<store::Api>, ConfigurationError> {
    let mut apis = Vec::new();
    for id in tx.api_ids().await? {
        apis.extend(tx.lock_api(&id).await?);
    }
    Ok(apis)
}
