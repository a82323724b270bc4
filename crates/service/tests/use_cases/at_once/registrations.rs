//! Clients that programs register at once on two servers.

use domain::InitialAccessTokenDraft;
use service::RegistrationError;

use super::ROUNDS;
use crate::registering::register;
use crate::world::{World, public};

pub async fn of_two_registrations_at_once_one_gets_the_last_use(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    for round in 0..ROUNDS {
        let draft =
            InitialAccessTokenDraft { name: format!("partner {round}"), uses: Some(1), expires_at: None };
        let new = draft.check(world.now()).unwrap();
        let token = world.services.create_initial_access_token(&administrator, new).await.unwrap();
        let plain = token.plain.reveal();
        let (one, other) = (public(&format!("One {round}")), public(&format!("Other {round}")));
        let (here, there) =
            tokio::join!(register(&world.services, plain, &one), register(&another, plain, &other));
        match (here, there) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => {
                assert!(matches!(refused, RegistrationError::TokenInvalid), "{refused:?}");
            }
            (here, there) => panic!("{here:?} and {there:?}"),
        }
        let detail = world.services.initial_access_token(&reader, &token.detail.id).await.unwrap();
        assert_eq!(detail.uses_left, Some(0));
    }
    let events = world.events(&reader).await;
    assert_eq!(events.iter().filter(|event| event.action == "oauth_client.registered").count(), ROUNDS);
}
