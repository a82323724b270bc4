//! The client credentials grant (RFC 6749 §4.4): a client acts for itself.

use domain::GrantType;

use super::client_auth::ProvenClient;
use super::{IssuedTokens, TokenRefusal, TokenRequest};
use crate::Services;

impl Services {
    pub(super) fn client_credentials(
        &self,
        client: &ProvenClient,
        request: &TokenRequest<'_>,
    ) -> Result<IssuedTokens, TokenRefusal> {
        client.registered_for(GrantType::ClientCredentials)?;
        // No client holds a scope, and this server is the only resource, until roles say otherwise.
        if request.scope.is_some_and(|scope| !scope.is_empty()) {
            return Err(TokenRefusal::ScopeNotGranted);
        }
        self.known_resources(request.resources)?;
        Ok(self.tokens_of_client(&client.client_id, self.clock.now()))
    }
}
