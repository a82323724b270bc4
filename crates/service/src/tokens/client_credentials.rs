//! The client credentials grant (RFC 6749 §4.4): a client or principal acts for itself.

use domain::GrantType;

use super::client_auth::ProvenClient;
use super::{IssuedTokens, TokenRefusal, TokenRequest, scopes};
use crate::Services;

impl Services {
    pub(super) fn client_credentials(
        &self,
        client: &ProvenClient,
        request: &TokenRequest<'_>,
    ) -> Result<IssuedTokens, TokenRefusal> {
        client.registered_for(GrantType::ClientCredentials)?;
        let scopes = scopes::of_client(client, request.scope)?;
        self.known_resources(client, request.resources)?;
        Ok(self.tokens_of_client(client, &scopes, self.clock.now()))
    }
}
