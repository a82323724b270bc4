//! Signing keys through time.

use std::collections::{BTreeSet, VecDeque};

use domain::{AuditAction, AuditFilter, KeyState, SigningAlgorithm};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};
use service::{
    Administrator, Jwk, Reader, SavedClient, ServiceError, Services, SigningError, Store, TokenSettings,
};

use crate::world::{NOW, World, confidential, token};

const DAY: i64 = 24 * 60 * 60;
/// How long caches keep the published keys, and how long an access token counts.
const CACHED_FOR: usize = 5 * 60;
const TOKEN_FOR: i64 = 10 * 60;

async fn billing() -> (World, Administrator, Reader, SavedClient) {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &confidential("Billing")).await;
    (world, administrator, reader, saved)
}

async fn access_token(services: &Services, saved: &SavedClient) -> String {
    token(services, saved).await.unwrap().access_token
}

fn kid(token: &str) -> String {
    decode_header(token).unwrap().kid.unwrap()
}

fn kids(jwks: &[Jwk]) -> Vec<String> {
    jwks.iter().map(|jwk| jwk.kid.clone()).collect()
}

/// Whether somebody who knows only these keys finds the signature right.
fn verifies(jwks: &[Jwk], token: &str) -> bool {
    let set: JwkSet = serde_json::from_value(json!({ "keys": jwks })).unwrap();
    let Some(jwk) = set.find(&kid(token)) else { return false };
    let algorithm: Algorithm = jwk.common.key_algorithm.unwrap().to_string().parse().unwrap();
    let mut validation = Validation::new(algorithm);
    // The clock of these tests stands where it was put.
    (validation.validate_exp, validation.validate_aud) = (false, false);
    decode::<Value>(token, &DecodingKey::from_jwk(jwk).unwrap(), &validation).is_ok()
}

async fn states(services: &Services, reader: &Reader) -> Vec<KeyState> {
    let keys = services.identity_provider(reader).await.unwrap().keys;
    keys.into_iter().map(|key| key.state).collect()
}

/// What the trail says of keys, oldest first: who, what, which.
async fn events(world: &World, reader: &Reader) -> Vec<(String, String, String)> {
    let events = world.events(reader).await.into_iter().rev();
    let events = events.filter(|event| event.entity_kind == "signing_key");
    events.map(|event| (event.actor_name, event.action, event.entity_id)).collect()
}

#[tokio::test]
async fn the_first_key_signs_at_once_and_is_told() {
    let (world, _, reader, saved) = billing().await;
    let provider = world.services.identity_provider(&reader).await.unwrap();
    assert_eq!(provider.issuer, "http://localhost:3000");
    assert_eq!(provider.next_rotation_at, NOW + 90 * DAY);
    let [key] = &provider.keys[..] else { panic!("{provider:?}") };
    assert_eq!((key.state, key.algorithm), (KeyState::Signing, SigningAlgorithm::Es256));
    assert_eq!((key.created_at, key.signs_from), (NOW, NOW));
    assert_eq!((key.signs_until, key.published_until), (None, None));
    assert!(verifies(&world.services.jwks(), &access_token(&world.services, &saved).await));
    let filter = AuditFilter { action: Some(AuditAction::KeyAdded), ..AuditFilter::default() };
    let [event] = &world.services.audit_events(&reader, &filter, None).await.unwrap().events[..] else {
        panic!("one key was added")
    };
    assert_eq!((event.actor_id.as_deref(), event.actor_name.as_str()), (None, "Gatehouse"));
    assert_eq!((&event.entity_id, &event.entity_name), (&key.kid, &key.kid));
    let changes: Vec<_> =
        event.changes.iter().map(|change| (change.field.as_str(), change.new.as_deref())).collect();
    assert_eq!(changes, [("algorithm", Some("ES256")), ("signs_from", Some("2023-11-14T22:13:20Z"))]);
}

