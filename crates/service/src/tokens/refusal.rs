//! Why there is no token: precise here, so that the log and the client's page can tell; the caller learns the RFC's code.

use domain::DenialReason;
use store::StoreError;

use super::AssertionRefusal;
use crate::verifier::VerifyError;

/// Why there is no token: the precise reason, for the log. The caller learns the RFC's code.
#[derive(Debug, thiserror::Error)]
pub enum TokenRefusal {
    /// No client has this id together with a secret of this id.
    #[error("client or secret unknown")]
    ClientUnknown,
    /// A client that has to prove who it is presented nothing.
    #[error("client authentication missing")]
    AuthenticationMissing,
    /// What was presented has not the form of a client secret.
    #[error("secret malformed")]
    SecretMalformed,
    /// The secret is wrong.
    #[error("secret wrong")]
    SecretWrong,
    /// The secret's time is over.
    #[error("secret expired")]
    SecretExpired,
    /// Somebody ended the secret.
    #[error("secret retired")]
    SecretRetired,
    /// The assertion does not prove it.
    #[error(transparent)]
    Assertion(#[from] AssertionRefusal),
    /// The client is switched off.
    #[error("client disabled")]
    ClientDisabled,
    /// The client is registered for another grant.
    #[error("client registered for another grant")]
    GrantNotRegistered,
    /// A scope was asked for that the client does not hold, or that is unknown.
    #[error("scope not granted")]
    ScopeNotGranted,
    /// The roles allow more than fits into a token, and the request did not choose.
    #[error("too many scopes for one token")]
    ScopeTooLong,
    /// Scopes of this server itself were asked for together with others, which are for somebody else.
    #[error("scopes of two audiences")]
    ScopesApart,
    /// A resource was asked for that this server has no tokens for.
    #[error("resource unknown")]
    ResourceUnknown,
    /// No such code was made, or long ago.
    #[error("code unknown")]
    CodeUnknown,
    /// The code's minute is over.
    #[error("code expired")]
    CodeExpired,
    /// The code was redeemed before; what came from it is revoked.
    #[error("code replayed")]
    CodeReplayed,
    /// The code was made for another client.
    #[error("code of another client")]
    CodeOfAnotherClient,
    /// The redirect URI is not the one of the authorization request, or is missing where that had one.
    #[error("redirect URI differs")]
    RedirectUriDiffers,
    /// The code has a challenge, and no verifier came with it.
    #[error("code verifier missing")]
    VerifierMissing,
    /// The verifier breaks the grammar of RFC 7636 §4.1.
    #[error("code verifier malformed")]
    VerifierMalformed,
    /// The challenge was not made from the verifier.
    #[error("code verifier wrong")]
    VerifierWrong,
    /// A verifier came for a code without a challenge: somebody may have taken the challenge away (RFC 9700 §2.1.1).
    #[error("code verifier unexpected")]
    VerifierUnexpected,
    /// What the person allowed has ended, was revoked, or went with their session.
    #[error("grant ended")]
    GrantEnded,
    /// No such refresh token was made, or long ago.
    #[error("refresh token unknown")]
    RefreshTokenUnknown,
    /// Nobody used the refresh token for too long.
    #[error("refresh token expired")]
    RefreshTokenExpired,
    /// The refresh token was used before; its family is revoked.
    #[error("refresh token replayed")]
    RefreshTokenReplayed,
    /// A refresh asked for a scope that was not granted.
    #[error("scope grown")]
    ScopeGrown,
    /// The token was issued to another client.
    #[error("token of another client")]
    TokenOfAnotherClient,
    /// The person's account is switched off.
    #[error("person disabled")]
    PersonDisabled,
    /// Too many secrets of this client are being verified.
    #[error("client overloads verification")]
    ClientOverloaded,
    /// Too many secrets are waiting to be verified.
    #[error("verification overloaded")]
    Overloaded,
    /// A stored hash cannot be read.
    #[error("stored hash cannot be read")]
    HashUnreadable,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TokenRefusal {
    /// What whoever looks after the client is told; none where the fault is this server's.
    pub fn denial(&self) -> Option<DenialReason> {
        Some(match self {
            Self::ClientUnknown | Self::SecretMalformed => DenialReason::SecretUnknown,
            Self::AuthenticationMissing => DenialReason::AuthenticationMissing,
            Self::SecretWrong => DenialReason::SecretWrong,
            Self::SecretExpired => DenialReason::SecretExpired,
            Self::SecretRetired => DenialReason::SecretRetired,
            Self::Assertion(refusal) => refusal.denial(),
            Self::ClientDisabled => DenialReason::ClientDisabled,
            Self::GrantNotRegistered => DenialReason::GrantNotRegistered,
            Self::ScopeNotGranted => DenialReason::ScopeUnknown,
            Self::ScopeTooLong => DenialReason::ScopeTooLong,
            Self::ScopesApart => DenialReason::ScopesApart,
            Self::ResourceUnknown => DenialReason::ResourceUnknown,
            Self::CodeUnknown => DenialReason::CodeUnknown,
            Self::CodeExpired => DenialReason::CodeExpired,
            Self::CodeReplayed => DenialReason::CodeReplayed,
            Self::CodeOfAnotherClient => DenialReason::CodeOfAnotherClient,
            Self::RedirectUriDiffers => DenialReason::RedirectUriDiffers,
            Self::VerifierMissing => DenialReason::PkceVerifierMissing,
            Self::VerifierMalformed => DenialReason::PkceVerifierMalformed,
            Self::VerifierWrong => DenialReason::PkceVerifierWrong,
            Self::VerifierUnexpected => DenialReason::PkceUnexpected,
            Self::GrantEnded => DenialReason::GrantEnded,
            Self::RefreshTokenUnknown => DenialReason::RefreshTokenUnknown,
            Self::RefreshTokenExpired => DenialReason::RefreshTokenExpired,
            Self::RefreshTokenReplayed => DenialReason::RefreshTokenReplayed,
            Self::ScopeGrown => DenialReason::ScopeGrown,
            Self::TokenOfAnotherClient => DenialReason::TokenOfAnotherClient,
            Self::PersonDisabled => DenialReason::PersonDisabled,
            Self::ClientOverloaded | Self::Overloaded | Self::HashUnreadable | Self::Store(_) => return None,
        })
    }
}

impl From<VerifyError> for TokenRefusal {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::ClientOverloaded => Self::ClientOverloaded,
            VerifyError::Overloaded => Self::Overloaded,
            VerifyError::Unreadable => Self::HashUnreadable,
        }
    }
}
