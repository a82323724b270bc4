//! Editing a client.

use domain::{ClientType, Field, GrantType, OAuthClientDraft, PkceMethod, SecretState};
use service::{Administrator, IdentifiersTaken, SavedClient, ServiceError, TokenRefusal};

use crate::world::{NOW, World, confidential, public, token};

async fn edit(
    world: &World,
    administrator: &Administrator,
    saved: &SavedClient,
    version: i64,
    draft: &OAuthClientDraft,
) -> Result<SavedClient, ServiceError> {
    let client_id = saved.client.client_id.as_str();
    world.services.edit_oauth_client(administrator, client_id, version, draft.check().unwrap()).await
}

#[tokio::test]
async fn only_the_fields_that_changed_are_in_the_history() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &public("Shop")).await;
    world.pass(60);
    let draft = OAuthClientDraft {
        client_name: "Web Shop".to_owned(),
        client_id: String::new(),
        redirect_uris: vec!["https://myapp.com/callback".to_owned(), "https://myapp.com/*".to_owned()],
        pkce_code_challenge_method: Some(PkceMethod::S256),
        ..public("Shop")
    };
    let edited = edit(&world, &administrator, &saved, 1, &draft).await.unwrap();
    assert!(edited.secret.is_none());
    assert_eq!((edited.client.version, edited.client.updated_at), (2, Some(NOW + 60)));
    assert_eq!((edited.client.created_at, &edited.client.client_id), (NOW, &saved.client.client_id));
    assert_eq!(world.detail(&reader, &saved).await.client, edited.client);
    let changes = vec![
        "client_name: Shop -> Web Shop".to_owned(),
        "redirect_uris: https://myapp.com/callback -> https://myapp.com/callback\nhttps://myapp.com/*"
            .to_owned(),
        "pkce_code_challenge_method: none -> S256".to_owned(),
    ];
    assert_eq!(world.history(&reader, &saved).await[1..], [("oauth_client.edited".to_owned(), changes)]);
}

#[tokio::test]
async fn saving_a_form_in_which_nothing_changed_changes_nothing() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &confidential("Billing")).await;
    world.pass(60);
    let again = edit(&world, &administrator, &saved, 1, &saved.client.draft()).await.unwrap();
    assert_eq!(again.client, saved.client);
    assert!(again.secret.is_none());
    assert_eq!(world.detail(&reader, &saved).await.client, saved.client);
    assert_eq!(world.history(&reader, &saved).await.len(), 1);
}

#[tokio::test]
async fn a_stale_edit_changes_nothing_and_is_told_what_is_there_now_and_who_did_it() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &public("Shop")).await;
    let first = OAuthClientDraft { description: "first".to_owned(), ..saved.client.draft() };
    let second = OAuthClientDraft { description: "second".to_owned(), ..saved.client.draft() };
    edit(&world, &administrator, &saved, 1, &first).await.unwrap();
    for version in [1, 0, 3] {
        let refused = edit(&world, &administrator, &saved, version, &second).await.unwrap_err();
        let ServiceError::Stale(current) = refused else { panic!("{refused:?}") };
        assert_eq!(
            (current.client.version, current.client.draft()),
            (2, OAuthClientDraft { client_id: saved.client.client_id.as_str().to_owned(), ..first.clone() })
        );
        assert_eq!(current.last_change.unwrap().actor_name, "ada@example.com");
    }
    assert_eq!(world.history(&reader, &saved).await.len(), 2);
    // The next try, with the version that was told, is saved.
    assert_eq!(edit(&world, &administrator, &saved, 2, &second).await.unwrap().client.version, 3);
}

#[tokio::test]
async fn switching_a_client_off_makes_an_open_form_stale() {
    let world = World::set_up().await;
    let (administrator, _) = world.administrator().await;
    let saved = world.register(&administrator, &public("Shop")).await;
    let ids = [saved.client.client_id.as_str().to_owned()];
    let change = domain::ClientsChange::Disable;
    world.services.change_clients(&administrator, &ids, change).await.unwrap();
    let refused = edit(&world, &administrator, &saved, 1, &public("Web Shop")).await.unwrap_err();
    assert!(matches!(refused, ServiceError::Stale(_)), "{refused:?}");
}

#[tokio::test]
async fn a_new_secret_does_not_make_an_open_form_stale() {
    let world = World::set_up().await;
    let (administrator, _) = world.administrator().await;
    let saved = world.register(&administrator, &confidential("Billing")).await;
    let client_id = saved.client.client_id.as_str();
    world.services.generate_client_secret(&administrator, client_id, &Default::default()).await.unwrap();
    let edited = edit(&world, &administrator, &saved, 1, &confidential("Invoices")).await.unwrap();
    assert_eq!(edited.client.version, 2);
}

#[tokio::test]
async fn the_client_id_can_never_be_changed() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let mut draft = public("Shop");
    draft.client_id = "shop".to_owned();
    let saved = world.register(&administrator, &draft).await;
    draft.client_id = "other".to_owned();
    let refused = edit(&world, &administrator, &saved, 1, &draft).await.unwrap_err();
    let ServiceError::Refused(problems) = refused else { panic!("{refused:?}") };
    assert_eq!((problems[0].field, problems[0].code.as_str()), (Field::ClientId, "fixed"));
    draft.description = "new".to_owned();
    for same in ["", "shop", "app-shop"] {
        draft.client_id = same.to_owned();
        let version = world.detail(&reader, &saved).await.client.version;
        edit(&world, &administrator, &saved, version, &draft).await.unwrap();
    }
    assert_eq!(world.history(&reader, &saved).await.len(), 2);
}

