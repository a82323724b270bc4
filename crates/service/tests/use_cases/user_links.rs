//! One-time links by which a person sets a password.

use domain::{Field, LinkPurpose, Role, Status};
use service::{LinkOwner, Missing, ServiceError, SignInMeans};

use crate::application::{Story, next, presented};
use crate::desk::{message, refused};
use crate::team::{EVE, EVES_PASSWORD, Team, browser};
use crate::world::{EMAIL, NOW, PASSWORD, World};

const DAY: i64 = 24 * 60 * 60;
const ANOTHER: &str = "another password of eve's";

on_each_engine![
    who_is_invited_sets_a_password_and_is_signed_in,
    an_e_mail_that_somebody_has_is_told_in_any_case,
    a_link_counts_once,
    a_link_counts_in_its_time,
    a_new_link_ends_the_one_before,
    a_reset_ends_the_sessions_there_were,
    a_reset_ends_what_the_person_allowed_applications,
    a_reset_ends_the_link_to_the_provider,
    a_link_does_not_take_the_place_of_a_second_factor,
    a_password_by_link_keeps_the_rules,
    a_link_counts_for_who_may_sign_in,
    a_person_of_the_provider_gets_no_link,
    expired_links_are_swept,
    nothing_secret_is_written_down,
];

fn assert_invalid<T: std::fmt::Debug>(answer: Result<T, ServiceError>) {
    assert!(matches!(answer, Err(ServiceError::LinkInvalid)), "{answer:?}");
}

pub async fn who_is_invited_sets_a_password_and_is_signed_in(world: World) {
    let team = Team::of(world).await;
    let another = team.world.another_server().await.unwrap();
    let link = team.invite(EVE, Role::Auditor).await;
    assert_eq!((link.email.as_str(), link.purpose), (EVE, LinkPurpose::Invitation));
    assert_eq!(link.expires_at, NOW + 7 * DAY);
    let detail = team.detail(&link.user_id).await;
    assert_eq!((detail.user.means, detail.link_expires_at), (SignInMeans::Invited, Some(NOW + 7 * DAY)));
    let refused = team.eve_signs_in("").await;
    assert!(matches!(refused, Err(ServiceError::WrongCredentials)), "{refused:?}");

    let owner = another.link_owner(link.token.reveal()).await.unwrap();
    assert_eq!(owner, LinkOwner { email: EVE.to_owned(), purpose: LinkPurpose::Invitation });
    let started = team.use_link(link.token.reveal(), EVES_PASSWORD).await.unwrap();
    let eve = another.signed_in(started.token.reveal(), None).await.unwrap().unwrap();
    assert_eq!((eve.email().as_str(), eve.role()), (EVE, Role::Auditor));
    team.eve_signs_in(EVES_PASSWORD).await.unwrap();
    let detail = team.detail(&link.user_id).await;
    assert_eq!(detail.user.means, SignInMeans::Password { is_linked: false });
    assert_eq!((detail.user.last_signed_in_at, detail.link_expires_at), (Some(NOW), None));
    assert_eq!(
        team.history(&link.user_id).await,
        [
            "portal_user.invited by ada@example.com",
            "portal_user.joined by eve@example.com",
            "session.started by eve@example.com",
            "session.started by eve@example.com",
        ]
    );
}

pub async fn an_e_mail_that_somebody_has_is_told_in_any_case(world: World) {
    let team = Team::of(world).await;
    team.invite(EVE, Role::Auditor).await;
    for taken in [EMAIL, "ADA@example.com", EVE, "Eve@Example.COM"] {
        let answer = team.try_to_invite(taken, Role::Member).await;
        assert_eq!(refused(answer), [(Field::Email, "taken".to_owned())], "{taken}");
    }
    let told = message(team.try_to_invite(EMAIL, Role::Member).await);
    assert!(told.starts_with("Somebody with this e-mail address is there already"), "{told}");
    let invited = team.world.events(&team.reader).await;
    assert_eq!(invited.iter().filter(|event| event.action == "portal_user.invited").count(), 1);
}

pub async fn a_link_counts_once(world: World) {
    let team = Team::of(world).await;
    let link = team.invite(EVE, Role::Auditor).await;
    let token = link.token.reveal();
    team.use_link(token, EVES_PASSWORD).await.unwrap();
    assert_invalid(team.services().link_owner(token).await);
    assert_invalid(team.use_link(token, ANOTHER).await);
    for unknown in ["", "unknown", "\0", &token[1..]] {
        assert_invalid(team.services().link_owner(unknown).await);
        assert_invalid(team.use_link(unknown, ANOTHER).await);
    }
    team.eve_signs_in(EVES_PASSWORD).await.unwrap();
}