#[tokio::test]
async fn a_key_takes_over_by_schedule_and_the_old_one_is_retired() {
    use KeyState::{Next, Retired, Retiring, Signing};
    let (world, _, reader, saved) = billing().await;
    let services = &world.services;
    let first = access_token(services, &saved).await;
    let mut last_of_first = first.clone();
    for (at, expected, signs_first) in [
        (NOW + 90 * DAY - 601, &[Signing][..], true),
        (NOW + 90 * DAY - 600, &[Next, Signing], true),
        (NOW + 90 * DAY - 1, &[Next, Signing], true),
        (NOW + 90 * DAY, &[Signing, Retiring], false),
        (NOW + 90 * DAY + TOKEN_FOR + 59, &[Signing, Retiring], false),
        (NOW + 90 * DAY + TOKEN_FOR + 60, &[Signing, Retired], false),
    ] {
        world.pass(at - world.now());
        services.tend_signing_keys().await.unwrap();
        assert_eq!(states(services, &reader).await, expected, "at {at}");
        let token = access_token(services, &saved).await;
        assert_eq!(kid(&token) == kid(&first), signs_first, "at {at}");
        assert!(verifies(&services.jwks(), &token), "at {at}");
        let is_published = !expected.contains(&Retired);
        assert_eq!(verifies(&services.jwks(), &last_of_first), is_published, "at {at}");
        assert_eq!(services.jwks().len(), expected.len() - usize::from(!is_published), "at {at}");
        if signs_first {
            last_of_first = token;
        }
    }
    let [new, old] = &services.identity_provider(&reader).await.unwrap().keys[..] else { panic!("two keys") };
    let (took_over, over) = (NOW + 90 * DAY, NOW + 90 * DAY + TOKEN_FOR + 60);
    assert_eq!((old.signs_until, old.published_until), (Some(took_over), Some(over)));
    let stored = world.store.signing_keys().await.unwrap();
    assert_eq!((stored[0].sealed_private.as_str(), stored[0].retired_at), ("", Some(over)));
    let public: Value = serde_json::from_str(&stored[0].public_jwk).unwrap();
    assert_eq!(public["kid"].as_str(), Some(old.kid.as_str()), "the public half is kept");

    let told = |action: &str, kid: &str| ("Gatehouse".to_owned(), action.to_owned(), kid.to_owned());
    let added = [told("signing_key.added", &old.kid), told("signing_key.added", &new.kid)];
    let expected = [&added[..], &[told("signing_key.retired", &old.kid)]].concat();
    assert_eq!(events(&world, &reader).await, expected);
}

#[tokio::test]
async fn no_token_is_signed_with_a_key_that_somebody_may_not_know() {
    let (world, administrator, _, saved) = billing().await;
    let another = world.another_server().await.unwrap();
    let servers = [&world.services, &another];
    // The keys as each server published them in each of the last seconds.
    let mut published: [VecDeque<Vec<String>>; 2] = Default::default();
    let mut signed: VecDeque<BTreeSet<String>> = VecDeque::new();
    let mut seen = BTreeSet::new();
    for second in 0..1_500 {
        if second == 37 {
            world.services.rotate_signing_key(&administrator).await.unwrap();
        }
        for (number, server) in servers.into_iter().enumerate() {
            if second % 30 == 17 * number {
                server.tend_signing_keys().await.unwrap();
            }
            published[number].push_front(kids(&server.jwks()));
            published[number].truncate(CACHED_FOR);
        }
        let mut now = BTreeSet::new();
        for server in servers {
            now.insert(kid(&access_token(server, &saved).await));
        }
        for known in published.iter().flatten() {
            assert!(now.iter().all(|kid| known.contains(kid)), "second {second}");
        }
        signed.push_front(now.clone());
        signed.truncate(TOKEN_FOR.try_into().unwrap());
        for server in servers {
            let known = kids(&server.jwks());
            let is_known = signed.iter().flatten().all(|kid| known.contains(kid));
            assert!(is_known, "a token that counts is no longer verifiable in second {second}");
        }
        seen.extend(now);
        world.pass(1);
    }
    assert_eq!(seen.len(), 2, "the next key took over");
    assert_eq!(kids(&world.services.jwks()).len(), 1, "the first one is retired");
}

