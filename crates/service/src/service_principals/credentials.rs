//! A principal's public keys: registering them, ending them.

use std::collections::BTreeSet;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{
    AuditAction, Field, MAX_VALID_KEYS, NewKeys, PastedKey, PrincipalProblem, PublicKey, SecurityType,
};
use store::{FieldChange, NewSigningCredential, SigningCredential, Tx};

use super::{Principal, locked, refused};
use crate::work::Work;
use crate::{Administrator, ServiceError, Services, utc_text};

/// What the audit trail calls it.
const FIELD: &str = "public_key";
/// The most keys of one principal that are kept for people to see.
const MAX_KEPT: usize = 20;

/// How the audit trail tells of a new key.
pub(super) fn added(new: &NewSigningCredential) -> FieldChange {
    FieldChange { field: FIELD, old: None, new: Some(shown(&new.kid, &new.key, new.expires_at)) }
}

/// How the audit trail tells that a key counts no longer.
fn removed(credential: &SigningCredential) -> FieldChange {
    let old = shown(&credential.kid, &credential.key, credential.expires_at);
    FieldChange { field: FIELD, old: Some(old), new: None }
}

fn shown(kid: &str, key: &PublicKey, end: Option<i64>) -> String {
    let until = end.map_or_else(String::new, |end| format!(", until {}", utc_text(end)));
    format!("{kid} ({}){until}", key.label())
}

/// The name that everybody can make from the key itself (RFC 7638 §3).
fn thumbprint(key: &PublicKey) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, key.to_jwk().as_bytes()))
}

impl Services {
    /// The rows of new keys. A key goes by its own name, and else by its thumbprint.
    pub(crate) fn new_credentials(
        &self,
        service_principal_id: &str,
        new: &NewKeys,
    ) -> Result<Vec<NewSigningCredential>, ServiceError> {
        let row = |pasted: &PastedKey| {
            let thumbprint = thumbprint(&pasted.key);
            NewSigningCredential {
                id: self.row_ids.next(&self.clock, &self.rng),
                service_principal_id: service_principal_id.to_owned(),
                kid: pasted.kid.clone().unwrap_or_else(|| thumbprint.clone()),
                thumbprint,
                key: pasted.key.clone(),
                created_at: self.clock.now(),
                expires_at: new.expires_at(),
            }
        };
        let rows: Vec<_> = new.keys().iter().map(row).collect();
        match rows.as_slice() {
            // One may be named like the other's thumbprint.
            [one, other] if !names(one).is_disjoint(&names(other)) => {
                Err(refused(Field::PublicKey, PrincipalProblem::SameKid))
            }
            _ => Ok(rows),
        }
    }

    /// Registers one or two more public keys of a principal that signs; says by what primary keys.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::NotSigning`], [`ServiceError::TwoKeysValid`] where more than two would
    /// count, [`ServiceError::Refused`] for a key that it has.
    pub async fn add_credentials(
        &self,
        administrator: &Administrator,
        client_id: &str,
        new: NewKeys,
    ) -> Result<Vec<String>, ServiceError> {
        let seen = self.stored_principal(client_id).await?;
        match seen.security_type {
            SecurityType::ClientSecret => return Err(ServiceError::NotSigning),
            SecurityType::SignedJwt => {}
        }
        let mut work = self.work(administrator).await?;
        let principal = locked(&mut work, &seen).await?;
        let ids = self.add_credentials_in(&mut work, &principal, &new).await?;
        work.commit().await?;
        Ok(ids)
    }

    /// [`Self::add_credentials`] as a part of more, to a principal that is locked.
    pub(crate) async fn add_credentials_in(
        &self,
        work: &mut Work,
        principal: &Principal,
        new: &NewKeys,
    ) -> Result<Vec<String>, ServiceError> {
        let rows = self.new_credentials(&principal.id, new)?;
        let now = self.clock.now();
        let before = work.signing_credentials(&principal.id).await?;
        let valid = valid_ones(&before, now);
        let taken: BTreeSet<&str> =
            valid.iter().flat_map(|valid| [valid.kid.as_str(), valid.thumbprint.as_str()]).collect();
        if rows.iter().any(|row| !names(row).is_disjoint(&taken)) {
            return Err(refused(Field::PublicKey, PrincipalProblem::KeyTaken));
        }
        if valid.len() + rows.len() > MAX_VALID_KEYS {
            return Err(ServiceError::TwoKeysValid);
        }
        make_room(work, &before, rows.len(), now).await?;
        for row in &rows {
            work.add_signing_credential(row).await?;
        }
        work.touch_principal(&principal.id, now).await?;
        let changes = rows.iter().map(added).collect();
        self.record(work, AuditAction::CredentialAdded, principal, changes).await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    /// Makes a public key count no longer, from the next token request on.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the principal has no such key that counts.
    pub async fn retire_credential(
        &self,
        administrator: &Administrator,
        client_id: &str,
        credential_id: &str,
    ) -> Result<(), ServiceError> {
        let seen = self.stored_principal(client_id).await?;
        let mut work = self.work(administrator).await?;
        let principal = locked(&mut work, &seen).await?;
        self.retire_credential_in(&mut work, &principal, credential_id).await?;
        Ok(work.commit().await?)
    }

    /// [`Self::retire_credential`] as a part of more, of a principal that is locked.
    pub(crate) async fn retire_credential_in(
        &self,
        work: &mut Work,
        principal: &Principal,
        credential_id: &str,
    ) -> Result<(), ServiceError> {
        let now = self.clock.now();
        let credentials = work.signing_credentials(&principal.id).await?;
        let mut valid = valid_ones(&credentials, now).into_iter();
        let credential = valid.find(|valid| valid.id == credential_id).ok_or(ServiceError::NotFound)?;
        work.retire_signing_credential(&credential.id, now).await?;
        work.touch_principal(&principal.id, now).await?;
        let changes = vec![removed(credential)];
        Ok(self.record(work, AuditAction::CredentialRetired, principal, changes).await?)
    }
}

/// What an assertion may name a key by.
fn names(new: &NewSigningCredential) -> BTreeSet<&str> {
    BTreeSet::from([new.kid.as_str(), new.thumbprint.as_str()])
}

fn valid_ones(credentials: &[SigningCredential], now: i64) -> Vec<&SigningCredential> {
    credentials.iter().filter(|credential| credential.counts_at(now)).collect()
}

/// Makes room for more keys: the oldest that count no longer go, in the order in which last uses are written, so that
/// neither waits for the other in a circle. `before` is newest first.
async fn make_room(
    tx: &mut Tx,
    before: &[SigningCredential],
    more: usize,
    now: i64,
) -> Result<(), ServiceError> {
    let surplus = (before.len() + more).saturating_sub(MAX_KEPT);
    let oldest = before.iter().rev().filter(|credential| !credential.counts_at(now)).take(surplus);
    let ids: BTreeSet<&str> = oldest.map(|credential| credential.id.as_str()).collect();
    for id in ids {
        tx.remove_signing_credential(id).await?;
    }
    Ok(())
}
