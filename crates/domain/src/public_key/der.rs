//! As much of DER (X.690) as public keys take: no more than a length, a tag and what is in it.

use super::{COORDINATE, PublicKey, PublicKeyProblem};

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const NULL: u8 = 0x05;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// 1.2.840.113549.1.1.1, rsaEncryption (RFC 8017 Appendix A.1).
const RSA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// 1.2.840.10045.2.1, id-ecPublicKey (RFC 5480 §2.1.1).
const EC: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
/// 1.2.840.10045.3.1.7, secp256r1 (RFC 5480 §2.1.1.1).
const P256: [u8; 8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
/// 1.3.101.112, id-Ed25519 (RFC 8410 §3).
const ED25519: [u8; 3] = [0x2b, 0x65, 0x70];
/// An uncompressed point (SEC 1 §2.3.3).
const UNCOMPRESSED: u8 = 0x04;

/// A `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7).
pub(super) fn subject_public_key_info(bytes: &[u8]) -> Result<PublicKey, PublicKeyProblem> {
    let mut info = Reader(bytes);
    let mut parts = info.sole(SEQUENCE).ok_or(malformed("SubjectPublicKeyInfo"))?;
    let mut algorithm = parts.next(SEQUENCE).map(Reader).ok_or(malformed("algorithm"))?;
    let key = parts.next(BIT_STRING).filter(|_| parts.is_empty());
    // No bits of the last byte are unused.
    let key = key.and_then(|key| key.strip_prefix(&[0])).ok_or(malformed("subjectPublicKey"))?;
    let kind = algorithm.next(OBJECT_IDENTIFIER).ok_or(malformed("algorithm"))?;
    if kind == RSA {
        algorithm.next(NULL);
        return rsa_public_key(key);
    }
    if kind == ED25519 {
        let x = key.try_into().map_err(|_| malformed("subjectPublicKey"))?;
        return Ok(PublicKey::Ed25519 { x });
    }
    if kind != EC || algorithm.next(OBJECT_IDENTIFIER) != Some(&P256) {
        return Err(PublicKeyProblem::Unsupported);
    }
    let point = key.strip_prefix(&[UNCOMPRESSED]).filter(|point| point.len() == 2 * COORDINATE);
    let (x, y) = point.ok_or(malformed("subjectPublicKey"))?.split_at(COORDINATE);
    let coordinate = |bytes: &[u8]| bytes.try_into().map_err(|_| malformed("subjectPublicKey"));
    Ok(PublicKey::P256 { x: coordinate(x)?, y: coordinate(y)? })
}

/// An `RSAPublicKey` (RFC 8017 Appendix A.1.1).
pub(super) fn rsa_public_key(bytes: &[u8]) -> Result<PublicKey, PublicKeyProblem> {
    let mut key = Reader(bytes);
    let mut parts = key.sole(SEQUENCE).ok_or(malformed("RSAPublicKey"))?;
    let n = parts.next(INTEGER).ok_or(malformed("modulus"))?;
    let e = parts.next(INTEGER).filter(|_| parts.is_empty()).ok_or(malformed("publicExponent"))?;
    PublicKey::rsa(n, e)
}

fn malformed(part: &'static str) -> PublicKeyProblem {
    PublicKeyProblem::Malformed { part }
}

/// What is still to be read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// What is in the next element, if it has this tag.
    fn next(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (&[found, first], rest) = self.0.split_first_chunk::<2>()?;
        if found != tag {
            return None;
        }
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            // The shortest form only, as DER asks; no key is longer than two bytes can say.
            0x81 => {
                let (&length, rest) = rest.split_first().filter(|(length, _)| **length >= 0x80)?;
                (usize::from(length), rest)
            }
            0x82 => {
                let (&length, rest) = rest.split_first_chunk::<2>().filter(|(length, _)| length[0] != 0)?;
                (usize::from(u16::from_be_bytes(length)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(content)
    }

    /// What is in an element of this tag that has nothing behind it.
    fn sole(&mut self, tag: u8) -> Option<Self> {
        let content = self.next(tag)?;
        self.is_empty().then_some(Self(content))
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
