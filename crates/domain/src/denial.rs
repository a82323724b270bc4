//! Why a request of a client was refused, in words that lead to a mend.

use serde::{Deserialize, Serialize};

/// Why a client was refused what it asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DenialReason {
    /// The redirect URI was missing.
    RedirectUriMissing,
    /// The redirect URI is not registered.
    RedirectUriNotRegistered,
    /// The redirect URI was not the one the code was asked for with.
    RedirectUriDiffers,
    /// A parameter was sent twice.
    ParameterRepeated,
    /// A parameter could not be understood.
    ParameterInvalid,
    /// A parameter was missing.
    ParameterMissing,
    /// The response type is not supported.
    ResponseTypeUnsupported,
    /// The PKCE code challenge was missing.
    PkceMissing,
    /// The PKCE method is not the registered one.
    PkceMethodDiffers,
    /// The PKCE code verifier was missing.
    PkceVerifierMissing,
    /// The PKCE code verifier was malformed.
    PkceVerifierMalformed,
    /// The PKCE code verifier was wrong.
    PkceVerifierWrong,
    /// A PKCE code verifier was sent for a code without a challenge.
    PkceUnexpected,
    /// A scope was asked for that cannot be granted.
    ScopeUnknown,
    /// A refresh asked for more than was granted.
    ScopeGrown,
    /// A token was asked for a resource that is not known here.
    ResourceUnknown,
    /// The client is disabled.
    ClientDisabled,
    /// The client did not authenticate.
    AuthenticationMissing,
    /// The client authenticated in two ways at once.
    AuthenticationMixed,
    /// The client secret is none of this client's.
    SecretUnknown,
    /// The client secret was wrong.
    SecretWrong,
    /// The client secret has expired.
    SecretExpired,
    /// The client secret was retired.
    SecretRetired,
    /// The client is registered for another grant.
    GrantNotRegistered,
    /// The grant type is not supported.
    GrantUnsupported,
    /// The authorization code is unknown.
    CodeUnknown,
    /// The authorization code had expired.
    CodeExpired,
    /// The authorization code was used before.
    CodeReplayed,
    /// The authorization code is another client's.
    CodeOfAnotherClient,
    /// What the person allowed has ended.
    GrantEnded,
    /// The refresh token is unknown.
    RefreshTokenUnknown,
    /// The refresh token had expired.
    RefreshTokenExpired,
    /// The refresh token was used before.
    RefreshTokenReplayed,
    /// The token is another client's.
    TokenOfAnotherClient,
    /// The person's account is disabled.
    PersonDisabled,
    /// The person declined.
    AccessDenied,
    /// The person would have had to do something, and prompt=none forbade it.
    InteractionRequired,
}

