//! Why something pasted is no public key.

use std::fmt;

use crate::Problem;

/// Why something pasted is no public key that can be registered. Holds nothing of what was pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKeyProblem {
    /// Nothing was pasted.
    Empty,
    /// Far more than keys are.
    TooLong,
    /// Neither JSON nor PEM, or broken.
    Unreadable,
    /// Well-formed, and without a key.
    NoKey,
    /// A private key, or one that has both halves.
    Private,
    /// A key of which both sides have the same half.
    Symmetric,
    /// A certificate.
    Certificate,
    /// A kind of key or a curve that is not supported.
    Unsupported,
    /// A member or a part is missing or malformed.
    Malformed {
        /// By its name in RFC 7518 or RFC 5280.
        part: &'static str,
    },
    /// The key says that it is for something else than verifying signatures.
    NotForSignatures,
    /// The key says that it is for another algorithm.
    OtherAlgorithm {
        /// The one it would be used with.
        expected: &'static str,
    },
    /// An RSA modulus of too few bits.
    RsaTooShort {
        /// How many there are.
        bits: usize,
    },
    /// An RSA modulus of too many bits.
    RsaTooLong {
        /// How many there are.
        bits: usize,
    },
}

impl fmt::Display for PublicKeyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Paste a public key, or generate a key pair."),
            Self::TooLong => f.write_str("This is too long for a key. Paste one or two public keys."),
            Self::Unreadable => {
                f.write_str("This is neither a JWK, a JWK set nor a PEM public key. Paste the whole of it.")
            }
            Self::NoKey => f.write_str("There is no key in this. Paste one or two public keys."),
            Self::Private => f.write_str(
                "This is a private key. It was not sent or stored. Keep it to yourself and paste its public half.",
            ),
            Self::Symmetric => {
                f.write_str("This is a shared secret. Paste a public key, of which only you have the private half.")
            }
            Self::Certificate => f.write_str(
                "This is a certificate. Paste its public key: openssl x509 -pubkey -noout -in certificate.pem",
            ),
            Self::Unsupported => {
                f.write_str("This kind of key is not supported. Use EC P-256, Ed25519 or RSA with 2048 bits or more.")
            }
            Self::Malformed { part } => write!(f, "The key’s “{part}” is missing or malformed. Paste the whole key."),
            Self::NotForSignatures => {
                f.write_str("The key says that it is not for signatures. Paste one with the use “sig”, or without.")
            }
            Self::OtherAlgorithm { expected } => {
                write!(f, "The key says that it is for another algorithm. With this kind of key, sign with {expected}.")
            }
            Self::RsaTooShort { bits } => write!(f, "The RSA key has {bits} bits. Use one with at least 2048."),
            Self::RsaTooLong { bits } => write!(f, "The RSA key has {bits} bits. Use one with at most 8192."),
        }
    }
}

impl std::error::Error for PublicKeyProblem {}

impl Problem for PublicKeyProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong => "too_long",
            Self::Unreadable => "unreadable",
            Self::NoKey => "no_key",
            Self::Private => "private_key",
            Self::Symmetric => "symmetric_key",
            Self::Certificate => "certificate",
            Self::Unsupported => "unsupported",
            Self::Malformed { .. } => "malformed",
            Self::NotForSignatures => "not_for_signatures",
            Self::OtherAlgorithm { .. } => "other_algorithm",
            Self::RsaTooShort { .. } => "too_short",
            Self::RsaTooLong { .. } => "too_many_bits",
        }
    }
}
