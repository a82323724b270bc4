// Install: cargo add openidconnect --features reqwest-blocking
use std::collections::HashMap;
use std::env;
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata};
use openidconnect::reqwest::blocking::Client;
use openidconnect::reqwest::redirect::Policy;
use openidconnect::url::Url;
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, RedirectUrl, Scope, TokenResponse,
};

const ISSUER: &str = "{issuer}";

fn main() -> Result<(), Box<dyn Error>> {
    let redirect_uri = RedirectUrl::new(env::var("REDIRECT_URI")?)?;
    let http = Client::builder().redirect(Policy::none()).build()?;
    let metadata = CoreProviderMetadata::discover(&IssuerUrl::new(ISSUER.to_owned())?, &http)?;
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(env::var("CLIENT_ID")?),
        Some(ClientSecret::new(env::var("CLIENT_SECRET")?)),
    )
    .set_redirect_uri(redirect_uri.clone());

    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
        .add_scope(Scope::new("email".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    let mut answer = ask(&url, redirect_uri.url())?;
    if answer.get("state") != Some(state.secret()) || answer.get("iss").map(String::as_str) != Some(ISSUER) {
        return Err("this is no answer to what was asked".into());
    }
    let code = answer.remove("code").ok_or_else(|| format!("{:?}", answer.get("error")))?;

    let token =
        client.exchange_code(AuthorizationCode::new(code))?.set_pkce_verifier(verifier).request(&http)?;
    let id_token = token.id_token().ok_or("no ID token")?;
    println!("{}", id_token.claims(&client.id_token_verifier(), &nonce)?.subject().as_str());
    println!("{}", token.access_token().secret());

    // Once it has expired. The answer holds the next refresh token: each counts once.
    let refresh_token = token.refresh_token().ok_or("no refresh token")?;
    let renewed = client.exchange_refresh_token(refresh_token)?.request(&http)?;
    println!("{}", renewed.access_token().secret());
    Ok(())
}

/// Has the person open `url`, and waits for the answer at `redirect_uri`: here one with a port, such as
/// http://localhost:8400/callback.
fn ask(url: &Url, redirect_uri: &Url) -> Result<HashMap<String, String>, Box<dyn Error>> {
    let listener = TcpListener::bind(&*redirect_uri.socket_addrs(|| None)?)?;
    println!("Open {url}");
    loop {
        let (mut browser, _) = listener.accept()?;
        let mut request = String::new();
        BufReader::new(&browser).read_line(&mut request)?;
        let address = redirect_uri.join(request.split(' ').nth(1).unwrap_or_default())?;
        browser.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nGo back to the terminal.")?;
        if address.path() == redirect_uri.path() && address.query().is_some() {
            return Ok(address.query_pairs().into_owned().collect());
        }
    }
}
