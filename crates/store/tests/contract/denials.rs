//! Requests of clients that were refused.

use domain::DenialReason::{self, RedirectUriNotRegistered, ScopeUnknown, SecretWrong};
use store::{DenialBounds, DeniedRequests, Store};

use crate::clients::{self, client};
use crate::fixture::{count, execute};

fn denied(reason: DenialReason, detail: &str, times: i64, at: i64) -> DeniedRequests {
    DeniedRequests {
        reason,
        detail: detail.to_owned(),
        times,
        first_at: at - 5,
        last_at: at,
        last_reference: format!("reference at {at}"),
        last_address: (at % 2 == 0).then(|| format!("192.0.2.{at}")),
    }
}

const BOUNDS: DenialBounds = DenialBounds { of_a_reason: 3, of_a_client: 5 };

/// Adds to what is known of `app-client-N`, and keeps within bounds.
async fn add(store: &Store, number: i64, all: &[DeniedRequests]) -> bool {
    let mut tx = store.begin().await.unwrap();
    let Some(holder) = tx.lock_holder(&format!("app-client-{number}")).await.unwrap() else {
        return false;
    };
    for denied in all {
        tx.add_denials(&holder, denied).await.unwrap();
    }
    tx.trim_denials(&holder, BOUNDS).await.unwrap();
    tx.commit().await.unwrap();
    true
}

pub async fn alike_denials_are_counted_together(store: &Store) {
    for number in [1, 2] {
        clients::add(store, &client(number)).await.unwrap();
    }
    let id = &client(1).id;
    assert_eq!(store.denials(id).await.unwrap(), []);
    let (secret, uri) =
        (denied(SecretWrong, "", 2, 100), denied(RedirectUriNotRegistered, "https://a", 1, 90));
    assert!(add(store, 1, &[secret.clone(), uri.clone()]).await);
    assert!(add(store, 2, &[denied(SecretWrong, "", 1, 500)]).await);
    assert_eq!(store.denials(id).await.unwrap(), [secret.clone(), uri.clone()]);

    let later = denied(RedirectUriNotRegistered, "https://a", 4, 201);
    assert!(add(store, 1, std::slice::from_ref(&later)).await);
    let later = DeniedRequests { times: 5, first_at: uri.first_at, ..later };
    assert_eq!(store.denials(id).await.unwrap(), [later.clone(), secret.clone()]);

    // Written late by another server.
    assert!(add(store, 1, &[denied(SecretWrong, "", 3, 50)]).await);
    let secret = DeniedRequests { times: 5, first_at: 45, ..secret };
    assert_eq!(store.denials(id).await.unwrap(), [later, secret]);
}

pub async fn what_no_client_has_is_not_kept(store: &Store) {
    assert!(!add(store, 1, &[denied(SecretWrong, "", 1, 100)]).await);
    assert_eq!(count(store, "denials").await, 0);
    clients::add(store, &client(1)).await.unwrap();
    assert!(add(store, 1, &[denied(SecretWrong, "", 1, 100)]).await);
    clients::remove(store, &client(1)).await;
    assert_eq!(count(store, "denials").await, 0);
}

pub async fn a_client_may_be_removed_while_its_denials_are_written(store: &Store) {
    for _ in 0..10 {
        clients::add(store, &client(1)).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let holder = tx.lock_holder("app-client-1").await.unwrap().unwrap();
        tx.delete_holder(&holder).await.unwrap();
        let end_of_removal = async {
            // The other is under way by then.
            for _ in 0..10 {
                store.ping().await.unwrap();
            }
            tx.commit().await.unwrap();
        };
        let denials = [denied(SecretWrong, "", 1, 100)];
        let (is_there, ()) = tokio::join!(add(store, 1, &denials), end_of_removal);
        assert!(!is_there);
    }
    assert_eq!(count(store, "denials").await, 0);
}

pub async fn the_newest_denials_are_kept(store: &Store) {
    for number in [1, 2] {
        clients::add(store, &client(number)).await.unwrap();
    }
    let details = ["a", "b", "c", "d", "e", "f"];
    let at = |place: usize| 100 + i64::try_from(place).unwrap();
    let of = |reason| -> Vec<_> {
        details.iter().enumerate().map(|(place, detail)| denied(reason, detail, 1, at(place))).collect()
    };
    add(store, 2, &[denied(ScopeUnknown, "mine", 1, 1)]).await;
    add(store, 1, &of(RedirectUriNotRegistered)).await;
    let kept = async |number: i64| -> Vec<_> {
        let all = store.denials(&client(number).id).await.unwrap();
        all.into_iter().map(|denied| (denied.reason, denied.detail)).collect()
    };
    let is = |reason: DenialReason, detail: &str| (reason, detail.to_owned());
    let uris = ["f", "e", "d"].map(|detail| is(RedirectUriNotRegistered, detail));
    assert_eq!(kept(1).await, uris, "of one reason");
    add(store, 1, &of(ScopeUnknown)).await;
    let all = kept(1).await;
    assert_eq!(all.len(), 5, "of one client: {all:?}");
    assert_eq!(all[..2], [is(RedirectUriNotRegistered, "f"), is(ScopeUnknown, "f")]);
    assert_eq!(kept(2).await, [is(ScopeUnknown, "mine")], "of another client nothing is taken");
}

pub async fn old_denials_are_removed(store: &Store) {
    clients::add(store, &client(1)).await.unwrap();
    add(store, 1, &[denied(SecretWrong, "", 1, 100), denied(ScopeUnknown, "a", 1, 101)]).await;
    assert_eq!(store.remove_old_denials(101).await.unwrap(), 1);
    assert_eq!(store.denials(&client(1).id).await.unwrap(), [denied(ScopeUnknown, "a", 1, 101)]);
}

pub async fn a_reason_of_a_newer_server_is_left_out(store: &Store) {
    clients::add(store, &client(1)).await.unwrap();
    add(store, 1, &[denied(SecretWrong, "", 1, 100), denied(ScopeUnknown, "a", 1, 101)]).await;
    execute(store, "UPDATE denials SET reason = 'moon_phase_wrong' WHERE reason = 'secret_wrong'").await;
    assert_eq!(store.denials(&client(1).id).await.unwrap(), [denied(ScopeUnknown, "a", 1, 101)]);
}
