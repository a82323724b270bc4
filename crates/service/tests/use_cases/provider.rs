//! People who come through the outside provider.

use domain::{EmailAddress, Role, Status, UserListView};
use service::{
    ProviderErrand, ProviderIdentity, ServiceError, SignInFrom, SignInMeans, SignedIn, StartedSession,
};
use store::ProviderSubject;

use crate::team::{EVE, EVES_PASSWORD, Team, browser};
use crate::world::{EMAIL, NOW, PASSWORD, World};

on_each_engine![
    who_comes_for_the_first_time_gets_an_account_with_the_role_of_the_claim,
    who_has_no_place_here_is_not_let_in_and_leaves_nothing_behind,
    the_role_follows_the_claim_of_an_account_that_the_provider_made,
    the_last_administrator_keeps_the_role,
    an_administrator_of_another_provider_is_no_other_one,
    a_name_that_becomes_somebody_elses_meanwhile_lets_nobody_in_as_the_one_before,
    who_connects_the_provider_proves_with_the_password,
    ways_from_one_network_are_counted_and_given_back,
    an_account_with_a_password_is_linked_by_its_person_only,
    who_is_linked_keeps_the_role_that_was_given_here,
    a_name_at_the_provider_belongs_to_one_account,
    who_has_no_password_stays_with_the_provider,
    a_disabled_person_is_kept_out,
    the_session_before_is_replaced,
    a_provider_asks_for_its_own_second_factor,
    nobody_but_an_administrator_takes_the_place_of_the_first_one,
    of_two_windows_in_which_somebody_comes_for_the_first_time_both_are_let_in,
];

const ISSUER: &str = "https://id.example.com";

fn identity(subject: &str, email: Option<&str>, role: Option<Role>) -> ProviderIdentity {
    ProviderIdentity {
        issuer: ISSUER.to_owned(),
        subject: subject.to_owned(),
        email: email.map(|email| EmailAddress::parse(email).unwrap()),
        role,
    }
}

/// Eve, as the provider knows her.
fn eve(role: Role) -> ProviderIdentity {
    identity("eve-there", Some(EVE), Some(role))
}

async fn comes(team: &Team, identity: &ProviderIdentity) -> Result<StartedSession, ServiceError> {
    team.services().sign_in_with_provider(identity, None, &browser()).await
}

async fn person(team: &Team, started: &StartedSession) -> SignedIn {
    team.services().signed_in(started.token.reveal(), browser().address).await.unwrap().unwrap()
}

/// The primary key of whoever has this e-mail.
async fn id(team: &Team, email: &str) -> String {
    team.listed(&UserListView::default()).await.into_iter().find(|user| user.email == email).unwrap().id
}

pub async fn who_comes_for_the_first_time_gets_an_account_with_the_role_of_the_claim(world: World) {
    let team = Team::of(world).await;
    let started = comes(&team, &eve(Role::Auditor)).await.unwrap();
    assert!(started.missing.is_none());
    let signed_in = person(&team, &started).await;
    assert_eq!((signed_in.email().as_str(), signed_in.role()), (EVE, Role::Auditor));
    let eve_id = id(&team, EVE).await;
    let detail = team.detail(&eve_id).await;
    assert_eq!((detail.user.means, detail.user.last_signed_in_at), (SignInMeans::Provider, Some(NOW)));
    let told: Vec<_> =
        ["portal_user.added by https://id.example.com", "session.started by eve@example.com"].into();
    assert_eq!(team.history(&eve_id).await, told);
    // Another e-mail there makes nobody another person here.
    let moved = identity("eve-there", Some("eve@elsewhere.example"), Some(Role::Auditor));
    assert_eq!(person(&team, &comes(&team, &moved).await.unwrap()).await.email().as_str(), EVE);
    assert_eq!(team.listed(&UserListView::default()).await.len(), 2);
    for password in ["", EVES_PASSWORD] {
        assert!(matches!(team.eve_signs_in(password).await, Err(ServiceError::WrongCredentials)));
    }
}

