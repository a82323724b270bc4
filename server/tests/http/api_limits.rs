//! How often the management API may be asked.

use http::{Method, StatusCode, header};
use server::config::NetworkSettings;

use crate::world::World;

async fn world() -> World {
    World::set_up_within(NetworkSettings { api_rate: 1, ..NetworkSettings::default() }).await
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_ask_again() {
    let world = world().await;
    let cookie = world.signed_in().await;
    let ask = || world.api_as_page(Method::GET, "/environments", &cookie).send();
    for _ in 0..2 {
        assert_eq!(ask().await.status, StatusCode::OK);
    }
    let too_soon = ask().await;
    assert_eq!(too_soon.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(too_soon.header(header::CONTENT_TYPE), "application/problem+json");
    assert_eq!(too_soon.header(header::RETRY_AFTER), "1");
    // Neither who says nothing about themselves nor a command is held back by it.
    let stranger = world.api_as_nobody(Method::GET, "/environments").send().await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    for _ in 0..5 {
        assert_eq!(world.api(Method::GET, "/environments").send().await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn who_guesses_at_keys_is_held_back_by_their_network() {
    let world = world().await;
    let guess = || world.api_as_nobody(Method::GET, "/environments").with("Authorization", "Bearer x").send();
    for _ in 0..2 {
        assert_eq!(guess().await.status, StatusCode::UNAUTHORIZED);
    }
    let too_soon = guess().await;
    assert_eq!((too_soon.status, too_soon.header(header::RETRY_AFTER)), (StatusCode::TOO_MANY_REQUESTS, "1"));
}
