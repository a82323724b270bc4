//! What is done alike to OAuth clients and to service principals, by their client ids.

use domain::{
    ClientsChange, DenialReason, HolderKind, KeyDraft, LeftOut, NewSecretDraft, OAuthClientDraft,
    PrincipalDraft, SecretState, SecurityType, Status,
};
use service::{
    Administrator, ChangedClients, ClientDenial, Denial, LastUse, Reader, SavedClient, SavedPrincipal,
    SecretDetail, ServiceError, Services, TokenRefusal,
};

use crate::world::{Issued, NOW, World, confidential, public, token, token_from};

on_each_engine![
    secrets_of_both_overlap_end_and_are_retired,
    what_has_no_secrets_gets_none,
    both_are_switched_in_one_change,
    both_are_deleted_in_one_change,
    a_principal_that_signs_was_last_used_when_any_of_its_keys_was,
    what_a_principal_was_refused_is_seen,
    the_newest_events_are_those_of_who_has_the_client_id,
];

const KEY: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

async fn register_principal(
    world: &World,
    administrator: &Administrator,
    draft: PrincipalDraft,
) -> SavedPrincipal {
    let new = draft.check(world.now()).unwrap();
    world.services.register_principal(administrator, new).await.unwrap()
}

/// A principal with a secret, in *production*.
pub async fn principal(world: &World, administrator: &Administrator, name: &str) -> SavedPrincipal {
    let draft = PrincipalDraft {
        client_name: name.to_owned(),
        security_type: SecurityType::ClientSecret,
        environment: "production".to_owned(),
        key: KeyDraft::default(),
    };
    register_principal(world, administrator, draft).await
}

/// A principal with one key, in *production*.
async fn signing_principal(world: &World, administrator: &Administrator, name: &str) -> SavedPrincipal {
    let draft = PrincipalDraft {
        client_name: name.to_owned(),
        security_type: SecurityType::SignedJwt,
        environment: "production".to_owned(),
        key: KeyDraft { public_key: KEY.to_owned(), ..KeyDraft::default() },
    };
    register_principal(world, administrator, draft).await
}

/// Somebody who changes, somebody who reads, an OAuth client and a principal with their secrets.
async fn both(world: &World) -> (Administrator, Reader, SavedClient, SavedPrincipal) {
    let (administrator, reader) = world.administrator().await;
    let client = world.register(&administrator, &confidential("Billing")).await;
    let principal = principal(world, &administrator, "billing").await;
    world.pass(60);
    (administrator, reader, client, principal)
}

fn ids(client: &SavedClient, principal: &SavedPrincipal) -> [String; 2] {
    [&client.client.client_id, &principal.principal.client_id].map(|id| id.as_str().to_owned())
}

async fn secrets(world: &World, reader: &Reader, kind: HolderKind, client_id: &str) -> Vec<SecretDetail> {
    match kind {
        HolderKind::OAuthClient => world.services.oauth_client(reader, client_id).await.unwrap().secrets,
        HolderKind::ServicePrincipal => world.services.principal(reader, client_id).await.unwrap().secrets,
    }
}

async fn refusal(services: &Services, issued: impl Into<Issued<'_>>) -> TokenRefusal {
    token(services, issued).await.err().unwrap()
}

async fn secrets_of_both_overlap_end_and_are_retired(world: World) {
    let (administrator, reader, client, principal) = both(&world).await;
    let another = world.another_server().await.unwrap();
    let firsts = [Issued::from(&client), Issued::from(&principal)];
    let kinds = [HolderKind::OAuthClient, HolderKind::ServicePrincipal];
    for ((client_id, first), kind) in ids(&client, &principal).iter().zip(firsts).zip(kinds) {
        let generate = async |old_secrets_end_at: Option<i64>| {
            let draft = NewSecretDraft { old_secrets_end_at, ..NewSecretDraft::default() };
            world.services.generate_client_secret(&administrator, client_id, &draft).await
        };
        assert!(token(&another, first).await.is_ok());
        let second = generate(Some(world.now() + 3600)).await.unwrap();
        assert_eq!((second.kind, &second.client_id, second.asks_by_itself), (kind, client_id, true));
        assert_eq!(second.token_endpoint, "http://localhost:3000/oauth2/token");
        assert!(token(&another, first).await.is_ok() && token(&another, &second).await.is_ok());
        let third = generate(Some(world.now() + 3600)).await.unwrap_err();
        assert!(matches!(third, ServiceError::TwoSecretsValid), "{third:?}");
        let states = secrets(&world, &reader, kind, client_id).await;
        let states: Vec<_> = states.iter().map(|secret| (secret.label.as_str(), secret.state)).collect();
        assert_eq!(states, [("Secret 2", SecretState::Valid), ("Secret 1", SecretState::Ending)]);

        let retired = secrets(&world, &reader, kind, client_id).await.remove(1).id;
        world.services.retire_client_secret(&administrator, client_id, &retired).await.unwrap();
        let refused = refusal(&another, first).await;
        assert!(matches!(refused, TokenRefusal::SecretRetired), "{refused:?}");
        assert!(token(&another, &second).await.is_ok());
        for unknown in [retired.as_str(), "", "\0"] {
            let refused = world.services.retire_client_secret(&administrator, client_id, unknown).await;
            assert!(matches!(refused, Err(ServiceError::NotFound)), "{unknown:?}: {refused:?}");
        }

        let third = generate(None).await.unwrap();
        let refused = refusal(&another, &second).await;
        assert!(matches!(refused, TokenRefusal::SecretRetired), "{refused:?}");
        assert!(token(&another, &third).await.is_ok());
        let entity_id = world.store.holder(client_id).await.unwrap().unwrap().id;
        let history = world.history_of(&reader, &entity_id).await;
        let actions: Vec<_> = history.iter().map(|(action, _)| action.as_str()).collect();
        let (generated, retired) = ("client_secret.generated", "client_secret.retired");
        assert_eq!(actions[1..], [generated, retired, generated]);
        assert_eq!(history[3].1.len(), 2, "the new one and the one that ended for it: {history:?}");
    }
    let stored = world.services.principal(&reader, &ids(&client, &principal)[1]).await.unwrap().principal;
    assert_eq!((stored.version, stored.updated_at), (1, Some(NOW + 60)), "a secret is none of its fields");
}

