//! JWKs and JWK sets (RFC 7517).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::{COORDINATE, MAX_KID, PastedKey, PublicKey, PublicKeyProblem};

/// The members of private keys (RFC 7518 §6.2.2, §6.3.2, RFC 8037 §2).
const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];

pub(super) fn read(text: &str) -> Result<Vec<PastedKey>, PublicKeyProblem> {
    let value: Value = serde_json::from_str(text).map_err(|_| PublicKeyProblem::Unreadable)?;
    let Value::Object(object) = value else { return Err(PublicKeyProblem::Unreadable) };
    match object.get("keys") {
        Some(Value::Array(keys)) => keys
            .iter()
            .map(|key| key.as_object().ok_or(PublicKeyProblem::Unreadable).and_then(key_of))
            .collect(),
        Some(_) => Err(PublicKeyProblem::Malformed { part: "keys" }),
        None => Ok(vec![key_of(&object)?]),
    }
}

fn key_of(jwk: &Map<String, Value>) -> Result<PastedKey, PublicKeyProblem> {
    if PRIVATE.iter().any(|member| jwk.contains_key(*member)) {
        return Err(PublicKeyProblem::Private);
    }
    let text = |member: &str| jwk.get(member).and_then(Value::as_str);
    let key = match (text("kty"), text("crv")) {
        (Some("oct"), _) => return Err(PublicKeyProblem::Symmetric),
        (Some("EC"), Some("P-256")) => PublicKey::P256 { x: coordinate(jwk, "x")?, y: coordinate(jwk, "y")? },
        (Some("OKP"), Some("Ed25519")) => PublicKey::Ed25519 { x: coordinate(jwk, "x")? },
        (Some("RSA"), _) => PublicKey::rsa(&bytes(jwk, "n")?, &bytes(jwk, "e")?)?,
        (Some(_), _) => return Err(PublicKeyProblem::Unsupported),
        (None, _) => return Err(PublicKeyProblem::Malformed { part: "kty" }),
    };
    if text("use").is_some_and(|usage| usage != "sig") {
        return Err(PublicKeyProblem::NotForSignatures);
    }
    if let Some(Value::Array(operations)) = jwk.get("key_ops")
        && !operations.iter().any(|operation| operation == "verify")
    {
        return Err(PublicKeyProblem::NotForSignatures);
    }
    if text("alg").is_some_and(|alg| alg != key.algorithm()) {
        return Err(PublicKeyProblem::OtherAlgorithm { expected: key.algorithm() });
    }
    let kid = match jwk.get("kid") {
        None => None,
        Some(Value::String(kid))
            if (1..=MAX_KID).contains(&kid.len()) && !kid.chars().any(char::is_control) =>
        {
            Some(kid.clone())
        }
        Some(_) => return Err(PublicKeyProblem::Malformed { part: "kid" }),
    };
    Ok(PastedKey { key, kid })
}

fn bytes(jwk: &Map<String, Value>, member: &'static str) -> Result<Vec<u8>, PublicKeyProblem> {
    let text = jwk.get(member).and_then(Value::as_str);
    text.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok())
        .ok_or(PublicKeyProblem::Malformed { part: member })
}

fn coordinate(jwk: &Map<String, Value>, member: &'static str) -> Result<[u8; COORDINATE], PublicKeyProblem> {
    // RFC 7518 §6.2.1.2: always of full length.
    bytes(jwk, member)?.try_into().map_err(|_| PublicKeyProblem::Malformed { part: member })
}
