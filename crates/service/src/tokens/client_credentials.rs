//! The client credentials grant (RFC 6749 §4.4): a client or principal acts for itself.

use domain::GrantType;

use super::client_auth::ProvenClient;
use super::scopes::{self, Resource};
use super::{IssuedTokens, TokenRefusal, TokenRequest};
use crate::Services;

impl Services {
    pub(super) fn client_credentials(
        &self,
        client: &ProvenClient,
        request: &TokenRequest<'_>,
    ) -> Result<IssuedTokens, TokenRefusal> {
        client.registered_for(GrantType::ClientCredentials)?;
        // Every token of an OAuth client is for the issuer, so that it says nothing there.
        let is_for_gatehouse = client.environment.is_some() && request.resources.contains(&self.issuer);
        let resource = if is_for_gatehouse { Resource::Gatehouse } else { Resource::Unsaid };
        let scopes = scopes::of_client(client, request.scope, resource)?;
        // RFC 9068 §2.2: an environment takes tokens for its own audience only, and this server for its own.
        let environment = client.environment.as_ref().filter(|_| !scopes.are_of_gatehouse());
        self.known_resources(environment, request.resources)?;
        Ok(self.tokens_of_client(&client.client_id, environment, &scopes, self.clock.now()))
    }
}
