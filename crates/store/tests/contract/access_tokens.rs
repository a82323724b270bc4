//! Access tokens: what decides whether they still count.

use domain::{EnvironmentName, Status, WebOrigin};
use store::{AccessTokenName, AccessTokenStanding, OAuthClient, Store};

use crate::clients::{client, remove};
use crate::fixture::execute;
use crate::grants::{add_grant, add_people_and_clients, grant};

const CLIENT_ID: &str = "app-client-1";

async fn standing(store: &Store, jti: &str, grant_id: Option<&str>) -> AccessTokenStanding {
    let name = AccessTokenName { jti, client_id: CLIENT_ID, grant_id };
    store.access_token_standing(name).await.unwrap().unwrap()
}

pub async fn a_token_stands_as_its_client_its_grant_and_its_person_do(store: &Store) {
    add_people_and_clients(store).await;
    add_grant(store, &grant("one")).await;
    let of_client = standing(store, "jti", None).await;
    assert_eq!(
        of_client,
        AccessTokenStanding {
            holder_id: client(1).id,
            client_status: Status::Enabled,
            client_created_at: 1_700_000_001,
            environment: None,
            is_revoked: false,
            user: None,
        }
    );
    let user = standing(store, "jti", Some("one")).await.user.unwrap();
    assert_eq!((user.id.as_str(), user.status), ("ada", Status::Enabled));
    assert_eq!(standing(store, "jti", Some("unknown")).await.user, None);
    let of_another = AccessTokenName { jti: "jti", client_id: "app-client-2", grant_id: Some("one") };
    assert_eq!(store.access_token_standing(of_another).await.unwrap().unwrap().user, None);
    let of_nobody = AccessTokenName { jti: "jti", client_id: "app-client-9", grant_id: None };
    assert_eq!(store.access_token_standing(of_nobody).await.unwrap(), None);

    execute(store, "UPDATE portal_users SET status = 'disabled'").await;
    assert_eq!(standing(store, "jti", Some("one")).await.user.unwrap().status, Status::Disabled);
    execute(store, "UPDATE oauth_clients SET status = 'disabled'").await;
    assert_eq!(standing(store, "jti", None).await.client_status, Status::Disabled);
    let mut tx = store.begin().await.unwrap();
    tx.revoke_token_grant("one", 200).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(standing(store, "jti", Some("one")).await.user, None);
}

pub async fn a_token_stands_as_its_principal_does(store: &Store) {
    for sql in [
        "INSERT INTO environments (id, name, audience, created_at, version) \
         VALUES ('e', 'production', 'https://gatehouse.example/production', 1, 1)",
        "INSERT INTO client_ids (client_id, holder_id) VALUES ('app-client-1', 'p')",
        "INSERT INTO service_principals (id, client_id, name, name_key, security_type, environment_id, \
         accepts_endpoint_audience, status, created_at, version) \
         VALUES ('p', 'app-client-1', 'P', 'p', 'signed_jwt', 'e', FALSE, 'enabled', 7, 1)",
    ] {
        execute(store, sql).await;
    }
    let expected = AccessTokenStanding {
        holder_id: "p".to_owned(),
        client_status: Status::Enabled,
        client_created_at: 7,
        environment: Some(EnvironmentName::parse("production").unwrap()),
        is_revoked: false,
        user: None,
    };
    assert_eq!(standing(store, "jti", None).await, expected);
    assert_eq!(standing(store, "jti", Some("unknown")).await, expected);
    execute(store, "UPDATE environments SET name = 'live'").await;
    let live = Some(EnvironmentName::parse("live").unwrap());
    assert_eq!(standing(store, "jti", None).await.environment, live);
    store.revoke_access_token("jti", 700).await.unwrap();
    assert!(standing(store, "jti", None).await.is_revoked);
    execute(store, "UPDATE service_principals SET status = 'disabled'").await;
    assert_eq!(standing(store, "another", None).await.client_status, Status::Disabled);
    execute(store, "DELETE FROM service_principals").await;
    let name = AccessTokenName { jti: "jti", client_id: CLIENT_ID, grant_id: None };
    assert_eq!(store.access_token_standing(name).await.unwrap(), None, "nobody has the client id");
}

pub async fn a_revoked_token_is_remembered_until_it_expires(store: &Store) {
    add_people_and_clients(store).await;
    for _ in 0..2 {
        store.revoke_access_token("jti", 700).await.unwrap();
        assert!(standing(store, "jti", None).await.is_revoked);
    }
    assert!(!standing(store, "another", None).await.is_revoked);
    assert_eq!(store.remove_expired_revocations(699).await.unwrap(), 0);
    assert_eq!(store.remove_expired_revocations(700).await.unwrap(), 1);
    assert!(!standing(store, "jti", None).await.is_revoked);
}

pub async fn origins_follow_what_becomes_of_a_client(store: &Store) {
    const ORIGIN: &str = "https://myapp.com";
    assert!(!store.is_registered_origin(ORIGIN).await.unwrap());
    add_people_and_clients(store).await;
    assert!(store.is_registered_origin(ORIGIN).await.unwrap());
    for unknown in ["https://myapp.co", "https://myapp.com:8443", "http://myapp.com", "null", ""] {
        assert!(!store.is_registered_origin(unknown).await.unwrap(), "{unknown}");
    }
    let moved = WebOrigin::parse("https://moved.example").unwrap();
    let update = async |client: OAuthClient| {
        let mut tx = store.begin().await.unwrap();
        tx.update_oauth_client(&client).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    };
    update(OAuthClient { web_origins: vec![moved.clone()], ..client(1) }).await;
    assert!(store.is_registered_origin(ORIGIN).await.unwrap(), "another client has it, too");
    assert!(store.is_registered_origin(moved.as_str()).await.unwrap());
    update(OAuthClient { status: Status::Disabled, ..client(2) }).await;
    assert!(!store.is_registered_origin(ORIGIN).await.unwrap());
    update(OAuthClient { web_origins: Vec::new(), ..client(1) }).await;
    assert!(!store.is_registered_origin(moved.as_str()).await.unwrap());
    update(client(2)).await;
    assert!(store.is_registered_origin(ORIGIN).await.unwrap());
    remove(store, &client(2)).await;
    assert!(!store.is_registered_origin(ORIGIN).await.unwrap());
}
