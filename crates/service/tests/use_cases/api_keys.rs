//! API keys: who comes with them, and for how long.

use domain::{ApiKeyDraft, ApiKeyState, Field, MAX_KEY_LIFE, Role};
use service::{ApiKeyDetail, IssuedApiKey, LastUse, ServiceError};

use crate::desk::{Desk, refused};
use crate::world::{EMAIL, NOW, World};

on_each_engine![
    a_key_is_a_caller_of_its_own,
    a_key_counts_until_it_expires_or_is_revoked,
    what_is_no_key_is_nobody,
    a_key_that_another_server_revokes_counts_no_longer,
    a_name_is_free_again_when_its_key_is_revoked,
    uses_of_api_keys_are_gathered_and_written,
    keys_are_listed_page_by_page_newest_first,
    keys_that_ended_are_forgotten_in_the_end,
    the_trail_tells_of_a_key_and_never_the_key,
];

const ADDRESS: &str = "192.0.2.8";

fn draft(name: &str, role: Role, expires_at: Option<i64>) -> ApiKeyDraft {
    ApiKeyDraft { name: name.to_owned(), role, expires_at }
}

async fn try_create(desk: &Desk<'_>, draft: ApiKeyDraft) -> Result<IssuedApiKey, ServiceError> {
    let new = draft.check(desk.world.now()).unwrap();
    desk.world.services.create_api_key(&desk.administrator, new).await
}

async fn create(desk: &Desk<'_>, name: &str, role: Role, expires_at: Option<i64>) -> IssuedApiKey {
    try_create(desk, draft(name, role, expires_at)).await.unwrap()
}

async fn read(desk: &Desk<'_>, key: &IssuedApiKey) -> ApiKeyDetail {
    desk.world.services.api_key(&desk.reader, &key.detail.id).await.unwrap()
}

/// The role of who comes with this.
async fn role(world: &World, presented: &str) -> Option<Role> {
    let caller = world.services.caller_of_api_key(presented, Some(ADDRESS.to_owned())).await.unwrap();
    caller.map(|caller| caller.role())
}

async fn a_key_is_a_caller_of_its_own(world: World) {
    let desk = Desk::at(&world).await;
    for (of, can_change) in [(Role::Administrator, true), (Role::Auditor, false)] {
        let issued = create(&desk, of.label(), of, None).await;
        let caller = world.services.caller_of_api_key(issued.plain.reveal(), None).await.unwrap().unwrap();
        assert_eq!(caller.id(), Some(issued.detail.id.as_str()));
        assert_eq!(caller.name(), format!("API key \"{}\"", of.label()));
        assert_eq!((caller.reader().is_ok(), caller.administrator().is_ok()), (true, can_change), "{of:?}");
    }
}

async fn a_key_counts_until_it_expires_or_is_revoked(world: World) {
    let desk = Desk::at(&world).await;
    let ending = create(&desk, "Ending", Role::Auditor, Some(NOW + 60)).await;
    let endless = create(&desk, "Endless", Role::Auditor, None).await;
    world.pass(59);
    assert_eq!(role(&world, ending.plain.reveal()).await, Some(Role::Auditor));
    assert_eq!(read(&desk, &ending).await.state, ApiKeyState::Valid);
    world.pass(1);
    assert_eq!(role(&world, ending.plain.reveal()).await, None);
    assert_eq!(read(&desk, &ending).await.state, ApiKeyState::Expired);

    world.pass(MAX_KEY_LIFE);
    assert_eq!(role(&world, endless.plain.reveal()).await, Some(Role::Auditor));
    let services = &world.services;
    services.revoke_api_key(&desk.administrator, &endless.detail.id).await.unwrap();
    assert_eq!(role(&world, endless.plain.reveal()).await, None);
    let detail = read(&desk, &endless).await;
    assert_eq!((detail.state, detail.revoked_at), (ApiKeyState::Revoked, Some(world.now())));
    for id in [endless.detail.id.as_str(), "unknown", "\0"] {
        let again = services.revoke_api_key(&desk.administrator, id).await;
        assert!(matches!(again, Err(ServiceError::NotFound)), "{id}");
    }
    assert!(matches!(services.api_key(&desk.reader, "\0").await, Err(ServiceError::NotFound)));
}

