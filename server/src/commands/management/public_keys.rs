//! Public keys in files.

use anyhow::Context as _;
use domain::{PastedKey, PublicKey};
use serde_json::{Map, Value, json};

/// The same text, where public keys are in it: a private one goes nowhere.
pub(super) fn checked(text: String) -> anyhow::Result<String> {
    read(&text)?;
    Ok(text)
}

/// The keys as a JWK set (RFC 7517 §5).
pub(super) fn jwks(text: &str) -> anyhow::Result<Value> {
    let keys: Vec<_> = read(text)?.iter().map(jwk).collect();
    Ok(json!({ "keys": keys }))
}

fn read(text: &str) -> anyhow::Result<Vec<PastedKey>> {
    PublicKey::read(text).context("the file holds no public keys that can be used")
}

fn jwk(pasted: &PastedKey) -> Map<String, Value> {
    let mut jwk: Map<String, Value> =
        serde_json::from_str(&pasted.key.to_jwk()).expect("a JWK of ours is a JSON object");
    jwk.extend(pasted.kid.clone().map(|kid| ("kid".to_owned(), kid.into())));
    jwk
}
