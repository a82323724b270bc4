//! What happens at once, on two servers that share a database.

mod apis;
mod assertions;
mod families;
mod people;
mod principals;
mod registrations;

pub use apis::*;
pub use assertions::*;
pub use families::*;
pub use people::*;
pub use principals::*;
pub use registrations::*;

pub use crate::throttling::of_two_hundred_guesses_at_once_a_burst_reaches_the_hash;

use domain::{ClientsChange, DenialReason, NewSecretDraft, OAuthClientDraft};
use service::{Denial, ServiceError, Services, SignInFrom};

use crate::holders::principal;
use crate::world::{EMAIL, PASSWORD, World, confidential, public, token};

const ROUNDS: usize = 5;

pub async fn of_two_edits_at_once_one_wins_and_the_other_is_stale(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &public("Shop")).await;
    for round in 0..ROUNDS {
        let version = world.detail(&reader, &saved).await.client.version;
        let edit = async |services: &Services, who: &str| {
            let draft = OAuthClientDraft { description: format!("{who} {round}"), ..saved.client.draft() };
            let client_id = saved.client.client_id.as_str();
            services.edit_oauth_client(&administrator, client_id, version, draft.check().unwrap()).await
        };
        let (here, there) = tokio::join!(edit(&world.services, "here"), edit(&another, "there"));
        let (winner, loser) = match (here, there) {
            (Ok(winner), Err(loser)) | (Err(loser), Ok(winner)) => (winner, loser),
            (here, there) => panic!("{here:?} and {there:?}"),
        };
        let ServiceError::Stale(current) = loser else { panic!("{loser:?}") };
        assert_eq!(current.client, winner.client);
        assert_eq!(world.detail(&reader, &saved).await.client, winner.client);
    }
    assert_eq!(world.history(&reader, &saved).await.len(), 1 + ROUNDS);
}

pub async fn two_overlaps_at_once_never_leave_three_valid(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &confidential("Billing")).await;
    let client_id = saved.client.client_id.as_str();
    for _ in 0..ROUNDS {
        let draft = NewSecretDraft { old_secrets_end_at: Some(world.now() + 3600), ..Default::default() };
        let (here, there) = tokio::join!(
            world.services.generate_client_secret(&administrator, client_id, &draft),
            another.generate_client_secret(&administrator, client_id, &draft),
        );
        let refused = match (here, there) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
            (here, there) => panic!("{here:?} and {there:?}"),
        };
        assert!(matches!(refused, ServiceError::TwoSecretsValid), "{refused:?}");
        let secrets = world.detail(&reader, &saved).await.secrets;
        assert_eq!(secrets.iter().filter(|secret| secret.state.is_valid()).count(), 2);
        world.pass(3600);
    }
}

pub async fn of_two_that_retire_a_secret_at_once_one_does(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &confidential("Billing")).await;
    let client_id = saved.client.client_id.as_str();
    let id = world.detail(&reader, &saved).await.secrets[0].id.clone();
    let (here, there) = tokio::join!(
        world.services.retire_client_secret(&administrator, client_id, &id),
        another.retire_client_secret(&administrator, client_id, &id),
    );
    let refused = match (here, there) {
        (Ok(()), Err(refused)) | (Err(refused), Ok(())) => refused,
        (here, there) => panic!("{here:?} and {there:?}"),
    };
    assert!(matches!(refused, ServiceError::NotFound), "{refused:?}");
    assert_eq!(world.history(&reader, &saved).await.len(), 2);
}

pub async fn changes_of_the_same_clients_at_once_do_not_lock_each_other_out(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, _) = world.administrator().await;
    let mut ids = Vec::new();
    for number in 0..4 {
        let saved = world.register(&administrator, &public(&format!("Client {number}"))).await;
        ids.push(saved.client.client_id.as_str().to_owned());
        let saved = principal(world, &administrator, &format!("principal_{number}")).await;
        ids.push(saved.principal.client_id.as_str().to_owned());
    }
    let backwards: Vec<_> = ids.iter().rev().cloned().collect();
    for _ in 0..ROUNDS {
        let (off, on) = tokio::join!(
            world.services.change_clients(&administrator, &ids, ClientsChange::Disable),
            another.change_clients(&administrator, &backwards, ClientsChange::Enable),
        );
        assert_eq!((off.unwrap().changed.len(), on.unwrap().changed.len()), (8, 8));
        // Whichever came last, it is the same for all: neither saw half of the other.
        let mut states = Vec::new();
        for id in &ids {
            states.push(world.store.holder(id).await.unwrap().unwrap().status);
        }
        assert!(states.iter().all(|status| *status == states[0]), "{states:?}");
    }
}

pub async fn an_edit_and_a_deletion_at_once_leave_a_whole_story(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    for round in 0..ROUNDS {
        let saved = world.register(&administrator, &confidential(&format!("Billing {round}"))).await;
        let client_id = saved.client.client_id.as_str();
        let draft = OAuthClientDraft { description: "edited".to_owned(), ..saved.client.draft() };
        let ids = [client_id.to_owned()];
        let (edited, deleted) = tokio::join!(
            world.services.edit_oauth_client(&administrator, client_id, 1, draft.check().unwrap()),
            another.change_clients(&administrator, &ids, ClientsChange::Delete),
        );
        assert_eq!(deleted.unwrap().changed.len(), 1);
        let was_edited = match edited {
            Ok(_) => true,
            Err(ServiceError::NotFound) => false,
            Err(error) => panic!("{error:?}"),
        };
        let history = world.history(&reader, &saved).await;
        assert_eq!(history.iter().any(|(action, _)| action == "oauth_client.edited"), was_edited);
        let deletion = history.iter().find(|(action, _)| action == "oauth_client.deleted").unwrap();
        assert_eq!(deletion.1.contains(&"description: edited -> none".to_owned()), was_edited);
        assert!(token(&world.services, &saved).await.is_err());
    }
}

