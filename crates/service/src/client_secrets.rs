//! A client's secrets: making a new one, ending an old one.

use domain::{AuditAction, ClientType, MAX_VALID_SECRETS, NewSecret, NewSecretDraft, SecretState};
use store::{FieldChange, NewClientSecret, OAuthClient, StoredSecret, Tx, UnreadClient};

use crate::{Administrator, ClientSecret, SavedClient, ServiceError, Services, utc_text};

/// What the audit trail calls it.
const FIELD: &str = "client_secret";
/// What a client's first secret is called.
pub(crate) const FIRST_LABEL: &str = "Secret 1";
const NUMBERED: &str = "Secret ";
/// The most secrets of one client that are kept for people to see.
const MAX_KEPT: usize = 20;

/// A secret just made, and its row.
pub(crate) struct MadeSecret {
    pub(crate) plain: ClientSecret,
    pub(crate) row: NewClientSecret,
}

impl MadeSecret {
    /// How the audit trail tells of it.
    pub(crate) fn added(&self) -> FieldChange {
        FieldChange { field: FIELD, old: None, new: Some(shown(&self.row.label, &self.row.prefix, None)) }
    }
}

/// How the audit trail tells that a secret counts no longer.
fn removed(secret: &StoredSecret) -> FieldChange {
    FieldChange { field: FIELD, old: Some(secret_until(secret, secret.expires_at)), new: None }
}

/// How the audit trail tells that a secret counts until `end`.
fn ending(secret: &StoredSecret, end: i64) -> FieldChange {
    let old = secret_until(secret, secret.expires_at);
    FieldChange { field: FIELD, old: Some(old), new: Some(secret_until(secret, Some(end))) }
}

fn secret_until(secret: &StoredSecret, end: Option<i64>) -> String {
    shown(&secret.label, &secret.prefix, end)
}

fn shown(label: &str, prefix: &str, end: Option<i64>) -> String {
    let until = end.map_or_else(String::new, |end| format!(", until {}", utc_text(end)));
    format!("{label} ({prefix}…){until}")
}

/// What the next secret is called where nobody says: the number after the last one.
pub(crate) fn next_label(secrets: &[StoredSecret]) -> String {
    let numbered = secrets.iter().filter_map(|secret| secret.label.strip_prefix(NUMBERED)?.parse().ok());
    let last = numbered.max().unwrap_or(0_u32).max(secrets.len() as u32);
    format!("{NUMBERED}{}", last.saturating_add(1))
}

impl Services {
    pub(crate) async fn new_secret(
        &self,
        oauth_client_id: &str,
        label: String,
    ) -> Result<MadeSecret, ServiceError> {
        let plain = ClientSecret::generate(&self.rng);
        let row = NewClientSecret {
            id: plain.id().to_owned(),
            oauth_client_id: oauth_client_id.to_owned(),
            label,
            prefix: plain.prefix().to_owned(),
            phc: self.secrets.hash(&plain, self.rng.bytes()).await?,
            created_at: self.clock.now(),
        };
        Ok(MadeSecret { plain, row })
    }

    /// Gives its first secret to a client that has become Confidential.
    pub(crate) async fn add_first_secret(
        &self,
        tx: &mut Tx,
        administrator: &Administrator,
        client: &OAuthClient,
        made: &MadeSecret,
    ) -> Result<(), ServiceError> {
        let before = tx.client_secrets(&client.id).await?;
        tx.add_client_secret(&made.row).await?;
        let now = self.clock.now();
        take_steps(tx, steps_to_make_room(&before, now), now).await?;
        let changes = vec![made.added()];
        let event = self.event(administrator.person(), AuditAction::SecretGenerated, client, changes);
        Ok(tx.record(&event).await?)
    }

    /// Retires every secret that counts, of a client that has become Public.
    pub(crate) async fn retire_all_secrets(
        &self,
        tx: &mut Tx,
        administrator: &Administrator,
        client: &OAuthClient,
    ) -> Result<(), ServiceError> {
        let now = self.clock.now();
        for secret in valid_ones(&tx.client_secrets(&client.id).await?, now) {
            tx.retire_client_secret(&secret.id, now).await?;
            let changes = vec![removed(secret)];
            let event = self.event(administrator.person(), AuditAction::SecretRetired, client, changes);
            tx.record(&event).await?;
        }
        Ok(())
    }

