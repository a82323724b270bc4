//! PEM (RFC 7468): blocks of base64 between a line that says what begins and one that says what ends.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{PastedKey, PublicKey, PublicKeyProblem, der};

const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";

pub(super) fn read(text: &str) -> Result<Vec<PastedKey>, PublicKeyProblem> {
    // A private key is said to be one before anything else, wherever it stands.
    if text.split(BEGIN).skip(1).any(|block| block.split(DASHES).next().is_some_and(is_private)) {
        return Err(PublicKeyProblem::Private);
    }
    text.split(BEGIN).skip(1).map(|text| Ok(PastedKey { key: block(text)?, kid: None })).collect()
}

fn is_private(label: &str) -> bool {
    label.ends_with("PRIVATE KEY")
}

/// What stands between the two lines, the first of which lost its beginning.
fn block(text: &str) -> Result<PublicKey, PublicKeyProblem> {
    let (label, rest) = text.split_once(DASHES).ok_or(PublicKeyProblem::Unreadable)?;
    let end = ["-----END ", label, DASHES].concat();
    let (body, _) = rest.split_once(end.as_str()).ok_or(PublicKeyProblem::Unreadable)?;
    let body: String = body.split_ascii_whitespace().collect();
    let bytes = STANDARD.decode(body).map_err(|_| PublicKeyProblem::Unreadable)?;
    match label {
        "PUBLIC KEY" => der::subject_public_key_info(&bytes),
        "RSA PUBLIC KEY" => der::rsa_public_key(&bytes),
        "CERTIFICATE" | "TRUSTED CERTIFICATE" | "X509 CERTIFICATE" => Err(PublicKeyProblem::Certificate),
        _ => Err(PublicKeyProblem::Unsupported),
    }
}