async fn what_has_no_secrets_gets_none(world: World) {
    let (administrator, reader) = world.administrator().await;
    let signing = signing_principal(&world, &administrator, "signing").await;
    let client_id = signing.principal.client_id.as_str();
    let none = NewSecretDraft::default();
    let refused = world.services.generate_client_secret(&administrator, client_id, &none).await.unwrap_err();
    assert!(matches!(refused, ServiceError::SignsInstead), "{refused:?}");
    let refused = world.services.retire_client_secret(&administrator, client_id, "x").await.unwrap_err();
    assert!(matches!(refused, ServiceError::SignsInstead), "{refused:?}");
    assert_eq!(world.history_of(&reader, &signing.principal.id).await.len(), 1);
    for unknown in ["app-unknown", "", "\0"] {
        let refused =
            world.services.generate_client_secret(&administrator, unknown, &none).await.unwrap_err();
        assert!(matches!(refused, ServiceError::NotFound), "{refused:?}");
    }
}

async fn both_are_switched_in_one_change(world: World) {
    let (administrator, reader, client, principal) = both(&world).await;
    let another = world.another_server().await.unwrap();
    assert!(token(&another, &client).await.is_ok() && token(&another, &principal).await.is_ok());
    let mut asked = ids(&client, &principal).to_vec();
    asked.push("app-~unknown".to_owned());
    let change = async |change: ClientsChange| {
        let mut changed = world.services.change_clients(&administrator, &asked, change).await.unwrap();
        changed.changed.sort();
        changed
    };
    let expected = ChangedClients {
        changed: vec!["Billing".to_owned(), "billing".to_owned()],
        left_out: vec![("app-~unknown".to_owned(), LeftOut::NotFound)],
    };
    assert_eq!(change(ClientsChange::Disable).await, expected);
    assert_eq!(change(ClientsChange::Disable).await, expected, "and again, which does nothing");
    for issued in [Issued::from(&client), Issued::from(&principal)] {
        let refused = refusal(&another, issued).await;
        assert!(matches!(refused, TokenRefusal::ClientDisabled), "{refused:?}");
    }
    let stored = world.services.principal(&reader, &asked[1]).await.unwrap().principal;
    assert_eq!((stored.status, stored.updated_at, stored.version), (Status::Disabled, Some(NOW + 60), 2));

    assert_eq!(change(ClientsChange::Enable).await, expected);
    assert!(token(&another, &client).await.is_ok() && token(&another, &principal).await.is_ok());
    let told = |kind: &str| {
        [
            (format!("{kind}.disabled"), vec!["status: enabled -> disabled".to_owned()]),
            (format!("{kind}.enabled"), vec!["status: disabled -> enabled".to_owned()]),
        ]
    };
    assert_eq!(world.history(&reader, &client).await[1..], told("oauth_client"));
    assert_eq!(world.history_of(&reader, &principal.principal.id).await[1..], told("service_principal"));
}

