//! The same stories on SQLite and on Postgres.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access_tokens;
mod api_access;
mod api_keys;
mod api_roles;
mod apis;
mod assertions;
mod audit;
mod backing_up;
mod changes;
mod client_list;
mod clients;
mod codes;
mod configuration;
mod consents;
mod copying;
mod denials;
mod environments;
mod fixture;
mod from_before;
mod full;
mod grants;
mod holders;
mod idempotency_keys;
mod migrating;
mod opening;
mod people;
mod plans;
mod principals;
mod provider_identities;
mod refresh_tokens;
mod second_factors;
mod secrets;
mod sessions_of_person;
mod signing_keys;
mod statement_plans;
mod throttles;
mod user_links;
mod users;
mod webhooks;

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
    configuration::everything_comes_back_at_once_up_to_a_bound,
    configuration::the_keys_that_count_come_back_oldest_first,
    configuration::every_role_that_is_held_is_named,
    configuration::who_has_a_name_is_found_in_any_case,
    api_keys::keys_come_back_as_they_were_stored_newest_first,
    api_keys::a_key_counts_until_its_end_or_until_it_is_revoked,
    api_keys::a_name_is_taken_until_its_key_is_revoked,
    api_keys::the_last_use_of_an_api_key_only_moves_forward,
    api_keys::keys_that_count_no_longer_are_kept_for_a_while,
    api_keys::an_api_key_that_cannot_be_read_is_named,
    audit::an_event_comes_back_as_it_was_written,
    audit::an_event_of_a_newer_server_is_read_as_well,
    audit::every_filter_finds_what_it_asks_for_newest_first_page_by_page,
    audit::who_changed_a_client_last_is_known,
    client_list::every_order_is_read_page_by_page_and_back_again,
    client_list::every_combination_of_filters_in_every_order,
    client_list::every_search_finds_the_clients_whose_words_begin_so,
    client_list::a_search_keeps_to_the_filters,
    client_list::a_walk_that_is_cut_short_says_so_and_goes_on,
    client_list::clients_that_come_meanwhile_hide_nobody_from_a_walk,
    client_list::words_follow_what_becomes_of_a_client,
    client_list::a_page_goes_on_where_its_edge_is_gone,
    client_list::a_row_that_cannot_be_read_does_not_hide_the_list,
    client_list::the_list_says_which_requests_are_in_progress,
    clients::a_client_comes_back_as_it_was_stored,
    clients::what_is_taken_is_told_field_by_field,
    clients::of_two_clients_added_at_once_one_wins,
    clients::a_transaction_that_is_dropped_leaves_nothing,
    clients::every_field_but_the_identifiers_can_change,
    clients::a_client_cannot_take_the_name_of_another,
    clients::of_two_that_change_a_client_the_second_sees_what_the_first_did,
    clients::a_deleted_client_leaves_nothing_but_its_events,
    clients::a_request_is_in_progress_until_it_is_finished,
    clients::a_row_that_cannot_be_read_is_named,
    clients::a_row_that_cannot_be_read_is_switched_and_removed,
    clients::a_switched_client_is_the_same_but_for_its_status,
    idempotency_keys::a_creation_is_reserved_once_and_then_answered,
    idempotency_keys::each_caller_has_keys_of_their_own,
    idempotency_keys::a_key_that_is_given_up_is_free,
    idempotency_keys::who_lost_a_key_to_another_neither_keeps_nor_gives_it_up,
    idempotency_keys::of_two_that_reserve_a_key_at_once_one_does,
    idempotency_keys::old_idempotency_keys_are_forgotten,
    principals::a_principal_comes_back_as_it_was_stored,
    principals::a_name_is_taken_in_one_environment_only,
    principals::a_client_id_belongs_to_one_client_or_principal,
    principals::of_two_principals_of_one_name_at_once_one_is_added,
    principals::an_environment_goes_only_while_nobody_comes_to_live_in_it,
    principals::a_dropped_transaction_leaves_no_principal,
    principals::a_principal_gets_another_name_and_other_words,
    principals::of_two_that_change_a_principal_the_second_sees_what_the_first_did,
    principals::a_principal_that_cannot_be_read_is_named,
    principals::the_keys_of_a_principal_come_back_newest_first,
    principals::the_last_use_of_a_key_only_moves_forward,
    principals::a_key_that_cannot_be_read_is_named,
    principals::every_search_finds_the_principals_whose_words_begin_so,
    principals::the_list_of_principals_is_read_page_by_page_and_back_again,
    secrets::a_secret_counts_for_its_own_client_only,
    secrets::the_secrets_of_a_client_are_listed_newest_first,
    secrets::an_end_is_set_and_set_again,
    secrets::a_retired_secret_keeps_nothing_to_verify_it_by,
    secrets::the_last_use_only_moves_forward,
    people::a_person_is_found_by_e_mail_in_any_case,
    people::of_two_first_administrators_one_is_made,
    people::a_session_lives_until_it_is_ended,
    people::sessions_that_have_ended_are_removed,
    people::a_setup_link_counts_once_and_in_time,
    users::a_person_comes_back_as_they_were_added,
    users::an_e_mail_belongs_to_one_person_in_any_case,
    users::people_are_listed_by_e_mail_page_by_page,
    users::people_are_found_by_role_status_and_the_beginning_of_their_e_mail,
    users::each_change_of_role_and_status_is_another_version,
    users::a_password_is_replaced_by_who_knows_the_one_that_is_there,
    users::who_may_sign_in_is_noted,
    users::an_administrator_counts_who_can_sign_in,
    users::of_two_administrators_who_are_demoted_at_once_one_stays,
    users::a_removed_person_leaves_nothing_and_frees_their_e_mail,
    provider_identities::a_person_is_found_by_the_name_that_the_provider_has_for_them,
    provider_identities::a_name_at_the_provider_is_one_persons,
    user_links::a_link_of_a_person_counts_once_in_time_and_for_them,
    user_links::a_new_link_takes_the_place_of_those_before,
    sessions_of_person::the_sessions_of_a_person_are_those_that_count,
    sessions_of_person::all_sessions_of_a_person_end_or_all_but_one,
    sessions_of_person::what_was_allowed_in_a_session_ends_with_it_or_with_all_that_is_the_persons,
    grants::a_grant_is_live_until_it_ends_or_is_revoked,
    grants::of_two_that_revoke_a_grant_at_once_one_does,
    grants::there_is_no_grant_for_a_client_or_a_person_who_is_gone,
    grants::a_session_takes_with_it_what_was_to_last_as_long,
    grants::a_session_hands_over_what_belongs_to_it,
    grants::a_session_hands_over_nothing_to_somebody_else,
    grants::a_deleted_client_takes_its_grants_with_it,
    grants::what_ended_long_ago_is_removed,
    grants::a_grant_knows_the_person_as_they_are_now,
    codes::a_code_comes_back_as_it_was_added,
    codes::a_code_is_consumed_once_and_in_time,
    codes::of_two_that_consume_a_code_at_once_one_does,
    codes::a_code_that_cannot_be_read_is_named_by_its_grant,
    refresh_tokens::a_refresh_token_is_used_once_and_in_time,
    refresh_tokens::a_used_refresh_token_stays_as_long_as_its_grant,
    refresh_tokens::a_family_has_one_live_branch_whoever_comes_at_once,
    refresh_tokens::an_unused_successor_is_known_for_a_while,
    consents::consents_to_one_client_add_up,
    consents::of_two_consents_at_once_none_is_lost,
    access_tokens::a_token_stands_as_its_client_its_grant_and_its_person_do,
    access_tokens::a_token_stands_as_its_principal_does,
    access_tokens::a_revoked_token_is_remembered_until_it_expires,
    access_tokens::origins_follow_what_becomes_of_a_client,
    environments::environments_come_back_as_they_were_stored_by_name,
    environments::what_another_environment_has_is_told,
    environments::of_two_environments_added_at_once_one_wins,
    environments::an_environment_takes_no_value_of_another,
    environments::of_two_that_change_an_environment_the_second_sees_what_the_first_did,
    environments::an_environment_goes_when_nothing_lives_in_it,
    environments::an_environment_that_cannot_be_read_is_named,
    apis::apis_come_back_as_they_were_stored_by_name,
    apis::the_api_of_the_server_itself_is_told_apart,
    apis::what_another_api_has_is_told,
    apis::of_two_apis_added_at_once_one_wins,
    apis::an_api_takes_nothing_of_another,
    apis::two_apis_that_swap_scopes_at_once_do_not_lock_each_other_out,
    apis::of_two_that_change_an_api_the_second_sees_what_the_first_did,
    api_roles::roles_come_back_as_they_were_stored_by_name,
    api_roles::a_role_changes_and_takes_no_name_of_another,
    api_roles::what_is_held_is_known_and_goes_with_its_holder,
    api_roles::nobody_holds_two_roles_of_an_api_nor_a_role_that_is_gone,
    apis::an_api_takes_its_roles_and_scopes_with_it,
    apis::an_api_or_a_role_that_cannot_be_read_is_named,
    api_access::roles_allow_something_at_each_api,
    assertions::an_assertion_is_used_once_until_it_is_forgotten,
    assertions::of_two_that_use_an_assertion_at_once_one_does,
    assertions::only_a_principal_that_signs_is_found,
    signing_keys::of_two_keys_of_a_generation_one_is_kept,
    signing_keys::keys_are_read_oldest_first_as_they_were_stored,
    signing_keys::a_key_is_retired_once_and_keeps_its_public_half,
    holders::whoever_has_a_client_id_is_found_and_locked,
    holders::a_switched_principal_is_the_same_but_for_its_status,
    holders::uses_are_those_of_secrets_and_keys,
    holders::a_deleted_principal_leaves_nothing_and_frees_its_client_id,
    holders::a_deletion_that_is_dropped_leaves_both,
    denials::alike_denials_are_counted_together,
    denials::what_no_client_has_is_not_kept,
    denials::a_client_may_be_removed_while_its_denials_are_written,
    denials::the_newest_denials_are_kept,
    denials::old_denials_are_removed,
    denials::a_reason_of_a_newer_server_is_left_out,
    throttles::a_burst_is_counted_and_then_one_at_a_time,
    throttles::of_attempts_at_once_a_burst_is_counted,
    throttles::an_attempt_that_is_given_back_was_none,
    throttles::a_clock_that_was_ahead_keeps_nobody_out,
    throttles::what_holds_nobody_back_is_forgotten,
    second_factors::a_step_counts_once_and_none_before_it,
    second_factors::a_recovery_code_counts_once,
    second_factors::a_removed_factor_takes_its_codes_with_it,
    second_factors::a_setting_is_what_was_decided_last,
    second_factors::credentials_are_held_as_they_were_verified,
    webhooks::a_webhook_comes_back_as_it_was_stored,
    webhooks::there_are_no_more_webhooks_than_may_be,
    webhooks::of_two_that_add_the_last_webhook_at_once_one_does,
    webhooks::a_change_is_kept_while_a_webhook_is_deleted,
    webhooks::a_change_is_written_down_for_each_webhook_that_is_told_of_it,
    webhooks::a_change_that_is_not_kept_is_not_told,
    webhooks::a_message_is_claimed_by_one_server_until_its_lease_ends,
    webhooks::of_two_that_claim_at_once_each_message_is_ones,
    webhooks::what_became_of_a_message_is_noted_by_who_claimed_it_last,
    webhooks::what_waits_rests_while_its_webhook_is_disabled,
    webhooks::deliveries_are_read_page_by_page,
    webhooks::old_messages_go_and_a_deleted_webhook_takes_its_own_along,
];

#[test]
fn a_position_fits_the_orders_of_its_kind() {
    client_list::a_position_fits_the_orders_of_its_kind();
}

#[test]
fn a_draft_of_a_client_makes_the_same_client() {
    clients::a_draft_of_a_client_makes_the_same_client();
}
