//! Token grants: what ends them, and what ends with them.

use domain::{Role, Scopes, Status};
use store::{NewAuthorizationCode, NewRefreshToken, NewSession, NewTokenGrant, SessionStanding, Store};

use crate::clients::{add, client, remove};
use crate::fixture::{count, execute};
use crate::people::{add_first, add_session};

/// Ada lets the first client act for her, in a session that lasts from 100 to 1000.
pub fn grant(id: &str) -> NewTokenGrant {
    NewTokenGrant {
        id: id.to_owned(),
        oauth_client_id: client(1).id,
        portal_user_id: "ada".to_owned(),
        session_id_digest: "session".to_owned(),
        scopes: Scopes::parse("openid email").unwrap(),
        is_offline: false,
        signed_in_at: 100,
        created_at: 110,
        ends_at: 1000,
    }
}

/// What there has to be before there is a grant.
pub async fn add_people_and_clients(store: &Store) {
    assert!(add_first(store, "ada").await);
    add_session(store, "session", 100, 1000).await;
    for number in [1, 2] {
        add(store, &client(number)).await.unwrap();
    }
}

pub async fn add_grant(store: &Store, grant: &NewTokenGrant) -> bool {
    let mut tx = store.begin().await.unwrap();
    let is_added = tx.add_token_grant(grant).await.unwrap();
    if is_added {
        tx.commit().await.unwrap();
    }
    is_added
}

pub fn code(digest: &str, grant_id: &str) -> NewAuthorizationCode {
    NewAuthorizationCode {
        code_digest: digest.to_owned(),
        grant_id: grant_id.to_owned(),
        redirect_uri: "https://myapp.com/callback?a=b".to_owned(),
        is_redirect_uri_requested: true,
        challenge: None,
        nonce: None,
        created_at: 110,
        expires_at: 170,
    }
}

