//! One-time links by which a person sets a password.

use domain::{LinkPurpose, Status};
use store::{NewUserLink, Store};

use crate::fixture::count;
use crate::users::add_administrator;

fn link(token_digest: &str, portal_user_id: &str, purpose: LinkPurpose) -> NewUserLink {
    NewUserLink {
        token_digest: token_digest.to_owned(),
        portal_user_id: portal_user_id.to_owned(),
        purpose,
        created_at: 100,
        expires_at: 200,
    }
}

async fn put(store: &Store, link: &NewUserLink) {
    let mut tx = store.begin().await.unwrap();
    tx.put_user_link(link).await.unwrap();
    tx.commit().await.unwrap();
}

async fn consume(store: &Store, digest: &str, user_id: &str, now: i64) -> Option<LinkPurpose> {
    let mut tx = store.begin().await.unwrap();
    let purpose = tx.consume_user_link(digest, user_id, now).await.unwrap();
    tx.commit().await.unwrap();
    purpose
}

pub async fn a_link_of_a_person_counts_once_in_time_and_for_them(store: &Store) {
    add_administrator(store, "ada").await;
    add_administrator(store, "eve").await;
    for purpose in LinkPurpose::ALL {
        put(store, &link("digest", "ada", purpose)).await;
        let found = store.user_link("digest", 199).await.unwrap().unwrap();
        assert_eq!((found.user.id.as_str(), found.user.status), ("ada", Status::Enabled));
        assert_eq!(found.purpose, purpose);
        for (digest, user_id, now) in [("other", "ada", 150), ("digest", "eve", 150), ("digest", "ada", 200)]
        {
            assert_eq!(consume(store, digest, user_id, now).await, None, "{digest} {user_id} {now}");
        }
        assert_eq!(store.user_link("digest", 200).await.unwrap(), None);
        let once = tokio::join!(consume(store, "digest", "ada", 199), consume(store, "digest", "ada", 199));
        assert!(matches!(once, (Some(_), None) | (None, Some(_))), "{once:?}");
    }
}

pub async fn a_new_link_takes_the_place_of_those_before(store: &Store) {
    add_administrator(store, "ada").await;
    add_administrator(store, "eve").await;
    put(store, &link("of eve", "eve", LinkPurpose::Reset)).await;
    put(store, &link("first", "ada", LinkPurpose::Invitation)).await;
    put(store, &NewUserLink { expires_at: 300, ..link("second", "ada", LinkPurpose::Reset) }).await;
    assert_eq!(store.user_link("first", 150).await.unwrap(), None);
    assert_eq!(store.user_link_expires_at("ada", 150).await.unwrap(), Some(300));
    assert_eq!(store.user_link_expires_at("ada", 300).await.unwrap(), None);
    assert_eq!(store.user_link_expires_at("eve", 150).await.unwrap(), Some(200));

    assert_eq!(store.remove_expired_user_links(200).await.unwrap(), 1);
    let mut tx = store.begin().await.unwrap();
    tx.remove_user_links("ada").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(count(store, "user_links").await, 0);
}
