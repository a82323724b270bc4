//! Authorization codes.

use domain::{PkceMethod, Scopes};
use store::{AuthorizationCode, CodeChallenge, NewAuthorizationCode, Store, StoreError};

use crate::clients::client;
use crate::fixture::execute;
use crate::grants::{add_code, add_grant, add_people_and_clients, code, grant};

async fn consume(store: &Store, digest: &str, now: i64) -> bool {
    let mut tx = store.begin().await.unwrap();
    let is_consumed = tx.consume_authorization_code(digest, now).await.unwrap();
    tx.commit().await.unwrap();
    is_consumed
}

pub async fn a_code_comes_back_as_it_was_added(store: &Store) {
    add_people_and_clients(store).await;
    add_grant(store, &grant("one")).await;
    let bare = NewAuthorizationCode { is_redirect_uri_requested: false, ..code("bare", "one") };
    let full = NewAuthorizationCode {
        challenge: Some(CodeChallenge { text: "challenge".to_owned(), method: PkceMethod::S256 }),
        nonce: Some("nönce".to_owned()),
        ..code("full", "one")
    };
    for code in [&bare, &full] {
        add_code(store, code).await;
        let found = store.authorization_code(&code.code_digest).await.unwrap().unwrap();
        let grant = found.grant.clone();
        assert_eq!(
            found,
            AuthorizationCode {
                grant: grant.clone(),
                redirect_uri: code.redirect_uri.clone(),
                is_redirect_uri_requested: code.is_redirect_uri_requested,
                challenge: code.challenge.clone(),
                nonce: code.nonce.clone(),
                expires_at: 170,
                consumed_at: None,
            }
        );
        assert_eq!((grant.id.as_str(), &grant.oauth_client_id), ("one", &client(1).id));
        assert_eq!(grant.scopes, Scopes::parse("openid email").unwrap());
        assert_eq!((grant.signed_in_at, grant.ends_at, grant.revoked_at), (100, 1000, None));
    }
    assert_eq!(store.authorization_code("unknown").await.unwrap(), None);
}

pub async fn a_code_is_consumed_once_and_in_time(store: &Store) {
    add_people_and_clients(store).await;
    add_grant(store, &grant("one")).await;
    add_code(store, &code("code", "one")).await;
    add_code(store, &code("late", "one")).await;
    assert!(!consume(store, "unknown", 120).await);
    assert!(!consume(store, "late", 170).await);
    assert!(consume(store, "code", 169).await);
    assert!(!consume(store, "code", 169).await);
    assert_eq!(store.authorization_code("code").await.unwrap().unwrap().consumed_at, Some(169));
    assert_eq!(store.authorization_code("late").await.unwrap().unwrap().consumed_at, None);
}

pub async fn of_two_that_consume_a_code_at_once_one_does(store: &Store) {
    add_people_and_clients(store).await;
    add_grant(store, &grant("one")).await;
    for round in 0..5 {
        let digest = format!("code {round}");
        add_code(store, &code(&digest, "one")).await;
        let (one, other) = tokio::join!(consume(store, &digest, 120), consume(store, &digest, 120));
        assert!(one != other, "{one} {other}");
    }
}

pub async fn a_code_that_cannot_be_read_is_named_by_its_grant(store: &Store) {
    add_people_and_clients(store).await;
    add_grant(store, &grant("one")).await;
    add_code(store, &code("code", "one")).await;
    execute(store, "UPDATE authorization_codes SET code_challenge = 'challenge'").await;
    let error = store.authorization_code("code").await.unwrap_err();
    assert_eq!(error.to_string(), "authorization_codes.code_challenge_method of one cannot be read");
    execute(store, "UPDATE token_grants SET scope = 'openid é'").await;
    let error = store.authorization_code("code").await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { table: "token_grants", column: "scope", .. }), "{error:?}");
}
