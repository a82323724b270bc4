// Install: cargo add jsonwebtoken --features aws_lc_rs; cargo add reqwest --features blocking,form,json;
// cargo add serde_json; cargo add uuid --features serde,v4
use std::env;
use std::error::Error;
use std::fs;
use std::time::SystemTime;

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::blocking::Client;
use serde_json::{Value, json};
use uuid::Uuid;

const ISSUER: &str = "{issuer}";

fn main() -> Result<(), Box<dyn Error>> {
    let http = Client::new();
    let metadata = format!("{ISSUER}/.well-known/oauth-authorization-server");
    let metadata: Value = http.get(metadata).send()?.error_for_status()?.json()?;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", &assertion()?),
    ];
    let endpoint = metadata["token_endpoint"].as_str().ok_or("no token endpoint")?;
    let token: Value = http.post(endpoint).form(&form).send()?.error_for_status()?.json()?;
    println!("{}", token["access_token"].as_str().ok_or("no access token")?);
    Ok(())
}

/// Each counts once: one is made for each request.
fn assertion() -> Result<String, Box<dyn Error>> {
    let key = EncodingKey::from_ec_pem(&fs::read(env::var("PRIVATE_KEY_FILE")?)?)?;
    let client_id = env::var("CLIENT_ID")?;
    let now = SystemTime::UNIX_EPOCH.elapsed()?.as_secs();
    let claims = json!({
        "iss": client_id, "sub": client_id, "aud": ISSUER, "iat": now, "exp": now + 60, "jti": Uuid::new_v4(),
    });
    Ok(encode(&Header::new(Algorithm::ES256), &claims, &key)?)
}