pub async fn who_has_no_place_here_is_not_let_in_and_leaves_nothing_behind(world: World) {
    let team = Team::of(world).await;
    team.invite("grace@example.com", Role::Member).await;
    let before = team.world.events(&team.reader).await.len();
    for (why, identity) in [
        ("no role", identity("x", Some("x@example.com"), None)),
        ("no verified e-mail", identity("x", None, Some(Role::Administrator))),
        (
            "the e-mail of an account with a password",
            identity("x", Some("ADA@example.com"), Some(Role::Auditor)),
        ),
        ("the e-mail of an open invitation", identity("x", Some("grace@example.com"), Some(Role::Auditor))),
    ] {
        let refused = comes(&team, &identity).await;
        assert!(matches!(refused, Err(ServiceError::NotInvited)), "{why}: {refused:?}");
    }
    assert_eq!(team.listed(&UserListView::default()).await.len(), 2);
    assert_eq!(team.world.events(&team.reader).await.len(), before);
}

pub async fn the_role_follows_the_claim_of_an_account_that_the_provider_made(world: World) {
    let team = Team::of(world).await;
    let first = comes(&team, &eve(Role::Member)).await.unwrap();
    for role in [Role::Administrator, Role::Auditor, Role::Auditor, Role::Member] {
        let started = comes(&team, &eve(role)).await.unwrap();
        assert_eq!(person(&team, &started).await.role(), role);
        assert_eq!(person(&team, &first).await.role(), role, "it counts in every session");
    }
    let eve_id = id(&team, EVE).await;
    let edits = team.world.history_of(&team.reader, &eve_id).await;
    let edits: Vec<_> = edits.into_iter().filter(|(action, _)| action == "portal_user.edited").collect();
    let changes: Vec<_> = edits.into_iter().flat_map(|(_, changes)| changes).collect();
    assert_eq!(
        changes,
        ["role: member -> administrator", "role: administrator -> auditor", "role: auditor -> member"]
    );
    assert_eq!(team.detail(&eve_id).await.version, 4);
    let without = identity("eve-there", Some(EVE), None);
    assert!(matches!(comes(&team, &without).await, Err(ServiceError::NotInvited)));
    assert_eq!(team.detail(&eve_id).await.user.role, Role::Member);
}

pub async fn the_last_administrator_keeps_the_role(mut world: World) {
    world.services.let_people_come_through(ISSUER);
    let team = Team::of(world).await;
    comes(&team, &eve(Role::Administrator)).await.unwrap();
    let ada = team.ada().await;
    let version = team.detail(&ada).await.version;
    let other = comes(&team, &eve(Role::Administrator)).await.unwrap();
    let other = person(&team, &other).await.administrator().unwrap();
    team.services().change_user_role(&other, &ada, version, Role::Auditor).await.unwrap();

    for claimed in [Some(Role::Member), None] {
        let started = comes(&team, &identity("eve-there", Some(EVE), claimed)).await.unwrap();
        assert_eq!(person(&team, &started).await.role(), Role::Administrator, "{claimed:?}");
    }
    team.services().change_user_role(&other, &ada, version + 1, Role::Administrator).await.unwrap();
    let started = comes(&team, &eve(Role::Member)).await.unwrap();
    assert_eq!(person(&team, &started).await.role(), Role::Member, "now there is somebody else");
}

pub async fn an_administrator_of_another_provider_is_no_other_one(mut world: World) {
    let another = {
        let mut another = world.another_server().await.unwrap();
        another.let_people_come_through("https://another.example.com");
        another
    };
    world.services.let_people_come_through(ISSUER);
    let team = Team::of(world).await;
    comes(&team, &eve(Role::Administrator)).await.unwrap();
    let ada = team.ada().await;
    assert!(!team.detail(&ada).await.is_last_administrator);
    let elsewhere = team.world.another_server().await.unwrap();
    for services in [&another, &elsewhere] {
        assert!(services.user(&team.reader, &ada, None).await.unwrap().is_last_administrator);
        let version = team.detail(&ada).await.version;
        let refused = services.change_user_role(&team.administrator, &ada, version, Role::Member).await;
        assert!(matches!(refused, Err(ServiceError::LastAdministrator)), "{refused:?}");
        let refused = services.change_user_status(&team.administrator, &ada, Status::Disabled).await;
        assert!(matches!(refused, Err(ServiceError::LastAdministrator)), "{refused:?}");
        let refused = services.delete_user(&team.administrator, &ada).await;
        assert!(matches!(refused, Err(ServiceError::LastAdministrator)), "{refused:?}");
    }
    let version = team.detail(&ada).await.version;
    team.services().change_user_role(&team.administrator, &ada, version, Role::Member).await.unwrap();
}

