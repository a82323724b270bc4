//! The use cases on SQLite, with a clock that stands still; what happens at once also on Postgres.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

/// Turns each story of a module into two tests, one on each engine: their SQL is the same, their dialects are not.
macro_rules! on_each_engine {
    ($($story:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $story() {
                super::$story(crate::world::World::set_up().await).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $story() {
                super::$story(crate::world::World::set_up_on_postgres().await).await;
            })*
        }
    };
}

mod access;
mod api_keys;
mod apis;
mod application;
mod asserting;
mod at_once;
mod audit;
mod authenticator;
mod authorizing;
mod callers;
mod changing;
mod clients;
mod configuration;
mod consenting;
mod copying;
mod denials;
mod desk;
mod editing;
mod environments;
mod environments_apart;
mod holders;
mod idempotency;
mod introspecting;
mod keys;
mod last_uses;
mod list;
mod log;
mod mail_server;
mod mailing;
mod own_account;
mod principals;
mod provider;
mod redeeming;
mod refreshing;
mod registering;
mod roles;
mod rows;
mod scopes;
mod second_factor;
mod secrets;
mod sessions;
mod setup;
mod team;
mod throttling;
mod user_links;
mod users;
mod webhooks;
mod whole_principals;
mod world;

use world::World;

/// Turns each story of what happens at once into two tests, one on each engine: they lock differently.
macro_rules! on_both {
    ($($story:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::at_once::$story(&super::World::set_up().await).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::at_once::$story(&super::World::set_up_on_postgres().await).await;
            })*
        }
    };
}

on_both![
    of_two_edits_at_once_one_wins_and_the_other_is_stale,
    two_overlaps_at_once_never_leave_three_valid,
    of_two_that_retire_a_secret_at_once_one_does,
    changes_of_the_same_clients_at_once_do_not_lock_each_other_out,
    an_edit_and_a_deletion_at_once_leave_a_whole_story,
    uses_are_written_while_their_clients_are_deleted,
    a_session_that_two_requests_end_at_once_ended_once,
    of_fifty_that_redeem_a_code_at_once_one_does,
    of_two_hundred_guesses_at_once_a_burst_reaches_the_hash,
    of_fifty_that_use_an_assertion_at_once_one_does,
    fifty_that_refresh_at_once_never_make_two_branches,
    signing_out_while_a_code_is_redeemed_leaves_nothing_alive,
    a_client_that_is_deleted_while_people_answer_leaves_nothing_behind,
    of_servers_that_tend_the_keys_at_once_one_makes_the_next,
    of_two_that_rotate_the_keys_at_once_one_does,
    denials_that_are_written_twice_at_once_are_counted_once,
    of_two_redirect_uris_that_are_added_at_once_both_are_there,
    of_two_principals_of_one_name_at_once_one_is_registered,
    of_two_that_add_a_key_at_once_one_does,
    of_two_edits_of_a_principal_at_once_one_wins,
    of_two_changes_of_a_whole_principal_at_once_one_wins,
    a_principal_comes_with_its_role_or_the_role_is_gone,
    an_environment_goes_only_while_nobody_comes_to_live_in_it,
    uses_of_keys_are_written_while_their_principals_are_deleted,
    servers_that_start_at_once_make_the_first_environments_once,
    servers_that_start_at_once_make_the_api_of_gatehouse_once,
    of_two_environments_of_one_name_at_once_one_is_added,
    two_environments_that_swap_names_at_once_are_both_told,
    of_two_apis_with_a_scope_in_common_at_once_one_is_added,
    of_two_edits_of_an_api_at_once_one_wins,
    a_scope_goes_or_a_role_gets_it,
    a_role_goes_or_somebody_holds_it,
    an_api_goes_with_its_roles_or_nobody_gets_one,
    of_two_that_assign_roles_at_once_one_does,
    a_client_that_is_deleted_while_it_gets_roles_holds_none,
    of_two_administrators_who_demote_each_other_at_once_one_does,
    of_two_administrators_who_remove_each_other_at_once_one_does,
    of_two_registrations_at_once_one_gets_the_last_use,
    of_two_that_use_a_link_at_once_one_does,
    of_two_that_invite_the_same_person_at_once_one_does,
    nobody_is_signed_in_behind_the_back_of_who_keeps_them_out,
    sessions_that_begin_and_end_at_once_do_not_lock_each_other_out,
];
