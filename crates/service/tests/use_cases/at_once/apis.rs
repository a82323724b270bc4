//! Environments, APIs and roles, changed at once.

use domain::{ClientsChange, Field};
use service::ServiceError;

use super::ROUNDS;
use crate::desk::{Desk, api, environment, refused, role};
use crate::world::World;

async fn count(desk: &Desk<'_>, action: &str) -> usize {
    desk.world.events(&desk.reader).await.iter().filter(|event| event.action == action).count()
}

/// The one of two that was done, and why the other was not.
fn one_of<T: std::fmt::Debug>(
    answers: (Result<T, ServiceError>, Result<T, ServiceError>),
) -> (T, ServiceError) {
    match answers {
        (Ok(winner), Err(loser)) | (Err(loser), Ok(winner)) => (winner, loser),
        answers => panic!("{answers:?}"),
    }
}

pub async fn servers_that_start_at_once_make_the_first_environments_once(world: &World) {
    let desk = Desk::at(world).await;
    for round in 1..=ROUNDS {
        for found in desk.environments().await {
            desk.world.services.delete_environment(&desk.administrator, &found.id).await.unwrap();
        }
        let (one, other) = tokio::join!(desk.world.another_server(), desk.world.another_server());
        one.unwrap();
        other.unwrap();
        let names: Vec<_> =
            desk.environments().await.into_iter().map(|found| found.name.to_string()).collect();
        assert_eq!(names, ["development", "production"]);
        assert_eq!(count(&desk, "environment.added").await, 2 + 2 * round);
    }
}

pub async fn servers_that_start_at_once_make_the_api_of_gatehouse_once(world: &World) {
    let desk = Desk::at(world).await;
    let own = desk.built_in().await;
    for _ in 0..ROUNDS {
        let mut tx = world.store.begin().await.unwrap();
        tx.delete_api(&own.id).await.unwrap();
        tx.commit().await.unwrap();
        let (one, other) = tokio::join!(world.another_server(), world.another_server());
        one.unwrap();
        other.unwrap();
        assert_eq!(desk.built_in().await, own);
    }
}

pub async fn of_two_environments_of_one_name_at_once_one_is_added(world: &World) {
    let desk = Desk::at(world).await;
    let another = desk.world.another_server().await.unwrap();
    for round in 0..ROUNDS {
        let new = |audience: &str| environment(&format!("staging-{round}"), &format!("{audience}{round}"));
        let added = tokio::join!(
            desk.world.services.add_environment(&desk.administrator, new("urn:here:")),
            another.add_environment(&desk.administrator, new("urn:there:")),
        );
        let (winner, loser) = one_of(added);
        assert_eq!(refused::<()>(Err(loser)), [(Field::EnvironmentName, "taken".to_owned())]);
        assert_eq!(desk.environment(winner.name.as_str()).await, winner);

        let edit = |name: &str| environment(name, "urn:same");
        let edited = tokio::join!(
            desk.world.services.edit_environment(&desk.administrator, &winner.id, 1, edit("same")),
            another.add_environment(&desk.administrator, edit("other")),
        );
        let (winner, loser) = one_of(edited);
        assert_eq!(refused::<()>(Err(loser)), [(Field::Audience, "taken".to_owned())]);
        desk.world.services.delete_environment(&desk.administrator, &winner.id).await.unwrap();
    }
}

pub async fn two_environments_that_swap_names_at_once_are_both_told(world: &World) {
    let desk = Desk::at(world).await;
    let another = desk.world.another_server().await.unwrap();
    let [one, other] = &desk.environments().await[..] else { panic!("two environments") };
    for _ in 0..ROUNDS {
        let (here, there) = tokio::join!(
            desk.world.services.edit_environment(
                &desk.administrator,
                &one.id,
                1,
                environment("production", "")
            ),
            another.edit_environment(&desk.administrator, &other.id, 1, environment("development", "")),
        );
        for answer in [here, there] {
            assert_eq!(refused(answer), [(Field::EnvironmentName, "taken".to_owned())]);
        }
    }
}

