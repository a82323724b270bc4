//! Principals, their keys and their environments, touched at once on two servers.

use domain::{ClientsChange, KeyDraft, PrincipalEditDraft};
use service::{PrincipalChange, PrincipalRegistration, PrincipalView, ServiceError, Services};

use super::ROUNDS;
use crate::asserting::{Key, Signer, token_with};
use crate::desk::Desk;
use crate::principals::{signing, with_secret};
use crate::whole_principals::role_named;
use crate::world::World;

/// RFC 7517 Appendix A.1.
const EC: &str = r#"{"kid":"1","kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"#;
/// RFC 8037 Appendix A.2.
const ED25519: &str =
    r#"{"kid":"2","kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

/// Of two that may not both come about, the one that was refused, and why.
fn refusal<T: std::fmt::Debug>(
    here: Result<T, ServiceError>,
    there: Result<T, ServiceError>,
) -> ServiceError {
    match (here, there) {
        (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
        (here, there) => panic!("{here:?} and {there:?}"),
    }
}

fn code(refused: ServiceError) -> String {
    let ServiceError::Refused(problems) = refused else { panic!("{refused:?}") };
    problems[0].code.clone()
}

pub async fn of_two_principals_of_one_name_at_once_one_is_registered(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    for round in 0..ROUNDS {
        let new = |name: &str| signing(&format!("{name}_{round}"), EC).check(world.now()).unwrap();
        let (here, there) = tokio::join!(
            world.services.register_principal(&administrator, new("robot")),
            another.register_principal(&administrator, new("ROBOT")),
        );
        assert_eq!(code(refusal(here, there)), "taken");
    }
    let listed = world.services.principals(&reader, &PrincipalView::default(), None).await.unwrap();
    assert_eq!(listed.principals.len(), ROUNDS);
    let events = world.events(&reader).await;
    assert_eq!(events.iter().filter(|event| event.action == "service_principal.registered").count(), ROUNDS);
}

pub async fn of_two_that_add_a_key_at_once_one_does(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    let key = |public_key: &str| {
        KeyDraft { public_key: public_key.to_owned(), expires_at: None }.check(world.now()).unwrap()
    };
    for round in 0..ROUNDS {
        // The same key twice, and two keys where there is room for one.
        for other in [ED25519.to_owned(), ED25519.replace("11qYAY", "21qYAY").replace(r#""2""#, r#""3""#)] {
            let name = format!("robot_{round}_{}", other.len() + usize::from(other == ED25519));
            let new = signing(&name, EC).check(world.now()).unwrap();
            let principal = world.services.register_principal(&administrator, new).await.unwrap().principal;
            let client_id = principal.client_id.as_str();
            let (here, there) = tokio::join!(
                world.services.add_credentials(&administrator, client_id, key(ED25519)),
                another.add_credentials(&administrator, client_id, key(&other)),
            );
            match refusal(here, there) {
                ServiceError::TwoKeysValid => assert_ne!(other, ED25519),
                refused => assert_eq!((code(refused), other.as_str()), ("taken".to_owned(), ED25519)),
            }
            let found = world.services.principal(&reader, client_id).await.unwrap();
            assert_eq!(found.credentials.len(), 2);
            assert_eq!(world.history_of(&reader, &principal.id).await.len(), 2);
        }
    }
}

pub async fn of_two_edits_of_a_principal_at_once_one_wins(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    let new = signing("robot_0", EC).check(world.now()).unwrap();
    let principal = world.services.register_principal(&administrator, new).await.unwrap().principal;
    let client_id = principal.client_id.as_str();
    for round in 1..=ROUNDS {
        let version = world.services.principal(&reader, client_id).await.unwrap().principal.version;
        let edit = async |services: &Services, who: &str| {
            let draft = PrincipalEditDraft {
                client_name: format!("robot_{round}_{who}"),
                accepts_endpoint_audience: false,
            };
            services.edit_principal(&administrator, client_id, version, draft.check().unwrap()).await
        };
        let (here, there) = tokio::join!(edit(&world.services, "here"), edit(&another, "there"));
        let refused = refusal(here, there);
        assert!(matches!(refused, ServiceError::ChangedMeanwhile), "{refused:?}");
    }
    assert_eq!(world.history_of(&reader, &principal.id).await.len(), 1 + ROUNDS);
}

pub async fn of_two_changes_of_a_whole_principal_at_once_one_wins(world: &World) {
    let desk = Desk::at(world).await;
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = (&desk.administrator, &desk.reader);
    let billing = desk.add_api("Billing", &["a"]).await;
    for name in ["Reader", "Writer"] {
        desk.add_role(&billing, name, &["a"]).await;
    }
    let client_id = desk.add_principal("robot_0", "production").await.principal.client_id;
    let client_id = client_id.as_str();
    for round in 1..=ROUNDS {
        let seen = world.services.whole_principal(reader, client_id).await.unwrap();
        // One changes the roles only, which is no new version of the fields; in every other round both do.
        let change = |role: &str, name: String| PrincipalChange {
            edit: PrincipalEditDraft { client_name: name, accepts_endpoint_audience: false }.check().unwrap(),
            roles: vec![role_named("Billing", role)],
        };
        let (one, other) = if round % 2 == 0 { ("Reader", "Writer") } else { ("Writer", "Reader") };
        let held = seen.roles.first().map_or(String::new(), |held| held.role_name.to_string());
        let same_name = seen.principal.name.to_string();
        let role = if held == one { other } else { one };
        let (here, there) = (change(role, same_name), change(role, format!("robot_{round}")));
        let (here, there) = tokio::join!(
            world.services.change_principal(administrator, &seen, &here),
            another.change_principal(administrator, &seen, &there),
        );
        let refused = refusal(here, there);
        assert!(matches!(refused, ServiceError::ChangedMeanwhile), "{refused:?}");
    }
}

pub async fn a_principal_comes_with_its_role_or_the_role_is_gone(world: &World) {
    let desk = Desk::at(world).await;
    let another = world.another_server().await.unwrap();
    let billing = desk.add_api("Billing", &["a"]).await;
    for round in 0..ROUNDS {
        let reader = desk.add_role(&billing, "Reader", &["a"]).await;
        let registration = PrincipalRegistration {
            new: signing(&format!("robot_{round}"), EC).check(world.now()).unwrap(),
            roles: vec![role_named("Billing", "Reader")],
        };
        let (registered, deleted) = tokio::join!(
            world.services.register_principal(&desk.administrator, registration),
            another.delete_api_role(&desk.administrator, &reader.id),
        );
        match (registered, deleted) {
            (Ok(saved), Err(ServiceError::InUse(1))) => {
                let client_id = saved.principal.client_id.as_str();
                assert_eq!(desk.held(client_id).await[0].role_id, reader.id);
                desk.assign(client_id, &[&reader], &[]).await.unwrap();
                another.delete_api_role(&desk.administrator, &reader.id).await.unwrap();
            }
            (Err(ServiceError::ChangedMeanwhile), Ok(())) => {}
            (Err(refused), Ok(())) => assert_eq!(code(refused), "unknown_role"),
            (registered, deleted) => panic!("{registered:?} and {deleted:?}"),
        }
    }
    let listed = world.services.principals(&desk.reader, &PrincipalView::default(), None).await.unwrap();
    let events = world.events(&desk.reader).await;
    let registered = events.iter().filter(|event| event.action == "service_principal.registered").count();
    assert_eq!(listed.principals.len(), registered, "what was refused left nothing");
}

pub async fn an_environment_goes_only_while_nobody_comes_to_live_in_it(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    for round in 0..ROUNDS {
        let name = format!("staging-{round}");
        let draft = domain::EnvironmentDraft { name: name.clone(), audience: String::new() };
        let added = world.services.add_environment(&administrator, draft.check().unwrap()).await.unwrap();
        let mut draft = signing(&format!("robot_{round}"), EC);
        draft.environment = name;
        let (registered, deleted) = tokio::join!(
            world.services.register_principal(&administrator, draft.check(world.now()).unwrap()),
            another.delete_environment(&administrator, &added.id),
        );
        match (registered, deleted) {
            (Ok(_), Err(ServiceError::InUse(1))) => {}
            (Err(refused), Ok(())) => assert_eq!(code(refused), "unknown_environment"),
            (registered, deleted) => panic!("{registered:?} and {deleted:?}"),
        }
    }
    let listed = world.services.principals(&reader, &PrincipalView::default(), None).await.unwrap();
    let environments = world.services.environments(&reader).await.unwrap();
    assert_eq!(environments.len(), 2 + listed.principals.len());
}

pub async fn uses_of_keys_are_written_while_their_principals_are_deleted(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    let key = Key::generate();
    for _ in 0..ROUNDS {
        let signer = Signer::registered(world, &administrator, &key).await;
        let new = with_secret("robot_with_a_secret").check(world.now()).unwrap();
        let with_secret = world.services.register_principal(&administrator, new).await.unwrap();
        for services in [&world.services, &another] {
            assert!(token_with(services, &signer.assertion(world, &key)).await.is_ok());
            assert!(crate::world::token(services, &with_secret).await.is_ok());
        }
        let ids = [signer.client_id.clone(), with_secret.principal.client_id.as_str().to_owned()];
        let (here, there, deleted) = tokio::join!(
            world.services.flush_last_uses(),
            another.flush_last_uses(),
            another.change_clients(&administrator, &ids, ClientsChange::Delete),
        );
        assert!(here.is_ok() && there.is_ok(), "{here:?} {there:?}");
        assert_eq!(deleted.unwrap().changed.len(), 2);
    }
    let listed = world.services.principals(&reader, &PrincipalView::default(), None).await.unwrap();
    assert!(listed.principals.is_empty());
}
