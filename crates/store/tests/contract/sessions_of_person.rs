//! All sessions of one person.

use store::{Ending, NewSession, NewTokenGrant, SessionStanding, SessionsAt, Store};

use crate::clients::{add, client};
use crate::fixture::count;
use crate::grants::{add_grant, grant};
use crate::users::add_administrator;

async fn add_session(store: &Store, digest: &str, user_id: &str, standing: SessionStanding, seen_at: i64) {
    let session = NewSession {
        id_digest: digest.to_owned(),
        portal_user_id: user_id.to_owned(),
        standing,
        address: Some("192.0.2.1".to_owned()),
        user_agent: Some("Firefox".to_owned()),
        replaces: None,
        created_at: 100,
        ends_at: 900,
    };
    let mut tx = store.begin().await.unwrap();
    tx.add_session(&session).await.unwrap();
    tx.commit().await.unwrap();
    store.touch_session(digest, seen_at).await.unwrap();
}

const AT: SessionsAt = SessionsAt { now: 500, idle_since: 200 };

async fn digests(store: &Store, user_id: &str, at: SessionsAt) -> Vec<String> {
    let sessions = store.sessions_of(user_id, at).await.unwrap();
    sessions.into_iter().map(|session| session.id_digest).collect()
}

async fn add_sessions(store: &Store) {
    add_administrator(store, "ada").await;
    add_administrator(store, "eve").await;
    for (digest, user_id, standing, seen_at) in [
        ("desk", "ada", SessionStanding::Full, 300),
        ("phone", "ada", SessionStanding::Full, 400),
        ("idle", "ada", SessionStanding::Full, 200),
        ("half", "ada", SessionStanding::CodeWanted, 400),
        ("of eve", "eve", SessionStanding::Full, 400),
    ] {
        add_session(store, digest, user_id, standing, seen_at).await;
    }
}

pub async fn the_sessions_of_a_person_are_those_that_count(store: &Store) {
    add_sessions(store).await;
    assert_eq!(digests(store, "ada", AT).await, ["phone", "desk"]);
    assert_eq!(digests(store, "ada", SessionsAt { now: 900, ..AT }).await, [""; 0]);
    let listed = store.sessions_of("eve", AT).await.unwrap();
    assert_eq!(
        (listed[0].address.as_deref(), listed[0].user_agent.as_deref()),
        (Some("192.0.2.1"), Some("Firefox"))
    );
    assert_eq!((listed[0].created_at, listed[0].last_seen_at), (100, 400));
}

async fn end(store: &Store, ending: Ending<'_>) -> u64 {
    let mut tx = store.begin().await.unwrap();
    let ended = tx.end_sessions_of("ada", ending, AT).await.unwrap();
    tx.commit().await.unwrap();
    ended
}

pub async fn all_sessions_of_a_person_end_or_all_but_one(store: &Store) {
    add_sessions(store).await;
    assert_eq!(end(store, Ending::AllBut("desk")).await, 1, "those that count no more are not counted");
    assert_eq!(count(store, "sessions").await, 2);
    assert_eq!(digests(store, "ada", AT).await, ["desk"]);
    assert_eq!(end(store, Ending::All).await, 1);
    assert_eq!(end(store, Ending::All).await, 0);
    assert_eq!(digests(store, "eve", AT).await, ["of eve"]);
}

async fn live_grants(store: &Store) -> Vec<&'static str> {
    let mut tx = store.begin().await.unwrap();
    let mut live = Vec::new();
    for id in ["at desk", "offline at desk", "on phone", "of eve"] {
        if tx.lock_live_grant(id, AT.now).await.unwrap() {
            live.push(id);
        }
    }
    live
}

pub async fn what_was_allowed_in_a_session_ends_with_it_or_with_all_that_is_the_persons(store: &Store) {
    add_sessions(store).await;
    add(store, &client(1)).await.unwrap();
    for (id, session, user_id, is_offline) in [
        ("at desk", "desk", "ada", false),
        ("offline at desk", "desk", "ada", true),
        ("on phone", "phone", "ada", false),
        ("of eve", "of eve", "eve", false),
    ] {
        let (session_id_digest, portal_user_id) = (session.to_owned(), user_id.to_owned());
        let grant = NewTokenGrant { session_id_digest, portal_user_id, is_offline, ..grant(id) };
        assert!(add_grant(store, &grant).await);
    }
    end(store, Ending::AllBut("phone")).await;
    assert_eq!(live_grants(store).await, ["offline at desk", "on phone", "of eve"]);
    let mut tx = store.begin().await.unwrap();
    tx.revoke_grants_of_user("ada", AT.now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(live_grants(store).await, ["of eve"]);
}
