//! The audit trail: what goes into it, and reading it.

use domain::{AuditAction, AuditFilter, EntityKind};
use store::{
    Api, ApiKey, ApiRole, AuditEvent, Environment, EventPosition, FieldChange, Holder, InitialAccessToken,
    OAuthClient, PortalUser, Principal, RecordedEvent, SealedSigningKey, Webhook,
};

use crate::holders::is_askable;
use crate::{Caller, Reader, ServiceError, Services, SignedIn, page_token};

const PAGE_SIZE: u16 = 50;
/// Events that an export reads at a time.
const BATCH_SIZE: u16 = 1_000;

/// A page of the audit trail, newest first.
#[derive(Debug)]
pub struct AuditPage {
    /// At most fifty, or as many as were asked for; in a batch of an export at most a thousand.
    pub events: Vec<RecordedEvent>,
    /// Where the older events start, where there are any.
    pub next: Option<String>,
}

/// What an audit event is about.
pub(crate) struct Entity<'a> {
    kind: EntityKind,
    id: &'a str,
    name: &'a str,
}

impl<'a> From<&'a OAuthClient> for Entity<'a> {
    fn from(client: &'a OAuthClient) -> Self {
        Self { kind: EntityKind::OAuthClient, id: &client.id, name: client.name.as_str() }
    }
}

impl<'a> From<&'a Holder> for Entity<'a> {
    fn from(holder: &'a Holder) -> Self {
        Self { kind: holder.kind.entity_kind(), id: &holder.id, name: &holder.name }
    }
}

impl<'a> From<&'a Principal> for Entity<'a> {
    fn from(principal: &'a Principal) -> Self {
        Self { kind: EntityKind::ServicePrincipal, id: &principal.id, name: principal.name.as_str() }
    }
}

impl<'a> From<&'a InitialAccessToken> for Entity<'a> {
    fn from(token: &'a InitialAccessToken) -> Self {
        Self { kind: EntityKind::InitialAccessToken, id: &token.id, name: token.name.as_str() }
    }
}

impl<'a> From<&'a Environment> for Entity<'a> {
    fn from(environment: &'a Environment) -> Self {
        Self { kind: EntityKind::Environment, id: &environment.id, name: environment.name.as_str() }
    }
}

impl<'a> From<&'a Api> for Entity<'a> {
    fn from(api: &'a Api) -> Self {
        Self { kind: EntityKind::Api, id: &api.id, name: api.name.as_str() }
    }
}

impl<'a> From<&'a ApiKey> for Entity<'a> {
    fn from(key: &'a ApiKey) -> Self {
        Self { kind: EntityKind::ApiKey, id: &key.id, name: key.name.as_str() }
    }
}

impl<'a> From<&'a ApiRole> for Entity<'a> {
    fn from(role: &'a ApiRole) -> Self {
        Self { kind: EntityKind::ApiRole, id: &role.id, name: role.name.as_str() }
    }
}

impl<'a> From<&'a Webhook> for Entity<'a> {
    fn from(webhook: &'a Webhook) -> Self {
        Self { kind: EntityKind::Webhook, id: &webhook.id, name: webhook.url.authority() }
    }
}

impl<'a> From<&'a SignedIn> for Entity<'a> {
    fn from(person: &'a SignedIn) -> Self {
        Self { kind: EntityKind::PortalUser, id: &person.user.id, name: person.user.email.as_str() }
    }
}

impl<'a> From<&'a PortalUser> for Entity<'a> {
    fn from(user: &'a PortalUser) -> Self {
        Self { kind: EntityKind::PortalUser, id: &user.id, name: user.email.as_str() }
    }
}

impl<'a> From<&'a SealedSigningKey> for Entity<'a> {
    fn from(key: &'a SealedSigningKey) -> Self {
        Self { kind: EntityKind::SigningKey, id: &key.kid, name: &key.kid }
    }
}

/// What administrators decide for all about signing in.
pub(crate) const SIGN_IN_RULES: Entity<'static> =
    Entity { kind: EntityKind::PortalSettings, id: "sign_in_rules", name: "Signing in" };

/// Who did what an audit event tells.
#[derive(Clone, Copy)]
pub(crate) struct Actor<'a> {
    /// The portal user, API key or client, where it was one.
    pub(crate) id: Option<&'a str>,
    pub(crate) name: &'a str,
    pub(crate) address: Option<&'a str>,
}

