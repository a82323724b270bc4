//! What every person may do for themselves.

use domain::{Field, PasswordChange, PasswordChangeDraft, Role};
use service::{ServiceError, Services, SignedIn};

use crate::desk::{message, refused};
use crate::team::{EVE, EVES_PASSWORD, Team, browser};
use crate::world::World;

const ANOTHER: &str = "another password of eve's";

on_each_engine![
    a_person_changes_their_password_and_the_other_sessions_end,
    a_password_is_changed_by_who_knows_it,
    guesses_at_ones_own_password_are_slowed_down,
    a_person_without_a_password_has_none_to_change,
    a_person_sees_their_sessions_and_ends_the_others,
];

fn change(person: &SignedIn, current: &str, password: &str) -> PasswordChange {
    let draft = PasswordChangeDraft { current_password: current.to_owned(), password: password.to_owned() };
    draft.check(person.email()).unwrap()
}

async fn try_current(
    services: &Services,
    person: &SignedIn,
    session: &str,
    current: &str,
) -> Result<(), ServiceError> {
    services.change_own_password(person, session, &change(person, current, ANOTHER)).await
}

pub async fn a_person_changes_their_password_and_the_other_sessions_end(world: World) {
    let team = Team::of(world).await;
    let another = team.world.another_server().await.unwrap();
    // A Member has their own account too.
    let eve = team.eve(Role::Member).await;
    let elsewhere = team.eve_signs_in(EVES_PASSWORD).await.unwrap();
    let link = team.services().make_user_link(&team.administrator, &eve.id).await.unwrap();
    try_current(team.services(), &eve.person, &eve.session, EVES_PASSWORD).await.unwrap();
    assert!(another.signed_in(&eve.session, None).await.unwrap().is_some());
    assert!(another.signed_in(&elsewhere, None).await.unwrap().is_none());
    let refused = another.link_owner(link.token.reveal()).await;
    assert!(matches!(refused, Err(ServiceError::LinkInvalid)), "{refused:?}");
    let refused = another.sign_in(EVE, EVES_PASSWORD, None, &browser()).await;
    assert!(matches!(refused, Err(ServiceError::WrongCredentials)), "{refused:?}");
    team.eve_signs_in(ANOTHER).await.unwrap();
    assert_eq!(
        team.history(&eve.id).await[4..],
        [
            "portal_user.reset_link_made by ada@example.com",
            "portal_user.password_changed by eve@example.com",
            "sessions.ended by eve@example.com",
            "session.started by eve@example.com",
        ]
    );
    let shown = format!("{:?}", team.world.events(&team.reader).await);
    assert!(!shown.contains(EVES_PASSWORD) && !shown.contains(ANOTHER) && !shown.contains("argon2"));
}

pub async fn a_password_is_changed_by_who_knows_it(world: World) {
    let team = Team::of(world).await;
    let eve = team.eve(Role::Member).await;
    let elsewhere = team.eve_signs_in(EVES_PASSWORD).await.unwrap();
    let wrong = async || try_current(team.services(), &eve.person, &eve.session, "what could it be").await;
    assert_eq!(refused(wrong().await), [(Field::CurrentPassword, "wrong".to_owned())]);
    assert!(message(wrong().await).starts_with("This is not your password."));
    assert!(team.world.is_live(&elsewhere).await);
    team.eve_signs_in(EVES_PASSWORD).await.unwrap();
}

pub async fn guesses_at_ones_own_password_are_slowed_down(world: World) {
    let team = Team::of(world).await;
    let another = team.world.another_server().await.unwrap();
    let eve = team.eve(Role::Member).await;
    for round in 0..10 {
        let services = if round % 2 == 0 { team.services() } else { &another };
        let answer = try_current(services, &eve.person, &eve.session, "what could it be").await;
        assert_eq!(refused(answer), [(Field::CurrentPassword, "wrong".to_owned())], "{round}");
    }
    let throttled = try_current(&another, &eve.person, &eve.session, EVES_PASSWORD).await;
    let Err(ServiceError::Throttled(wait)) = throttled else { panic!("{throttled:?}") };
    team.world.pass(wait);
    try_current(&another, &eve.person, &eve.session, EVES_PASSWORD).await.unwrap();
}

pub async fn a_person_without_a_password_has_none_to_change(world: World) {
    let team = Team::of(world).await;
    let eve = team.eve(Role::Member).await;
    team.link_to_provider(&eve.id).await;
    team.take_password(&eve.id).await;
    let answer = try_current(team.services(), &eve.person, &eve.session, EVES_PASSWORD).await;
    assert!(matches!(answer, Err(ServiceError::ThroughProvider)), "{answer:?}");
}

pub async fn a_person_sees_their_sessions_and_ends_the_others(world: World) {
    let team = Team::of(world).await;
    let eve = team.eve(Role::Member).await;
    team.world.pass(60);
    let elsewhere = team.eve_signs_in(EVES_PASSWORD).await.unwrap();
    let own = async || {
        let sessions = team.services().own_sessions(&eve.person, &eve.session).await.unwrap().into_iter();
        sessions.map(|session| (session.user_agent, session.is_this_one)).collect::<Vec<_>>()
    };
    let firefox = browser().user_agent;
    assert_eq!(own().await, [(firefox.clone(), false), (firefox.clone(), true)]);
    assert_eq!(team.services().sign_out_elsewhere(&eve.person, &eve.session).await.unwrap(), 1);
    assert_eq!(own().await, [(firefox, true)]);
    assert!(!team.world.is_live(&elsewhere).await);
    assert!(team.world.is_live(&eve.session).await && team.world.is_live(&team.session).await);
    assert_eq!(team.services().sign_out_elsewhere(&eve.person, &eve.session).await.unwrap(), 0);
    assert_eq!(team.history(&eve.id).await.last().unwrap(), "sessions.ended by eve@example.com");
}
