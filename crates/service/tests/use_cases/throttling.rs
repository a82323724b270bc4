//! How often somebody may guess at a password.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::PasswordChangeDraft;
use service::{ServiceError, Services, SignInFrom, StartedSession};
use tokio::task::JoinSet;

use crate::world::{EMAIL, PASSWORD, World};

on_each_engine![
    a_flood_of_guesses_is_the_same_for_known_and_unknown_people,
    who_signed_in_here_before_gets_in_while_somebody_guesses,
    who_comes_from_elsewhere_gets_in_while_somebody_guesses,
    a_network_may_guess_at_many_people_so_often,
    what_is_right_costs_nothing,
    a_clock_that_was_set_back_keeps_nobody_out,
    a_browser_that_is_known_may_not_guess_for_ever,
    guesses_take_no_place_from_a_browser_that_is_known,
    many_browsers_that_are_known_guess_no_more_than_thirty_times,
    a_browser_is_known_until_the_credentials_are_others,
];

const WRONG: &str = "correct horse battery stable";
/// Ten for the account, and two more for one network.
const FROM_ONE_NETWORK: usize = 12;

fn at(address: &str) -> SignInFrom {
    SignInFrom { address: Some(address.to_owned()), ..SignInFrom::default() }
}

async fn guess(services: &Services, email: &str, from: &SignInFrom) -> ServiceError {
    services.sign_in(email, WRONG, None, from).await.unwrap_err()
}

async fn enter(services: &Services, from: &SignInFrom) -> Result<StartedSession, ServiceError> {
    services.sign_in(EMAIL, PASSWORD, None, from).await
}

/// Guesses until it is told to wait: how often, and for how long.
async fn flood(services: &Services, email: &str, from: &SignInFrom) -> (usize, i64) {
    for guesses in 0.. {
        match guess(services, email, from).await {
            ServiceError::WrongCredentials => {}
            ServiceError::Throttled(wait) => return (guesses, wait),
            other => panic!("{other}"),
        }
    }
    unreachable!()
}

pub async fn a_flood_of_guesses_is_the_same_for_known_and_unknown_people(world: World) {
    for (email, address) in [(EMAIL, "192.0.2.1"), ("nobody@example.com", "192.0.2.2")] {
        let flooded = flood(&world.services, email, &at(address)).await;
        assert_eq!(flooded, (FROM_ONE_NETWORK, 60), "{email}");
    }
    // The right password is not looked at either, until the time that was told has passed.
    let told = enter(&world.services, &at("192.0.2.1")).await.unwrap_err();
    assert!(matches!(told, ServiceError::Throttled(60)), "{told}");
    world.pass(59);
    for _ in 0..30 {
        assert!(matches!(guess(&world.services, EMAIL, &at("192.0.2.1")).await, ServiceError::Throttled(1)));
    }
    world.pass(1);
    enter(&world.services, &at("192.0.2.1")).await.expect("guesses that came too soon put nothing off");
}

pub async fn who_signed_in_here_before_gets_in_while_somebody_guesses(world: World) {
    let device = enter(&world.services, &at("192.0.2.1")).await.unwrap().device;
    let known = SignInFrom { device: device.clone(), ..at("192.0.2.1") };
    let mut networks = 0;
    // From everywhere, so that nothing is left for anybody.
    while flood(&world.services, EMAIL, &at(&format!("198.51.100.{networks}"))).await.0 > 0 {
        networks += 1;
    }
    assert!(networks > 5, "{networks}");
    for number in 0..60 {
        guess(&world.services, &format!("m{number}@example.com"), &at("192.0.2.1")).await;
    }
    let unknown = enter(&world.services, &at("192.0.2.1")).await.unwrap_err();
    assert!(matches!(unknown, ServiceError::Throttled(_)), "{unknown}");
    let again = enter(&world.services, &known).await.unwrap();
    assert_ne!(again.device, None);

    // On another server too, and for that person only.
    let another = world.another_server().await.unwrap();
    enter(&another, &known).await.unwrap();
    flood(&world.services, "eve@example.com", &at("203.0.113.1")).await;
    let told = guess(&world.services, "eve@example.com", &known).await;
    assert!(matches!(told, ServiceError::Throttled(_)), "{told}");
    world.pass(90 * 24 * 60 * 60);
    flood(&world.services, EMAIL, &at("192.0.2.1")).await;
    assert!(matches!(enter(&world.services, &known).await, Err(ServiceError::Throttled(_))), "too long ago");
}

pub async fn who_comes_from_elsewhere_gets_in_while_somebody_guesses(world: World) {
    for address in ["192.0.2.1", "2001:db8::1"] {
        flood(&world.services, EMAIL, &at(address)).await;
    }
    enter(&world.services, &at("192.0.2.9")).await.expect("two guesses are left to each network");
    enter(&world.services, &at("2001:db8:0:1::1")).await.unwrap();
    let same = enter(&world.services, &at("2001:db8::2")).await.unwrap_err();
    assert!(matches!(same, ServiceError::Throttled(_)), "the same customer: {same}");
}

pub async fn a_network_may_guess_at_many_people_so_often(world: World) {
    let mut guesses = 0;
    let told = loop {
        match guess(&world.services, &format!("m{guesses}@example.com"), &at("192.0.2.1")).await {
            ServiceError::WrongCredentials => guesses += 1,
            other => break other,
        }
    };
    assert!(matches!(told, ServiceError::Throttled(2)), "{told}");
    assert_eq!(guesses, 50);
    assert!(matches!(
        guess(&world.services, "not an e-mail", &at("192.0.2.1")).await,
        ServiceError::Throttled(2)
    ));
    enter(&world.services, &at("192.0.2.2")).await.unwrap();
    world.pass(2);
    enter(&world.services, &at("192.0.2.1")).await.unwrap();
}

