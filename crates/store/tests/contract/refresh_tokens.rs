//! Refresh tokens.

use store::{NewTokenGrant, RefreshToken, Store, Succession};

use crate::grants::{add_grant, add_people_and_clients, add_refresh_token, grant};

async fn use_up(store: &Store, digest: &str, now: i64) -> bool {
    let mut tx = store.begin().await.unwrap();
    let is_used = tx.use_refresh_token(digest, now).await.unwrap();
    tx.commit().await.unwrap();
    is_used
}

pub async fn a_refresh_token_is_used_once_and_in_time(store: &Store) {
    add_people_and_clients(store).await;
    add_grant(store, &grant("one")).await;
    add_refresh_token(store, "token", "one").await;
    add_refresh_token(store, "late", "one").await;
    let found = store.refresh_token("token").await.unwrap().unwrap();
    let grant = found.grant.clone();
    assert_eq!(found, RefreshToken { grant, created_at: 120, expires_at: 500, used_at: None });
    assert_eq!((found.grant.id.as_str(), found.grant.user.id.as_str()), ("one", "ada"));
    assert_eq!(store.refresh_token("unknown").await.unwrap(), None);

    assert!(!use_up(store, "unknown", 130).await);
    assert!(!use_up(store, "late", 500).await);
    assert!(use_up(store, "token", 499).await);
    assert!(!use_up(store, "token", 499).await);
    assert_eq!(store.refresh_token("token").await.unwrap().unwrap().used_at, Some(499));
    assert_eq!(store.refresh_token("late").await.unwrap().unwrap().used_at, None);
}

pub async fn a_used_refresh_token_stays_as_long_as_its_grant(store: &Store) {
    add_people_and_clients(store).await;
    add_grant(store, &grant("one")).await;
    add_refresh_token(store, "used", "one").await;
    add_refresh_token(store, "late", "one").await;
    assert!(use_up(store, "used", 130).await);
    assert_eq!(store.remove_expired_refresh_tokens(500).await.unwrap(), 1);
    assert_eq!(store.refresh_token("late").await.unwrap(), None);
    assert!(store.refresh_token("used").await.unwrap().is_some());
    assert_eq!(store.remove_ended_grants(1000).await.unwrap(), 1);
    assert_eq!(store.refresh_token("used").await.unwrap(), None);
}

pub async fn a_family_has_one_live_branch_whoever_comes_at_once(store: &Store) {
    add_people_and_clients(store).await;
    add_grant(store, &grant("one")).await;
    add_refresh_token(store, "token 0", "one").await;
    for round in 0..5 {
        let (token, successor) = (format!("token {round}"), format!("token {}", round + 1));
        let rotate = async || {
            let mut tx = store.begin().await.unwrap();
            assert!(tx.lock_live_grant("one", 130).await.unwrap());
            if !tx.use_refresh_token(&token, 130).await.unwrap() {
                return false;
            }
            tx.add_refresh_token(&store::NewRefreshToken {
                token_digest: successor.clone(),
                grant_id: "one".to_owned(),
                created_at: 130,
                expires_at: 500,
            })
            .await
            .unwrap();
            tx.commit().await.unwrap();
            true
        };
        let (one, other) = tokio::join!(async { rotate().await }, async { rotate().await });
        assert!(one != other, "{one} {other}");
        assert!(store.refresh_token(&token).await.unwrap().unwrap().used_at.is_some());
        assert!(store.refresh_token(&successor).await.unwrap().unwrap().used_at.is_none());
    }
}

pub async fn an_unused_successor_is_known_for_a_while(store: &Store) {
    add_people_and_clients(store).await;
    add_grant(store, &grant("one")).await;
    add_grant(store, &NewTokenGrant { is_offline: true, ..grant("other") }).await;
    for (digest, grant_id) in [("token", "one"), ("next", "one"), ("of other", "other")] {
        add_refresh_token(store, digest, grant_id).await;
    }
    let is_unused = async |token: &str, successor: &str, used_after, now| {
        let succession = Succession { token_digest: token, successor_digest: successor };
        let mut tx = store.begin().await.unwrap();
        tx.is_successor_unused(succession, used_after, now).await.unwrap()
    };
    assert!(!is_unused("token", "next", 0, 200).await, "the token itself is not used yet");
    assert!(use_up(store, "token", 200).await);
    for (token, successor, used_after, now, expected) in [
        ("token", "next", 199, 209, true),
        ("token", "next", 200, 210, false),
        ("token", "next", 199, 500, false),
        ("token", "of other", 199, 209, false),
        ("token", "unknown", 199, 209, false),
        ("unknown", "next", 199, 209, false),
        ("next", "token", 199, 209, false),
    ] {
        assert_eq!(is_unused(token, successor, used_after, now).await, expected, "{token} {successor} {now}");
    }
    assert!(use_up(store, "next", 205).await);
    assert!(!is_unused("token", "next", 199, 209).await);
}