pub async fn of_two_apis_with_a_scope_in_common_at_once_one_is_added(world: &World) {
    let desk = Desk::at(world).await;
    let another = desk.world.another_server().await.unwrap();
    for _ in 0..ROUNDS {
        let added = tokio::join!(
            desk.world.services.add_api(&desk.administrator, api("Here", &["z", "b", "a"])),
            another.add_api(&desk.administrator, api("There", &["b", "c", "d"])),
        );
        let (winner, loser) = one_of(added);
        let place = if winner.name.as_str() == "Here" { 0 } else { 1 };
        assert_eq!(refused::<()>(Err(loser)), [(Field::Scope(place), "taken".to_owned())]);
        desk.world.services.delete_api(&desk.administrator, &winner.id).await.unwrap();

        let added = tokio::join!(
            desk.world.services.add_api(&desk.administrator, api("Same", &["a"])),
            another.add_api(&desk.administrator, api("SAME", &["b"])),
        );
        let (winner, loser) = one_of(added);
        assert_eq!(refused::<()>(Err(loser)), [(Field::ApiName, "taken".to_owned())]);
        desk.world.services.delete_api(&desk.administrator, &winner.id).await.unwrap();
    }
    assert_eq!(count(&desk, "api.added").await, 2 * ROUNDS);
}

pub async fn of_two_edits_of_an_api_at_once_one_wins(world: &World) {
    let desk = Desk::at(world).await;
    let another = desk.world.another_server().await.unwrap();
    let billing = desk.add_api("Billing", &["a"]).await;
    for round in 0..ROUNDS {
        let version = desk.apis().await[0].version;
        let new = |who: &str| api("Billing", &["a", &format!("{who}.{round}")]);
        let edited = tokio::join!(
            desk.world.services.edit_api(&desk.administrator, &billing.id, version, new("here")),
            another.edit_api(&desk.administrator, &billing.id, version, new("there")),
        );
        let (winner, loser) = one_of(edited);
        assert!(matches!(loser, ServiceError::ChangedMeanwhile), "{loser:?}");
        assert_eq!(desk.apis().await, [winner]);
    }
    assert_eq!(desk.history(&billing.id).await.len(), 1 + ROUNDS);
}

pub async fn a_scope_goes_or_a_role_gets_it(world: &World) {
    let desk = Desk::at(world).await;
    let another = desk.world.another_server().await.unwrap();
    for round in 0..ROUNDS {
        let billing = desk.add_api(&format!("Billing {round}"), &["a", "b"]).await;
        let reader = desk.add_role(&billing, "Reader", &["a"]).await;
        let (gone, given) = tokio::join!(
            desk.world.services.edit_api(&desk.administrator, &billing.id, 1, api("Billing", &["a"])),
            another.edit_api_role(&desk.administrator, &reader.id, 1, role("Reader", &["a", "b"])),
        );
        match (gone, given) {
            (Ok(_), given) => assert_eq!(refused(given), [(Field::Scope(1), "unknown_scope".to_owned())]),
            (gone, Ok(_)) => assert_eq!(refused(gone), [(Field::Scopes, "in_use".to_owned())]),
            answers => panic!("{answers:?}"),
        }
        desk.world.services.delete_api(&desk.administrator, &billing.id).await.unwrap();
    }
}

pub async fn a_role_goes_or_somebody_holds_it(world: &World) {
    let desk = Desk::at(world).await;
    let another = desk.world.another_server().await.unwrap();
    let billing = desk.add_api("Billing", &["a"]).await;
    let client = desk.add_client("Shop").await;
    let client_id = client.client.client_id.as_str();
    for round in 0..ROUNDS {
        let reader = desk.add_role(&billing, &format!("Reader {round}"), &["a"]).await;
        let wanted = [&reader];
        let (gone, held) = tokio::join!(
            another.delete_api_role(&desk.administrator, &reader.id),
            desk.assign(client_id, &[], &wanted),
        );
        match (gone, held) {
            (Ok(()), Err(ServiceError::ChangedMeanwhile)) => assert_eq!(desk.held(client_id).await, []),
            (Err(ServiceError::InUse(1)), Ok(held)) => {
                assert_eq!(desk.held(client_id).await, held);
                desk.assign(client_id, &[&reader], &[]).await.unwrap();
            }
            answers => panic!("{answers:?}"),
        }
    }
}