pub async fn what_is_right_costs_nothing(world: World) {
    for _ in 0..30 {
        enter(&world.services, &at("192.0.2.1")).await.unwrap();
    }
    assert_eq!(flood(&world.services, EMAIL, &at("192.0.2.1")).await.0, FROM_ONE_NETWORK);
    world.pass(10 * 60);
    assert!(world.services.sweep().await.unwrap() > 0);
}

pub async fn a_clock_that_was_set_back_keeps_nobody_out(world: World) {
    const DAY: i64 = 24 * 60 * 60;
    world.pass(DAY);
    flood(&world.services, EMAIL, &at("192.0.2.1")).await;
    world.pass(-DAY);
    let Err(ServiceError::Throttled(wait)) = enter(&world.services, &at("192.0.2.1")).await else {
        panic!("as after a burst of now")
    };
    assert!(wait <= 60, "{wait}");
    world.pass(wait);
    enter(&world.services, &at("192.0.2.1")).await.unwrap();
}

pub async fn a_browser_that_is_known_may_not_guess_for_ever(world: World) {
    let device = enter(&world.services, &at("192.0.2.1")).await.unwrap().device;
    let known = SignInFrom { device, ..at("192.0.2.1") };
    assert_eq!(flood(&world.services, EMAIL, &known).await, (10, 60));
    // Who has it cannot keep the others out either.
    enter(&world.services, &at("192.0.2.1")).await.unwrap();
    world.pass(60);
    enter(&world.services, &known).await.unwrap();
}

pub async fn guesses_take_no_place_from_a_browser_that_is_known(world: World) {
    let server = Arc::new(world.another_server().await.unwrap());
    let device = enter(&server, &at("192.0.2.1")).await.unwrap().device;
    assert_eq!(format!("{device:?}"), "Some(DeviceValue(…))");
    let known = SignInFrom { device, ..at("192.0.2.1") };
    // At first they are verified, later they come too soon.
    for round in 0..8 {
        let mut guesses = JoinSet::new();
        for _ in 0..10 {
            let server = Arc::clone(&server);
            guesses.spawn(async move { guess(&server, EMAIL, &at("192.0.2.1")).await });
        }
        tokio::task::yield_now().await;
        let entered = enter(&server, &known).await;
        assert!(entered.is_ok(), "{round}: {entered:?}");
        guesses.join_all().await;
    }
    let told = guess(&server, EMAIL, &at("192.0.2.1")).await;
    assert!(matches!(told, ServiceError::Throttled(_)), "{told}");
}

pub async fn many_browsers_that_are_known_guess_no_more_than_thirty_times(world: World) {
    let mut browsers = Vec::new();
    for _ in 0..5 {
        let device = enter(&world.services, &at("192.0.2.1")).await.unwrap().device;
        browsers.push(SignInFrom { device, ..at("192.0.2.1") });
    }
    let mut guesses = 0;
    for known in &browsers {
        guesses += flood(&world.services, EMAIL, known).await.0;
    }
    assert_eq!(guesses, 30);
    let told = enter(&world.services, &browsers[4]).await.unwrap_err();
    assert!(matches!(told, ServiceError::Throttled(60)), "{told}");
    enter(&world.services, &at("192.0.2.1")).await.expect("others are counted apart");
    world.pass(60);
    enter(&world.services, &browsers[4]).await.unwrap();
}

pub async fn a_browser_is_known_until_the_credentials_are_others(world: World) {
    const ANOTHER: &str = "another horse, another battery";
    let (session, person) = world.signed_in().await;
    let device = enter(&world.services, &at("192.0.2.1")).await.unwrap().device;
    let known = SignInFrom { device, ..at("192.0.2.1") };
    flood(&world.services, EMAIL, &at("192.0.2.1")).await;
    enter(&world.services, &known).await.unwrap();
    let draft = PasswordChangeDraft { current_password: PASSWORD.to_owned(), password: ANOTHER.to_owned() };
    let change = draft.check(person.email()).unwrap();
    world.services.change_own_password(&person, &session, &change).await.unwrap();
    let told = world.services.sign_in(EMAIL, ANOTHER, None, &known).await.unwrap_err();
    assert!(matches!(told, ServiceError::Throttled(_)), "{told}");

    world.pass(60);
    let device = world.services.sign_in(EMAIL, ANOTHER, None, &known).await.unwrap().device;
    let again = SignInFrom { device, ..at("192.0.2.1") };
    flood(&world.services, EMAIL, &at("192.0.2.1")).await;
    world.services.sign_in(EMAIL, ANOTHER, None, &again).await.expect("known anew");
}

/// Guesses that arrive at two servers at once.
pub async fn of_two_hundred_guesses_at_once_a_burst_reaches_the_hash(world: &World) {
    let servers =
        [Arc::new(world.another_server().await.unwrap()), Arc::new(world.another_server().await.unwrap())];
    let hashed = Arc::new(AtomicUsize::new(0));
    let mut guesses = JoinSet::new();
    for number in 0..200 {
        let (server, hashed) = (Arc::clone(&servers[number % 2]), Arc::clone(&hashed));
        guesses.spawn(async move {
            loop {
                match guess(&server, EMAIL, &at("192.0.2.1")).await {
                    ServiceError::Overloaded => tokio::task::yield_now().await,
                    ServiceError::Throttled(_) => return,
                    ServiceError::WrongCredentials => {
                        hashed.fetch_add(1, Ordering::Relaxed);
                        return;
                    }
                    other => panic!("{other}"),
                }
            }
        });
    }
    guesses.join_all().await;
    let hashed = hashed.load(Ordering::Relaxed);
    assert!((1..=FROM_ONE_NETWORK).contains(&hashed), "{hashed}");
}