#[tokio::test]
async fn a_name_that_another_client_has_is_refused_and_changes_nothing() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    world.register(&administrator, &public("Shop")).await;
    let saved = world.register(&administrator, &public("Billing")).await;
    let refused = edit(&world, &administrator, &saved, 1, &public("SHOP")).await.unwrap_err();
    assert!(matches!(refused, ServiceError::Taken(IdentifiersTaken { name: true, client_id: false })));
    assert_eq!(world.detail(&reader, &saved).await.client, saved.client);
    assert_eq!(world.history(&reader, &saved).await.len(), 1);
    // Its own name in another case is free.
    assert_eq!(edit(&world, &administrator, &saved, 1, &public("BILLING")).await.unwrap().client.version, 2);
}

#[tokio::test]
async fn a_client_whose_request_is_in_progress_cannot_be_edited() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &public("Shop")).await;
    assert!(
        !world.detail(&reader, &saved).await.is_in_progress,
        "the built-in token service finishes at once"
    );
    world.begin_provisioning(&saved).await;
    assert!(world.detail(&reader, &saved).await.is_in_progress);
    let refused = edit(&world, &administrator, &saved, 1, &public("Web Shop")).await.unwrap_err();
    assert!(matches!(refused, ServiceError::InProgress), "{refused:?}");
    assert_eq!(world.history(&reader, &saved).await.len(), 1);
    world.finish_provisioning(&saved).await;
    edit(&world, &administrator, &saved, 1, &public("Web Shop")).await.unwrap();
    assert!(!world.detail(&reader, &saved).await.is_in_progress);
}

#[tokio::test]
async fn a_client_that_is_gone_is_not_found() {
    let world = World::set_up().await;
    let (administrator, _) = world.administrator().await;
    let saved = world.register(&administrator, &public("Shop")).await;
    let ids = [saved.client.client_id.as_str().to_owned()];
    let change = domain::ClientsChange::Delete;
    world.services.change_clients(&administrator, &ids, change).await.unwrap();
    let refused = edit(&world, &administrator, &saved, 1, &public("Web Shop")).await.unwrap_err();
    assert!(matches!(refused, ServiceError::NotFound), "{refused:?}");
}

#[tokio::test]
async fn a_client_that_becomes_public_loses_its_secrets() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &confidential("Billing")).await;
    assert!(token(&world.services, &saved).await.is_ok());
    world.pass(60);
    let edited = edit(&world, &administrator, &saved, 1, &public("Billing")).await.unwrap();
    assert!(edited.secret.is_none());
    let refused = token(&world.services, &saved).await.err().unwrap();
    assert!(matches!(refused, TokenRefusal::SecretRetired), "{refused:?}");
    let secret = &world.detail(&reader, &saved).await.secrets[0];
    assert_eq!((secret.state, secret.retired_at), (SecretState::Retired, Some(NOW + 60)));
    let prefix = &saved.secret.as_ref().unwrap().reveal()[..10];
    let history = world.history(&reader, &saved).await;
    assert_eq!(
        history[2],
        ("client_secret.retired".to_owned(), vec![format!("client_secret: Secret 1 ({prefix}…) -> none")])
    );
    assert_eq!(
        history[1],
        (
            "oauth_client.edited".to_owned(),
            vec![
                "client_type: confidential -> public".to_owned(),
                "grant_type: client_credentials -> authorization_code".to_owned(),
                "redirect_uris: none -> https://myapp.com/callback".to_owned(),
            ]
        )
    );
}

#[tokio::test]
async fn a_client_that_becomes_confidential_gets_its_first_secret() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &public("Billing")).await;
    world.pass(60);
    let edited = edit(&world, &administrator, &saved, 1, &confidential("Billing")).await.unwrap();
    assert_eq!(
        (edited.client.client_type, edited.client.grant_type),
        (ClientType::Confidential, GrantType::ClientCredentials)
    );
    assert!(edited.client.redirect_uris.is_empty());
    assert!(token(&world.services, &edited).await.is_ok());
    let secrets = world.detail(&reader, &saved).await.secrets;
    assert_eq!((secrets.len(), secrets[0].label.as_str()), (1, "Secret 1"));
    let actions: Vec<_> =
        world.history(&reader, &saved).await.into_iter().map(|(action, _)| action).collect();
    assert_eq!(actions, ["oauth_client.registered", "oauth_client.edited", "client_secret.generated"]);

    // There and back again: the old secret stays dead, the new one has a name of its own.
    edit(&world, &administrator, &saved, 2, &public("Billing")).await.unwrap();
    let back = edit(&world, &administrator, &saved, 3, &confidential("Billing")).await.unwrap();
    assert!(token(&world.services, &back).await.is_ok());
    assert!(token(&world.services, &edited).await.is_err());
    let labels: Vec<_> = world
        .detail(&reader, &saved)
        .await
        .secrets
        .into_iter()
        .map(|secret| (secret.label, secret.state))
        .collect();
    assert!(labels.contains(&("Secret 2".to_owned(), SecretState::Valid)), "{labels:?}");
    assert!(labels.contains(&("Secret 1".to_owned(), SecretState::Retired)), "{labels:?}");
}
