//! A key pair made in the browser (Web Cryptography API). Its private half leaves the browser's own keeping only to be
//! shown, and is in no request.

use domain::PublicKey;
use js_sys::futures::JsFuture;
use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CryptoKey, CryptoKeyPair, SubtleCrypto};

/// EC on P-256 signs with ES256, which every library has.
const ALGORITHM: &str = r#"{"name":"ECDSA","namedCurve":"P-256"}"#;
/// The width of a line of PEM (RFC 7468 §2).
const LINE: usize = 64;

/// A public key, and where its private half is.
#[derive(Clone)]
pub struct KeyPair {
    /// The public half as a JWK with its thumbprint for a name.
    pub public_jwk: String,
    /// The thumbprint (RFC 7638).
    kid: String,
    private: CryptoKey,
}

/// A private key on its way to the one window that shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateKey {
    /// How assertions name it.
    pub kid: String,
    /// PKCS #8 (RFC 5958) as PEM.
    pub pem: String,
    /// The same as a JWK.
    pub jwk: String,
}

impl KeyPair {
    /// Makes one.
    ///
    /// # Errors
    /// Whatever the browser says: it has no Web Cryptography outside of a secure context.
    pub async fn generate() -> Result<Self, JsValue> {
        let subtle = subtle()?;
        let algorithm: Object = JSON::parse(ALGORITHM)?.unchecked_into();
        let usages = Array::of2(&"sign".into(), &"verify".into());
        let pair = JsFuture::from(subtle.generate_key_with_object(&algorithm, true, &usages)?).await?;
        let pair: CryptoKeyPair = pair.unchecked_into();
        let exported = JsFuture::from(subtle.export_key("jwk", &pair.get_public_key())?).await?;
        let kid = thumbprint(&subtle, &text(&exported)?).await?;
        Ok(Self { public_jwk: named(&exported, &kid)?, kid, private: pair.get_private_key() })
    }

    /// The private half, to be shown.
    ///
    /// # Errors
    /// Whatever the browser says.
    pub async fn private_key(&self) -> Result<PrivateKey, JsValue> {
        let subtle = subtle()?;
        let pkcs8 = JsFuture::from(subtle.export_key("pkcs8", &self.private)?).await?;
        let jwk = JsFuture::from(subtle.export_key("jwk", &self.private)?).await?;
        let pem = pem(&base64(&Uint8Array::new(&pkcs8).to_vec())?);
        Ok(PrivateKey { kid: self.kid.clone(), pem, jwk: named(&jwk, &self.kid)? })
    }
}

fn subtle() -> Result<SubtleCrypto, JsValue> {
    Ok(window().crypto()?.subtle())
}

fn text(value: &JsValue) -> Result<String, JsValue> {
    JSON::stringify(value).map(String::from)
}

/// The JWK with what a library wants to know of it, in place of what the browser says of its own handling.
fn named(jwk: &JsValue, kid: &str) -> Result<String, JsValue> {
    let members: &Object = jwk.unchecked_ref();
    for own in ["key_ops", "ext"] {
        Reflect::delete_property(members, &own.into())?;
    }
    for (member, value) in [("alg", "ES256"), ("use", "sig"), ("kid", kid)] {
        Reflect::set(members, &member.into(), &value.into())?;
    }
    JSON::stringify_with_replacer_and_space(jwk, &JsValue::NULL, &2.into()).map(String::from)
}

/// RFC 7638 §3: the digest of the members that make the key.
async fn thumbprint(subtle: &SubtleCrypto, jwk: &str) -> Result<String, JsValue> {
    let keys = PublicKey::read(jwk).map_err(|problem| JsValue::from(problem.to_string()))?;
    let members = keys.first().map(|pasted| pasted.key.to_jwk()).unwrap_or_default();
    let bytes = Uint8Array::from(members.as_bytes());
    let digest = JsFuture::from(subtle.digest_with_str_and_js_u8_array("SHA-256", &bytes)?).await?;
    let text = base64(&Uint8Array::new(&digest).to_vec())?;
    Ok(text.trim_end_matches('=').replace('+', "-").replace('/', "_"))
}

fn base64(bytes: &[u8]) -> Result<String, JsValue> {
    let characters: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    window().btoa(&characters)
}

fn pem(base64: &str) -> String {
    let mut pem = "-----BEGIN PRIVATE KEY-----\n".to_owned();
    let mut rest = base64;
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(LINE));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    pem.push_str("-----END PRIVATE KEY-----\n");
    pem
}

#[cfg(test)]
mod tests {
    use super::pem;

    #[test]
    fn pem_has_lines_of_64_characters() {
        let text = pem(&"A".repeat(130));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.iter().map(|line| line.len()).collect::<Vec<_>>(), [27, 64, 64, 2, 25]);
        assert!(text.ends_with("-----END PRIVATE KEY-----\n"));
        assert_eq!(pem(&"A".repeat(64)).lines().count(), 3);
    }
}