pub async fn uses_are_written_while_their_clients_are_deleted(world: &World) {
    let (administrator, reader) = world.administrator().await;
    for round in 0..ROUNDS {
        let mut ids = Vec::new();
        for number in 0..2 {
            let saved =
                world.register(&administrator, &confidential(&format!("Billing {round} {number}"))).await;
            token(&world.services, &saved).await.unwrap();
            ids.push(saved.client.client_id.as_str().to_owned());
            let saved = principal(world, &administrator, &format!("billing_{round}_{number}")).await;
            token(&world.services, &saved).await.unwrap();
            ids.push(saved.principal.client_id.as_str().to_owned());
        }
        let (deleted, written) = tokio::join!(
            world.services.change_clients(&administrator, &ids, ClientsChange::Delete),
            world.services.flush_last_uses(),
        );
        assert_eq!(deleted.unwrap().changed.len(), 4);
        assert!(written.unwrap() <= 4, "those that are gone already are not written");
        assert!(world.services.uses_of_clients(&reader, &ids).await.unwrap().is_empty());
    }
}

pub async fn a_session_that_two_requests_end_at_once_ended_once(world: &World) {
    let another = world.another_server().await.unwrap();
    let (_, reader) = world.administrator().await;
    for round in 1..=ROUNDS {
        let (session, _) = world.signed_in().await;
        let (here, there) = if round % 2 == 0 {
            tokio::join!(world.services.sign_out(&session, None), another.sign_out(&session, None))
        } else {
            let sign_in = async || {
                another.sign_in(EMAIL, PASSWORD, Some(&session), &SignInFrom::default()).await.map(drop)
            };
            tokio::join!(async { sign_in().await }, async { sign_in().await })
        };
        here.unwrap();
        there.unwrap();
        assert!(!world.is_live(&session).await);
        let events = world.events(&reader).await;
        assert_eq!(events.iter().filter(|event| event.action == "session.ended").count(), round);
    }
}

pub async fn of_servers_that_tend_the_keys_at_once_one_makes_the_next(world: &World) {
    let another = world.another_server().await.unwrap();
    let (_, reader) = world.administrator().await;
    let rotation_at =
        async |services: &Services| services.identity_provider(&reader).await.unwrap().next_rotation_at;
    for round in 1..=4 {
        world.pass(rotation_at(&another).await - world.now());
        let lead_time = 600;
        world.pass(90 * 24 * 60 * 60 - lead_time);
        let (here, there) = tokio::join!(world.services.tend_signing_keys(), another.tend_signing_keys());
        here.unwrap();
        there.unwrap();
        world.services.tend_signing_keys().await.unwrap();
        another.tend_signing_keys().await.unwrap();
        assert_eq!(world.services.jwks(), another.jwks());
        let events = world.events(&reader).await;
        let count = |action: &str| events.iter().filter(|event| event.action == action).count();
        assert_eq!((count("signing_key.added"), count("signing_key.retired")), (round + 1, round - 1));
    }
}

pub async fn of_two_that_rotate_the_keys_at_once_one_does(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, _) = world.administrator().await;
    for _ in 0..4 {
        let rotated = tokio::join!(
            world.services.rotate_signing_key(&administrator),
            another.rotate_signing_key(&administrator)
        );
        assert!(
            matches!(
                rotated,
                (Ok(()), Err(ServiceError::RotationUnderWay)) | (Err(ServiceError::RotationUnderWay), Ok(()))
            ),
            "{rotated:?}"
        );
        world.pass(600);
    }
}

pub async fn denials_that_are_written_twice_at_once_are_counted_once(world: &World) {
    let (administrator, reader) = world.administrator().await;
    let another = world.another_server().await.unwrap();
    let mut client_ids = Vec::new();
    for number in 0..4 {
        let saved = world.register(&administrator, &public(&format!("Shop {number}"))).await;
        client_ids.push(saved.client.client_id.as_str().to_owned());
    }
    for client_id in &client_ids {
        for server in [&world.services, &another] {
            server.note_denial(Denial {
                client_id: client_id.clone(),
                reason: DenialReason::SecretWrong,
                detail: String::new(),
                reference: "0b8f".to_owned(),
                address: None,
            });
        }
    }
    let written =
        tokio::join!(world.services.flush_denials(), world.services.flush_denials(), another.flush_denials());
    assert_eq!((written.0.unwrap() + written.1.unwrap(), written.2.unwrap()), (4, 4));
    for client_id in &client_ids {
        let [denial] = &another.denials(&reader, client_id).await.unwrap()[..] else { panic!("one kind") };
        assert_eq!(denial.times, 2);
    }
}

pub async fn of_two_redirect_uris_that_are_added_at_once_both_are_there(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    for round in 0..ROUNDS {
        let saved = world.register(&administrator, &public(&format!("Shop {round}"))).await;
        let client_id = saved.client.client_id.as_str();
        let (here, there) = tokio::join!(
            world.services.add_redirect_uri(&administrator, client_id, "https://here.example/cb"),
            another.add_redirect_uri(&administrator, client_id, "https://there.example/cb"),
        );
        here.unwrap();
        there.unwrap();
        assert_eq!(world.detail(&reader, &saved).await.client.redirect_uris.len(), 3);
    }
}