/// What happens by schedule.
pub(crate) const GATEHOUSE: Actor<'static> = Actor { id: None, name: "Gatehouse", address: None };

impl<'a> From<&'a SignedIn> for Actor<'a> {
    fn from(person: &'a SignedIn) -> Self {
        Self {
            id: Some(&person.user.id),
            name: person.user.email.as_str(),
            address: person.address.as_deref(),
        }
    }
}

impl<'a> From<&'a Caller> for Actor<'a> {
    fn from(caller: &'a Caller) -> Self {
        Self { id: caller.id.as_deref(), name: &caller.name, address: caller.address.as_deref() }
    }
}

impl Services {
    /// The audit event of something that was done now.
    pub(crate) fn event<'a, 'e>(
        &self,
        actor: impl Into<Actor<'a>>,
        action: AuditAction,
        entity: impl Into<Entity<'e>>,
        changes: Vec<FieldChange>,
    ) -> AuditEvent {
        let (actor, entity) = (actor.into(), entity.into());
        AuditEvent {
            id: self.row_ids.next(&self.clock, &self.rng),
            happened_at: self.clock.now(),
            actor_id: actor.id.map(str::to_owned),
            actor_name: actor.name.to_owned(),
            address: actor.address.map(str::to_owned),
            action,
            entity_kind: entity.kind,
            entity_id: entity.id.to_owned(),
            entity_name: entity.name.to_owned(),
            changes,
        }
    }

    /// A page of the events that `filter` asks for, newest first, from the place that an earlier page named.
    ///
    /// # Errors
    /// [`ServiceError::PositionMalformed`] for a place that this server never named.
    pub async fn audit_events(
        &self,
        reader: &Reader,
        filter: &AuditFilter,
        after: Option<&str>,
    ) -> Result<AuditPage, ServiceError> {
        self.audit_page(reader, filter, after, PAGE_SIZE).await
    }

    /// The same as [`Self::audit_events`], with at most `limit` events on the page.
    ///
    /// # Errors
    /// [`ServiceError::PositionMalformed`] for a place that this server never named.
    pub async fn audit_events_at_most(
        &self,
        reader: &Reader,
        filter: &AuditFilter,
        after: Option<&str>,
        limit: u16,
    ) -> Result<AuditPage, ServiceError> {
        self.audit_page(reader, filter, after, limit).await
    }

    /// One event of the audit trail.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn audit_event(&self, _reader: &Reader, id: &str) -> Result<RecordedEvent, ServiceError> {
        let event = if is_askable(id) { self.store.audit_event(id).await? } else { None };
        event.ok_or(ServiceError::NotFound)
    }

    /// The same as [`Self::audit_events`] for who reads the whole trail: many events at a time.
    ///
    /// # Errors
    /// [`ServiceError::PositionMalformed`] for a place that this server never named.
    pub async fn audit_batch(
        &self,
        reader: &Reader,
        filter: &AuditFilter,
        after: Option<&str>,
    ) -> Result<AuditPage, ServiceError> {
        self.audit_page(reader, filter, after, BATCH_SIZE).await
    }

    /// The newest events of the client or principal that has this client id now.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn events_of_client(
        &self,
        reader: &Reader,
        client_id: &str,
    ) -> Result<AuditPage, ServiceError> {
        let filter =
            AuditFilter { entity_id: Some(self.holder(client_id).await?.id), ..AuditFilter::default() };
        self.audit_page(reader, &filter, None, PAGE_SIZE).await
    }

    async fn audit_page(
        &self,
        _reader: &Reader,
        filter: &AuditFilter,
        after: Option<&str>,
        size: u16,
    ) -> Result<AuditPage, ServiceError> {
        let after = after.map(page_token::event_position).transpose()?;
        if asks_for_nul(filter) {
            return Ok(AuditPage { events: Vec::new(), next: None });
        }
        let mut events = self.store.audit_events(filter, after.as_ref(), size + 1).await?;
        let has_more = events.len() > usize::from(size);
        events.truncate(usize::from(size));
        let next = events.last().filter(|_| has_more).map(|last| {
            page_token::after_event(&EventPosition { happened_at: last.happened_at, id: last.id.clone() })
        });
        Ok(AuditPage { events, next })
    }
}

/// No stored text holds a NUL, and Postgres refuses to be asked about one.
fn asks_for_nul(filter: &AuditFilter) -> bool {
    let texts = [&filter.actor, &filter.entity_id, &filter.entity_name];
    texts.into_iter().flatten().any(|text| text.contains('\0'))
}