pub async fn a_link_counts_in_its_time(world: World) {
    let team = Team::of(world).await;
    let (eve, invited) =
        (team.eve(Role::Auditor).await, team.invite("grace@example.com", Role::Member).await);
    let reset = team.services().make_user_link(&team.administrator, &eve.id).await.unwrap();
    assert_eq!((reset.purpose, reset.expires_at), (LinkPurpose::Reset, NOW + DAY));
    for (link, lasts_for) in [(&reset, DAY), (&invited, 7 * DAY)] {
        team.world.pass(link.expires_at - 1 - team.world.now());
        assert!(team.services().link_owner(link.token.reveal()).await.is_ok(), "{lasts_for}");
        team.world.pass(1);
        assert_eq!(team.world.now(), NOW + lasts_for);
        assert_invalid(team.services().link_owner(link.token.reveal()).await);
        assert_invalid(team.use_link(link.token.reveal(), ANOTHER).await);
    }
}

pub async fn a_new_link_ends_the_one_before(world: World) {
    let team = Team::of(world).await;
    let first = team.invite(EVE, Role::Auditor).await;
    let second = team.services().make_user_link(&team.administrator, &first.user_id).await.unwrap();
    assert_eq!((second.purpose, second.user_id.as_str()), (LinkPurpose::Invitation, first.user_id.as_str()));
    assert_invalid(team.services().link_owner(first.token.reveal()).await);
    team.use_link(second.token.reveal(), EVES_PASSWORD).await.unwrap();
    assert_eq!(
        team.history(&first.user_id).await[..3],
        [
            "portal_user.invited by ada@example.com",
            "portal_user.invited by ada@example.com",
            "portal_user.joined by eve@example.com",
        ]
    );
}

pub async fn a_reset_ends_the_sessions_there_were(world: World) {
    let team = Team::of(world).await;
    let another = team.world.another_server().await.unwrap();
    let eve = team.eve(Role::Auditor).await;
    let link = team.services().make_user_link(&team.administrator, &eve.id).await.unwrap();
    assert!(team.world.is_live(&eve.session).await, "a link alone changes nothing");
    team.eve_signs_in(EVES_PASSWORD).await.unwrap();

    let started = team.use_link(link.token.reveal(), ANOTHER).await.unwrap();
    assert!(another.signed_in(&eve.session, None).await.unwrap().is_none());
    assert!(another.signed_in(started.token.reveal(), None).await.unwrap().is_some());
    assert!(matches!(team.eve_signs_in(EVES_PASSWORD).await, Err(ServiceError::WrongCredentials)));
    team.eve_signs_in(ANOTHER).await.unwrap();
    assert!(team.world.is_live(&team.session).await, "it is somebody else's");
    assert_eq!(
        team.history(&eve.id).await[3..7],
        [
            "portal_user.reset_link_made by ada@example.com",
            "session.started by eve@example.com",
            "portal_user.password_reset by eve@example.com",
            "sessions.ended by eve@example.com",
        ]
    );
}

pub async fn a_reset_ends_what_the_person_allowed_applications(world: World) {
    let team = Team::of(world).await;
    let another = team.world.another_server().await.unwrap();
    let eve = team.eve(Role::Member).await;
    let mut story = Story::in_world(team.world).await;
    let theirs = std::mem::replace(&mut story.session, eve.session);
    let offline = story.tokens("openid offline_access").await;
    story.session = theirs;
    let of_ada = story.tokens("openid offline_access").await;
    let introspect = async |token: &str| another.introspect(&presented(&story.shop), token).await.unwrap();
    let services = &story.world.services;
    let link = services.make_user_link(&story.administrator, &eve.id).await.unwrap();
    assert!(introspect(&next(&offline)).await.is_some(), "a link alone changes nothing");

    services.set_password_by_link(link.token.reveal(), ANOTHER, &browser()).await.unwrap();
    assert!(introspect(&offline.access_token).await.is_none());
    assert!(introspect(&next(&offline)).await.is_none());
    assert!(story.refresh(&next(&offline)).await.is_err());
    assert!(introspect(&next(&of_ada)).await.is_some(), "it is somebody else's");
}

pub async fn a_link_does_not_take_the_place_of_a_second_factor(world: World) {
    let team = Team::of(world).await;
    let eve = team.eve(Role::Auditor).await;
    team.give_second_factor(&eve.id).await;
    assert!(team.detail(&eve.id).await.user.has_second_factor);
    let link = team.services().make_user_link(&team.administrator, &eve.id).await.unwrap();
    let started = team.use_link(link.token.reveal(), ANOTHER).await.unwrap();
    assert_eq!(started.missing, Some(Missing::Code));
    assert!(!team.world.is_live(started.token.reveal()).await && !team.world.is_live(&eve.session).await);
    assert!(team.detail(&eve.id).await.sessions.is_empty(), "it does not count yet");
    assert_eq!(team.history(&eve.id).await.last().unwrap(), "sessions.ended by eve@example.com");
}

