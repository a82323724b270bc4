//! What a refusal is called, and what to do about it, for people.

use super::DenialReason;

impl DenialReason {
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
            Self::ScopeTooLong => "More scopes were asked for than fit into a token",
            Self::ScopesApart => "Scopes of Gatehouse were asked for together with others",
            Self::ScopeGrown => "A refresh asked for more than was granted",
            Self::ResourceUnknown => "A token was asked for a resource that is not known here",
            Self::ClientDisabled => "It was disabled",
            Self::AuthenticationMissing => "The client did not authenticate",
            Self::AuthenticationMixed => "The client authenticated in two ways at once",
            Self::SecretUnknown => "The client secret is none of this client's",
            Self::SecretWrong => "The client secret was wrong",
            Self::SecretExpired => "The client secret has expired",
            Self::SecretRetired => "The client secret was retired",
            Self::AssertionUnexpected => "An assertion came, and the client is not registered to sign",
            Self::AssertionUnreadable => "The assertion is not a signed JWT",
            Self::AssertionHeaderForbidden => "The assertion's header has a member that is not accepted",
            Self::AssertionClaimMalformed => "A claim of the assertion is missing or malformed",
            Self::AssertionAlgorithmRefused => "The assertion's algorithm is not that of the key",
            Self::KeyUnknown => "The assertion names no key of this principal",
            Self::KeyExpired => "The key has expired",
            Self::KeyRetired => "The key was retired",
            Self::SignatureWrong => "The assertion's signature is wrong",
            Self::AssertionIssuerDiffers => "The assertion is not by and about the client that sent it",
            Self::AssertionAudienceWrong => "The assertion's audience is not this server, or not only",
            Self::AssertionExpired => "The assertion has expired",
            Self::AssertionTooFarAhead => "The assertion counts for too long, or not yet",
            Self::AssertionReplayed => "The assertion was used before",
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
            Self::ScopeUnknown => "Ask for fewer scopes, or assign a role that allows them.",
            Self::ScopeTooLong => {
                "Ask for the scopes that are needed, by name: a request without a scope asks for all that the roles allow."
            }
            Self::ScopesApart => {
                "Ask for gatehouse.read and gatehouse.admin in a request of their own: that token is for Gatehouse alone."
            }
            Self::ScopeGrown => {
                "Ask for the scopes that were granted, or fewer, or sign the person in again."
            }
            Self::ResourceUnknown => {
                "Leave resource out, or send the issuer; a principal sends the audience of its environment."
            }
            Self::ClientDisabled => "Enable it if it shall be used again.",
            Self::AuthenticationMissing => {
                "Send the client secret by HTTP Basic or in the body; with Signed JWT, send an assertion."
            }
            Self::AuthenticationMixed => {
                "Send one of them: the client secret by HTTP Basic, the client secret in the body, or an assertion."
            }
            Self::SecretUnknown => "Look whether the secret of another client or environment is configured.",
            Self::SecretWrong => "Configure the secret anew, or generate a new one.",
            Self::SecretExpired => "Generate a new secret and configure it.",
            Self::SecretRetired => "Configure the secret that replaced it.",
            Self::AssertionUnexpected => {
                "Send the client secret, or register a service principal with Signed JWT."
            }
            Self::AssertionUnreadable => {
                "Send a JWT in compact form, of at most 8192 characters, in which no member comes twice."
            }
            Self::AssertionHeaderForbidden => {
                "Leave out jku, jwk, x5u, x5c, crit and b64: keys are registered here. Leave typ out, too, or send client-authentication+jwt or JWT."
            }
            Self::AssertionClaimMalformed => {
                "iss, sub and jti are texts, aud is a text or an array of one, exp is a whole number of seconds, nbf and iat are numbers."
            }
            Self::AssertionAlgorithmRefused => {
                "Sign with ES256, PS256 or EdDSA, whichever the registered key is for."
            }
            Self::KeyUnknown => "Register the public key, or set kid to the one of a key on this page.",
            Self::KeyExpired => "Register a new public key and sign with its private half.",
            Self::KeyRetired => "Sign with the key that replaced it.",
            Self::SignatureWrong => {
                "Sign with the private half of a key on this page. An ES256 signature is 64 bytes, not DER; a PS256 salt is 32 bytes."
            }
            Self::AssertionIssuerDiffers => {
                "Set iss and sub to the client ID, and send client_id with the same value or not at all."
            }
            Self::AssertionAudienceWrong => {
                "Set aud to the issuer and nothing else. If the program can only send the token endpoint, edit the principal to accept it."
            }
            Self::AssertionExpired => "Make one for each request, and look whether the clock is right.",
            Self::AssertionTooFarAhead => {
                "Set exp to ten minutes from now at the most and iat and nbf to now, and look whether the clock is right."
            }
            Self::AssertionReplayed => {
                "Make one with a new jti for each request. If the application does, somebody else has its assertions."
            }
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
