// Install: cargo add openidconnect --features reqwest-blocking
use std::env;
use std::error::Error;

use openidconnect::core::{CoreClient, CoreProviderMetadata};
use openidconnect::reqwest::blocking::Client;
use openidconnect::reqwest::redirect::Policy;
use openidconnect::{ClientId, ClientSecret, IssuerUrl, OAuth2TokenResponse};

fn main() -> Result<(), Box<dyn Error>> {
    let http = Client::builder().redirect(Policy::none()).build()?;
    let metadata = CoreProviderMetadata::discover(&IssuerUrl::new("{issuer}".to_owned())?, &http)?;
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(env::var("CLIENT_ID")?),
        Some(ClientSecret::new(env::var("CLIENT_SECRET")?)),
    );
    let token = client.exchange_client_credentials()?.request(&http)?;
    println!("{}", token.access_token().secret());
    Ok(())
}
