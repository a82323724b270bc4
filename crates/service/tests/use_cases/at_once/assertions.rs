//! Assertions that come at once: one that is used at fifty places counts at one, and fifty that differ all count.

use std::sync::Arc;

use service::{AssertionRefusal, TokenRefusal};
use tokio::task::JoinSet;

use crate::asserting::{Key, Signer, token_with};
use crate::world::World;

pub async fn of_fifty_that_use_an_assertion_at_once_one_does(world: &World) {
    let servers =
        [Arc::new(world.another_server().await.unwrap()), Arc::new(world.another_server().await.unwrap())];
    let (administrator, _) = world.administrator().await;
    let key = Key::generate();
    let signer = Signer::registered(world, &administrator, &key).await;
    for (same, expected) in [(true, 1), (false, 50)] {
        let one = signer.assertion(world, &key);
        let mut crowd = JoinSet::new();
        for number in 0..50 {
            let services = Arc::clone(&servers[number % 2]);
            let assertion = if same { one.clone() } else { signer.assertion(world, &key) };
            crowd.spawn(async move { token_with(&services, &assertion).await });
        }
        let mut issued = 0;
        for answer in crowd.join_all().await {
            match answer {
                Ok(_) => issued += 1,
                Err(TokenRefusal::Assertion(AssertionRefusal::Replayed)) => {}
                Err(refusal) => panic!("{refusal:?}"),
            }
        }
        assert_eq!(issued, expected);
    }
}