async fn both_are_deleted_in_one_change(world: World) {
    let (administrator, reader, client, principal) = both(&world).await;
    let signing = signing_principal(&world, &administrator, "signing").await;
    token_from(&world.services, &principal, "192.0.2.8").await.ok().unwrap();
    let [client_id, principal_id] = ids(&client, &principal);
    let signing_id = signing.principal.client_id.as_str().to_owned();
    let asked = [principal_id.clone(), client_id, signing_id.clone()];
    let uses = world.services.uses_of_clients(&reader, &asked).await.unwrap();
    let uses: Vec<_> = uses.into_iter().map(|one| (one.name, one.last_used.map(|used| used.at))).collect();
    let used = |name: &str, at: Option<i64>| (name.to_owned(), at);
    assert_eq!(uses, [used("billing", Some(NOW + 60)), used("Billing", None), used("signing", None)]);

    let changed = world.services.change_clients(&administrator, &asked, ClientsChange::Delete).await.unwrap();
    assert_eq!((changed.changed.len(), changed.left_out), (3, Vec::new()));
    let refused = refusal(&world.services, &principal).await;
    assert!(matches!(refused, TokenRefusal::ClientUnknown), "{refused:?}");
    assert!(world.services.uses_of_clients(&reader, &asked).await.unwrap().is_empty());
    assert_eq!(
        world.history_of(&reader, &principal.principal.id).await[1],
        (
            "service_principal.deleted".to_owned(),
            vec![
                "client_name: billing -> none".to_owned(),
                format!("client_id: {principal_id} -> none"),
                "security_type: client_secret -> none".to_owned(),
                "environment: production -> none".to_owned(),
                "status: enabled -> none".to_owned(),
            ]
        )
    );
    for gone in [&principal.principal.id, &signing.principal.id, &client.client.id] {
        assert!(world.store.uses_of_holder(gone).await.unwrap().is_empty());
        assert!(world.store.denials(gone).await.unwrap().is_empty());
    }
    // Its client id and its name are free for others.
    let draft = OAuthClientDraft { client_id: principal_id, ..public("Shop") };
    let next = world.register(&administrator, &draft).await;
    assert_eq!(world.history(&reader, &next).await.len(), 1);
    self::principal(&world, &administrator, "billing").await;
}

async fn a_principal_that_signs_was_last_used_when_any_of_its_keys_was(world: World) {
    let (administrator, reader) = world.administrator().await;
    let signing = signing_principal(&world, &administrator, "signing").await;
    let client_id = signing.principal.client_id.as_str();
    let key = world.services.principal(&reader, client_id).await.unwrap().credentials.remove(0).id;
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.note_credential_use(&key, NOW + 5, Some("192.0.2.9")).await.unwrap());
    tx.commit().await.unwrap();
    let mut uses = world.services.uses_of_clients(&reader, &[client_id.to_owned()]).await.unwrap();
    let used = LastUse { at: NOW + 5, address: Some("192.0.2.9".to_owned()) };
    assert_eq!(uses.remove(0).last_used, Some(used));
}

async fn what_a_principal_was_refused_is_seen(world: World) {
    let (administrator, reader, client, principal) = both(&world).await;
    let another = world.another_server().await.unwrap();
    let [_, client_id] = ids(&client, &principal);
    for (reason, detail) in [
        (DenialReason::SecretWrong, ""),
        // Nothing of a principal is ever compared with it.
        (DenialReason::RedirectUriNotRegistered, "https://myapp.com/callback"),
    ] {
        world.services.note_denial(Denial {
            client_id: client_id.clone(),
            reason,
            detail: detail.to_owned(),
            reference: "0b8f".to_owned(),
            address: Some("192.0.2.7".to_owned()),
        });
        world.pass(1);
    }
    let here = world.services.denials(&reader, &client_id).await.unwrap();
    let expected = ClientDenial {
        reason: DenialReason::SecretWrong,
        detail: String::new(),
        mismatch: None,
        can_be_added: false,
        times: 1,
        first_at: NOW + 60,
        last_at: NOW + 60,
        last_reference: "0b8f".to_owned(),
        last_address: Some("192.0.2.7".to_owned()),
    };
    assert_eq!(here[1], expected);
    assert_eq!((here[0].mismatch.as_ref(), here[0].can_be_added), (None, false));
    assert_eq!(world.services.flush_denials().await.unwrap(), 2);
    assert_eq!(another.denials(&reader, &client_id).await.unwrap(), here);
    let unknown = world.services.denials(&reader, "app-unknown").await;
    assert!(matches!(unknown, Err(ServiceError::NotFound)), "{unknown:?}");

    world.services.change_clients(&administrator, &[client_id], ClientsChange::Delete).await.unwrap();
    assert!(world.store.denials(&principal.principal.id).await.unwrap().is_empty());
}

async fn the_newest_events_are_those_of_who_has_the_client_id(world: World) {
    let (administrator, reader, client, principal) = both(&world).await;
    let asked = ids(&client, &principal);
    world.services.change_clients(&administrator, &asked, ClientsChange::Disable).await.unwrap();
    for (client_id, kind) in asked.iter().zip(["oauth_client", "service_principal"]) {
        let page = world.services.events_of_client(&reader, client_id).await.unwrap();
        let actions: Vec<_> = page.events.into_iter().map(|event| event.action).collect();
        assert_eq!(actions, [format!("{kind}.disabled"), format!("{kind}.registered")]);
    }
    let unknown = world.services.events_of_client(&reader, "app-unknown").await;
    assert!(matches!(unknown, Err(ServiceError::NotFound)), "{unknown:?}");
}
