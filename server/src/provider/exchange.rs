//! From a code to who somebody is (OpenID Connect Core §3.1.3).

use std::time::{Duration, UNIX_EPOCH};

use openidconnect::core::{CoreErrorResponseType, CoreGenderClaim, CoreJwsSigningAlgorithm};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthorizationCode, IdTokenClaims, Nonce, OAuth2TokenResponse as _,
    PkceCodeVerifier, RequestTokenError, SubjectIdentifier, TokenResponse as _, UserInfoClaims,
    UserInfoError,
};
use service::{ProviderFlow, ProviderIdentity};

use super::Provider;
use super::claims::{OtherClaims, Said};
use super::discovery::OpenIdClient;
use super::problem::ProviderError;

/// With keys that the provider publishes: who verifies by a shared secret could have signed as well.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
];
/// Characters, ASCII (OpenID Connect Core §2).
const SUBJECT_LENGTH: usize = 255;

type Claims = IdTokenClaims<OtherClaims, CoreGenderClaim>;
type UserInfo = UserInfoClaims<OtherClaims, CoreGenderClaim>;

impl Provider {
    /// Who came back with this code.
    pub(super) async fn identity(
        &self,
        client: &OpenIdClient,
        code: &str,
        flow: &ProviderFlow,
        now: i64,
    ) -> Result<ProviderIdentity, ProviderError> {
        let request = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| ProviderError::Metadata("no token endpoint"))?
            .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()));
        let tokens = request.request_async(&self.http).await.map_err(not_redeemed)?;
        let id_token = tokens.id_token().ok_or(ProviderError::NoIdToken)?;

        let seconds = u64::try_from(now).map_err(|_| ProviderError::Claim("time"))?;
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || (UNIX_EPOCH + Duration::from_secs(seconds)).into());
        let nonce = Nonce::new(flow.nonce.clone());
        let claims = id_token.claims(&verifier, &nonce).map_err(ProviderError::IdToken)?;
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = id_token.signing_alg().map_err(|_| ProviderError::Claim("alg"))?;
            let key = id_token.signing_key(&verifier).map_err(|_| ProviderError::Claim("kid"))?;
            let hash = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
            if hash.map_err(|_| ProviderError::Claim("at_hash"))? != *expected {
                return Err(ProviderError::Claim("at_hash"));
            }
        }
        self.identity_of(client, claims, tokens.access_token()).await
    }

    /// What the ID token says; the user info endpoint is asked for what it does not say.
    async fn identity_of(
        &self,
        client: &OpenIdClient,
        claims: &Claims,
        access_token: &AccessToken,
    ) -> Result<ProviderIdentity, ProviderError> {
        let configuration = &self.configuration;
        let subject = claims.subject().as_str();
        if subject.is_empty()
            || subject.len() > SUBJECT_LENGTH
            || !subject.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
        {
            return Err(ProviderError::Claim("sub"));
        }
        let said = Said {
            email: claims.email().map(|email| email.as_str()),
            is_email_verified: claims.email_verified(),
            others: claims.additional_claims(),
        };
        let mut email = said.verified_email(&configuration.email_verified_claim);
        let mut role = said.values(&configuration.role_claim).map(|values| configuration.roles.role(&values));
        if (email.is_none() || role.is_none())
            && let Some(info) = self.user_info(client, claims.subject(), access_token).await?
        {
            let said = Said {
                email: info.email().map(|email| email.as_str()),
                is_email_verified: info.email_verified(),
                others: info.additional_claims(),
            };
            email = email.or_else(|| said.verified_email(&configuration.email_verified_claim));
            role = role.or_else(|| {
                said.values(&configuration.role_claim).map(|values| configuration.roles.role(&values))
            });
        }
        Ok(ProviderIdentity {
            issuer: configuration.issuer.clone(),
            subject: subject.to_owned(),
            email,
            // Everybody may be a Member, with the claim or without.
            role: role.unwrap_or_else(|| configuration.roles.role(&[])),
        })
    }

    /// OpenID Connect Core §5.3; none where the provider has no such endpoint. It must be about the same person.
    async fn user_info(
        &self,
        client: &OpenIdClient,
        subject: &SubjectIdentifier,
        access_token: &AccessToken,
    ) -> Result<Option<UserInfo>, ProviderError> {
        let Ok(request) = client.user_info(access_token.clone(), Some(subject.clone())) else {
            return Ok(None);
        };
        request.request_async(&self.http).await.map(Some).map_err(|error| match error {
            UserInfoError::Request(no_answer) => ProviderError::NoAnswer(no_answer),
            UserInfoError::Response(..) => ProviderError::UserInfo("not answered with 200 and JSON"),
            UserInfoError::Parse(_) => ProviderError::UserInfo("not as OpenID Connect Core has it"),
            UserInfoError::ClaimsVerification(_) => ProviderError::UserInfo("of another person"),
            _ => ProviderError::UserInfo("unknown"),
        })
    }
}

type NotRedeemed = RequestTokenError<
    crate::http_client::NoAnswer,
    openidconnect::StandardErrorResponse<CoreErrorResponseType>,
>;

/// RFC 6749 §5.2.
fn not_redeemed(error: NotRedeemed) -> ProviderError {
    match error {
        RequestTokenError::Request(no_answer) => ProviderError::NoAnswer(no_answer),
        RequestTokenError::ServerResponse(refusal) => match refusal.error().as_ref() {
            "invalid_grant" => ProviderError::CodeNoLonger,
            "invalid_client" => ProviderError::CodeNotRedeemed("invalid_client"),
            "unauthorized_client" => ProviderError::CodeNotRedeemed("unauthorized_client"),
            "invalid_request" => ProviderError::CodeNotRedeemed("invalid_request"),
            _ => ProviderError::CodeNotRedeemed("another error"),
        },
        RequestTokenError::Parse(..) => ProviderError::CodeNotRedeemed("not answered as RFC 6749 has it"),
        RequestTokenError::Other(_) => ProviderError::CodeNotRedeemed("unknown"),
    }
}