pub async fn a_password_by_link_keeps_the_rules(world: World) {
    let team = Team::of(world).await;
    let link = team.invite(EVE, Role::Auditor).await;
    for (password, code) in [
        ("", "required"),
        ("short", "too_short"),
        ("QWERTY123456", "common"),
        ("EVE@example.com", "same_as_email"),
    ] {
        let answer = team.use_link(link.token.reveal(), password).await;
        assert_eq!(refused(answer), [(Field::Password, code.to_owned())]);
    }
    team.use_link(link.token.reveal(), EVES_PASSWORD).await.unwrap();
}

pub async fn a_link_counts_for_who_may_sign_in(world: World) {
    let team = Team::of(world).await;
    let eve = team.eve(Role::Auditor).await;
    let before = team.services().make_user_link(&team.administrator, &eve.id).await.unwrap();
    team.services().change_user_status(&team.administrator, &eve.id, Status::Disabled).await.unwrap();
    let refused = team.services().make_user_link(&team.administrator, &eve.id).await;
    assert!(matches!(refused, Err(ServiceError::PersonDisabled)), "{refused:?}");
    assert_eq!(team.history(&eve.id).await.last().unwrap(), "portal_user.disabled by ada@example.com");
    team.services().change_user_status(&team.administrator, &eve.id, Status::Enabled).await.unwrap();
    assert_invalid(team.services().link_owner(before.token.reveal()).await);
    assert_invalid(team.use_link(before.token.reveal(), ANOTHER).await);
    let link = team.services().make_user_link(&team.administrator, &eve.id).await.unwrap();
    team.use_link(link.token.reveal(), ANOTHER).await.unwrap();

    let link = team.services().make_user_link(&team.administrator, &eve.id).await.unwrap();
    team.services().delete_user(&team.administrator, &eve.id).await.unwrap();
    assert_invalid(team.use_link(link.token.reveal(), ANOTHER).await);
}

pub async fn a_reset_ends_the_link_to_the_provider(world: World) {
    let team = Team::of(world).await;
    let eve = team.eve(Role::Auditor).await;
    team.link_to_provider(&eve.id).await;
    assert_eq!(team.detail(&eve.id).await.user.means, SignInMeans::Password { is_linked: true });
    let link = team.services().make_user_link(&team.administrator, &eve.id).await.unwrap();
    team.use_link(link.token.reveal(), ANOTHER).await.unwrap();
    assert_eq!(team.detail(&eve.id).await.user.means, SignInMeans::Password { is_linked: false });
    let unlinked = |history: Vec<String>| {
        history.iter().filter(|event| *event == "identity_provider.unlinked by eve@example.com").count()
    };
    assert_eq!(unlinked(team.history(&eve.id).await), 1);
    // There is nothing to end the next time, and nothing is told.
    let link = team.services().make_user_link(&team.administrator, &eve.id).await.unwrap();
    team.use_link(link.token.reveal(), EVES_PASSWORD).await.unwrap();
    assert_eq!(unlinked(team.history(&eve.id).await), 1);
}

pub async fn a_person_of_the_provider_gets_no_link(world: World) {
    let team = Team::of(world).await;
    let link = team.invite(EVE, Role::Auditor).await;
    team.link_to_provider(&link.user_id).await;
    assert_eq!(team.detail(&link.user_id).await.user.means, SignInMeans::Provider);
    let refused = team.services().make_user_link(&team.administrator, &link.user_id).await;
    assert!(matches!(refused, Err(ServiceError::ThroughProvider)), "{refused:?}");
    let administrator = &team.administrator;
    let refused = team.services().change_user_role(administrator, &link.user_id, 1, Role::Member).await;
    assert!(matches!(refused, Err(ServiceError::ThroughProvider)), "{refused:?}");
}

pub async fn expired_links_are_swept(world: World) {
    let team = Team::of(world).await;
    let eve = team.eve(Role::Auditor).await;
    team.services().make_user_link(&team.administrator, &eve.id).await.unwrap();
    let invited = team.invite("grace@example.com", Role::Member).await;
    team.world.pass(DAY - 1);
    team.services().sweep().await.unwrap();
    team.world.pass(1);
    assert_eq!(team.services().sweep().await.unwrap(), 1);
    assert!(team.services().link_owner(invited.token.reveal()).await.is_ok());
}

pub async fn nothing_secret_is_written_down(world: World) {
    let team = Team::of(world).await;
    let eve = team.eve(Role::Auditor).await;
    let link = team.services().make_user_link(&team.administrator, &eve.id).await.unwrap();
    let started = team.use_link(link.token.reveal(), ANOTHER).await.unwrap();
    let shown = format!("{link:?} {started:?} {:?}", team.world.events(&team.reader).await);
    for secret in [link.token.reveal(), started.token.reveal(), EVES_PASSWORD, ANOTHER, PASSWORD, "argon2"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
