//! Switching clients on and off and deleting them.

use domain::{ClientsChange, LeftOut, OAuthClientDraft, Status};
use service::{Administrator, ChangedClients, SavedClient, ServiceError, Store, TokenRefusal};

use crate::world::{NOW, World, confidential, public, token};

async fn change(
    world: &World,
    administrator: &Administrator,
    client_ids: &[&str],
    change: ClientsChange,
) -> Result<ChangedClients, ServiceError> {
    let client_ids: Vec<_> = client_ids.iter().map(|&id| id.to_owned()).collect();
    world.services.change_clients(administrator, &client_ids, change).await
}

async fn named(world: &World, administrator: &Administrator, id: &str) -> SavedClient {
    let draft = OAuthClientDraft { client_id: id.to_owned(), ..public(&format!("Client {id}")) };
    world.register(administrator, &draft).await
}

#[tokio::test]
async fn a_disabled_client_gets_no_token_from_any_server_until_it_is_enabled() {
    let world = World::set_up().await;
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &confidential("Billing")).await;
    let id = saved.client.client_id.as_str();
    // Both servers remember that the secret is right.
    assert!(token(&world.services, &saved).await.is_ok() && token(&another, &saved).await.is_ok());
    world.pass(60);
    let changed = change(&world, &administrator, &[id], ClientsChange::Disable).await.unwrap();
    assert_eq!(changed, ChangedClients { changed: vec!["Billing".to_owned()], left_out: vec![] });
    for server in [&world.services, &another] {
        let refused = token(server, &saved).await.err().unwrap();
        assert!(matches!(refused, TokenRefusal::ClientDisabled), "{refused:?}");
    }
    let client = world.detail(&reader, &saved).await.client;
    assert_eq!((client.status, client.updated_at, client.version), (Status::Disabled, Some(NOW + 60), 2));

    world.pass(60);
    change(&world, &administrator, &[id], ClientsChange::Enable).await.unwrap();
    assert!(token(&another, &saved).await.is_ok());
    assert_eq!(
        world.history(&reader, &saved).await[1..],
        [
            ("oauth_client.disabled".to_owned(), vec!["status: enabled -> disabled".to_owned()]),
            ("oauth_client.enabled".to_owned(), vec!["status: disabled -> enabled".to_owned()]),
        ]
    );
}

#[tokio::test]
async fn enabling_an_enabled_client_leaves_no_trace() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = named(&world, &administrator, "a").await;
    world.pass(60);
    let changed = change(&world, &administrator, &["app-a"], ClientsChange::Enable).await.unwrap();
    assert_eq!(changed.changed, ["Client a"]);
    assert_eq!(world.detail(&reader, &saved).await.client, saved.client);
    assert_eq!(world.history(&reader, &saved).await.len(), 1);
}

#[tokio::test]
async fn several_are_changed_together_and_the_rest_is_told_why_not() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let a = named(&world, &administrator, "a").await;
    let b = named(&world, &administrator, "b").await;
    let c = named(&world, &administrator, "c").await;
    world.begin_provisioning(&b).await;
    let ids = ["app-c", "app-b", "app-a", "app-unknown", "app-a", "not\0an id"];

    let changed = change(&world, &administrator, &ids, ClientsChange::Disable).await.unwrap();
    assert_eq!(changed.changed, ["Client a", "Client b", "Client c"]);
    let not_found = |id: &str| (id.to_owned(), LeftOut::NotFound);
    assert_eq!(changed.left_out, [not_found("app-unknown"), not_found("not\0an id")]);
    assert_eq!(world.history(&reader, &a).await.len(), 2, "an id that stands twice counts once");

    let deleted = change(&world, &administrator, &ids, ClientsChange::Delete).await.unwrap();
    assert_eq!(deleted.changed, ["Client a", "Client c"]);
    assert_eq!(
        deleted.left_out,
        [("app-b".to_owned(), LeftOut::InProgress), not_found("app-unknown"), not_found("not\0an id")]
    );
    assert_eq!(world.detail(&reader, &b).await.client.status, Status::Disabled);
    for gone in [&a, &c] {
        let error = world.services.oauth_client(&reader, gone.client.client_id.as_str()).await.unwrap_err();
        assert!(matches!(error, ServiceError::NotFound));
    }
}

