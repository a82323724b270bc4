//! What keeps guesses slow.

use store::{Pace, Store};

/// Three at once, then one a second.
const PACE: Pace = Pace { burst: 3, every_ms: 1_000 };
const NOW: i64 = 1_700_000_000_000;
const DAY: i64 = 24 * 60 * 60 * 1_000;

async fn is_counted(store: &Store, bucket: &str, now_ms: i64) -> bool {
    let wait = store.wait_for_attempt(bucket, PACE, now_ms).await.unwrap();
    let is_counted = store.count_attempt(bucket, PACE, now_ms).await.unwrap();
    assert_eq!(wait == 0, is_counted, "{wait}");
    is_counted
}

async fn wait(store: &Store, bucket: &str, now_ms: i64) -> i64 {
    store.wait_for_attempt(bucket, PACE, now_ms).await.unwrap()
}

pub async fn a_burst_is_counted_and_then_one_at_a_time(store: &Store) {
    for (after, is_in_time) in [
        (0, true),
        (0, true),
        (0, true),
        (0, false),
        (999, false),
        (1_000, true),
        (1_000, false),
        (1_999, false),
        // A rest of less than all of it.
        (4_500, true),
        (4_500, true),
        (4_500, true),
        (4_500, false),
        // And a long one gives no more than a burst.
        (90_000, true),
        (90_000, true),
        (90_000, true),
        (90_000, false),
    ] {
        assert_eq!(is_counted(store, "one", NOW + after).await, is_in_time, "after {after}");
    }
    assert!(is_counted(store, "another", NOW + 90_000).await);
    assert_eq!(wait(store, "one", NOW + 90_300).await, 700);
}

pub async fn of_attempts_at_once_a_burst_is_counted(store: &Store) {
    let attempt = || store.count_attempt("one", PACE, NOW);
    let counted = tokio::join!(attempt(), attempt(), attempt(), attempt(), attempt(), attempt());
    let (a, b, c, d, e, f) = counted;
    let counted = [a, b, c, d, e, f].into_iter().filter(|counted| *counted.as_ref().unwrap()).count();
    assert_eq!(counted, 3);
}

pub async fn an_attempt_that_is_given_back_was_none(store: &Store) {
    for _ in 0..20 {
        assert!(is_counted(store, "one", NOW).await);
        store.give_attempt_back("one", PACE).await.unwrap();
    }
    for _ in 0..3 {
        assert!(is_counted(store, "one", NOW).await);
    }
    assert!(!is_counted(store, "one", NOW).await);
    store.give_attempt_back("unknown", PACE).await.unwrap();
    store.give_attempt_back("one", PACE).await.unwrap();
    assert!(is_counted(store, "one", NOW + 50_000).await);
    for _ in 0..2 {
        assert!(is_counted(store, "one", NOW + 50_000).await);
    }
    assert!(!is_counted(store, "one", NOW + 50_000).await, "what was given back adds to no later burst");
}

pub async fn a_clock_that_was_ahead_keeps_nobody_out(store: &Store) {
    for _ in 0..3 {
        assert!(is_counted(store, "one", NOW + DAY).await);
    }
    assert_eq!(wait(store, "one", NOW).await, 1_000, "as after a burst of now");
    assert!(!store.count_attempt("one", PACE, NOW).await.unwrap());
    assert!(is_counted(store, "one", NOW + 1_000).await);
    assert!(!is_counted(store, "one", NOW + 1_000).await);

    // Another server's clock may be ahead a little: its count stands.
    for _ in 0..3 {
        assert!(is_counted(store, "another", NOW + 60_000).await);
    }
    assert_eq!(wait(store, "another", NOW).await, 61_000);
}

pub async fn what_holds_nobody_back_is_forgotten(store: &Store) {
    assert!(is_counted(store, "one", NOW).await);
    assert!(is_counted(store, "another", NOW + DAY).await);
    assert_eq!(
        store.remove_rested_throttles(NOW + 10_000).await.unwrap(),
        0,
        "to another clock it may count"
    );
    assert_eq!(store.remove_rested_throttles(NOW + DAY).await.unwrap(), 1);
    assert_eq!(store.remove_rested_throttles(NOW + 3 * DAY).await.unwrap(), 1);
}
