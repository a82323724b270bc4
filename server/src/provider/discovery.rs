//! What the provider says of itself (OpenID Connect Discovery §4), asked when somebody wants to go there.

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClaimName, CoreClaimType, CoreClientAuthMethod,
    CoreErrorResponseType, CoreGenderClaim, CoreGrantType, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm, CoreResponseMode, CoreResponseType,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreSubjectIdentifierType,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalProviderMetadata, Client, ClientId, ClientSecret, DiscoveryError, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, IssuerUrl, ProviderMetadata, RedirectUrl,
    StandardErrorResponse, StandardTokenResponse,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::claims::OtherClaims;
use super::problem::ProviderError;
use super::{CALLBACK, Provider};
use crate::http_client::NoAnswer;

/// So long is an answer good, and so long nobody asks again after none, in seconds: however many want to go there, the
/// provider is asked this often; and new keys of its are known this late.
const GOOD_FOR: i64 = 10;

type Metadata = ProviderMetadata<
    IssuerParameter,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type Tokens = StandardTokenResponse<
    IdTokenFields<
        OtherClaims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

/// The library's client, for what a provider is asked here.
pub(super) type OpenIdClient = Client<
    OtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// RFC 9207 §3.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct IssuerParameter {
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for IssuerParameter {}

/// What is known of the provider, and since when.
#[derive(Debug, Default)]
pub(super) struct Discovery(Mutex<Option<Asked>>);

#[derive(Debug)]
struct Asked {
    at: i64,
    metadata: Option<Metadata>,
}

/// The provider as it is now.
pub(super) struct Discovered {
    pub(super) client: OpenIdClient,
    /// Whether the provider names itself in every answer to an authorization request.
    pub(super) names_itself: bool,
}

impl Provider {
    /// What the provider says of itself; `public_url` is where it sends people back to.
    pub(super) async fn discovered(&self, public_url: &str, now: i64) -> Result<Discovered, ProviderError> {
        let metadata = self.metadata(now).await?;
        let names_itself = metadata.additional_metadata().authorization_response_iss_parameter_supported;
        let configuration = &self.configuration;
        let secret = configuration.client_secret.as_ref().map(|secret| ClientSecret::new(secret.0.clone()));
        let redirect_uri = RedirectUrl::new([public_url, CALLBACK].concat())
            .map_err(|_| ProviderError::Metadata("redirect URI"))?;
        let client = OpenIdClient::from_provider_metadata(
            metadata,
            ClientId::new(configuration.client_id.clone()),
            secret,
        )
        .set_redirect_uri(redirect_uri);
        Ok(Discovered { client, names_itself })
    }

    async fn metadata(&self, now: i64) -> Result<Metadata, ProviderError> {
        // Who comes meanwhile waits for the same answer.
        let mut asked = self.discovery.0.lock().await;
        if let Some(Asked { at, metadata }) = &*asked
            && (0..GOOD_FOR).contains(&(now - at))
        {
            return metadata.clone().ok_or(ProviderError::NoAnswerBefore);
        }
        let answer = self.ask_for_metadata().await;
        *asked = Some(Asked { at: now, metadata: answer.as_ref().ok().cloned() });
        answer
    }

    async fn ask_for_metadata(&self) -> Result<Metadata, ProviderError> {
        let issuer = IssuerUrl::new(self.configuration.issuer.clone())
            .map_err(|_| ProviderError::Metadata("issuer"))?;
        let metadata = Metadata::discover_async(issuer, &self.http).await.map_err(not_discovered)?;
        // Browsers go there; the other addresses are this server's to ask, and it asks over TLS.
        match metadata.authorization_endpoint().url().scheme() {
            "https" => Ok(metadata),
            "http" if self.configuration.issuer.starts_with("http:") => Ok(metadata),
            _ => Err(ProviderError::Metadata("authorization endpoint without TLS")),
        }
    }
}

fn not_discovered(error: DiscoveryError<NoAnswer>) -> ProviderError {
    match error {
        DiscoveryError::Request(no_answer) => ProviderError::NoAnswer(no_answer),
        DiscoveryError::Response(..) => ProviderError::Metadata("not answered with 200 and JSON"),
        DiscoveryError::Parse(_) => ProviderError::Metadata("not as OpenID Connect Discovery has it"),
        DiscoveryError::UrlParse(_) => ProviderError::Metadata("address malformed"),
        DiscoveryError::Validation(_) => ProviderError::Metadata("issuer is another"),
        _ => ProviderError::Metadata("unknown"),
    }
}