pub async fn a_name_that_becomes_somebody_elses_meanwhile_lets_nobody_in_as_the_one_before(world: World) {
    let team = Team::of(world).await;
    let colleague = team.eve(Role::Auditor).await;
    team.services().link_provider(&colleague.person, &eve(Role::Auditor)).await.unwrap();
    let mut tx = team.world.store.begin().await.unwrap();
    tx.lock_user(&colleague.id).await.unwrap().unwrap();
    let other = ProviderSubject { issuer: ISSUER, subject: "another" };
    assert!(tx.link_provider(&colleague.id, other).await.unwrap());
    let identity = eve(Role::Auditor);
    let come = comes(&team, &identity);
    let change = async {
        // Who comes has looked for the name by then, and waits for the row.
        for _ in 0..200 {
            team.world.store.ping().await.unwrap();
        }
        tx.commit().await.unwrap();
    };
    let (refused, ()) = tokio::join!(come, change);
    assert!(matches!(refused, Err(ServiceError::NotInvited)), "{refused:?}");
}

pub async fn who_connects_the_provider_proves_with_the_password(world: World) {
    let team = Team::of(world).await;
    let colleague = team.eve(Role::Auditor).await;
    let connects = async |password| team.services().errand_to_connect(&colleague.person, password).await;
    assert_eq!(
        connects(EVES_PASSWORD).await.unwrap(),
        ProviderErrand::Connect { user_id: colleague.id.clone() }
    );
    for number in 0..10 {
        let refused = connects(if number == 0 { "" } else { PASSWORD }).await;
        assert!(matches!(refused, Err(ServiceError::Refused(_))), "{number}: {refused:?}");
    }
    let throttled = connects(EVES_PASSWORD).await;
    assert!(matches!(throttled, Err(ServiceError::Throttled(_))), "{throttled:?}");
    team.world.pass(60);
    connects(EVES_PASSWORD).await.unwrap();

    team.link_to_provider(&colleague.id).await;
    team.take_password(&colleague.id).await;
    for password in ["", EVES_PASSWORD] {
        let refused = connects(password).await;
        assert!(matches!(refused, Err(ServiceError::ThroughProvider)), "{refused:?}");
    }
}

pub async fn ways_from_one_network_are_counted_and_given_back(world: World) {
    let another = world.another_server().await.unwrap();
    let (one, other) = (browser(), SignInFrom { address: Some("192.0.2.51".to_owned()), ..browser() });
    for number in 0..100 {
        world.services.count_provider_step(&one).await.unwrap();
        another.count_provider_step(&one).await.unwrap_or_else(|error| panic!("{number}: {error}"));
    }
    let throttled = another.count_provider_step(&one).await;
    assert!(matches!(throttled, Err(ServiceError::Throttled(1))), "{throttled:?}");
    another.count_provider_step(&other).await.unwrap();
    // Passwords are counted apart.
    world.services.sign_in(EMAIL, PASSWORD, None, &one).await.unwrap();
    world.services.give_provider_steps_back(&one).await;
    for _ in 0..2 {
        world.services.count_provider_step(&one).await.unwrap();
    }
    assert!(world.services.count_provider_step(&one).await.is_err());

    let (flow, _) = world.services.begin_provider_flow(ProviderErrand::SignIn { next: None });
    let (next, _) = world.services.begin_provider_flow(ProviderErrand::SignIn { next: None });
    assert!(world.services.is_first_code(&flow).await.unwrap());
    world.pass(599);
    assert!(!another.is_first_code(&flow).await.unwrap());
    assert!(another.is_first_code(&next).await.unwrap());
}

