//! A person signs in to an application with a library that others wrote, from discovery to revocation.

use std::convert::Infallible;

use axum::body::{Body, to_bytes};
use http::header;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreProviderMetadata, CoreRevocableToken, CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse,
    IntrospectionUrl, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, RedirectUrl,
    RevocationUrl, Scope, TokenIntrospectionResponse as _, TokenResponse as _,
};
use tower::ServiceExt as _;

use crate::world::application::{CALLBACK, parameter};
use crate::world::{EMAIL, World};

/// The library refuses to revoke by http.
const ISSUER: &str = "https://gatehouse.example";
/// The time of these tests, as the library wants it.
const NOW: &str = "2023-11-14T22:13:20Z";

async fn answer(world: &World, request: HttpRequest) -> Result<HttpResponse, Infallible> {
    let response = world.router.clone().oneshot(request.map(Body::from)).await?;
    let (parts, body) = response.into_parts();
    Ok(HttpResponse::from_parts(parts, to_bytes(body, usize::MAX).await.unwrap().to_vec()))
}

#[tokio::test]
async fn a_library_needs_nothing_but_the_issuer() {
    let world = World::set_up_at(ISSUER).await;
    let registered = world.confidential_client().await;
    let http = |request: HttpRequest| answer(&world, request);

    let issuer = IssuerUrl::new(ISSUER.to_owned()).unwrap();
    let metadata = CoreProviderMetadata::discover_async(issuer, &http).await.unwrap();
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(registered.client_id.clone()),
        Some(ClientSecret::new(registered.client_secret.clone())),
    )
    .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap())
    .set_introspection_url(IntrospectionUrl::new(format!("{ISSUER}/oauth2/introspect")).unwrap())
    .set_revocation_url(RevocationUrl::new(format!("{ISSUER}/oauth2/revoke")).unwrap());

    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (address, state, nonce) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
        .add_scope(Scope::new("email".to_owned()))
        .add_scope(Scope::new("offline_access".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    let cookie = world.signed_in().await;
    let query = address.query().unwrap();
    assert_eq!(world.authorize(&cookie, query).await.status, http::StatusCode::OK);
    let back = world.consent(&cookie, query, "allow").await;
    let location = back.header(header::LOCATION);
    assert_eq!(parameter(location, "state").as_ref(), Some(state.secret()));
    let code = AuthorizationCode::new(parameter(location, "code").unwrap());

    let exchange = client.exchange_code(code).unwrap().set_pkce_verifier(verifier);
    let tokens = exchange.request_async(&http).await.unwrap();
    let verifier = client.id_token_verifier().set_time_fn(|| NOW.parse().unwrap());
    let id_token = tokens.id_token().unwrap();
    let claims = id_token.claims(&verifier, &nonce).unwrap();
    assert!(claims.auth_time().is_some());
    let hash = AccessTokenHash::from_token(
        tokens.access_token(),
        id_token.signing_alg().unwrap(),
        id_token.signing_key(&verifier).unwrap(),
    );
    assert_eq!(claims.access_token_hash(), Some(&hash.unwrap()));
    assert!(id_token.claims(&verifier, &Nonce::new("another".to_owned())).is_err());

    let person = claims.subject().clone();
    let user_info = client.user_info(tokens.access_token().clone(), Some(person.clone())).unwrap();
    let user_info: CoreUserInfoClaims = user_info.request_async(&http).await.unwrap();
    assert_eq!(user_info.email().map(|email| email.as_str()), Some(EMAIL));

    let refreshed = client.exchange_refresh_token(tokens.refresh_token().unwrap()).unwrap();
    let refreshed = refreshed.request_async(&http).await.unwrap();
    let again = refreshed.id_token().unwrap();
    let without_nonce = |nonce: Option<&Nonce>| nonce.map_or(Ok(()), |_| Err("a nonce".to_owned()));
    assert_eq!(again.claims(&verifier, without_nonce).unwrap().subject(), &person);

    let active = client.introspect(refreshed.access_token()).request_async(&http).await.unwrap();
    assert!(active.active());
    assert_eq!(active.sub(), Some(person.as_str()));
    let newest = CoreRevocableToken::from(refreshed.refresh_token().unwrap());
    client.revoke_token(newest).unwrap().request_async(&http).await.unwrap();
    let inactive = client.introspect(refreshed.access_token()).request_async(&http).await.unwrap();
    assert!(!inactive.active());
}
