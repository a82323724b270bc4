//! Clients that programs register with an initial access token, and look after with a token of their own.

use std::slice;

use domain::{
    ClientAuthMethod, ClientsChange, Field, GrantType, InitialAccessTokenDraft, InitialAccessTokenState,
    OAuthClientDraft, Status,
};
use service::{
    Absent, Administrator, IssuedInitialAccessToken, Reader, RegisteredClient, RegistrationError,
    RegistrationToken, ServiceError, Services,
};

use crate::desk::{Desk, refused};
use crate::world::{NOW, World, confidential, public};

on_each_engine![
    a_token_is_shown_once_and_its_uses_are_counted,
    a_token_that_does_not_count_registers_nothing,
    a_name_is_free_again_once_its_token_is_revoked,
    tokens_are_listed_newest_first_page_by_page,
    a_client_is_registered_read_changed_and_deleted_by_its_program,
    a_registration_that_is_refused_uses_nothing_up,
    the_trail_tells_which_program_did_it,
    a_token_of_one_client_is_worth_nothing_for_another,
    a_client_that_an_administrator_disabled_is_out_of_its_programs_hands_for_good,
    what_roles_rest_on_is_not_its_programs_to_change,
    a_change_of_what_others_changed_meanwhile_is_refused,
    a_client_that_becomes_confidential_gets_a_secret_and_one_that_becomes_public_loses_them,
];

fn draft(name: &str) -> InitialAccessTokenDraft {
    InitialAccessTokenDraft { name: name.to_owned(), ..InitialAccessTokenDraft::default() }
}

async fn issue(
    world: &World,
    administrator: &Administrator,
    draft: InitialAccessTokenDraft,
) -> IssuedInitialAccessToken {
    let new = draft.check(world.now()).unwrap();
    world.services.create_initial_access_token(administrator, new).await.unwrap()
}

pub async fn register(
    services: &Services,
    token: &str,
    draft: &OAuthClientDraft,
) -> Result<(RegisteredClient, RegistrationToken), RegistrationError> {
    let registrar = services.registrar(token, Some("192.0.2.9".to_owned())).await?;
    services.register_client(&registrar, &draft.check().unwrap(), ClientAuthMethod::ClientSecretPost).await
}

async fn state(
    world: &World,
    reader: &Reader,
    token: &IssuedInitialAccessToken,
) -> (InitialAccessTokenState, Option<i64>) {
    let detail = world.services.initial_access_token(reader, &token.detail.id).await.unwrap();
    (detail.state, detail.uses_left)
}

fn is_invalid<T: std::fmt::Debug>(done: Result<T, RegistrationError>) {
    assert!(matches!(done, Err(RegistrationError::TokenInvalid)), "{done:?}");
}

async fn a_token_is_shown_once_and_its_uses_are_counted(world: World) {
    let (administrator, reader) = world.administrator().await;
    let token = issue(
        &world,
        &administrator,
        InitialAccessTokenDraft { expires_at: Some(NOW + 60), uses: Some(2), ..draft("partner") },
    )
    .await;
    let plain = token.plain.reveal();
    assert!(plain.starts_with("ghi_") && plain.len() == 47, "{plain}");
    assert!(!format!("{token:?}").contains(plain));
    let detail = world.services.initial_access_token(&reader, &token.detail.id).await.unwrap();
    assert_eq!(detail, token.detail);
    assert_eq!((detail.created_by.as_str(), detail.created_at), ("ada@example.com", NOW));
    assert_eq!(state(&world, &reader, &token).await, (InitialAccessTokenState::Valid, Some(2)));

    register(&world.services, plain, &public("One")).await.unwrap();
    assert_eq!(state(&world, &reader, &token).await, (InitialAccessTokenState::Valid, Some(1)));
    register(&world.services, plain, &public("Two")).await.unwrap();
    assert_eq!(state(&world, &reader, &token).await, (InitialAccessTokenState::UsedUp, Some(0)));
    is_invalid(register(&world.services, plain, &public("Three")).await);
    let trail = world.history_of(&reader, &token.detail.id).await;
    let changes = ["name: none -> partner", "expires_at: none -> 2023-11-14T22:14:20Z", "uses: none -> 2"];
    assert_eq!(trail, [("initial_access_token.created".to_owned(), changes.map(str::to_owned).to_vec())]);
}