pub async fn an_account_with_a_password_is_linked_by_its_person_only(world: World) {
    let team = Team::of(world).await;
    let colleague = team.eve(Role::Auditor).await;
    assert!(matches!(comes(&team, &eve(Role::Administrator)).await, Err(ServiceError::NotInvited)));
    let standing = team.services().own_provider_standing(&colleague.person).await.unwrap();
    assert_eq!((standing.is_linked, standing.has_password), (false, true));

    team.services().link_provider(&colleague.person, &eve(Role::Administrator)).await.unwrap();
    assert!(team.services().own_provider_standing(&colleague.person).await.unwrap().is_linked);
    assert_eq!(team.detail(&colleague.id).await.user.means, SignInMeans::Password { is_linked: true });
    assert_eq!(person(&team, &comes(&team, &eve(Role::Auditor)).await.unwrap()).await.email().as_str(), EVE);
    team.eve_signs_in(EVES_PASSWORD).await.unwrap();

    team.services().unlink_provider(&colleague.person).await.unwrap();
    let again = team.services().unlink_provider(&colleague.person).await;
    assert!(matches!(again, Err(ServiceError::NotFound)), "{again:?}");
    assert!(matches!(comes(&team, &eve(Role::Auditor)).await, Err(ServiceError::NotInvited)));
    let history = team.history(&colleague.id).await;
    for told in
        ["identity_provider.linked by eve@example.com", "identity_provider.unlinked by eve@example.com"]
    {
        assert!(history.iter().any(|event| event == told), "{told}: {history:?}");
    }
}

pub async fn who_is_linked_keeps_the_role_that_was_given_here(world: World) {
    let team = Team::of(world).await;
    let colleague = team.eve(Role::Auditor).await;
    team.services().link_provider(&colleague.person, &eve(Role::Administrator)).await.unwrap();
    for claimed in [Some(Role::Administrator), Some(Role::Member), None] {
        let started = comes(&team, &identity("eve-there", None, claimed)).await.unwrap();
        assert_eq!(person(&team, &started).await.role(), Role::Auditor, "{claimed:?}");
    }
}

pub async fn a_name_at_the_provider_belongs_to_one_account(world: World) {
    let team = Team::of(world).await;
    let colleague = team.eve(Role::Auditor).await;
    comes(&team, &identity("grace-there", Some("grace@example.com"), Some(Role::Member))).await.unwrap();
    let taken = team.services().link_provider(&colleague.person, &identity("grace-there", None, None)).await;
    assert!(matches!(taken, Err(ServiceError::NotInvited)), "{taken:?}");
    // The same name at another provider is another person.
    let elsewhere = ProviderIdentity {
        issuer: "https://other.example".to_owned(),
        ..identity("grace-there", None, None)
    };
    team.services().link_provider(&colleague.person, &elsewhere).await.unwrap();
    team.services().link_provider(&colleague.person, &eve(Role::Member)).await.unwrap();
    let replaced = comes(&team, &ProviderIdentity { role: Some(Role::Member), ..elsewhere }).await;
    assert!(matches!(replaced, Err(ServiceError::NotInvited)), "{replaced:?}");
}

pub async fn who_has_no_password_stays_with_the_provider(world: World) {
    let team = Team::of(world).await;
    let started = comes(&team, &eve(Role::Auditor)).await.unwrap();
    let signed_in = person(&team, &started).await;
    let other = identity("another", Some(EVE), Some(Role::Auditor));
    let linked = team.services().link_provider(&signed_in, &other).await;
    assert!(matches!(linked, Err(ServiceError::ThroughProvider)), "{linked:?}");
    let unlinked = team.services().unlink_provider(&signed_in).await;
    assert!(matches!(unlinked, Err(ServiceError::ThroughProvider)), "{unlinked:?}");
}

pub async fn a_disabled_person_is_kept_out(world: World) {
    let team = Team::of(world).await;
    let started = comes(&team, &eve(Role::Auditor)).await.unwrap();
    let signed_in = person(&team, &started).await;
    let eve_id = id(&team, EVE).await;
    team.services().change_user_status(&team.administrator, &eve_id, Status::Disabled).await.unwrap();
    assert!(!team.world.is_live(started.token.reveal()).await);
    for role in [Role::Auditor, Role::Administrator] {
        assert!(matches!(comes(&team, &eve(role)).await, Err(ServiceError::WrongCredentials)));
    }
    assert_eq!(team.detail(&eve_id).await.user.role, Role::Auditor);
    let linked = team.services().link_provider(&signed_in, &eve(Role::Auditor)).await;
    assert!(matches!(linked, Err(ServiceError::SignedOut)), "{linked:?}");
    team.services().change_user_status(&team.administrator, &eve_id, Status::Enabled).await.unwrap();
    comes(&team, &eve(Role::Auditor)).await.unwrap();
}

