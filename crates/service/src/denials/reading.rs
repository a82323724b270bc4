//! What a client or principal was refused, and how that could be mended.

use std::cmp::Reverse;

use domain::{DenialReason, HolderKind, NewOAuthClient, RedirectUri, match_redirect_uri};
use store::{DeniedRequests, OAuthClient};

use super::gathered::BOUNDS;
use crate::{Administrator, Reader, SavedClient, ServiceError, Services};

/// Refused requests of a client or principal that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientDenial {
    /// Why.
    pub reason: DenialReason,
    /// What was asked for, or nothing.
    pub detail: String,
    /// For a redirect URI: what of it differs from the registered ones now; none where it matches by now.
    pub mismatch: Option<String>,
    /// Whether the detail is a redirect URI that could be registered for this client.
    pub can_be_added: bool,
    /// How many.
    pub times: i64,
    /// Epoch seconds.
    pub first_at: i64,
    /// Epoch seconds.
    pub last_at: i64,
    /// What the last caller was told to look for.
    pub last_reference: String,
    /// Where the last one came from.
    pub last_address: Option<String>,
}

impl ClientDenial {
    /// Without a client it is a principal's, and has no redirect URIs to be compared with.
    fn new(denied: DeniedRequests, client: Option<&OAuthClient>) -> Self {
        let is_redirect_uri = denied.reason == DenialReason::RedirectUriNotRegistered;
        let compared = client.filter(|_| is_redirect_uri).and_then(|client| {
            let mismatch =
                match_redirect_uri(&client.redirect_uris, &denied.detail, client.client_type).err()?;
            Some((mismatch, can_be_added(client, &denied.detail)))
        });
        let (mismatch, can_be_added) = compared.unzip();
        Self {
            can_be_added: can_be_added.unwrap_or(false),
            mismatch: mismatch.map(|mismatch| mismatch.to_string()),
            reason: denied.reason,
            detail: denied.detail,
            times: denied.times,
            first_at: denied.first_at,
            last_at: denied.last_at,
            last_reference: denied.last_reference,
            last_address: denied.last_address,
        }
    }
}

/// A wildcard would allow more than was asked for.
fn can_be_added(client: &OAuthClient, redirect_uri: &str) -> bool {
    RedirectUri::parse(redirect_uri).is_ok_and(|uri| !uri.is_wildcard()) && with(client, redirect_uri).is_ok()
}

/// The client as it would be with one more redirect URI; as it is where it has this one.
fn with(client: &OAuthClient, redirect_uri: &str) -> Result<NewOAuthClient, ServiceError> {
    let mut draft = client.draft();
    if !draft.redirect_uris.iter().any(|registered| registered == redirect_uri) {
        draft.redirect_uris.push(redirect_uri.to_owned());
    }
    draft.check().map_err(ServiceError::Refused)
}

impl Services {
    /// What a client or principal was refused lately, the newest first.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn denials(
        &self,
        _reader: &Reader,
        client_id: &str,
    ) -> Result<Vec<ClientDenial>, ServiceError> {
        let holder = self.holder(client_id).await?;
        let client = match holder.kind {
            HolderKind::OAuthClient => Some(self.stored(client_id).await?.client),
            HolderKind::ServicePrincipal => None,
        };
        // Asked first: what is written meanwhile may count twice for a moment, but is not missing.
        let gathered = self.denials.of(client_id);
        let mut all = self.store.denials(&holder.id).await?;
        for denied in gathered {
            match all.iter_mut().find(|one| one.reason == denied.reason && one.detail == denied.detail) {
                Some(stored) => merge(stored, denied),
                None => all.push(denied),
            }
        }
        all.sort_by_key(|denied| Reverse(denied.last_at));
        all.truncate(usize::try_from(BOUNDS.of_a_client).unwrap_or(usize::MAX));
        Ok(all.into_iter().map(|denied| ClientDenial::new(denied, client.as_ref())).collect())
    }

    /// Registers one more redirect URI for a client, as an edit of it. Where it has this one, nothing is done.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] where the rules do not allow it, [`ServiceError::NotFound`],
    /// [`ServiceError::InProgress`], [`ServiceError::Stale`] where others change the client all the time.
    pub async fn add_redirect_uri(
        &self,
        administrator: &Administrator,
        client_id: &str,
        redirect_uri: &str,
    ) -> Result<SavedClient, ServiceError> {
        let mut client = self.stored(client_id).await?.client;
        let new = with(&client, redirect_uri)?;
        let saved = self.edit_oauth_client(administrator, client_id, client.version, new).await;
        let Err(ServiceError::Stale(current)) = saved else { return saved };
        // Whatever else was changed, one more redirect URI goes with it.
        client = current.client;
        let new = with(&client, redirect_uri)?;
        self.edit_oauth_client(administrator, client_id, client.version, new).await
    }
}

fn merge(stored: &mut DeniedRequests, gathered: DeniedRequests) {
    let is_later = gathered.last_at >= stored.last_at;
    stored.times += gathered.times;
    stored.first_at = stored.first_at.min(gathered.first_at);
    if is_later {
        stored.last_at = gathered.last_at;
        stored.last_reference = gathered.last_reference;
        stored.last_address = gathered.last_address;
    }
}