async fn a_token_that_does_not_count_registers_nothing(world: World) {
    let (administrator, reader) = world.administrator().await;
    let ending = InitialAccessTokenDraft { expires_at: Some(NOW + 60), ..draft("ending") };
    let ending = issue(&world, &administrator, ending).await;
    let revoked = issue(&world, &administrator, draft("revoked")).await;
    world.services.revoke_initial_access_token(&administrator, &revoked.detail.id).await.unwrap();
    for unknown in
        ["", "ghi_", "ghi_\0", &format!("ghi_{}", "x".repeat(43)), &format!("ghr_{}", "x".repeat(43))]
    {
        is_invalid(world.services.registrar(unknown, None).await);
    }
    is_invalid(world.services.registrar(revoked.plain.reveal(), None).await);
    assert_eq!(state(&world, &reader, &revoked).await.0, InitialAccessTokenState::Revoked);

    // Recognised while it counted, and not so any more when it comes to it.
    let registrar = world.services.registrar(ending.plain.reveal(), None).await.unwrap();
    world.pass(60);
    let new = public("Late").check().unwrap();
    is_invalid(world.services.register_client(&registrar, &new, ClientAuthMethod::None).await);
    is_invalid(world.services.registrar(ending.plain.reveal(), None).await);
    assert_eq!(state(&world, &reader, &ending).await.0, InitialAccessTokenState::Expired);
}

async fn a_name_is_free_again_once_its_token_is_revoked(world: World) {
    let (administrator, reader) = world.administrator().await;
    let first = issue(&world, &administrator, draft("partner")).await;
    let again = draft("PARTNER").check(NOW).unwrap();
    let refused =
        world.services.create_initial_access_token(&administrator, again.clone()).await.unwrap_err();
    let ServiceError::Refused(problems) = refused else { panic!("{refused:?}") };
    assert_eq!((problems[0].field.to_string().as_str(), problems[0].code.as_str()), ("name", "taken"));
    let revoke = async || world.services.revoke_initial_access_token(&administrator, &first.detail.id).await;
    revoke().await.unwrap();
    assert!(matches!(revoke().await, Err(ServiceError::NotFound)));
    world.services.create_initial_access_token(&administrator, again).await.unwrap();
    let last = &world.history_of(&reader, &first.detail.id).await[1];
    let changes = vec!["name: partner -> none".to_owned()];
    assert_eq!(*last, ("initial_access_token.revoked".to_owned(), changes));
    for unknown in ["", "\0", "x"] {
        let found = world.services.initial_access_token(&reader, unknown).await;
        assert!(matches!(found, Err(ServiceError::NotFound)));
        let revoked = world.services.revoke_initial_access_token(&administrator, unknown).await;
        assert!(matches!(revoked, Err(ServiceError::NotFound)));
    }
}