pub async fn the_session_before_is_replaced(world: World) {
    let team = Team::of(world).await;
    let services = team.services();
    let before = services.sign_in(EMAIL, PASSWORD, None, &browser()).await.unwrap();
    let before = before.token.reveal();
    let started =
        services.sign_in_with_provider(&eve(Role::Auditor), Some(before), &browser()).await.unwrap();
    assert!(!team.world.is_live(before).await);
    assert!(team.world.is_live(started.token.reveal()).await);
    assert_ne!(started.token.reveal(), before);
}

pub async fn a_provider_asks_for_its_own_second_factor(world: World) {
    let team = Team::of(world).await;
    const REQUIRE: &str =
        "INSERT INTO portal_settings (name, value, updated_at) VALUES ('second_factor_required', 'yes', 0)";
    team.run(REQUIRE).await;
    assert!(comes(&team, &eve(Role::Auditor)).await.unwrap().missing.is_none());
    let with_password = team.services().sign_in(EMAIL, PASSWORD, None, &browser()).await.unwrap();
    assert!(with_password.missing.is_some());
}

pub async fn nobody_but_an_administrator_takes_the_place_of_the_first_one(world: World) {
    let team = Team::of(world).await;
    team.run("DELETE FROM portal_users").await;
    assert!(team.services().is_setup_open().await.unwrap());
    for role in [Role::Auditor, Role::Member] {
        assert!(matches!(comes(&team, &eve(role)).await, Err(ServiceError::NotInvited)));
        assert!(team.services().is_setup_open().await.unwrap());
    }
    let started = comes(&team, &eve(Role::Administrator)).await.unwrap();
    assert!(person(&team, &started).await.administrator().is_ok());
}

pub async fn of_two_windows_in_which_somebody_comes_for_the_first_time_both_are_let_in(world: World) {
    let team = Team::of(world).await;
    let identity = eve(Role::Auditor);
    let (one, other) = tokio::join!(comes(&team, &identity), comes(&team, &identity));
    for started in [one.unwrap(), other.unwrap()] {
        assert_eq!(person(&team, &started).await.email().as_str(), EVE);
    }
    assert_eq!(team.listed(&UserListView::default()).await.len(), 2);
}

#[tokio::test]
async fn what_a_browser_carries_counts_here_in_time_and_for_its_own_question() {
    let world = World::set_up().await;
    let errand = ProviderErrand::SignIn { next: Some("/audit-log".to_owned()) };
    let (begun, sealed) = world.services.begin_provider_flow(errand.clone());
    let (other, _) = world.services.begin_provider_flow(errand.clone());
    assert!(begun.state != other.state && begun.nonce != other.nonce && begun.verifier != other.verifier);
    assert!(begun.state != begun.nonce && begun.verifier.len() >= 43);

    let flow = world.services.provider_flow(&sealed).unwrap();
    assert_eq!((flow.errand, flow.nonce, flow.verifier), (errand.clone(), begun.nonce, begun.verifier));
    let flow = world.another_server().await.unwrap().provider_flow(&sealed).unwrap();
    assert!(flow.is_answered_by(&begun.state), "every server knows it");
    for state in ["", &other.state, &begun.state[1..]] {
        assert!(!flow.is_answered_by(state), "{state}");
    }
    for altered in ["", "x", &sealed[1..], &format!("{sealed}A"), &sealed.replace('A', "B")] {
        assert!(world.services.provider_flow(altered).is_none() || altered == sealed, "{altered}");
    }
    world.pass(599);
    assert!(world.services.provider_flow(&sealed).is_some());
    world.pass(1);
    assert!(world.services.provider_flow(&sealed).is_none());
}

#[tokio::test]
async fn a_way_to_link_is_for_the_person_who_began_it() {
    let team = Team::of(World::set_up().await).await;
    let colleague = team.eve(Role::Auditor).await;
    let (_, ada) = team.world.signed_in().await;
    let errand = team.services().errand_to_connect(&colleague.person, EVES_PASSWORD).await.unwrap();
    let (flow, _) = team.services().begin_provider_flow(errand);
    assert!(flow.is_to_connect(&colleague.person) && !flow.is_to_connect(&ada));
    let (flow, _) = team.services().begin_provider_flow(ProviderErrand::SignIn { next: None });
    assert!(!flow.is_to_connect(&ada));
}
