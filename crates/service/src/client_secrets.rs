//! The secrets of a client or principal: making a new one, ending an old one.

use domain::{AuditAction, HolderKind, MAX_VALID_SECRETS, NewSecret, NewSecretDraft, SecretState};
use store::{FieldChange, Holder, NewClientSecret, OAuthClient, StoredSecret, Tx};

use crate::holders::lock;
use crate::work::Work;
use crate::{Administrator, ClientSecret, ServiceError, Services, utc_text};

/// What the audit trail calls it.
const FIELD: &str = "client_secret";
/// What the first secret is called.
pub(crate) const FIRST_LABEL: &str = "Secret 1";
const NUMBERED: &str = "Secret ";
/// The most secrets of one client or principal that are kept for people to see.
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

/// A secret that was generated, which is nowhere else, and who has it.
#[derive(Debug)]
pub struct GeneratedSecret {
    /// What has it.
    pub kind: HolderKind,
    /// The name people know that by.
    pub name: String,
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: String,
    /// Whether it obtains tokens without a person (RFC 6749 §4.4).
    pub asks_by_itself: bool,
    /// The secret.
    pub secret: ClientSecret,
    /// Where tokens are asked for.
    pub token_endpoint: String,
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
fn next_label(secrets: &[StoredSecret]) -> String {
    let numbered = secrets.iter().filter_map(|secret| secret.label.strip_prefix(NUMBERED)?.parse().ok());
    let last = numbered.max().unwrap_or(0_u32).max(secrets.len() as u32);
    format!("{NUMBERED}{}", last.saturating_add(1))
}

impl Services {
    /// A secret that is verified by nothing: for what is only tried.
    pub(crate) fn secret_on_trial(&self) -> MadeSecret {
        let plain = ClientSecret::generate(&self.rng);
        let row = NewClientSecret {
            id: plain.id().to_owned(),
            holder_id: String::new(),
            label: FIRST_LABEL.to_owned(),
            prefix: plain.prefix().to_owned(),
            phc: String::new(),
            created_at: self.clock.now(),
        };
        MadeSecret { plain, row }
    }

    pub(crate) async fn new_secret(
        &self,
        holder_id: &str,
        label: String,
    ) -> Result<MadeSecret, ServiceError> {
        let plain = ClientSecret::generate(&self.rng);
        let row = NewClientSecret {
            id: plain.id().to_owned(),
            holder_id: holder_id.to_owned(),
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
        work: &mut Work,
        client: &OAuthClient,
        mut made: MadeSecret,
    ) -> Result<ClientSecret, ServiceError> {
        let before = work.client_secrets(&client.id).await?;
        made.row.label = next_label(&before);
        work.add_client_secret(&made.row).await?;
        let now = self.clock.now();
        take_steps(work, steps_to_make_room(&before, now), now).await?;
        self.record(work, AuditAction::SecretGenerated, client, vec![made.added()]).await?;
        Ok(made.plain)
    }

    /// Retires every secret that counts, of a client that has become Public.
    pub(crate) async fn retire_all_secrets(
        &self,
        work: &mut Work,
        client: &OAuthClient,
    ) -> Result<(), ServiceError> {
        let now = self.clock.now();
        for secret in valid_ones(&work.client_secrets(&client.id).await?, now) {
            work.retire_client_secret(&secret.id, now).await?;
            self.record(work, AuditAction::SecretRetired, client, vec![removed(secret)]).await?;
        }
        Ok(())
    }

    /// Makes a new secret for a Confidential client, or for a principal with a secret, and ends those before it: at once, or
    /// at the time asked for.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] for a label or an end that breaks a rule, [`ServiceError::NotFound`],
    /// [`ServiceError::NotConfidential`], [`ServiceError::SignsInstead`], [`ServiceError::TwoSecretsValid`] where an
    /// overlap would leave a third, [`ServiceError::Overloaded`].
    pub async fn generate_client_secret(
        &self,
        administrator: &Administrator,
        client_id: &str,
        draft: &NewSecretDraft,
    ) -> Result<GeneratedSecret, ServiceError> {
        let asked = draft.check(self.clock.now()).map_err(ServiceError::Refused)?;
        let seen = self.holder(client_id).await?;
        can_have_secrets(&seen)?;
        let label = asked.label().unwrap_or_default().to_owned();
        let mut made = self.new_secret(&seen.id, label).await?;

        let mut tx = self.store.begin().await?;
        let holder = lock(&mut tx, &seen).await?;
        can_have_secrets(&holder)?;
        let now = self.clock.now();
        let before = tx.client_secrets(&holder.id).await?;
        if made.row.label.is_empty() {
            made.row.label = next_label(&before);
        }
        let mut changes = vec![made.added()];
        let mut steps = steps_to_end(&before, &asked, now)?;
        steps.extend(steps_to_make_room(&before, now));
        changes.extend(take_steps(&mut tx, steps, now).await?);
        tx.add_client_secret(&made.row).await?;
        tx.touch_holder(&holder, now).await?;
        let event = self.event(administrator.caller(), AuditAction::SecretGenerated, &holder, changes);
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(GeneratedSecret {
            kind: holder.kind,
            name: holder.name,
            client_id: holder.client_id,
            asks_by_itself: holder.asks_by_itself,
            secret: made.plain,
            token_endpoint: self.token_endpoint(),
        })
    }

    /// Makes a secret count no longer, from the next token request on.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the client or principal has no such secret that counts,
    /// [`ServiceError::SignsInstead`].
    pub async fn retire_client_secret(
        &self,
        administrator: &Administrator,
        client_id: &str,
        secret_id: &str,
    ) -> Result<(), ServiceError> {
        let seen = self.holder(client_id).await?;
        if (seen.kind, seen.has_secrets) == (HolderKind::ServicePrincipal, false) {
            return Err(ServiceError::SignsInstead);
        }
        let mut tx = self.store.begin().await?;
        let holder = lock(&mut tx, &seen).await?;
        let now = self.clock.now();
        let secrets = tx.client_secrets(&holder.id).await?;
        let mut valid = valid_ones(&secrets, now).into_iter();
        let secret = valid.find(|secret| secret.id == secret_id).ok_or(ServiceError::NotFound)?;
        tx.retire_client_secret(&secret.id, now).await?;
        tx.touch_holder(&holder, now).await?;
        let changes = vec![removed(secret)];
        let event = self.event(administrator.caller(), AuditAction::SecretRetired, &holder, changes);
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A Public client has none (RFC 6749 §2.1), nor has a principal that signs.
fn can_have_secrets(holder: &Holder) -> Result<(), ServiceError> {
    if holder.has_secrets {
        return Ok(());
    }
    Err(match holder.kind {
        HolderKind::OAuthClient => ServiceError::NotConfidential,
        HolderKind::ServicePrincipal => ServiceError::SignsInstead,
    })
}

/// Whether a secret counts.
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
