//! API keys: with what a program comes to the management API, as long as nobody revokes it.

mod fields;
mod plain;

use domain::{ApiKeyProblem, ApiKeyState, AuditAction, Field, FieldProblem, NewApiKey, Role, Title};
use store::ApiKey;

use crate::holders::is_askable;
use crate::last_uses::Credential;
use crate::opaque_token::at_rest;
use crate::{Administrator, Caller, LastUse, Reader, ServiceError, Services};

pub use plain::PlainApiKey;

/// A key that counts no longer is shown for so long, in seconds; the audit trail knows it for good.
pub(crate) const ENDED_KEPT_FOR: i64 = 90 * 24 * 60 * 60;

/// An API key, without the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyDetail {
    /// Names it in the audit trail, and where it is revoked.
    pub id: String,
    /// What people call it.
    pub name: Title,
    /// What whoever has it may do.
    pub role: Role,
    /// Its first characters.
    pub prefix: String,
    /// Whether it counts.
    pub state: ApiKeyState,
    /// Epoch seconds.
    pub created_at: i64,
    /// Who made it, as the audit trail called them then.
    pub created_by: String,
    /// Epoch seconds from which it no longer counts; absent where no end is set.
    pub expires_at: Option<i64>,
    /// When and from where it was last used.
    pub last_used: Option<LastUse>,
    /// Epoch seconds at which somebody ended it.
    pub revoked_at: Option<i64>,
}

/// A page of the API keys, newest first.
#[derive(Debug)]
pub struct ApiKeyPage {
    /// As many as were asked for, at most.
    pub keys: Vec<ApiKeyDetail>,
    /// Where the older ones start, where there are any.
    pub next: Option<String>,
}

/// An API key that was made just now, with the key.
#[derive(Debug)]
pub struct IssuedApiKey {
    /// What is kept of it.
    pub detail: ApiKeyDetail,
    /// What nobody can look up later.
    pub plain: PlainApiKey,
}

impl Services {
    /// A page of the API keys, newest first, with those that counted until lately, from the place that an earlier page
    /// named.
    ///
    /// # Errors
    /// [`ServiceError::PositionMalformed`] for a place that this server never named.
    pub async fn api_keys(
        &self,
        _reader: &Reader,
        after: Option<&str>,
        limit: u16,
    ) -> Result<ApiKeyPage, ServiceError> {
        if after.is_some_and(|after| !is_askable(after)) {
            return Err(ServiceError::PositionMalformed);
        }
        let mut keys = self.store.api_keys(after, limit.saturating_add(1)).await?;
        let has_more = keys.len() > usize::from(limit);
        keys.truncate(usize::from(limit));
        let next = keys.last().filter(|_| has_more).map(|last| last.id.clone());
        Ok(ApiKeyPage { keys: keys.into_iter().map(|key| self.api_key_detail(key)).collect(), next })
    }

    /// One API key.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn api_key(&self, _reader: &Reader, id: &str) -> Result<ApiKeyDetail, ServiceError> {
        let found = if is_askable(id) { self.store.api_key(id).await? } else { None };
        Ok(self.api_key_detail(found.ok_or(ServiceError::NotFound)?))
    }

    /// Makes an API key; the answer is the only place where it ever appears.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] where another key has its name.
    pub async fn create_api_key(
        &self,
        administrator: &Administrator,
        new: NewApiKey,
    ) -> Result<IssuedApiKey, ServiceError> {
        let plain = PlainApiKey::generate(&self.rng);
        let key = ApiKey {
            id: self.row_ids.next(&self.clock, &self.rng),
            name: new.name().clone(),
            role: new.role(),
            prefix: plain.prefix().to_owned(),
            created_at: self.clock.now(),
            created_by: administrator.caller().name().to_owned(),
            expires_at: new.expires_at(),
            last_used_at: None,
            last_used_address: None,
            revoked_at: None,
        };
        let changes = fields::created(&key);
        let event = self.event(administrator.caller(), AuditAction::ApiKeyCreated, &key, changes);
        let mut tx = self.store.begin().await?;
        if !tx.add_api_key(&key, &at_rest(plain.reveal())).await? {
            let problem = FieldProblem::new(Field::Name, &ApiKeyProblem::NameTaken);
            return Err(ServiceError::Refused(vec![problem]));
        }
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(IssuedApiKey { detail: self.api_key_detail(key), plain })
    }

    /// Makes an API key count no longer, from the next request on.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], also for one that was revoked before.
    pub async fn revoke_api_key(&self, administrator: &Administrator, id: &str) -> Result<(), ServiceError> {
        if !is_askable(id) {
            return Err(ServiceError::NotFound);
        }
        let mut tx = self.store.begin().await?;
        let key = tx.revoke_api_key(id, self.clock.now()).await?.ok_or(ServiceError::NotFound)?;
        let changes = fields::revoked(&key);
        tx.record(&self.event(administrator.caller(), AuditAction::ApiKeyRevoked, &key, changes)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Who comes with this API key, from `address`, where it counts.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn caller_of_api_key(
        &self,
        presented: &str,
        address: Option<String>,
    ) -> Result<Option<Caller>, ServiceError> {
        if !PlainApiKey::is_well_formed(presented) {
            return Ok(None);
        }
        let now = self.clock.now();
        let Some(key) = self.store.counting_api_key(&at_rest(presented), now).await? else { return Ok(None) };
        self.last_uses
            .note(Credential::ApiKey(key.id.clone()), LastUse { at: now, address: address.clone() });
        Ok(Some(Caller {
            name: format!("API key \"{}\"", key.name),
            id: Some(key.id),
            address,
            role: key.role,
        }))
    }

    fn api_key_detail(&self, key: ApiKey) -> ApiKeyDetail {
        let stored = key.last_used_at.map(|at| LastUse { at, address: key.last_used_address });
        let last_used = self.last_uses.newest(&Credential::ApiKey(key.id.clone()), stored);
        ApiKeyDetail {
            state: ApiKeyState::at(self.clock.now(), key.expires_at, key.revoked_at),
            id: key.id,
            name: key.name,
            role: key.role,
            prefix: key.prefix,
            created_at: key.created_at,
            created_by: key.created_by,
            expires_at: key.expires_at,
            last_used,
            revoked_at: key.revoked_at,
        }
    }
}