#[tokio::test]
async fn a_server_that_cannot_ask_takes_the_next_key_in_time() {
    let (world, administrator, _, saved) = billing().await;
    let first = access_token(&world.services, &saved).await;
    world.services.rotate_signing_key(&administrator).await.unwrap();
    for (at, is_first) in [(NOW, true), (NOW + 599, true), (NOW + 600, false), (NOW + DAY, false)] {
        world.pass(at - world.now());
        let token = access_token(&world.services, &saved).await;
        assert_eq!(kid(&token) == kid(&first), is_first, "at {at}");
    }
}

#[tokio::test]
async fn a_rotation_by_hand_is_told_and_waits_for_the_one_under_way() {
    let (world, administrator, reader, _) = billing().await;
    let another = world.another_server().await.unwrap();
    world.services.rotate_signing_key(&administrator).await.unwrap();
    let next = world.services.identity_provider(&reader).await.unwrap();
    assert_eq!((next.keys[0].state, next.next_rotation_at), (KeyState::Next, NOW + 600));
    assert_eq!(world.services.jwks().len(), 2, "it is published at once");
    for server in [&world.services, &another] {
        let again = server.rotate_signing_key(&administrator).await;
        assert!(matches!(again, Err(ServiceError::RotationUnderWay)), "{again:?}");
        server.tend_signing_keys().await.unwrap();
    }
    let (actor, action, entity_id) = events(&world, &reader).await.pop().unwrap();
    assert_eq!((actor.as_str(), action.as_str()), (crate::world::EMAIL, "signing_key.added"));
    assert_eq!(entity_id, next.keys[0].kid);
    world.pass(600);
    another.rotate_signing_key(&administrator).await.unwrap();
    assert_eq!(states(&another, &reader).await, [KeyState::Next, KeyState::Signing, KeyState::Retiring]);
}

#[tokio::test]
async fn another_algorithm_takes_its_turn_without_a_gap() {
    let (world, _, reader, saved) = billing().await;
    let before = access_token(&world.services, &saved).await;
    let settings = TokenSettings { signing_algorithm: SigningAlgorithm::Rs256, ..TokenSettings::default() };
    let services = world.another_server_with(settings).await;
    assert_eq!(decode_header(&access_token(&services, &saved).await).unwrap().alg, Algorithm::ES256);
    services.tend_signing_keys().await.unwrap();
    services.tend_signing_keys().await.unwrap();
    assert_eq!(states(&services, &reader).await, [KeyState::Next, KeyState::Signing]);
    assert_eq!(decode_header(&access_token(&services, &saved).await).unwrap().alg, Algorithm::ES256);
    world.pass(600);
    let after = access_token(&services, &saved).await;
    assert_eq!(decode_header(&after).unwrap().alg, Algorithm::RS256);
    let jwks = services.jwks();
    assert!(verifies(&jwks, &before) && verifies(&jwks, &after));
    let provider = services.identity_provider(&reader).await.unwrap();
    assert_eq!(provider.keys[0].algorithm, SigningAlgorithm::Rs256);
    assert_eq!(provider.next_rotation_at, NOW + 600 + 90 * DAY);

    // After a restart the parsed form of the stored key signs as well.
    let again = world.another_server().await.unwrap();
    assert_eq!(again.jwks(), jwks);
    assert!(verifies(&jwks, &access_token(&again, &saved).await));
}

#[tokio::test]
async fn a_restart_keeps_the_keys() {
    let (world, administrator, reader, saved) = billing().await;
    world.services.rotate_signing_key(&administrator).await.unwrap();
    let before = access_token(&world.services, &saved).await;
    let restarted = world.another_server().await.unwrap();
    assert_eq!(restarted.jwks(), world.services.jwks());
    assert_eq!(kid(&access_token(&restarted, &saved).await), kid(&before));
    assert_eq!(events(&world, &reader).await.len(), 2, "nothing was made");
}