async fn what_is_no_key_is_nobody(world: World) {
    let desk = Desk::at(&world).await;
    let issued = create(&desk, "Deploy", Role::Administrator, None).await;
    let key = issued.plain.reveal();
    let other = if key.ends_with('A') { 'B' } else { 'A' };
    for presented in [
        "",
        "ghk_",
        &issued.detail.prefix,
        &key[..key.len() - 1],
        &format!("{key}A"),
        &format!("{}{other}", &key[..key.len() - 1]),
        &key.to_uppercase(),
        &format!("{}\0", &key[..key.len() - 1]),
        &issued.detail.id,
    ] {
        assert_eq!(role(&world, presented).await, None, "{presented:?}");
    }
    assert_eq!(read(&desk, &issued).await.last_used, None, "a guess is no use");
}

async fn a_key_that_another_server_revokes_counts_no_longer(world: World) {
    let desk = Desk::at(&world).await;
    let another = world.another_server().await.unwrap();
    let issued = create(&desk, "Deploy", Role::Administrator, None).await;
    for _ in 0..2 {
        assert_eq!(role(&world, issued.plain.reveal()).await, Some(Role::Administrator));
    }
    another.revoke_api_key(&desk.administrator, &issued.detail.id).await.unwrap();
    assert_eq!(role(&world, issued.plain.reveal()).await, None);
}

async fn a_name_is_free_again_when_its_key_is_revoked(world: World) {
    let desk = Desk::at(&world).await;
    let first = create(&desk, "Deploy", Role::Administrator, Some(NOW + 1)).await;
    world.pass(5);
    let taken = [(Field::Name, "taken".to_owned())];
    assert_eq!(refused(try_create(&desk, draft("DEPLOY", Role::Auditor, None)).await), taken);
    world.services.revoke_api_key(&desk.administrator, &first.detail.id).await.unwrap();
    create(&desk, "DEPLOY", Role::Auditor, None).await;
    assert_eq!(refused(try_create(&desk, draft("Deploy", Role::Auditor, None)).await), taken);
}

async fn uses_of_api_keys_are_gathered_and_written(world: World) {
    let desk = Desk::at(&world).await;
    let another = world.another_server().await.unwrap();
    let issued = create(&desk, "Deploy", Role::Auditor, None).await;
    let id = issued.detail.id.clone();
    assert_eq!(read(&desk, &issued).await.last_used, None);
    world.pass(60);
    assert!(role(&world, issued.plain.reveal()).await.is_some());
    let used = Some(LastUse { at: NOW + 60, address: Some(ADDRESS.to_owned()) });
    assert_eq!(read(&desk, &issued).await.last_used, used);
    assert_eq!(another.api_key(&desk.reader, &id).await.unwrap().last_used, None);
    assert_eq!(world.services.flush_last_uses().await.unwrap(), 1);
    assert_eq!(another.api_key(&desk.reader, &id).await.unwrap().last_used, used);
    assert_eq!(world.services.flush_last_uses().await.unwrap(), 0);

    assert!(role(&world, issued.plain.reveal()).await.is_some());
    world.services.revoke_api_key(&desk.administrator, &id).await.unwrap();
    world.services.flush_last_uses().await.unwrap();
    assert_eq!(read(&desk, &issued).await.last_used, used, "a key that was revoked was still used");
}

