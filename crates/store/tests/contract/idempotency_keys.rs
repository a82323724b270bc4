//! What creations that may be asked for again are known by.

use store::{KeptAnswer, KeyStanding, KeyedCreation, Store};

const NOW: i64 = 1_700_000_000;
const LAPSE: i64 = 60;
const DAY: i64 = 24 * 60 * 60;

fn creation(request_digest: &str, created_at: i64) -> KeyedCreation {
    KeyedCreation {
        caller: "ada".to_owned(),
        key: "one".to_owned(),
        request_digest: request_digest.to_owned(),
        created_at,
    }
}

fn answer() -> KeptAnswer {
    KeptAnswer { status: 201, headers: r#"{"location":"/x"}"#.to_owned(), body: "{}".to_owned() }
}

async fn reserve(store: &Store, creation: &KeyedCreation) -> KeyStanding {
    let now = creation.created_at;
    store.reserve_key(creation, now - LAPSE, now - DAY).await.unwrap()
}

pub async fn a_creation_is_reserved_once_and_then_answered(store: &Store) {
    let first = creation("digest", NOW);
    assert_eq!(reserve(store, &first).await, KeyStanding::Reserved);
    assert_eq!(reserve(store, &creation("digest", NOW + 59)).await, KeyStanding::UnderWay);
    assert_eq!(reserve(store, &creation("other", NOW + 59)).await, KeyStanding::OfAnother);
    store.keep_answer(&first, &answer()).await.unwrap();
    for (request_digest, after, expected) in [
        ("digest", 0, KeyStanding::Answered(answer())),
        ("digest", LAPSE, KeyStanding::Answered(answer())),
        ("digest", DAY - 1, KeyStanding::Answered(answer())),
        ("other", DAY - 1, KeyStanding::OfAnother),
        ("other", DAY, KeyStanding::Reserved),
        ("digest", DAY, KeyStanding::OfAnother),
        ("other", DAY, KeyStanding::UnderWay),
    ] {
        let standing = reserve(store, &creation(request_digest, NOW + after)).await;
        assert_eq!(standing, expected, "{request_digest} after {after}");
    }
}

pub async fn each_caller_has_keys_of_their_own(store: &Store) {
    let of_ada = creation("digest", NOW);
    let of_eve = KeyedCreation { caller: "eve".to_owned(), ..creation("other", NOW) };
    assert_eq!(reserve(store, &of_ada).await, KeyStanding::Reserved);
    assert_eq!(reserve(store, &of_eve).await, KeyStanding::Reserved);
    store.keep_answer(&of_ada, &answer()).await.unwrap();
    assert_eq!(reserve(store, &of_eve).await, KeyStanding::UnderWay);
}

pub async fn a_key_that_is_given_up_is_free(store: &Store) {
    let first = creation("digest", NOW);
    reserve(store, &first).await;
    store.give_key_up(&first).await.unwrap();
    let second = creation("other", NOW + 1);
    assert_eq!(reserve(store, &second).await, KeyStanding::Reserved);
    store.keep_answer(&second, &answer()).await.unwrap();
    store.give_key_up(&second).await.unwrap();
    assert_eq!(reserve(store, &second).await, KeyStanding::Answered(answer()), "what was done stays so");
}

pub async fn who_lost_a_key_to_another_neither_keeps_nor_gives_it_up(store: &Store) {
    let first = creation("digest", NOW);
    reserve(store, &first).await;
    let second = creation("digest", NOW + LAPSE);
    assert_eq!(reserve(store, &second).await, KeyStanding::Reserved);
    store.keep_answer(&first, &answer()).await.unwrap();
    store.give_key_up(&first).await.unwrap();
    assert_eq!(reserve(store, &second).await, KeyStanding::UnderWay);
}

pub async fn of_two_that_reserve_a_key_at_once_one_does(store: &Store) {
    for round in 0..10 {
        let creation = KeyedCreation { key: format!("number {round}"), ..creation("digest", NOW) };
        let (here, there) = tokio::join!(reserve(store, &creation), reserve(store, &creation));
        let reserved = [here, there].into_iter().filter(|standing| *standing == KeyStanding::Reserved);
        assert_eq!(reserved.count(), 1);
    }
}

pub async fn old_idempotency_keys_are_forgotten(store: &Store) {
    reserve(store, &creation("digest", NOW)).await;
    assert_eq!(store.remove_old_idempotency_keys(NOW - 1).await.unwrap(), 0);
    assert_eq!(store.remove_old_idempotency_keys(NOW).await.unwrap(), 1);
    assert_eq!(reserve(store, &creation("other", NOW)).await, KeyStanding::Reserved);
}