pub async fn add_code(store: &Store, code: &NewAuthorizationCode) {
    let mut tx = store.begin().await.unwrap();
    tx.add_authorization_code(code).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn add_refresh_token(store: &Store, digest: &str, grant_id: &str) {
    let token = NewRefreshToken {
        token_digest: digest.to_owned(),
        grant_id: grant_id.to_owned(),
        created_at: 120,
        expires_at: 500,
    };
    let mut tx = store.begin().await.unwrap();
    tx.add_refresh_token(&token).await.unwrap();
    tx.commit().await.unwrap();
}

async fn revoked_at(store: &Store, code_digest: &str) -> Option<i64> {
    store.authorization_code(code_digest).await.unwrap().unwrap().grant.revoked_at
}

pub async fn a_grant_is_live_until_it_ends_or_is_revoked(store: &Store) {
    add_people_and_clients(store).await;
    assert!(add_grant(store, &grant("one")).await);
    add_code(store, &code("code", "one")).await;
    let stored = store.authorization_code("code").await.unwrap().unwrap().grant;
    assert_eq!((stored.is_live(999), stored.is_live(1000)), (true, false));

    let mut tx = store.begin().await.unwrap();
    assert!(tx.lock_live_grant("one", 999).await.unwrap());
    assert!(!tx.lock_live_grant("one", 1000).await.unwrap());
    assert!(!tx.lock_live_grant("unknown", 120).await.unwrap());
    assert!(!tx.revoke_token_grant("one", 1000).await.unwrap(), "what has ended is not revoked");
    assert!(tx.revoke_token_grant("one", 200).await.unwrap());
    assert!(!tx.revoke_token_grant("one", 300).await.unwrap(), "it is revoked once");
    assert!(!tx.lock_live_grant("one", 200).await.unwrap());
    tx.commit().await.unwrap();
    let stored = store.authorization_code("code").await.unwrap().unwrap().grant;
    assert_eq!((stored.revoked_at, stored.is_live(120)), (Some(200), false));
}

pub async fn of_two_that_revoke_a_grant_at_once_one_does(store: &Store) {
    add_people_and_clients(store).await;
    add_grant(store, &grant("one")).await;
    let revoke = async || {
        let mut tx = store.begin().await.unwrap();
        let is_new = tx.revoke_token_grant("one", 200).await.unwrap();
        tx.commit().await.unwrap();
        is_new
    };
    let (one, other) = tokio::join!(async { revoke().await }, async { revoke().await });
    assert!(one != other, "{one} {other}");
}

pub async fn there_is_no_grant_for_a_client_or_a_person_who_is_gone(store: &Store) {
    add_people_and_clients(store).await;
    let of_nobody = NewTokenGrant { portal_user_id: "eve".to_owned(), ..grant("one") };
    let to_nothing = NewTokenGrant { oauth_client_id: client(3).id, ..grant("one") };
    assert!(!add_grant(store, &of_nobody).await);
    assert!(!add_grant(store, &to_nothing).await);
    assert!(add_grant(store, &grant("one")).await);
}

pub async fn a_session_takes_with_it_what_was_to_last_as_long(store: &Store) {
    add_people_and_clients(store).await;
    add_session(store, "another session", 100, 1000).await;
    for (id, is_offline, session) in [
        ("online", false, "session"),
        ("offline", true, "session"),
        ("elsewhere", false, "another session"),
        ("revoked", false, "session"),
    ] {
        let session_id_digest = session.to_owned();
        add_grant(store, &NewTokenGrant { is_offline, session_id_digest, ..grant(id) }).await;
        add_code(store, &code(id, id)).await;
    }
    let mut tx = store.begin().await.unwrap();
    tx.revoke_token_grant("revoked", 150).await.unwrap();
    assert!(tx.has_session_of_grant("online").await.unwrap());
    assert!(tx.end_session("session", 160).await.unwrap());
    for (id, expected) in [("online", false), ("offline", false), ("elsewhere", true), ("unknown", false)] {
        assert_eq!(tx.has_session_of_grant(id).await.unwrap(), expected, "{id}");
    }
    assert!(!tx.end_session("session", 170).await.unwrap());
    tx.commit().await.unwrap();
    for (id, expected) in
        [("online", Some(160)), ("offline", None), ("elsewhere", None), ("revoked", Some(150))]
    {
        assert_eq!(revoked_at(store, id).await, expected, "{id}");
    }
}

fn successor(portal_user_id: &str) -> NewSession {
    let (id_digest, portal_user_id) = ("another session".to_owned(), portal_user_id.to_owned());
    NewSession {
        id_digest,
        portal_user_id,
        standing: SessionStanding::Full,
        address: None,
        user_agent: None,
        replaces: None,
        created_at: 200,
        ends_at: 1100,
    }
}

pub async fn a_session_hands_over_nothing_to_somebody_else(store: &Store) {
    add_people_and_clients(store).await;
    for (id, is_offline) in [("online", false), ("offline", true)] {
        add_grant(store, &NewTokenGrant { is_offline, ..grant(id) }).await;
        add_code(store, &code(id, id)).await;
    }
    let mut tx = store.begin().await.unwrap();
    assert!(tx.replace_session("session", &successor("eve")).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!((revoked_at(store, "online").await, revoked_at(store, "offline").await), (Some(200), None));
}

pub async fn a_session_hands_over_what_belongs_to_it(store: &Store) {
    add_people_and_clients(store).await;
    add_session(store, "another session", 200, 1100).await;
    for (id, is_offline) in [("online", false), ("offline", true)] {
        add_grant(store, &NewTokenGrant { is_offline, ..grant(id) }).await;
        add_code(store, &code(id, id)).await;
    }
    let mut tx = store.begin().await.unwrap();
    let successor = successor("ada");
    assert!(tx.replace_session("session", &successor).await.unwrap());
    assert!(!tx.replace_session("session", &successor).await.unwrap());
    for id in ["online", "offline"] {
        assert!(tx.has_session_of_grant(id).await.unwrap(), "{id}");
    }
    tx.commit().await.unwrap();
    assert_eq!(store.session("session").await.unwrap(), None);
    assert_eq!((revoked_at(store, "online").await, revoked_at(store, "offline").await), (None, None));
    let mut tx = store.begin().await.unwrap();
    assert!(tx.end_session("another session", 300).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!((revoked_at(store, "online").await, revoked_at(store, "offline").await), (Some(300), None));
}

pub async fn a_deleted_client_takes_its_grants_with_it(store: &Store) {
    add_people_and_clients(store).await;
    add_grant(store, &grant("one")).await;
    add_grant(store, &NewTokenGrant { oauth_client_id: client(2).id, ..grant("other") }).await;
    add_code(store, &code("code", "one")).await;
    add_refresh_token(store, "token", "one").await;
    remove(store, &client(1)).await;
    for (table, left) in [
        ("token_grants", 1),
        ("authorization_codes", 0),
        ("refresh_tokens", 0),
        ("oauth_client_web_origins", 1),
    ] {
        assert_eq!(count(store, table).await, left, "{table}");
    }
}

pub async fn what_ended_long_ago_is_removed(store: &Store) {
    add_people_and_clients(store).await;
    add_grant(store, &grant("one")).await;
    add_grant(store, &NewTokenGrant { ends_at: 2000, ..grant("other") }).await;
    add_code(store, &code("late", "one")).await;
    add_code(store, &NewAuthorizationCode { expires_at: 171, ..code("in time", "one") }).await;
    add_refresh_token(store, "token", "one").await;
    add_refresh_token(store, "of other", "other").await;
    assert_eq!(store.remove_ended_grants(169).await.unwrap(), 0);
    assert_eq!(store.remove_ended_grants(170).await.unwrap(), 1);
    assert!(store.authorization_code("late").await.unwrap().is_none());
    assert!(store.authorization_code("in time").await.unwrap().is_some());
    assert_eq!(store.remove_ended_grants(1000).await.unwrap(), 2);
    assert_eq!((count(store, "token_grants").await, count(store, "refresh_tokens").await), (1, 1));
    assert_eq!(store.remove_expired_refresh_tokens(499).await.unwrap(), 0);
    assert_eq!(store.remove_expired_refresh_tokens(500).await.unwrap(), 1);
}

pub async fn a_grant_knows_the_person_as_they_are_now(store: &Store) {
    add_people_and_clients(store).await;
    add_grant(store, &grant("one")).await;
    add_code(store, &code("code", "one")).await;
    let user = store.authorization_code("code").await.unwrap().unwrap().grant.user;
    assert_eq!(
        (user.id.as_str(), user.email.as_str(), user.role, user.status),
        ("ada", "Ada@Example.com", Role::Administrator, Status::Enabled)
    );
    execute(store, "UPDATE portal_users SET status = 'disabled'").await;
    let user = store.authorization_code("code").await.unwrap().unwrap().grant.user;
    assert_eq!(user.status, Status::Disabled);
}
