//! Why a request of a client was refused, in words that lead to a mend.

use serde::{Deserialize, Serialize};

mod words;

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
    /// The roles allow more than fits into a token.
    ScopeTooLong,
    /// Scopes of Gatehouse itself were asked for together with others.
    ScopesApart,
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
    /// An assertion came from a client that is not registered to sign.
    AssertionUnexpected,
    /// The assertion is no JWT in compact form.
    AssertionUnreadable,
    /// The assertion's header says something it must not.
    AssertionHeaderForbidden,
    /// A claim of the assertion is missing or malformed.
    AssertionClaimMalformed,
    /// The assertion is signed by an algorithm that is not its key's.
    AssertionAlgorithmRefused,
    /// The assertion names a key that is not registered, or none is.
    KeyUnknown,
    /// The key has expired.
    KeyExpired,
    /// The key was retired.
    KeyRetired,
    /// The assertion's signature was not made with a key that counts.
    SignatureWrong,
    /// The assertion is not by and about the client.
    AssertionIssuerDiffers,
    /// The assertion is not for this server alone.
    AssertionAudienceWrong,
    /// The assertion has expired.
    AssertionExpired,
    /// The assertion counts too long, or not yet.
    AssertionTooFarAhead,
    /// The assertion was used before.
    AssertionReplayed,
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
    pub const ALL: [Self; 53] = [
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
        Self::ScopeTooLong,
        Self::ScopesApart,
        Self::ScopeGrown,
        Self::ResourceUnknown,
        Self::ClientDisabled,
        Self::AuthenticationMissing,
        Self::AuthenticationMixed,
        Self::SecretUnknown,
        Self::SecretWrong,
        Self::SecretExpired,
        Self::SecretRetired,
        Self::AssertionUnexpected,
        Self::AssertionUnreadable,
        Self::AssertionHeaderForbidden,
        Self::AssertionClaimMalformed,
        Self::AssertionAlgorithmRefused,
        Self::KeyUnknown,
        Self::KeyExpired,
        Self::KeyRetired,
        Self::SignatureWrong,
        Self::AssertionIssuerDiffers,
        Self::AssertionAudienceWrong,
        Self::AssertionExpired,
        Self::AssertionTooFarAhead,
        Self::AssertionReplayed,
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
            Self::ScopeTooLong => "scope_too_long",
            Self::ScopesApart => "scopes_apart",
            Self::ScopeGrown => "scope_grown",
            Self::ResourceUnknown => "resource_unknown",
            Self::ClientDisabled => "client_disabled",
            Self::AuthenticationMissing => "authentication_missing",
            Self::AuthenticationMixed => "authentication_mixed",
            Self::SecretUnknown => "secret_unknown",
            Self::SecretWrong => "secret_wrong",
            Self::SecretExpired => "secret_expired",
            Self::SecretRetired => "secret_retired",
            Self::AssertionUnexpected => "assertion_unexpected",
            Self::AssertionUnreadable => "assertion_unreadable",
            Self::AssertionHeaderForbidden => "assertion_header_forbidden",
            Self::AssertionClaimMalformed => "assertion_claim_malformed",
            Self::AssertionAlgorithmRefused => "assertion_algorithm_refused",
            Self::KeyUnknown => "key_unknown",
            Self::KeyExpired => "key_expired",
            Self::KeyRetired => "key_retired",
            Self::SignatureWrong => "signature_wrong",
            Self::AssertionIssuerDiffers => "assertion_issuer_differs",
            Self::AssertionAudienceWrong => "assertion_audience_wrong",
            Self::AssertionExpired => "assertion_expired",
            Self::AssertionTooFarAhead => "assertion_too_far_ahead",
            Self::AssertionReplayed => "assertion_replayed",
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
}
