//! Environments: adding, changing and removing them, alone and at the same time.

use domain::{Audience, EnvironmentName};
use store::{Environment, EnvironmentTaken, ListedEnvironment, Store, StoreError};

use crate::fixture::{count, execute};

pub fn environment(number: i64) -> Environment {
    Environment {
        id: format!("environment-{number}"),
        name: EnvironmentName::parse(&format!("env-{number}")).unwrap(),
        audience: Audience::parse(&format!("urn:env:{number}")).unwrap(),
        created_at: 1_700_000_000 + number,
        updated_at: None,
        version: 1,
    }
}

pub async fn add(store: &Store, environment: &Environment) -> bool {
    let mut tx = store.begin().await.unwrap();
    let is_added = tx.add_environment(environment).await.unwrap();
    if is_added {
        tx.commit().await.unwrap();
    }
    is_added
}

async fn update(store: &Store, environment: &Environment) -> bool {
    let mut tx = store.begin().await.unwrap();
    tx.lock_environment(&environment.id).await.unwrap().unwrap();
    let is_updated = tx.update_environment(environment).await.unwrap();
    if is_updated {
        tx.commit().await.unwrap();
    }
    is_updated
}

async fn listed(store: &Store) -> Vec<Environment> {
    store.environments().await.unwrap().into_iter().map(|listed| listed.environment).collect()
}

/// Has `principal-1` live in `environment-1`.
async fn add_principal(store: &Store) {
    execute(store, "INSERT INTO client_ids (client_id, holder_id) VALUES ('app-p', 'principal-1')").await;
    execute(
        store,
        "INSERT INTO service_principals (id, client_id, name, name_key, security_type, environment_id, \
         accepts_endpoint_audience, status, created_at, version) VALUES ('principal-1', 'app-p', 'batch', 'batch', \
         'signed_jwt', 'environment-1', FALSE, 'enabled', 1, 1)",
    )
    .await;
}

pub async fn environments_come_back_as_they_were_stored_by_name(store: &Store) {
    assert!(!store.has_environments().await.unwrap());
    assert!(add(store, &environment(2)).await && add(store, &environment(1)).await);
    assert!(store.has_environments().await.unwrap());
    add_principal(store).await;
    let expected = [(environment(1), 1), (environment(2), 0)]
        .map(|(environment, principals)| ListedEnvironment { environment, principals });
    assert_eq!(store.environments().await.unwrap(), expected);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.lock_environment("environment-2").await.unwrap(), Some(environment(2)));
    assert_eq!(tx.lock_environment("unknown").await.unwrap(), None);
}

pub async fn what_another_environment_has_is_told(store: &Store) {
    assert!(add(store, &environment(1)).await);
    for (name, audience) in [(true, false), (false, true), (true, true)] {
        let mut second = environment(2);
        if name {
            second.name = environment(1).name;
        }
        if audience {
            second.audience = environment(1).audience;
        }
        let mut tx = store.begin().await.unwrap();
        assert!(!tx.add_environment(&second).await.unwrap());
        assert_eq!(tx.environment_taken(&second).await.unwrap(), EnvironmentTaken { name, audience });
        drop(tx);
        assert_eq!(listed(store).await, [environment(1)]);
    }
    let mut tx = store.begin().await.unwrap();
    // Its own values are free to itself.
    for free in [environment(1), environment(2)] {
        assert!(!tx.environment_taken(&free).await.unwrap().is_any());
    }
}

pub async fn of_two_environments_added_at_once_one_wins(store: &Store) {
    let one = environment(1);
    let same_name = Environment { name: one.name.clone(), ..environment(2) };
    let same_audience = Environment { audience: one.audience.clone(), ..environment(3) };
    for other in [same_name, same_audience] {
        let added = tokio::join!(add(store, &one), add(store, &other));
        assert!(matches!(added, (true, false) | (false, true)), "{added:?}");
        assert_eq!(listed(store).await.len(), 1);
        execute(store, "DELETE FROM environments").await;
    }
}

pub async fn an_environment_takes_no_value_of_another(store: &Store) {
    assert!(add(store, &environment(1)).await && add(store, &environment(2)).await);
    let changed = Environment {
        name: EnvironmentName::parse("staging").unwrap(),
        audience: Audience::parse("https://staging.example").unwrap(),
        updated_at: Some(1_800_000_000),
        version: 2,
        ..environment(1)
    };
    for taken in [
        Environment { name: environment(2).name, ..changed.clone() },
        Environment { audience: environment(2).audience, ..changed.clone() },
    ] {
        assert!(!update(store, &taken).await);
        assert_eq!(listed(store).await, [environment(1), environment(2)]);
    }
    assert!(update(store, &changed).await);
    assert_eq!(listed(store).await, [environment(2), changed]);
}

pub async fn of_two_that_change_an_environment_the_second_sees_what_the_first_did(store: &Store) {
    assert!(add(store, &environment(1)).await);
    let count_up = async || {
        let mut tx = store.begin().await.unwrap();
        let before = tx.lock_environment("environment-1").await.unwrap().unwrap();
        let after = Environment { version: before.version + 1, ..before };
        assert!(tx.update_environment(&after).await.unwrap());
        tx.commit().await.unwrap();
    };
    tokio::join!(count_up(), count_up(), count_up());
    assert_eq!(listed(store).await[0].version, 4);
}

pub async fn an_environment_goes_when_nothing_lives_in_it(store: &Store) {
    assert!(add(store, &environment(1)).await);
    add_principal(store).await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.principals_in("environment-1").await.unwrap(), 1);
    assert_eq!(tx.principals_in("environment-2").await.unwrap(), 0);
    assert!(!tx.delete_environment("environment-1").await.unwrap());
    drop(tx);
    assert_eq!(count(store, "environments").await, 1);

    execute(store, "DELETE FROM service_principals").await;
    let mut tx = store.begin().await.unwrap();
    assert!(tx.delete_environment("environment-1").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(count(store, "environments").await, 0);
}

pub async fn an_environment_that_cannot_be_read_is_named(store: &Store) {
    assert!(add(store, &environment(1)).await);
    for (column, spoil) in [
        ("audience", "UPDATE environments SET audience = 'nowhere'"),
        ("name", "UPDATE environments SET name = 'No such name'"),
    ] {
        execute(store, spoil).await;
        let error = store.environments().await.unwrap_err();
        let StoreError::Corrupt { table, column: told, id } = error else { panic!("{error:?}") };
        assert_eq!((table, told, id.as_str()), ("environments", column, "environment-1"));
    }
}