async fn tokens_are_listed_newest_first_page_by_page(world: World) {
    let (administrator, reader) = world.administrator().await;
    for name in ["one", "two", "three"] {
        issue(&world, &administrator, draft(name)).await;
        world.pass(1);
    }
    let mut names = Vec::new();
    let mut next = None;
    loop {
        let page = world.services.initial_access_tokens(&reader, next.as_deref(), 2).await.unwrap();
        names.push(page.tokens.iter().map(|token| token.name.to_string()).collect::<Vec<_>>());
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    assert_eq!(names, [vec!["three", "two"], vec!["one"]]);
    let malformed = world.services.initial_access_tokens(&reader, Some("x"), 2).await;
    assert!(matches!(malformed, Err(ServiceError::PositionMalformed)));
}

async fn a_client_is_registered_read_changed_and_deleted_by_its_program(world: World) {
    let (administrator, reader) = world.administrator().await;
    let services = &world.services;
    let initial = issue(&world, &administrator, draft("partner")).await;
    let (registered, token) =
        register(services, initial.plain.reveal(), &confidential("Billing")).await.unwrap();
    assert!(registered.secret.is_some());
    assert!(token.reveal().starts_with("ghr_") && token.reveal().len() == 47);
    let client_id = registered.client.client_id.to_string();
    let detail = services.oauth_client(&reader, &client_id).await.unwrap();
    let with = detail.registered_with.unwrap();
    assert_eq!((with.token_name.as_str(), with.registered_at), ("partner", NOW));

    let read = services.registrant(token.reveal(), &client_id, None).await.unwrap().registered();
    assert_eq!((&read.client, read.registered_at), (&registered.client, NOW));
    assert_eq!(read.auth_method, ClientAuthMethod::ClientSecretPost);
    assert!(read.secret.is_none());

    let secret = registered.secret.unwrap();
    assert!(services.has_secret(&registered.client.client_id, secret.reveal()).await.unwrap());
    assert!(!services.has_secret(&registered.client.client_id, "ghs_x").await.unwrap());

    let wanted = OAuthClientDraft { client_name: "Invoices".to_owned(), ..registered.client.draft() };
    let registrant = services.registrant(token.reveal(), &client_id, None).await.unwrap();
    let changed = services
        .edit_registered_client(registrant, &wanted.check().unwrap(), ClientAuthMethod::ClientSecretBasic)
        .await
        .unwrap();
    assert_eq!(changed.client.name.as_str(), "Invoices");
    assert!(changed.secret.is_none());
    let read = services.registrant(token.reveal(), &client_id, None).await.unwrap().registered();
    assert_eq!((read.client, read.auth_method), (changed.client, ClientAuthMethod::ClientSecretBasic));

    let registrant = services.registrant(token.reveal(), &client_id, None).await.unwrap();
    services.delete_registered_client(&registrant).await.unwrap();
    is_invalid(services.registrant(token.reveal(), &client_id, None).await);
    is_invalid(services.delete_registered_client(&registrant).await);
    is_invalid(
        services.edit_registered_client(registrant, &wanted.check().unwrap(), ClientAuthMethod::None).await,
    );
}

async fn a_registration_that_is_refused_uses_nothing_up(world: World) {
    let (administrator, reader) = world.administrator().await;
    world.register(&administrator, &public("Shop")).await;
    let token =
        issue(&world, &administrator, InitialAccessTokenDraft { uses: Some(1), ..draft("partner") }).await;
    let refused = register(&world.services, token.plain.reveal(), &public("SHOP")).await.unwrap_err();
    let RegistrationError::Service(ServiceError::Taken(taken)) = refused else { panic!("{refused:?}") };
    assert!(taken.name);
    assert_eq!(state(&world, &reader, &token).await, (InitialAccessTokenState::Valid, Some(1)));
    register(&world.services, token.plain.reveal(), &public("Other")).await.unwrap();
}

async fn the_trail_tells_which_program_did_it(world: World) {
    let (administrator, reader) = world.administrator().await;
    let services = &world.services;
    let initial = issue(&world, &administrator, draft("partner")).await;
    let (registered, token) = register(services, initial.plain.reveal(), &public("Shop")).await.unwrap();
    let client_id = registered.client.client_id.to_string();
    let address = || Some("192.0.2.7".to_owned());
    let wanted = OAuthClientDraft { client_name: "Store".to_owned(), ..registered.client.draft() };
    let registrant = services.registrant(token.reveal(), &client_id, address()).await.unwrap();
    let new = wanted.check().unwrap();
    services.edit_registered_client(registrant, &new, ClientAuthMethod::None).await.unwrap();
    let registrant = services.registrant(token.reveal(), &client_id, address()).await.unwrap();
    services.delete_registered_client(&registrant).await.unwrap();

    let events = world.events(&reader).await;
    let its_own = events.iter().rev().filter(|event| event.entity_id == registered.client.id);
    let told: Vec<_> = its_own
        .map(|event| (event.action.as_str(), event.actor_name.as_str(), event.address.as_deref().unwrap()))
        .collect();
    let itself = format!("Client {client_id}");
    assert_eq!(
        told,
        [
            ("oauth_client.registered", "Initial access token “partner”", "192.0.2.9"),
            ("oauth_client.edited", itself.as_str(), "192.0.2.7"),
            ("oauth_client.deleted", itself.as_str(), "192.0.2.7"),
        ]
    );
    let trail = format!("{events:?}");
    for secret in [initial.plain.reveal(), token.reveal()] {
        assert!(!trail.contains(&secret[4..]), "a token is in the trail");
    }
}

async fn a_token_of_one_client_is_worth_nothing_for_another(world: World) {
    let (administrator, _) = world.administrator().await;
    let services = &world.services;
    let initial = issue(&world, &administrator, draft("partner")).await;
    let (shop, of_shop) = register(services, initial.plain.reveal(), &public("Shop")).await.unwrap();
    let (store, of_store) = register(services, initial.plain.reveal(), &public("Store")).await.unwrap();
    let (shop, store) = (shop.client.client_id, store.client.client_id);
    for (token, client_id) in [
        (of_shop.reveal(), store.as_str()),
        (of_store.reveal(), shop.as_str()),
        (of_shop.reveal(), "app-unknown"),
        (of_shop.reveal(), ""),
        (of_shop.reveal(), "\0"),
        (initial.plain.reveal(), shop.as_str()),
        ("ghr_", shop.as_str()),
    ] {
        is_invalid(services.registrant(token, client_id, None).await);
    }
    is_invalid(services.registrar(of_shop.reveal(), None).await);
    // What was registered with a token outlasts it.
    services.revoke_initial_access_token(&administrator, &initial.detail.id).await.unwrap();
    assert!(services.registrant(of_shop.reveal(), shop.as_str(), None).await.is_ok());
}

async fn a_client_that_an_administrator_disabled_is_out_of_its_programs_hands_for_good(world: World) {
    let (administrator, reader) = world.administrator().await;
    let services = &world.services;
    let initial = issue(&world, &administrator, draft("partner")).await;
    let by_hand = async |client_id: String| {
        services.change_clients(&administrator, &[client_id], ClientsChange::Disable).await.unwrap();
    };
    let by_document = async |client_id: String| {
        let mut document = services.export_configuration(&reader).await.unwrap();
        let entry = document.oauth_clients.iter_mut().find(|entry| entry.client_id == client_id).unwrap();
        entry.status = Some(Status::Disabled);
        services.apply_configuration(&administrator, &document, Absent::Stays).await.unwrap();
    };
    for is_by_hand in [true, false] {
        let name = if is_by_hand { "Shop" } else { "Store" };
        let (shop, token) = register(services, initial.plain.reveal(), &public(name)).await.unwrap();
        let client_id = shop.client.client_id.to_string();
        let recognise = || services.registrant(token.reveal(), &client_id, None);
        let (editing, deleting) = (recognise().await.unwrap(), recognise().await.unwrap());
        if is_by_hand {
            by_hand(client_id.clone()).await
        } else {
            by_document(client_id.clone()).await
        }
        is_invalid(recognise().await);
        services
            .change_clients(&administrator, slice::from_ref(&client_id), ClientsChange::Enable)
            .await
            .unwrap();
        is_invalid(recognise().await);
        // Recognised before, and not its program any more when it comes to it.
        let new = shop.client.draft().check().unwrap();
        is_invalid(services.edit_registered_client(editing, &new, ClientAuthMethod::None).await);
        is_invalid(services.delete_registered_client(&deleting).await);
        let detail = services.oauth_client(&reader, &client_id).await.unwrap();
        assert_eq!(detail.registered_with.unwrap().token_name, "partner");
    }
}

async fn what_roles_rest_on_is_not_its_programs_to_change(world: World) {
    let desk = Desk::at(&world).await;
    let services = &world.services;
    let orders = desk.add_api("Orders", &["orders.read"]).await;
    let reading = desk.add_role(&orders, "Reading", &["orders.read"]).await;
    let initial = issue(&world, &desk.administrator, draft("partner")).await;
    let token = initial.plain.reveal();
    let (billing, token) = register(services, token, &confidential("Billing")).await.unwrap();
    let client_id = billing.client.client_id.to_string();
    let edit = async |draft: OAuthClientDraft, method| {
        let registrant = services.registrant(token.reveal(), &client_id, None).await.unwrap();
        match services.edit_registered_client(registrant, &draft.check().unwrap(), method).await {
            Ok(_) => Vec::new(),
            Err(RegistrationError::Service(error)) => refused(Err::<(), _>(error)),
            Err(error) => panic!("{error:?}"),
        }
    };
    desk.assign(&client_id, &[], &[&reading]).await.unwrap();
    let fixed =
        |fields: &[Field]| fields.iter().map(|field| (*field, "fixed".to_owned())).collect::<Vec<_>>();
    let (post, basic) = (ClientAuthMethod::ClientSecretPost, ClientAuthMethod::ClientSecretBasic);
    let other_grant = OAuthClientDraft {
        grant_type: GrantType::AuthorizationCode,
        redirect_uris: vec!["https://billing.example.com/".to_owned()],
        ..billing.client.draft()
    };
    let renamed = OAuthClientDraft { client_name: "Invoices".to_owned(), ..billing.client.draft() };
    assert_eq!(edit(other_grant.clone(), post).await, fixed(&[Field::GrantType]));
    assert_eq!(edit(renamed.clone(), basic).await, fixed(&[Field::ClientType]));
    let as_public = edit(public("Billing"), ClientAuthMethod::None).await;
    assert_eq!(as_public[0], (Field::ClientType, "fixed".to_owned()));
    assert_eq!(edit(renamed, post).await, []);
    desk.assign(&client_id, &[&reading], &[]).await.unwrap();
    assert_eq!(edit(other_grant, basic).await, []);
}

async fn a_change_of_what_others_changed_meanwhile_is_refused(world: World) {
    let (administrator, _) = world.administrator().await;
    let services = &world.services;
    let initial = issue(&world, &administrator, draft("partner")).await;
    let (shop, token) = register(services, initial.plain.reveal(), &public("Shop")).await.unwrap();
    let client_id = shop.client.client_id.as_str();
    let recognise = || services.registrant(token.reveal(), client_id, None);
    let (registrant, deleting) = (recognise().await.unwrap(), recognise().await.unwrap());
    let theirs = OAuthClientDraft { description: "theirs".to_owned(), ..shop.client.draft() };
    services.edit_oauth_client(&administrator, client_id, 1, theirs.check().unwrap()).await.unwrap();
    let mine = OAuthClientDraft { client_name: "Mine".to_owned(), ..shop.client.draft() };
    let refused = services
        .edit_registered_client(registrant, &mine.check().unwrap(), ClientAuthMethod::None)
        .await
        .unwrap_err();
    assert!(matches!(refused, RegistrationError::Service(ServiceError::ChangedMeanwhile)), "{refused:?}");
    let refused = services.delete_registered_client(&deleting).await.unwrap_err();
    assert!(matches!(refused, RegistrationError::Service(ServiceError::ChangedMeanwhile)), "{refused:?}");
    assert!(recognise().await.is_ok());
}

async fn a_client_that_becomes_confidential_gets_a_secret_and_one_that_becomes_public_loses_them(
    world: World,
) {
    let (administrator, _) = world.administrator().await;
    let services = &world.services;
    let initial = issue(&world, &administrator, draft("partner")).await;
    let (shop, token) = register(services, initial.plain.reveal(), &public("Shop")).await.unwrap();
    assert!(shop.secret.is_none());
    let client_id = shop.client.client_id.clone();
    let edit = async |draft: OAuthClientDraft, method| {
        let registrant = services.registrant(token.reveal(), client_id.as_str(), None).await.unwrap();
        services.edit_registered_client(registrant, &draft.check().unwrap(), method).await.unwrap()
    };
    let of_server = confidential("Shop");
    let changed = edit(of_server, ClientAuthMethod::ClientSecretBasic).await;
    let secret = changed.secret.unwrap();
    assert!(services.has_secret(&client_id, secret.reveal()).await.unwrap());
    let changed = edit(public("Shop"), ClientAuthMethod::None).await;
    assert!(changed.secret.is_none());
    assert!(!services.has_secret(&client_id, secret.reveal()).await.unwrap());
}