    /// Makes a new secret for a Confidential client, and ends those before it: at once, or at the time asked for.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] for a label or an end that breaks a rule, [`ServiceError::NotFound`],
    /// [`ServiceError::NotConfidential`], [`ServiceError::TwoSecretsValid`] where an overlap would leave a third,
    /// [`ServiceError::Overloaded`].
    pub async fn generate_client_secret(
        &self,
        administrator: &Administrator,
        client_id: &str,
        draft: &NewSecretDraft,
    ) -> Result<SavedClient, ServiceError> {
        let asked = draft.check(self.clock.now()).map_err(ServiceError::Refused)?;
        let seen = self.stored(client_id).await?;
        if seen.client.client_type != ClientType::Confidential {
            return Err(ServiceError::NotConfidential);
        }
        let label = asked.label().unwrap_or_default().to_owned();
        let mut made = self.new_secret(&seen.client.id, label).await?;

        let mut tx = self.store.begin().await?;
        let mut client = self.locked(&mut tx, &seen).await?.client;
        if client.client_type != ClientType::Confidential {
            return Err(ServiceError::NotConfidential);
        }
        let now = self.clock.now();
        let before = tx.client_secrets(&client.id).await?;
        if made.row.label.is_empty() {
            made.row.label = next_label(&before);
        }
        let mut changes = vec![made.added()];
        let mut steps = steps_to_end(&before, &asked, now)?;
        steps.extend(steps_to_make_room(&before, now));
        changes.extend(take_steps(&mut tx, steps, now).await?);
        tx.add_client_secret(&made.row).await?;
        tx.touch_oauth_client(&client.id, now).await?;
        client.updated_at = Some(now);
        let event = self.event(administrator.person(), AuditAction::SecretGenerated, &client, changes);
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(self.saved(client, Some(made.plain)))
    }

    /// Makes a secret count no longer, from the next token request on.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the client has no such secret that counts.
    pub async fn retire_client_secret(
        &self,
        administrator: &Administrator,
        client_id: &str,
        secret_id: &str,
    ) -> Result<(), ServiceError> {
        let seen = self.stored(client_id).await?;
        let mut tx = self.store.begin().await?;
        let client = self.locked(&mut tx, &seen).await?.client;
        let now = self.clock.now();
        let secrets = tx.client_secrets(&client.id).await?;
        let mut valid = valid_ones(&secrets, now).into_iter();
        let secret = valid.find(|secret| secret.id == secret_id).ok_or(ServiceError::NotFound)?;
        tx.retire_client_secret(&secret.id, now).await?;
        tx.touch_oauth_client(&client.id, now).await?;
        let changes = vec![removed(secret)];
        let event = self.event(administrator.person(), AuditAction::SecretRetired, &client, changes);
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Whether a client can authenticate with a secret.
fn is_valid(secret: &StoredSecret, now: i64) -> bool {
    SecretState::at(now, secret.expires_at, secret.retired_at).is_valid()
}

/// The secrets that count, in the order in which last uses are written, so that neither waits for the other in a circle.
fn valid_ones(secrets: &[StoredSecret], now: i64) -> Vec<&StoredSecret> {
    let mut valid: Vec<_> = secrets.iter().filter(|secret| is_valid(secret, now)).collect();
    valid.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    valid
}

/// What is done to a secret for a newer one.
enum Step {
    Retire,
    EndAt(i64),
    Remove,
}

/// How the secrets that count so far end, as asked.
fn steps_to_end<'a>(
    before: &'a [StoredSecret],
    asked: &NewSecret,
    now: i64,
) -> Result<Vec<(&'a StoredSecret, Step)>, ServiceError> {
    let valid = valid_ones(before, now);
    if asked.old_secrets_end_at().is_some() && valid.len() + 1 > MAX_VALID_SECRETS {
        return Err(ServiceError::TwoSecretsValid);
    }
    let step = |secret: &'a StoredSecret| match asked.old_secrets_end_at() {
        None => Some((secret, Step::Retire)),
        Some(end) if secret.expires_at.is_none_or(|expires_at| end < expires_at) => {
            Some((secret, Step::EndAt(end)))
        }
        Some(_) => None,
    };
    Ok(valid.into_iter().filter_map(step).collect())
}

/// Makes room for one more secret: the oldest that count no longer go. `before` is newest first.
fn steps_to_make_room(before: &[StoredSecret], now: i64) -> Vec<(&StoredSecret, Step)> {
    let surplus = (before.len() + 1).saturating_sub(MAX_KEPT);
    let oldest = before.iter().rev().filter(|secret| !is_valid(secret, now)).take(surplus);
    oldest.map(|secret| (secret, Step::Remove)).collect()
}

/// Takes steps in the order in which last uses are written; says what the audit trail tells of them.
async fn take_steps(
    tx: &mut Tx,
    mut steps: Vec<(&StoredSecret, Step)>,
    now: i64,
) -> Result<Vec<FieldChange>, ServiceError> {
    steps.sort_unstable_by(|(one, _), (other, _)| one.id.cmp(&other.id));
    let mut changes = Vec::new();
    for (secret, step) in steps {
        match step {
            Step::Retire => {
                tx.retire_client_secret(&secret.id, now).await?;
                changes.push(removed(secret));
            }
            Step::EndAt(end) => {
                tx.end_client_secret(&secret.id, end).await?;
                changes.push(ending(secret, end));
            }
            Step::Remove => tx.remove_client_secret(&secret.id).await?,
        }
    }
    Ok(changes)
}

/// Removes every secret of some clients, in the order in which last uses are written.
pub(crate) async fn remove_secrets(tx: &mut Tx, clients: &[UnreadClient]) -> Result<(), ServiceError> {
    let mut ids = Vec::new();
    for client in clients {
        ids.extend(tx.client_secrets(&client.id).await?.into_iter().map(|secret| secret.id));
    }
    ids.sort_unstable();
    for id in ids {
        tx.remove_client_secret(&id).await?;
    }
    Ok(())
}