async fn keys_are_listed_page_by_page_newest_first(world: World) {
    let desk = Desk::at(&world).await;
    for name in ["One", "Two", "Three"] {
        create(&desk, name, Role::Auditor, None).await;
    }
    let services = &world.services;
    let names =
        |keys: Vec<ApiKeyDetail>| keys.into_iter().map(|key| key.name.to_string()).collect::<Vec<_>>();
    let first = services.api_keys(&desk.reader, None, 2).await.unwrap();
    assert_eq!(names(first.keys), ["Three", "Two"]);
    let second = services.api_keys(&desk.reader, first.next.as_deref(), 2).await.unwrap();
    assert_eq!((names(second.keys), second.next), (vec!["One".to_owned()], None));
    assert_eq!(services.api_keys(&desk.reader, None, 3).await.unwrap().next, None);
    let refused = services.api_keys(&desk.reader, Some("\0"), 3).await;
    assert!(matches!(refused, Err(ServiceError::PositionMalformed)), "{refused:?}");
}

async fn keys_that_ended_are_forgotten_in_the_end(world: World) {
    let desk = Desk::at(&world).await;
    let ending = create(&desk, "Ending", Role::Auditor, Some(NOW + 60)).await;
    let revoked = create(&desk, "Revoked", Role::Auditor, None).await;
    let kept = create(&desk, "Kept", Role::Auditor, None).await;
    world.services.revoke_api_key(&desk.administrator, &revoked.detail.id).await.unwrap();
    let left = async || {
        world.services.sweep().await.unwrap();
        world.services.api_keys(&desk.reader, None, 10).await.unwrap().keys.len()
    };
    assert_eq!(left().await, 3);
    world.pass(60 + 90 * 24 * 60 * 60);
    assert_eq!(left().await, 1);
    assert_eq!(read(&desk, &kept).await.state, ApiKeyState::Valid);
    let gone = world.services.api_key(&desk.reader, &ending.detail.id).await;
    assert!(matches!(gone, Err(ServiceError::NotFound)));
}

async fn the_trail_tells_of_a_key_and_never_the_key(world: World) {
    let desk = Desk::at(&world).await;
    let issued = create(&desk, "Deploy", Role::Administrator, Some(NOW + 60)).await;
    let IssuedApiKey { detail, plain } = &issued;
    assert_eq!((detail.created_by.as_str(), detail.created_at), (EMAIL, NOW));
    world.services.revoke_api_key(&desk.administrator, &detail.id).await.unwrap();
    let prefix = &detail.prefix;
    let end = "2023-11-14T22:14:20Z";
    assert_eq!(
        desk.history(&detail.id).await,
        [
            format!(
                "Deploy api_key.created name: none -> Deploy; role: none -> administrator; prefix: none -> {prefix}; \
                 expires_at: none -> {end}"
            ),
            format!(
                "Deploy api_key.revoked name: Deploy -> none; role: administrator -> none; prefix: {prefix} -> none; \
                 expires_at: {end} -> none"
            ),
        ]
    );
    let all = format!("{:?} {issued:?}", world.events(&desk.reader).await);
    assert!(!all.contains(plain.reveal()) && !all.contains(&plain.reveal()[13..]));

    let by_key = create(&desk, "Other", Role::Administrator, None).await;
    let caller = world.services.caller_of_api_key(by_key.plain.reveal(), Some(ADDRESS.to_owned())).await;
    let administrator = caller.unwrap().unwrap().administrator().unwrap();
    let new = draft("Made by a key", Role::Auditor, None).check(NOW).unwrap();
    let made = world.services.create_api_key(&administrator, new).await.unwrap();
    assert_eq!(made.detail.created_by, "API key \"Other\"");
    let event = world.events(&desk.reader).await.into_iter().find(|event| event.entity_id == made.detail.id);
    let event = event.unwrap();
    assert_eq!(event.actor_id.as_deref(), Some(by_key.detail.id.as_str()));
    assert_eq!((event.actor_name.as_str(), event.address.as_deref()), ("API key \"Other\"", Some(ADDRESS)));
}
