//! Environments.

use domain::Field;
use service::ServiceError;

use crate::desk::{Desk, environment, message, refused};
use crate::world::{NOW, World};

on_each_engine![
    there_are_two_environments_from_the_start,
    a_later_start_makes_none,
    an_environment_gets_an_audience_below_the_issuer_unless_one_is_typed,
    what_another_environment_has_is_refused_field_by_field,
    an_environment_does_not_share_the_audience_of_oauth_clients,
    an_environment_is_edited_and_the_trail_tells_what_changed,
    saving_an_environment_as_it_is_does_nothing,
    a_stale_edit_of_an_environment_changes_nothing,
    an_environment_is_removed_once_nothing_lives_in_it,
    an_environment_that_never_was_is_not_found,
];

async fn there_are_two_environments_from_the_start(world: World) {
    let desk = Desk::at(&world).await;
    let told: Vec<_> = desk.environments().await;
    let told: Vec<_> = told
        .iter()
        .map(|found| {
            (found.name.as_str(), found.audience.as_str(), found.principals, found.created_at, found.version)
        })
        .collect();
    let expected = [
        ("development", "http://localhost:3000/environments/development", 0, NOW, 1),
        ("production", "http://localhost:3000/environments/production", 0, NOW, 1),
    ];
    assert_eq!(told, expected);
    let events = desk.world.events(&desk.reader).await;
    let made: Vec<_> = events.iter().filter(|event| event.action == "environment.added").collect();
    assert_eq!(made.len(), 2);
    assert!(made.iter().all(|event| event.actor_id.is_none() && event.actor_name == "Gatehouse"));
}

async fn a_later_start_makes_none(world: World) {
    let desk = Desk::at(&world).await;
    let id = desk.environment("development").await.id;
    desk.world.services.delete_environment(&desk.administrator, &id).await.unwrap();
    let before = (desk.environments().await, desk.world.events(&desk.reader).await);
    desk.world.another_server().await.unwrap();
    assert_eq!((desk.environments().await, desk.world.events(&desk.reader).await), before);
}

async fn an_environment_gets_an_audience_below_the_issuer_unless_one_is_typed(world: World) {
    let desk = Desk::at(&world).await;
    for (name, typed, audience) in [
        ("staging", "", "http://localhost:3000/environments/staging"),
        ("eu-west", "https://eu.example.com/api", "https://eu.example.com/api"),
    ] {
        let new = environment(name, typed);
        let added = desk.world.services.add_environment(&desk.administrator, new).await.unwrap();
        assert_eq!((added.name.as_str(), added.audience.as_str(), added.version), (name, audience, 1));
        assert_eq!(desk.environment(name).await, added);
        let expected = format!("{name} environment.added name: none -> {name}; audience: none -> {audience}");
        assert_eq!(desk.history(&added.id).await, [expected]);
    }
}

async fn what_another_environment_has_is_refused_field_by_field(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    let other = environment("staging", "urn:staging");
    let other = services.add_environment(&desk.administrator, other).await.unwrap();
    let before = (desk.environments().await, desk.world.events(&desk.reader).await);
    let name = (Field::EnvironmentName, "taken".to_owned());
    let audience = (Field::Audience, "taken".to_owned());
    let of_production = "http://localhost:3000/environments/production";
    for (new, expected) in [
        (environment("production", "urn:new"), vec![name.clone()]),
        (environment("new", of_production), vec![audience.clone()]),
        (environment("production", of_production), vec![name, audience]),
    ] {
        assert_eq!(refused(services.add_environment(&desk.administrator, new.clone()).await), expected);
        let edited = services.edit_environment(&desk.administrator, &other.id, 1, new).await;
        assert_eq!(refused(edited), expected);
        assert_eq!((desk.environments().await, desk.world.events(&desk.reader).await), before);
    }
    let new = environment("production", "urn:new");
    let told = message(services.add_environment(&desk.administrator, new).await);
    assert_eq!(told, "Another environment has this name. Choose a different one.");
}

async fn an_environment_does_not_share_the_audience_of_oauth_clients(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    let other = desk.environment("development").await;
    let before = (desk.environments().await, desk.world.events(&desk.reader).await);
    let audience = (Field::Audience, "issuer".to_owned());
    let both = vec![(Field::EnvironmentName, "taken".to_owned()), audience.clone()];
    for (name, issuer, expected) in [
        ("staging", "http://localhost:3000", vec![audience.clone()]),
        ("staging", "http://localhost:3000/", vec![audience.clone()]),
        ("staging", "HTTP://Localhost:3000", vec![audience.clone()]),
        ("production", "http://localhost:3000", both),
    ] {
        let new = environment(name, issuer);
        assert_eq!(refused(services.add_environment(&desk.administrator, new.clone()).await), expected);
        let edited = services.edit_environment(&desk.administrator, &other.id, 1, new).await;
        assert_eq!(refused(edited), expected);
        assert_eq!((desk.environments().await, desk.world.events(&desk.reader).await), before);
    }
    let new = environment("staging", "http://localhost:3000");
    let told = message(services.add_environment(&desk.administrator, new).await);
    assert!(told.starts_with("This is the issuer"), "{told}");
    let below = environment("staging", "http://localhost:3000/staging");
    services.add_environment(&desk.administrator, below).await.unwrap();
}