#[tokio::test]
async fn a_key_of_the_first_version_signs_on_and_keeps_its_public_half() {
    let (world, administrator, _, saved) = billing().await;
    let Store::Sqlite(pool, _) = &world.store else { panic!("an SQLite file") };
    sqlx::query("UPDATE signing_keys SET public_jwk = ''").execute(pool).await.unwrap();
    let services = world.another_server().await.unwrap();
    assert_eq!(services.jwks(), world.services.jwks());
    let before = access_token(&services, &saved).await;
    services.rotate_signing_key(&administrator).await.unwrap();
    world.pass(600 + TOKEN_FOR + 60);
    services.tend_signing_keys().await.unwrap();
    let stored = world.store.signing_keys().await.unwrap();
    assert!(stored[0].retired_at.is_some() && stored[0].public_jwk.contains(&kid(&before)), "{stored:?}");
    world.another_server().await.unwrap();
}

#[tokio::test]
async fn keys_that_cannot_be_opened_stop_the_start_and_change_nothing() {
    let (world, _, reader, saved) = billing().await;
    let started = world.another_server_with_another_key().await;
    assert!(started.unwrap_err().to_string().contains("cannot be opened"));
    let before = access_token(&world.services, &saved).await;

    // Later on, too: another server is configured with another key, and makes one with it.
    let Store::Sqlite(pool, _) = &world.store else { panic!("an SQLite file") };
    let break_it = "UPDATE signing_keys SET sealed_private = 'AAAA'";
    sqlx::query(break_it).execute(pool).await.unwrap();
    world.pass(90 * DAY);
    let tended = world.services.tend_signing_keys().await;
    assert!(matches!(tended, Err(SigningError::CannotOpen { .. })), "{tended:?}");
    assert_eq!(kid(&access_token(&world.services, &saved).await), kid(&before), "it signs on");
    assert_eq!(world.store.signing_keys().await.unwrap().len(), 1, "nothing is made behind anybody's back");

    sqlx::query("DELETE FROM signing_keys").execute(pool).await.unwrap();
    let tended = world.services.tend_signing_keys().await;
    assert!(matches!(tended, Err(SigningError::NoneSigns)), "{tended:?}");
    assert_eq!(world.store.signing_keys().await.unwrap(), [], "there is no second first key");
    assert_eq!(events(&world, &reader).await.len(), 1);
}

#[tokio::test]
async fn of_those_that_are_retired_the_last_few_are_shown() {
    let (world, administrator, reader, _) = billing().await;
    for _ in 0..8 {
        world.services.rotate_signing_key(&administrator).await.unwrap();
        world.pass(600 + TOKEN_FOR + 60);
        world.services.tend_signing_keys().await.unwrap();
    }
    let states = states(&world.services, &reader).await;
    assert_eq!(states, [&[KeyState::Signing][..], &[KeyState::Retired; 5]].concat());
    assert_eq!(world.services.jwks().len(), 1);
}

#[tokio::test]
async fn a_key_that_is_ended_by_hand_gives_way_to_the_next_at_once() {
    let (world, administrator, reader, saved) = billing().await;
    let before = access_token(&world.services, &saved).await;
    world.services.rotate_signing_key(&administrator).await.unwrap();
    let Store::Sqlite(pool, _) = &world.store else { panic!("an SQLite file") };
    // As the operating guide has it.
    sqlx::query("UPDATE signing_keys SET retired_at = created_at, sealed_private = '' WHERE kid = $1")
        .bind(kid(&before))
        .execute(pool)
        .await
        .unwrap();
    let restarted = world.another_server().await.unwrap();
    let jwks = restarted.jwks();
    assert_eq!((jwks.len(), verifies(&jwks, &before)), (1, false));
    assert!(verifies(&jwks, &access_token(&restarted, &saved).await));
    assert_eq!(states(&restarted, &reader).await, [KeyState::Signing, KeyState::Retired]);
    restarted.tend_signing_keys().await.unwrap();
    assert_eq!(restarted.jwks(), jwks);
}
