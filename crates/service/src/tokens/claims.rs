//! What tokens say: access tokens (RFC 9068) and ID tokens (OpenID Connect Core §2).

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{ClientId, Scope, Scopes};
use serde::{Deserialize, Serialize};
use store::{TokenEnvironment, TokenGrant};

use super::IssuedTokens;
use super::person::PersonClaims;
use crate::{OpaqueToken, Services};

/// The media type of access tokens (RFC 9068 §2.1).
pub(crate) const ACCESS_TOKEN: &str = "at+jwt";
/// The media type of ID tokens.
pub(crate) const ID_TOKEN: &str = "JWT";
/// Between the grant an access token came from and the rest of its `jti`.
const FAMILY_END: char = '.';

/// The claims of RFC 9068 §2.2, and where a principal lives.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AccessClaims {
    pub(crate) iss: String,
    pub(crate) sub: String,
    pub(crate) client_id: String,
    pub(crate) aud: String,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
    pub(crate) jti: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) scope: Option<String>,
    /// The name of a principal's environment when the token was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) environment: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) auth_time: Option<i64>,
}

impl AccessClaims {
    /// The grant that the token came from; none where a client acts for itself.
    pub(crate) fn grant_id(&self) -> Option<&str> {
        self.jti.split_once(FAMILY_END).map(|(grant_id, _)| grant_id)
    }
}

#[derive(Serialize)]
struct IdClaims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    auth_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    at_hash: String,
    #[serde(flatten)]
    person: PersonClaims,
}

/// What is issued for a grant.
pub(super) struct ForGrant<'a> {
    pub(super) client_id: &'a ClientId,
    pub(super) grant: &'a TokenGrant,
    /// What the access token allows: the grant's scopes, or fewer.
    pub(super) scopes: Scopes,
    /// Of the authorization request; a refresh has none (OpenID Connect Core §12.2).
    pub(super) nonce: Option<&'a str>,
    pub(super) refresh_token: OpaqueToken,
    pub(super) now: i64,
}

impl Services {
    /// Tokens for a client that acts for itself, which allow `scopes` in an environment, where they are for one.
    pub(super) fn tokens_of_client(
        &self,
        client_id: &ClientId,
        environment: Option<&TokenEnvironment>,
        scopes: &Scopes,
        now: i64,
    ) -> IssuedTokens {
        let scope = named(scopes);
        let claims = AccessClaims {
            iss: self.issuer.clone(),
            sub: client_id.as_str().to_owned(),
            client_id: client_id.as_str().to_owned(),
            aud: self.audience(environment).to_owned(),
            iat: now,
            exp: now + self.settings.access_token_for,
            jti: self.row_ids.next(&self.clock, &self.rng),
            scope: scope.clone(),
            environment: environment.map(|environment| environment.name.as_str().to_owned()),
            auth_time: None,
        };
        IssuedTokens {
            access_token: self.signing.sign(ACCESS_TOKEN, &claims),
            expires_in: self.settings.access_token_for,
            refresh_token: None,
            id_token: None,
            scope,
        }
    }

    /// Tokens for a client that acts for a person.
    pub(super) fn tokens_of_grant(&self, issue: ForGrant<'_>) -> IssuedTokens {
        let ForGrant { client_id, grant, scopes, nonce, refresh_token, now } = issue;
        // Nothing that came from a grant outlives it.
        let exp = grant.ends_at.min(now + self.settings.access_token_for);
        let id = self.row_ids.next(&self.clock, &self.rng);
        let scope = named(&scopes);
        let claims = AccessClaims {
            iss: self.issuer.clone(),
            sub: grant.user.id.clone(),
            client_id: client_id.as_str().to_owned(),
            aud: self.issuer.clone(),
            iat: now,
            exp,
            jti: format!("{}{FAMILY_END}{id}", grant.id),
            scope: scope.clone(),
            environment: None,
            auth_time: Some(grant.signed_in_at),
        };
        let access_token = self.signing.sign(ACCESS_TOKEN, &claims);
        let id_token = scopes.contains(Scope::OpenId).then(|| {
            let claims = IdClaims {
                iss: &self.issuer,
                sub: &grant.user.id,
                aud: client_id.as_str(),
                iat: now,
                exp,
                auth_time: grant.signed_in_at,
                nonce,
                at_hash: half_digest(&access_token),
                person: PersonClaims::new(&grant.user, &scopes),
            };
            self.signing.sign(ID_TOKEN, &claims)
        });
        IssuedTokens {
            access_token,
            expires_in: exp - now,
            refresh_token: Some(refresh_token),
            id_token,
            scope,
        }
    }
}

/// The value of a `scope` claim or parameter, which is absent where there is nothing to name (RFC 6749 §3.3).
fn named(scopes: &Scopes) -> Option<String> {
    Some(scopes.to_string()).filter(|scope| !scope.is_empty())
}

/// OpenID Connect Core §3.1.3.6: the left half of the digest that ES256 and RS256 both take.
fn half_digest(access_token: &str) -> String {
    let digest = digest(&SHA256, access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(&digest.as_ref()[..16])
}
