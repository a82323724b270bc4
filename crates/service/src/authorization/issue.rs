//! What a person allowed, written down: the consent, the grant, and the code that is worth its tokens.

use domain::{AuditAction, Scope, Scopes};
use store::{Consent, FieldChange, NewAuthorizationCode, NewTokenGrant, StoreError, Tx};

use super::application::Application;
use super::request::Request;
use crate::opaque_token::{OpaqueToken, at_rest};
use crate::{Services, SignedIn};

/// How long a code counts, in seconds.
const CODE_LASTS_FOR: i64 = 60;

/// A request that a person allowed, now or before.
pub(super) struct Allowed<'a> {
    pub(super) application: &'a Application,
    pub(super) request: &'a Request<'a>,
    pub(super) person: SignedIn,
    pub(super) session_id_digest: String,
    pub(super) signed_in_at: i64,
    pub(super) session_ends_at: i64,
    /// Whether they were asked just now.
    pub(super) is_consent_new: bool,
}

impl Services {
    /// A code; none where the client or the person is gone.
    pub(super) async fn issue_code(&self, allowed: Allowed<'_>) -> Result<Option<OpaqueToken>, StoreError> {
        let Application { client, redirect_uri, is_redirect_uri_requested } = allowed.application;
        let Request { scopes, challenge, nonce, .. } = allowed.request;
        let now = self.clock.now();
        let is_offline = scopes.contains(Scope::OfflineAccess);
        let grant = NewTokenGrant {
            id: self.row_ids.next(&self.clock, &self.rng),
            oauth_client_id: client.id.clone(),
            portal_user_id: allowed.person.user.id.clone(),
            session_id_digest: allowed.session_id_digest,
            scopes: scopes.clone(),
            is_offline,
            signed_in_at: allowed.signed_in_at,
            created_at: now,
            ends_at: if is_offline {
                now + self.settings.refresh_tokens_for
            } else {
                allowed.session_ends_at
            },
        };
        let code = OpaqueToken::generate(&self.rng);
        let mut tx = self.store.begin().await?;
        if !tx.add_token_grant(&grant).await? {
            return Ok(None);
        }
        if allowed.is_consent_new {
            self.remember_consent(&mut tx, &allowed.person, allowed.application, scopes).await?;
        }
        tx.add_authorization_code(&NewAuthorizationCode {
            code_digest: at_rest(code.reveal()),
            grant_id: grant.id,
            redirect_uri: redirect_uri.clone(),
            is_redirect_uri_requested: *is_redirect_uri_requested,
            challenge: challenge.clone(),
            nonce: nonce.map(str::to_owned),
            created_at: now,
            expires_at: now + CODE_LASTS_FOR,
        })
        .await?;
        tx.commit().await?;
        Ok(Some(code))
    }

    async fn remember_consent(
        &self,
        tx: &mut Tx,
        person: &SignedIn,
        application: &Application,
        scopes: &Scopes,
    ) -> Result<(), StoreError> {
        let change = tx
            .add_consent(&Consent {
                portal_user_id: person.user.id.clone(),
                oauth_client_id: application.client.id.clone(),
                scopes: scopes.clone(),
                given_at: self.clock.now(),
            })
            .await?;
        let text = |scopes: &Scopes| Some(scopes.to_string()).filter(|text| !text.is_empty());
        let changes = if change.before == change.after {
            Vec::new()
        } else {
            vec![FieldChange { field: "scope", old: text(&change.before), new: text(&change.after) }]
        };
        tx.record(&self.event(person, AuditAction::ConsentGiven, &application.client, changes)).await
    }
}
