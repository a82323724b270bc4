//! Creations that may be asked for again when no answer came.

use service::{
    Caller, CreationAnswer, CreationHeaders, CreationRequest, CreationStanding, IdempotencyKey,
    ReservedCreation, Services,
};

use crate::world::World;

on_each_engine![
    what_was_answered_is_answered_again_for_a_day,
    a_creation_that_was_refused_leaves_its_key_free,
    a_creation_whose_server_died_leaves_its_key_to_lapse,
    of_two_servers_that_are_asked_at_once_one_does_it,
    callers_do_not_see_each_others_keys,
];

const REQUEST: CreationRequest<'static> = CreationRequest { path: "/things", body: b"{}" };
const DAY: i64 = 24 * 60 * 60;

async fn ask(services: &Services, caller: &Caller, request: CreationRequest<'_>) -> CreationStanding {
    let key = IdempotencyKey::parse("one").unwrap();
    services.reserve_creation(caller, key, request).await.unwrap()
}

fn reserved(standing: CreationStanding) -> ReservedCreation {
    match standing {
        CreationStanding::Reserved(reserved) => reserved,
        other => panic!("{other:?}"),
    }
}

fn answer() -> CreationAnswer {
    let headers = CreationHeaders { location: "/things/1".to_owned(), etag: "\"1\"".to_owned() };
    CreationAnswer { status: 201, headers, body: r#"{"name":"ð"}"#.to_owned() }
}

async fn what_was_answered_is_answered_again_for_a_day(world: World) {
    let caller = Caller::of_command_line("ada");
    let first = reserved(ask(&world.services, &caller, REQUEST).await);
    let meanwhile = ask(&world.services, &caller, REQUEST).await;
    assert!(matches!(meanwhile, CreationStanding::UnderWay), "{meanwhile:?}");
    world.services.keep_creation_answer(first, answer()).await;
    world.pass(DAY - 1);
    let again = ask(&world.another_server().await.unwrap(), &caller, REQUEST).await;
    assert!(matches!(&again, CreationStanding::Answered(kept) if *kept == answer()), "{again:?}");
    for other in [CreationRequest { path: "/others", ..REQUEST }, CreationRequest { body: b"[]", ..REQUEST }]
    {
        let standing = ask(&world.services, &caller, other).await;
        assert!(matches!(standing, CreationStanding::OfAnother), "{other:?} {standing:?}");
    }
    world.pass(1);
    world.services.sweep().await.unwrap();
    reserved(ask(&world.services, &caller, REQUEST).await);
}

async fn a_creation_that_was_refused_leaves_its_key_free(world: World) {
    let caller = Caller::of_command_line("ada");
    let first = reserved(ask(&world.services, &caller, REQUEST).await);
    world.services.give_creation_up(first).await;
    reserved(ask(&world.services, &caller, CreationRequest { body: b"[]", ..REQUEST }).await);
}

async fn a_creation_whose_server_died_leaves_its_key_to_lapse(world: World) {
    let caller = Caller::of_command_line("ada");
    let lost = reserved(ask(&world.services, &caller, REQUEST).await);
    world.pass(59);
    let meanwhile = ask(&world.services, &caller, REQUEST).await;
    assert!(matches!(meanwhile, CreationStanding::UnderWay), "{meanwhile:?}");
    world.pass(1);
    let second = reserved(ask(&world.services, &caller, REQUEST).await);
    // It was not dead after all, but it comes too late.
    world.services.keep_creation_answer(lost, answer()).await;
    let meanwhile = ask(&world.services, &caller, REQUEST).await;
    assert!(matches!(meanwhile, CreationStanding::UnderWay), "{meanwhile:?}");
    world.services.keep_creation_answer(second, answer()).await;
}

async fn of_two_servers_that_are_asked_at_once_one_does_it(world: World) {
    let caller = Caller::of_command_line("ada");
    let other = world.another_server().await.unwrap();
    let (here, there) = tokio::join!(ask(&world.services, &caller, REQUEST), ask(&other, &caller, REQUEST));
    let is_reserved = |standing: &CreationStanding| matches!(standing, CreationStanding::Reserved(_));
    assert_ne!(is_reserved(&here), is_reserved(&there), "{here:?} {there:?}");
}

async fn callers_do_not_see_each_others_keys(world: World) {
    let first = reserved(ask(&world.services, &Caller::of_command_line("ada"), REQUEST).await);
    world.services.keep_creation_answer(first, answer()).await;
    let (_, person) = world.signed_in().await;
    reserved(ask(&world.services, &person.into(), REQUEST).await);
}
