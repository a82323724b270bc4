//! What no token endpoint on this machine and this HTTP library can be faster than: a route that signs one token and does
//! nothing else. `scripts/bench` measures the server against it.

use std::net::Ipv4Addr;
use std::sync::Arc;

use anyhow::Context as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::net::TcpListener;

const HEADER: &str = r#"{"alg":"ES256","typ":"at+jwt","kid":"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"}"#;
const CLAIMS: &str = r#"{"iss":"http://localhost:3000","sub":"app-billing-export","client_id":"app-billing-export","aud":"http://localhost:3000","iat":1700000000,"exp":1700000600,"jti":"018bcfe5-6800-7000-8000-000000000000"}"#;

/// Serves on the port that is its one argument.
#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let port = std::env::args().nth(1).context("usage: signing_ceiling PORT")?.parse()?;
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).context("cannot make a key")?;
    let router = Router::new().route("/", post(sign)).with_state(Arc::new(pair));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

async fn sign(State(pair): State<Arc<EcdsaKeyPair>>) -> String {
    let mut token = URL_SAFE_NO_PAD.encode(HEADER);
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(CLAIMS, &mut token);
    let signature = pair.sign(&SystemRandom::new(), token.as_bytes()).expect("a parsed key signs");
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    token
}