pub async fn an_api_goes_with_its_roles_or_nobody_gets_one(world: &World) {
    let desk = Desk::at(world).await;
    let another = desk.world.another_server().await.unwrap();
    let client = desk.add_client("Shop").await;
    let client_id = client.client.client_id.as_str();
    for round in 0..ROUNDS {
        let billing = desk.add_api(&format!("Billing {round}"), &[&format!("a.{round}")]).await;
        let reader = desk.add_role(&billing, "Reader", &[&format!("a.{round}")]).await;
        let wanted = [&reader];
        let (gone, held, added) = tokio::join!(
            another.delete_api(&desk.administrator, &billing.id),
            desk.assign(client_id, &[], &wanted),
            desk.world.services.add_api_role(
                &desk.administrator,
                &billing.id,
                role("Writer", &[&format!("a.{round}")])
            ),
        );
        let is_gone = match (gone, held) {
            (Ok(()), Err(ServiceError::ChangedMeanwhile)) => true,
            (Err(ServiceError::InUse(1)), Ok(_)) => false,
            answers => panic!("{answers:?}"),
        };
        match added {
            Ok(_) => {}
            Err(ServiceError::NotFound) => assert!(is_gone),
            Err(error) => panic!("{error:?}"),
        }
        assert_eq!(desk.apis().await.iter().any(|api| api.id == billing.id), !is_gone);
        if !is_gone {
            desk.assign(client_id, &[&reader], &[]).await.unwrap();
        }
    }
}

pub async fn of_two_that_assign_roles_at_once_one_does(world: &World) {
    let desk = Desk::at(world).await;
    let another = desk.world.another_server().await.unwrap();
    let billing = desk.add_api("Billing", &["a"]).await;
    let audit = desk.add_api("Audit", &["x"]).await;
    let reader = desk.add_role(&billing, "Reader", &["a"]).await;
    let wanted = [&reader];
    let auditor = desk.add_role(&audit, "Auditor", &["x"]).await;
    let principal = desk.add_principal("billing_export", "production").await.principal;
    let client_id = principal.client_id.as_str();
    let both = [reader.id.clone(), auditor.id.clone()];
    for round in 1..=ROUNDS {
        let assigned = tokio::join!(
            desk.assign(client_id, &[], &wanted),
            another.assign_roles(&desk.administrator, client_id, &[], &both),
        );
        let (held, loser) = one_of(assigned);
        assert!(matches!(loser, ServiceError::ChangedMeanwhile), "{loser:?}");
        assert_eq!(desk.held(client_id).await, held);
        let seen: Vec<_> = held.into_iter().map(|held| held.role_id).collect();
        another.assign_roles(&desk.administrator, client_id, &seen, &[]).await.unwrap();
        assert_eq!(count(&desk, "roles.assigned").await, 2 * round);
    }
}

pub async fn a_client_that_is_deleted_while_it_gets_roles_holds_none(world: &World) {
    let desk = Desk::at(world).await;
    let another = desk.world.another_server().await.unwrap();
    let billing = desk.add_api("Billing", &["a"]).await;
    let reader = desk.add_role(&billing, "Reader", &["a"]).await;
    let wanted = [&reader];
    for round in 0..ROUNDS {
        let client = desk.add_client(&format!("Shop {round}")).await;
        let principal = desk.add_principal(&format!("export_{round}"), "production").await;
        let ids = [&client.client.client_id, &principal.principal.client_id].map(|id| id.as_str().to_owned());
        let (one, other, deleted) = tokio::join!(
            desk.assign(&ids[0], &[], &wanted),
            desk.assign(&ids[1], &[], &wanted),
            another.change_clients(&desk.administrator, &ids, ClientsChange::Delete),
        );
        assert_eq!(deleted.unwrap().changed.len(), 2);
        for assigned in [one, other] {
            assert!(matches!(assigned, Ok(_) | Err(ServiceError::NotFound)), "{assigned:?}");
        }
        assert_eq!(desk.apis().await[0].roles[0].holders, 0);
    }
}
