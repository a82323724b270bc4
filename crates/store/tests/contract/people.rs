//! Portal users, their sessions and the link that makes the first of them.

use domain::{EmailAddress, Role, Status};
use store::{NewPortalUser, NewSession, NewSetupLink, SessionStanding, Store};

fn ada(id: &str) -> NewPortalUser {
    NewPortalUser {
        id: id.to_owned(),
        email: EmailAddress::parse("Ada@Example.com").unwrap(),
        password_phc: "phc".to_owned(),
        role: Role::Administrator,
        created_at: 1_700_000_000,
    }
}

pub async fn add_first(store: &Store, id: &str) -> bool {
    let mut tx = store.begin().await.unwrap();
    let is_added = tx.add_first_portal_user(&ada(id)).await.unwrap();
    tx.commit().await.unwrap();
    is_added
}

pub async fn a_person_is_found_by_e_mail_in_any_case(store: &Store) {
    assert!(!store.has_portal_users().await.unwrap());
    assert!(add_first(store, "ada").await);
    assert!(store.has_portal_users().await.unwrap());
    let found =
        store.user_credentials(&EmailAddress::parse("ada@example.COM").unwrap()).await.unwrap().unwrap();
    assert_eq!(found.user.email.as_str(), "Ada@Example.com");
    assert_eq!((found.user.role, found.user.status), (Role::Administrator, Status::Enabled));
    assert_eq!(found.password_phc, "phc");
    let unknown = EmailAddress::parse("eve@example.com").unwrap();
    assert!(store.user_credentials(&unknown).await.unwrap().is_none());
}

pub async fn of_two_first_administrators_one_is_made(store: &Store) {
    let (one, other) = tokio::join!(add_first(store, "one"), add_first(store, "other"));
    assert!(one != other, "{one} {other}");
    assert!(!add_first(store, "late").await);
}

pub async fn add_session(store: &Store, digest: &str, created_at: i64, ends_at: i64) {
    let session = NewSession {
        id_digest: digest.to_owned(),
        portal_user_id: "ada".to_owned(),
        standing: SessionStanding::Full,
        address: None,
        user_agent: None,
        replaces: None,
        created_at,
        ends_at,
    };
    let mut tx = store.begin().await.unwrap();
    tx.add_session(&session).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn a_session_lives_until_it_is_ended(store: &Store) {
    add_first(store, "ada").await;
    add_session(store, "digest", 100, 200).await;
    let session = store.session("digest").await.unwrap().unwrap();
    assert_eq!((session.user.id.as_str(), session.last_seen_at, session.ends_at), ("ada", 100, 200));

    store.touch_session("digest", 150).await.unwrap();
    store.touch_session("digest", 120).await.unwrap();
    assert_eq!(store.session("digest").await.unwrap().unwrap().last_seen_at, 150);

    let mut tx = store.begin().await.unwrap();
    tx.end_session("digest", 160).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.session("digest").await.unwrap(), None);
}

pub async fn sessions_that_have_ended_are_removed(store: &Store) {
    add_first(store, "ada").await;
    add_session(store, "over", 100, 200).await;
    add_session(store, "idle", 100, 900).await;
    add_session(store, "live", 190, 900).await;
    assert_eq!(store.remove_ended_sessions(200, 150).await.unwrap(), 2);
    assert!(store.session("live").await.unwrap().is_some());
}

pub async fn a_setup_link_counts_once_and_in_time(store: &Store) {
    for digest in ["one", "late"] {
        let link = NewSetupLink { token_digest: digest.to_owned(), created_at: 100, expires_at: 200 };
        store.add_setup_link(&link).await.unwrap();
    }
    for (digest, now, counts) in [("one", 199, true), ("one", 200, false), ("unknown", 150, false)] {
        assert_eq!(store.has_setup_link(digest, now).await.unwrap(), counts, "{digest} {now}");
    }
    let mut tx = store.begin().await.unwrap();
    assert!(!tx.consume_setup_link("unknown", 150).await.unwrap());
    assert!(!tx.consume_setup_link("late", 200).await.unwrap());
    assert!(tx.consume_setup_link("one", 199).await.unwrap());
    assert!(!tx.consume_setup_link("one", 199).await.unwrap());
    tx.commit().await.unwrap();
    assert!(!store.has_setup_link("one", 199).await.unwrap());
}
