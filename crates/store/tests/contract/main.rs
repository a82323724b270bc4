//! The same stories on SQLite and on Postgres.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod clients;
mod fixture;
mod people;
mod signing_keys;

use fixture::Fixture;

/// Turns each story into two tests, one on each engine.
macro_rules! contract {
    ($($room:ident :: $story:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $story() {
                super::$room::$story(&super::Fixture::sqlite().await.store).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $story() {
                super::$room::$story(&super::Fixture::postgres().await.store).await;
            })*
        }
    };
}

contract![
    clients::a_client_comes_back_as_it_was_stored,
    clients::what_is_taken_is_told_field_by_field,
    clients::of_two_clients_added_at_once_one_wins,
    clients::the_list_is_newest_first_and_its_pages_do_not_overlap,
    clients::a_transaction_that_is_dropped_leaves_nothing,
    clients::a_secret_counts_for_its_own_client_only,
    clients::a_row_that_cannot_be_read_is_named,
    people::a_person_is_found_by_e_mail_in_any_case,
    people::of_two_first_administrators_one_is_made,
    people::a_session_lives_until_it_is_ended,
    people::sessions_that_have_ended_are_removed,
    people::a_setup_link_counts_once_and_in_time,
    signing_keys::of_two_first_keys_one_is_kept,
];

/// Migrations may run again on a schema that is up to date, and from two servers at once.
#[tokio::test]
async fn two_servers_may_start_at_once_on_one_postgres() {
    let url = Fixture::postgres_url().await;
    let (one, other) = tokio::join!(store::Store::open(&url), store::Store::open(&url));
    one.unwrap().ping().await.unwrap();
    other.unwrap().ping().await.unwrap();
}
