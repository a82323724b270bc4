//! Why an assertion does not prove who its sender is.

use domain::DenialReason;

/// Why an assertion does not prove who its sender is. Nothing of the assertion is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssertionRefusal {
    /// No principal that signs has this client id.
    #[error("no principal that signs has this client id")]
    Unexpected,
    /// It is no compact JWS of two JSON objects, far too long, or names a member twice.
    #[error("assertion unreadable")]
    Unreadable,
    /// This member of the header is not accepted, or not with this value.
    #[error("assertion with a forbidden {0} in its header")]
    HeaderForbidden(&'static str),
    /// This claim is missing, or of another type than it has.
    #[error("{0} of assertion missing or malformed")]
    ClaimMalformed(&'static str),
    /// The algorithm is not one that is accepted, or not the one of the key.
    #[error("algorithm of assertion refused")]
    AlgorithmRefused,
    /// The principal has no such key.
    #[error("key of assertion unknown")]
    KeyUnknown,
    /// The key's time is over.
    #[error("key of assertion expired")]
    KeyExpired,
    /// Somebody ended the key.
    #[error("key of assertion retired")]
    KeyRetired,
    /// No key that counts made the signature.
    #[error("signature of assertion wrong")]
    SignatureWrong,
    /// Issuer, subject and `client_id` are not all the same.
    #[error("issuer or subject of assertion differs")]
    IssuerDiffers,
    /// The audience is not this server alone.
    #[error("audience of assertion wrong")]
    AudienceWrong,
    /// Its time is over.
    #[error("assertion expired")]
    Expired,
    /// It counts for too long, or not yet.
    #[error("assertion too far ahead")]
    TooFarAhead,
    /// It was used before.
    #[error("assertion replayed")]
    Replayed,
}

impl AssertionRefusal {
    pub(crate) fn denial(self) -> DenialReason {
        match self {
            Self::Unexpected => DenialReason::AssertionUnexpected,
            Self::Unreadable => DenialReason::AssertionUnreadable,
            Self::HeaderForbidden(_) => DenialReason::AssertionHeaderForbidden,
            Self::ClaimMalformed(_) => DenialReason::AssertionClaimMalformed,
            Self::AlgorithmRefused => DenialReason::AssertionAlgorithmRefused,
            Self::KeyUnknown => DenialReason::KeyUnknown,
            Self::KeyExpired => DenialReason::KeyExpired,
            Self::KeyRetired => DenialReason::KeyRetired,
            Self::SignatureWrong => DenialReason::SignatureWrong,
            Self::IssuerDiffers => DenialReason::AssertionIssuerDiffers,
            Self::AudienceWrong => DenialReason::AssertionAudienceWrong,
            Self::Expired => DenialReason::AssertionExpired,
            Self::TooFarAhead => DenialReason::AssertionTooFarAhead,
            Self::Replayed => DenialReason::AssertionReplayed,
        }
    }

    /// The header member or the claim that it is about, by its name.
    pub fn part(self) -> Option<&'static str> {
        match self {
            Self::HeaderForbidden(part) | Self::ClaimMalformed(part) => Some(part),
            Self::Unexpected
            | Self::Unreadable
            | Self::AlgorithmRefused
            | Self::KeyUnknown
            | Self::KeyExpired
            | Self::KeyRetired
            | Self::SignatureWrong
            | Self::IssuerDiffers
            | Self::AudienceWrong
            | Self::Expired
            | Self::TooFarAhead
            | Self::Replayed => None,
        }
    }
}