async fn an_environment_is_edited_and_the_trail_tells_what_changed(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    let before = desk.environment("development").await;
    let principal = desk.add_principal("billing_export", "development").await;
    desk.world.pass(60);
    let new = environment("sandbox", "");
    let edited = services.edit_environment(&desk.administrator, &before.id, 1, new).await.unwrap();
    assert_eq!((edited.name.as_str(), &edited.audience), ("sandbox", &before.audience));
    assert_eq!((edited.version, edited.updated_at, edited.created_at), (2, Some(NOW + 60), NOW));
    assert_eq!(edited.principals, 1);
    assert_eq!(desk.environment("sandbox").await, edited);
    let new = environment("sandbox", "urn:sandbox");
    let edited = services.edit_environment(&desk.administrator, &before.id, 2, new).await.unwrap();
    assert_eq!(edited.audience, "urn:sandbox");
    let expected = [
        "sandbox environment.edited name: development -> sandbox".to_owned(),
        format!("sandbox environment.edited audience: {} -> urn:sandbox", before.audience),
    ];
    assert_eq!(desk.history(&before.id).await[1..], expected);
    // Who lives there lives there still.
    let client_id = principal.principal.client_id.as_str();
    let found = services.principal(&desk.reader, client_id).await.unwrap().principal;
    assert_eq!((found.environment.as_str(), found.audience.as_str()), ("sandbox", "urn:sandbox"));
}

async fn saving_an_environment_as_it_is_does_nothing(world: World) {
    let desk = Desk::at(&world).await;
    let before = desk.environment("production").await;
    desk.world.pass(60);
    for audience in ["", &before.audience] {
        let new = environment("production", audience);
        let services = &desk.world.services;
        let saved = services.edit_environment(&desk.administrator, &before.id, 1, new).await.unwrap();
        assert_eq!((&saved, &desk.environment("production").await), (&before, &before));
    }
    assert_eq!(desk.history(&before.id).await.len(), 1);
}

async fn a_stale_edit_of_an_environment_changes_nothing(world: World) {
    let desk = Desk::at(&world).await;
    let before = desk.environment("production").await;
    for version in [0, 2] {
        let new = environment("live", "");
        let services = &desk.world.services;
        let refused =
            services.edit_environment(&desk.administrator, &before.id, version, new).await.unwrap_err();
        assert!(matches!(refused, ServiceError::ChangedMeanwhile), "{refused:?}");
    }
    assert_eq!(desk.environment("production").await, before);
    assert_eq!(desk.history(&before.id).await.len(), 1);
}

async fn an_environment_is_removed_once_nothing_lives_in_it(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    let before = desk.environment("development").await;
    let mut client_ids = Vec::new();
    for name in ["billing_export", "billing_import"] {
        let saved = desk.add_principal(name, "development").await;
        client_ids.push(saved.principal.client_id.as_str().to_owned());
    }
    let refused = services.delete_environment(&desk.administrator, &before.id).await.unwrap_err();
    assert!(matches!(refused, ServiceError::InUse(2)), "{refused:?}");
    assert_eq!(desk.history(&before.id).await.len(), 1);

    let change = domain::ClientsChange::Delete;
    services.change_clients(&desk.administrator, &client_ids, change).await.unwrap();
    services.delete_environment(&desk.administrator, &before.id).await.unwrap();
    assert_eq!(desk.environments().await.len(), 1);
    let expected = format!(
        "development environment.deleted name: development -> none; audience: {} -> none",
        before.audience
    );
    assert_eq!(desk.history(&before.id).await[1..], [expected]);
    // Name and audience are free again.
    let new = environment("development", "");
    services.add_environment(&desk.administrator, new).await.unwrap();
}

async fn an_environment_that_never_was_is_not_found(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    for id in ["", "unknown", "a\0b"] {
        let new = environment("live", "");
        for refused in [
            services.edit_environment(&desk.administrator, id, 1, new).await.map(drop).unwrap_err(),
            services.delete_environment(&desk.administrator, id).await.unwrap_err(),
        ] {
            assert!(matches!(refused, ServiceError::NotFound), "{refused:?}");
        }
    }
}
