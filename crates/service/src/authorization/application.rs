//! Which application asks, and where its answer goes. Until both are right nothing is sent anywhere (RFC 6749 §4.1.2.1,
//! RFC 9700 §4.11.2).

use domain::{ClientType, DenialReason, GrantType, Scope, Status, match_redirect_uri};
use store::OAuthClient;

use super::parameters::Parameters;
use crate::oauth_clients::as_issued;
use crate::{ServiceError, Services};

/// A client that may ask, and its redirect URI as requested.
#[derive(Debug)]
pub(super) struct Application {
    pub(super) client: OAuthClient,
    pub(super) redirect_uri: String,
    pub(super) is_redirect_uri_requested: bool,
}

impl Application {
    /// Whether what gets the answer can be nobody else. On a person's device any program may answer at a loopback address
    /// or for a scheme, so a Public client there is never let in without asking (RFC 8252 §8.6).
    pub(super) fn is_assured(&self) -> bool {
        self.client.client_type == ClientType::Confidential || self.redirect_uri.starts_with("https:")
    }
}

/// Why there is no application to send anything to.
#[derive(Debug)]
pub(super) enum Unfit {
    /// Nobody knows whose request it is.
    Unknown,
    /// It is this client's, and this is wrong with it.
    Denied { client_id: String, reason: DenialReason, detail: String },
}

impl Services {
    /// The application that a request comes from.
    pub(super) async fn application(
        &self,
        parameters: Parameters<'_>,
    ) -> Result<Result<Application, Unfit>, ServiceError> {
        if parameters.is_repeated("client_id") {
            return Ok(Err(Unfit::Unknown));
        }
        let Some(client_id) = parameters.get("client_id").and_then(as_issued) else {
            return Ok(Err(Unfit::Unknown));
        };
        let Some(stored) = self.store.oauth_client(client_id.as_str()).await? else {
            return Ok(Err(Unfit::Unknown));
        };
        let client = stored.client;
        Ok(fit(&client, parameters)
            .map_err(|(reason, detail)| Unfit::Denied {
                client_id: client.client_id.as_str().to_owned(),
                reason,
                detail,
            })
            .map(|(redirect_uri, is_redirect_uri_requested)| Application {
                client,
                redirect_uri,
                is_redirect_uri_requested,
            }))
    }
}

/// Where the answer goes, and whether the request says so.
fn fit(client: &OAuthClient, parameters: Parameters<'_>) -> Result<(String, bool), (DenialReason, String)> {
    if client.status == Status::Disabled {
        return Err((DenialReason::ClientDisabled, String::new()));
    }
    if client.grant_type != GrantType::AuthorizationCode {
        return Err((DenialReason::GrantNotRegistered, String::new()));
    }
    if parameters.is_repeated("redirect_uri") {
        return Err((DenialReason::ParameterRepeated, "redirect_uri".to_owned()));
    }
    if let Some(requested) = parameters.get("redirect_uri") {
        return match match_redirect_uri(&client.redirect_uris, requested, client.client_type) {
            Ok(_) => Ok((requested.to_owned(), true)),
            Err(_) => Err((DenialReason::RedirectUriNotRegistered, requested.to_owned())),
        };
    }
    // RFC 6749 §3.1.2.3 lets it be absent where there is one only; OpenID Connect Core §3.1.2.1 does not.
    let is_open_id =
        parameters.all("scope").any(|scope| scope.split(' ').any(|name| name == Scope::OpenId.as_str()));
    match client.redirect_uris.as_slice() {
        [only] if !only.is_wildcard() && !is_open_id => Ok((only.as_str().to_owned(), false)),
        _ => Err((DenialReason::RedirectUriMissing, String::new())),
    }
}