impl DenialReason {
    /// Every reason.
    pub const ALL: [Self; 37] = [
        Self::RedirectUriMissing,
        Self::RedirectUriNotRegistered,
        Self::RedirectUriDiffers,
        Self::ParameterRepeated,
        Self::ParameterInvalid,
        Self::ParameterMissing,
        Self::ResponseTypeUnsupported,
        Self::PkceMissing,
        Self::PkceMethodDiffers,
        Self::PkceVerifierMissing,
        Self::PkceVerifierMalformed,
        Self::PkceVerifierWrong,
        Self::PkceUnexpected,
        Self::ScopeUnknown,
        Self::ScopeGrown,
        Self::ResourceUnknown,
        Self::ClientDisabled,
        Self::AuthenticationMissing,
        Self::AuthenticationMixed,
        Self::SecretUnknown,
        Self::SecretWrong,
        Self::SecretExpired,
        Self::SecretRetired,
        Self::GrantNotRegistered,
        Self::GrantUnsupported,
        Self::CodeUnknown,
        Self::CodeExpired,
        Self::CodeReplayed,
        Self::CodeOfAnotherClient,
        Self::GrantEnded,
        Self::RefreshTokenUnknown,
        Self::RefreshTokenExpired,
        Self::RefreshTokenReplayed,
        Self::TokenOfAnotherClient,
        Self::PersonDisabled,
        Self::AccessDenied,
        Self::InteractionRequired,
    ];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RedirectUriMissing => "redirect_uri_missing",
            Self::RedirectUriNotRegistered => "redirect_uri_not_registered",
            Self::RedirectUriDiffers => "redirect_uri_differs",
            Self::ParameterRepeated => "parameter_repeated",
            Self::ParameterInvalid => "parameter_invalid",
            Self::ParameterMissing => "parameter_missing",
            Self::ResponseTypeUnsupported => "response_type_unsupported",
            Self::PkceMissing => "pkce_missing",
            Self::PkceMethodDiffers => "pkce_method_differs",
            Self::PkceVerifierMissing => "pkce_verifier_missing",
            Self::PkceVerifierMalformed => "pkce_verifier_malformed",
            Self::PkceVerifierWrong => "pkce_verifier_wrong",
            Self::PkceUnexpected => "pkce_unexpected",
            Self::ScopeUnknown => "scope_unknown",
            Self::ScopeGrown => "scope_grown",
            Self::ResourceUnknown => "resource_unknown",
            Self::ClientDisabled => "client_disabled",
            Self::AuthenticationMissing => "authentication_missing",
            Self::AuthenticationMixed => "authentication_mixed",
            Self::SecretUnknown => "secret_unknown",
            Self::SecretWrong => "secret_wrong",
            Self::SecretExpired => "secret_expired",
            Self::SecretRetired => "secret_retired",
            Self::GrantNotRegistered => "grant_not_registered",
            Self::GrantUnsupported => "grant_unsupported",
            Self::CodeUnknown => "code_unknown",
            Self::CodeExpired => "code_expired",
            Self::CodeReplayed => "code_replayed",
            Self::CodeOfAnotherClient => "code_of_another_client",
            Self::GrantEnded => "grant_ended",
            Self::RefreshTokenUnknown => "refresh_token_unknown",
            Self::RefreshTokenExpired => "refresh_token_expired",
            Self::RefreshTokenReplayed => "refresh_token_replayed",
            Self::TokenOfAnotherClient => "token_of_another_client",
            Self::PersonDisabled => "person_disabled",
            Self::AccessDenied => "access_denied",
            Self::InteractionRequired => "interaction_required",
        }
    }

    /// The reason of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }

    /// What happened, for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::RedirectUriMissing => "The redirect URI was missing",
            Self::RedirectUriNotRegistered => "The redirect URI is not registered",
            Self::RedirectUriDiffers => "The redirect URI was not the one the code was asked for with",
            Self::ParameterRepeated => "A parameter was sent twice",
            Self::ParameterInvalid => "A parameter could not be understood",
            Self::ParameterMissing => "A parameter was missing",
            Self::ResponseTypeUnsupported => "The response type is not supported",
            Self::PkceMissing => "The PKCE code challenge was missing",
            Self::PkceMethodDiffers => "The PKCE method is not the registered one",
            Self::PkceVerifierMissing => "The PKCE code verifier was missing",
            Self::PkceVerifierMalformed => "The PKCE code verifier was malformed",
            Self::PkceVerifierWrong => "The PKCE code verifier was wrong",
            Self::PkceUnexpected => "A PKCE code verifier was sent for a code without a challenge",
            Self::ScopeUnknown => "A scope was asked for that cannot be granted",
            Self::ScopeGrown => "A refresh asked for more than was granted",
            Self::ResourceUnknown => "A token was asked for a resource that is not known here",
            Self::ClientDisabled => "The client is disabled",
            Self::AuthenticationMissing => "The client did not authenticate",
            Self::AuthenticationMixed => "The client authenticated in two ways at once",
            Self::SecretUnknown => "The client secret is none of this client's",
            Self::SecretWrong => "The client secret was wrong",
            Self::SecretExpired => "The client secret has expired",
            Self::SecretRetired => "The client secret was retired",
            Self::GrantNotRegistered => "The client is registered for another grant",
            Self::GrantUnsupported => "The grant type is not supported",
            Self::CodeUnknown => "The authorization code is unknown",
            Self::CodeExpired => "The authorization code had expired",
            Self::CodeReplayed => "The authorization code was used before",
            Self::CodeOfAnotherClient => "The authorization code is another client's",
            Self::GrantEnded => "What the person allowed has ended",
            Self::RefreshTokenUnknown => "The refresh token is unknown",
            Self::RefreshTokenExpired => "The refresh token had expired",
            Self::RefreshTokenReplayed => "The refresh token was used before",
            Self::TokenOfAnotherClient => "The token is another client's",
            Self::PersonDisabled => "The person's account is disabled",
            Self::AccessDenied => "The person declined",
            Self::InteractionRequired => {
                "The person would have had to do something, and prompt=none forbade it"
            }
        }
    }

    /// What to do about it, for people.
    pub fn advice(self) -> &'static str {
        match self {
            Self::RedirectUriMissing => {
                "Send redirect_uri: it may be left out only where exactly one URI without a wildcard is registered and openid is not asked for."
            }
            Self::RedirectUriNotRegistered => {
                "Register it, if it is yours, or have the application ask with one that is."
            }
            Self::RedirectUriDiffers => {
                "Send the same redirect_uri to the token endpoint as to the authorization endpoint, character by character."
            }
            Self::ParameterRepeated => "Send each parameter once.",
            Self::ParameterInvalid => "Look its values up in the guide on the Identity Provider page.",
            Self::ParameterMissing => "Add the parameter.",
            Self::ResponseTypeUnsupported => "Use response_type=code.",
            Self::PkceMissing => "Send code_challenge and code_challenge_method as registered.",
            Self::PkceMethodDiffers => {
                "Send the code_challenge_method that is registered, or register the one the application uses."
            }
            Self::PkceVerifierMissing => "Send the code_verifier that belongs to the code_challenge.",
            Self::PkceVerifierMalformed => {
                "A code verifier has 43 to 128 letters, digits, hyphens, periods, underscores and tildes."
            }
            Self::PkceVerifierWrong => {
                "Send the code_verifier that belongs to the code_challenge of the same sign-in."
            }
            Self::PkceUnexpected => "Send the code_challenge with the authorization request, too.",
            Self::ScopeUnknown => "Ask for fewer scopes; metadata names those there are.",
            Self::ScopeGrown => {
                "Ask for the scopes that were granted, or fewer, or sign the person in again."
            }
            Self::ResourceUnknown => "Leave resource out, or send the issuer.",
            Self::ClientDisabled => "Enable the client if it shall be used again.",
            Self::AuthenticationMissing => "Send the client secret by HTTP Basic or in the body.",
            Self::AuthenticationMixed => "Send the client secret once: by HTTP Basic or in the body.",
            Self::SecretUnknown => "Look whether the secret of another client or environment is configured.",
            Self::SecretWrong => "Configure the secret anew, or generate a new one.",
            Self::SecretExpired => "Generate a new secret and configure it.",
            Self::SecretRetired => "Configure the secret that replaced it.",
            Self::GrantNotRegistered => "Have the application use the registered grant, or change it here.",
            Self::GrantUnsupported => "Use authorization_code, refresh_token or client_credentials.",
            Self::CodeUnknown => "A code counts at the server that made it, unchanged.",
            Self::CodeExpired => "Redeem the code within a minute.",
            Self::CodeReplayed => {
                "A code counts once: all tokens that came from it were revoked. If the application did not do this, somebody else has the code."
            }
            Self::CodeOfAnotherClient => "Redeem a code with the client that asked for it.",
            Self::GrantEnded => "Sign the person in again.",
            Self::RefreshTokenUnknown => "Keep the refresh token of the newest answer, unchanged.",
            Self::RefreshTokenExpired => "Sign the person in again.",
            Self::RefreshTokenReplayed => {
                "A refresh token counts once: its whole family was revoked. Keep the one of the newest answer; if the application does, somebody else has one."
            }
            Self::TokenOfAnotherClient => "Use and revoke a token with the client it was issued to.",
            Self::PersonDisabled => "Enable the account if the person shall sign in again.",
            Self::AccessDenied => "Nothing to do, unless the person did not know the application.",
            Self::InteractionRequired => "Start a sign-in without prompt=none.",
        }
    }
}
