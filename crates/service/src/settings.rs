//! What an operator decides about tokens.

use domain::SigningAlgorithm;

/// How long what the token service gives out lasts, and how it is signed. Times in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSettings {
    /// An access token, and an ID token.
    pub access_token_for: i64,
    /// A refresh token that nobody uses.
    pub refresh_token_idle_for: i64,
    /// A family of refresh tokens that outlives its session (`offline_access`), however busy it is.
    pub refresh_tokens_for: i64,
    /// How new signing keys sign.
    pub signing_algorithm: SigningAlgorithm,
    /// How long a key signs before the next takes its place.
    pub signing_key_for: i64,
}

impl Default for TokenSettings {
    fn default() -> Self {
        const DAY: i64 = 24 * 60 * 60;
        Self {
            access_token_for: 10 * 60,
            refresh_token_idle_for: 7 * DAY,
            refresh_tokens_for: 30 * DAY,
            signing_algorithm: SigningAlgorithm::default(),
            signing_key_for: 90 * DAY,
        }
    }
}