#[tokio::test]
async fn a_deleted_client_leaves_its_history_and_frees_its_names() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let draft = OAuthClientDraft { client_id: "billing".to_owned(), ..confidential("Billing") };
    let saved = world.register(&administrator, &draft).await;
    assert!(token(&world.services, &saved).await.is_ok());
    world.pass(1);
    change(&world, &administrator, &["app-billing"], ClientsChange::Delete).await.unwrap();
    let refused = token(&world.services, &saved).await.err().unwrap();
    assert!(matches!(refused, TokenRefusal::ClientUnknown), "{refused:?}");
    let history = world.history(&reader, &saved).await;
    assert_eq!(
        history[1],
        (
            "oauth_client.deleted".to_owned(),
            vec![
                "client_name: Billing -> none".to_owned(),
                "client_id: app-billing -> none".to_owned(),
                "client_type: confidential -> none".to_owned(),
                "grant_type: client_credentials -> none".to_owned(),
                "status: enabled -> none".to_owned(),
            ]
        )
    );
    let next = world.register(&administrator, &draft).await;
    assert!(token(&world.services, &saved).await.is_err(), "the old secret is not the new client's");
    assert!(token(&world.services, &next).await.is_ok());
    assert_eq!(world.history(&reader, &next).await.len(), 1, "the history is the client's, not the id's");
}

#[tokio::test]
async fn a_client_that_cannot_be_read_is_switched_and_deleted() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = named(&world, &administrator, "a").await;
    let spoil = "UPDATE oauth_clients SET name = '<b>', redirect_uris = '[\"javascript:alert(1)\"]'";
    let Store::Sqlite(pool, _) = &world.store else { panic!("an SQLite file") };
    sqlx::query(spoil).execute(pool).await.unwrap();
    let unread = world.services.oauth_client(&reader, "app-a").await.unwrap_err();
    assert!(matches!(unread, ServiceError::Store(_)), "{unread:?}");

    let ids = ["app-a".to_owned()];
    assert_eq!(world.services.uses_of_clients(&reader, &ids).await.unwrap()[0].name, "<b>");
    for asked in [ClientsChange::Disable, ClientsChange::Enable, ClientsChange::Delete] {
        let changed = change(&world, &administrator, &["app-a"], asked).await.unwrap();
        assert_eq!(changed, ChangedClients { changed: vec!["<b>".to_owned()], left_out: vec![] });
    }
    let history = world.history(&reader, &saved).await;
    assert_eq!(history[1].1, ["status: enabled -> disabled"]);
    assert_eq!(history[2].1, ["status: disabled -> enabled"]);
    assert_eq!(
        history[3].1,
        [
            "client_name: <b> -> none",
            "client_id: app-a -> none",
            "client_type: public -> none",
            "grant_type: authorization_code -> none",
            "redirect_uris: javascript:alert(1) -> none",
            "status: enabled -> none",
        ]
    );
    let names = world.events(&reader).await.into_iter().map(|event| event.entity_name).take(3);
    assert!(names.eq(["<b>", "<b>", "<b>"]));
    let changed = change(&world, &administrator, &["app-a"], ClientsChange::Delete).await.unwrap();
    assert_eq!(changed.left_out, [("app-a".to_owned(), LeftOut::NotFound)]);
}

#[tokio::test]
async fn one_change_is_of_one_to_fifty_clients() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    for (count, is_fine) in [(0, false), (1, true), (50, true), (51, false)] {
        let ids: Vec<_> = (0..count).map(|number| format!("app-{number}")).collect();
        let changed = world.services.change_clients(&administrator, &ids, ClientsChange::Delete).await;
        let uses = world.services.uses_of_clients(&reader, &ids).await;
        assert_eq!((changed.is_ok(), uses.is_ok()), (is_fine, is_fine), "{count}");
        if !is_fine {
            assert!(matches!(changed, Err(ServiceError::TooMany)));
            assert!(matches!(uses, Err(ServiceError::TooMany)));
        }
    }
}
