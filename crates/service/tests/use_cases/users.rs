//! The people of the portal: listed, given roles, kept out, removed.

use domain::{Role, Status, UserListView};
use service::{ServiceError, SignInMeans};

use crate::application::{Story, next, presented};
use crate::team::{EVE, EVES_PASSWORD, Team, browser};
use crate::world::{EMAIL, NOW, PASSWORD, World};

on_each_engine![
    people_are_listed_page_by_page,
    people_are_found_by_what_is_asked_for,
    a_person_is_shown_with_their_sessions,
    another_role_counts_from_the_next_request,
    a_role_that_somebody_else_changed_is_read_again,
    a_disabled_person_is_out_at_once_everywhere,
    what_a_disabled_person_allowed_ends_for_good,
    a_deleted_person_leaves_their_name_in_the_audit_trail,
    the_last_administrator_stays,
    signing_somebody_out_everywhere_ends_all_sessions_there_are,
    who_is_not_there_is_not_found,
];

pub async fn people_are_listed_page_by_page(world: World) {
    let team = Team::of(world).await;
    for number in 0..101 {
        team.invite(&format!("m{number:03}@example.com"), Role::Member).await;
    }
    let (mut walked, mut after) = (Vec::new(), None);
    loop {
        let view = UserListView::default();
        let page = team.services().users(&team.reader, &view, after.as_deref()).await.unwrap();
        assert!(page.users.len() <= 50);
        walked.extend(page.users.into_iter().map(|user| user.email));
        after = page.next;
        let Some(place) = &after else { break };
        assert!(!place.contains('@'), "a place stands in addresses");
    }
    assert!(walked.len() == 102 && walked.is_sorted() && walked[0] == EMAIL, "{walked:?}");
    for malformed in ["", "nobody", "\0"] {
        let refused = team.services().users(&team.reader, &UserListView::default(), Some(malformed)).await;
        assert!(matches!(refused, Err(ServiceError::PositionMalformed)), "{malformed:?}");
    }
}

pub async fn people_are_found_by_what_is_asked_for(world: World) {
    let team = Team::of(world).await;
    for (email, role) in [("Anna@example.com", Role::Member), ("ann@example.org", Role::Auditor)] {
        team.invite(email, role).await;
    }
    let eve = team.eve(Role::Auditor).await;
    team.services().change_user_status(&team.administrator, &eve.id, Status::Disabled).await.unwrap();
    let every = UserListView::default();
    let of = |q: &str| UserListView { q: Some(q.to_owned()), ..every.clone() };
    for (view, expected) in [
        (every.clone(), &[EMAIL, "ann@example.org", "Anna@example.com", EVE][..]),
        (of(" ANN"), &["ann@example.org", "Anna@example.com"]),
        (of("anna@EXAMPLE.com"), &["Anna@example.com"]),
        (of("example"), &[]),
        (of("%"), &[]),
        (of("\0"), &[]),
        (UserListView { role: Some(Role::Auditor), ..every.clone() }, &["ann@example.org", EVE]),
        (UserListView { status: Some(Status::Disabled), ..every.clone() }, &[EVE]),
        (
            UserListView { role: Some(Role::Auditor), status: Some(Status::Enabled), ..of("a") },
            &["ann@example.org"],
        ),
    ] {
        assert_eq!(team.emails(&view).await, expected, "{view:?}");
    }
    let means: Vec<_> = team.listed(&every).await.into_iter().map(|user| user.means).collect();
    let with_password = SignInMeans::Password { is_linked: false };
    assert_eq!(means, [with_password, SignInMeans::Invited, SignInMeans::Invited, with_password]);
}

pub async fn a_person_is_shown_with_their_sessions(world: World) {
    let team = Team::of(world).await;
    let eve = team.eve(Role::Auditor).await;
    team.world.pass(60);
    team.eve_signs_in(EVES_PASSWORD).await.unwrap();
    // An Auditor reads everything.
    let detail =
        team.services().user(&eve.person.reader().unwrap(), &eve.id, Some(&eve.session)).await.unwrap();
    assert_eq!((detail.user.email.as_str(), detail.user.last_signed_in_at), (EVE, Some(NOW + 60)));
    let sessions = detail.sessions.iter();
    let seen: Vec<_> = sessions.map(|session| (session.created_at - NOW, session.is_this_one)).collect();
    assert_eq!(seen, [(60, false), (0, true)]);
    assert_eq!(detail.sessions[0].address, browser().address);
    assert_eq!(detail.sessions[0].user_agent, browser().user_agent);
    assert_eq!((detail.link_expires_at, detail.is_last_administrator), (None, false));
    let ada = team.ada().await;
    assert!(team.detail(&ada).await.is_last_administrator);
    team.world.pass(30 * 60);
    assert!(team.detail(&eve.id).await.sessions.is_empty(), "they were idle for too long");
}

pub async fn another_role_counts_from_the_next_request(world: World) {
    let team = Team::of(world).await;
    let another = team.world.another_server().await.unwrap();
    let eve = team.eve(Role::Member).await;
    assert!(eve.person.reader().is_err());
    let mut version = team.detail(&eve.id).await.version;
    for (role, can_read, can_change) in
        [(Role::Auditor, true, false), (Role::Administrator, true, true), (Role::Member, false, false)]
    {
        team.services().change_user_role(&team.administrator, &eve.id, version, role).await.unwrap();
        let person = another.signed_in(&eve.session, None).await.unwrap().unwrap();
        assert_eq!((person.reader().is_ok(), person.administrator().is_ok()), (can_read, can_change));
        version += 1;
    }
    let detail = team.detail(&eve.id).await;
    assert_eq!((detail.version, detail.updated_at), (version, Some(NOW)));
    let edits: Vec<_> = team.world.history_of(&team.reader, &eve.id).await;
    let edits: Vec<_> = edits.into_iter().filter(|(action, _)| action == "portal_user.edited").collect();
    assert_eq!(edits[0].1, ["role: member -> auditor"]);
    assert_eq!(edits.len(), 3);
    // The role that they have is no change.
    team.services().change_user_role(&team.administrator, &eve.id, version, Role::Member).await.unwrap();
    assert_eq!(team.detail(&eve.id).await.version, version);
}

pub async fn a_role_that_somebody_else_changed_is_read_again(world: World) {
    let team = Team::of(world).await;
    let eve = team.eve(Role::Member).await;
    let version = team.detail(&eve.id).await.version;
    team.services().change_user_role(&team.administrator, &eve.id, version, Role::Auditor).await.unwrap();
    let stale =
        team.services().change_user_role(&team.administrator, &eve.id, version, Role::Administrator).await;
    assert!(matches!(stale, Err(ServiceError::ChangedMeanwhile)), "{stale:?}");
    assert_eq!(team.detail(&eve.id).await.user.role, Role::Auditor);
}

pub async fn a_disabled_person_is_out_at_once_everywhere(world: World) {
    let team = Team::of(world).await;
    let another = team.world.another_server().await.unwrap();
    let eve = team.eve(Role::Administrator).await;
    let link = team.services().make_user_link(&team.administrator, &eve.id).await.unwrap();
    assert!(another.signed_in(&eve.session, None).await.unwrap().is_some());
    for _ in 0..2 {
        team.services().change_user_status(&team.administrator, &eve.id, Status::Disabled).await.unwrap();
    }
    assert!(another.signed_in(&eve.session, None).await.unwrap().is_none());
    let refused = another.sign_in(EVE, EVES_PASSWORD, None, &browser()).await;
    assert!(matches!(refused, Err(ServiceError::WrongCredentials)), "{refused:?}");
    let refused = another.link_owner(link.token.reveal()).await;
    assert!(matches!(refused, Err(ServiceError::LinkInvalid)), "{refused:?}");

    team.services().change_user_status(&team.administrator, &eve.id, Status::Enabled).await.unwrap();
    assert!(another.signed_in(&eve.session, None).await.unwrap().is_none(), "it was ended");
    let refused = another.link_owner(link.token.reveal()).await;
    assert!(matches!(refused, Err(ServiceError::LinkInvalid)), "{refused:?}");
    assert!(another.sign_in(EVE, EVES_PASSWORD, None, &browser()).await.is_ok());
    let changes = team.world.history_of(&team.reader, &eve.id).await;
    let switched: Vec<_> = changes.into_iter().filter(|(action, _)| action.ends_with("abled")).collect();
    assert_eq!(
        switched,
        [
            ("portal_user.disabled".to_owned(), vec!["status: enabled -> disabled".to_owned()]),
            ("portal_user.enabled".to_owned(), vec!["status: disabled -> enabled".to_owned()]),
        ]
    );
}

pub async fn what_a_disabled_person_allowed_ends_for_good(world: World) {
    let team = Team::of(world).await;
    let another = team.world.another_server().await.unwrap();
    let eve = team.eve(Role::Member).await;
    let mut story = Story::in_world(team.world).await;
    story.session.clone_from(&eve.session);
    let online = story.tokens("openid").await;
    let offline = story.tokens("openid offline_access").await;
    let introspect = async |token: &str| another.introspect(&presented(&story.shop), token).await.unwrap();
    assert!(introspect(&online.access_token).await.is_some());
    for status in [Status::Disabled, Status::Enabled] {
        let services = &story.world.services;
        services.change_user_status(&story.administrator, &eve.id, status).await.unwrap();
        for given in [&online, &offline] {
            assert!(introspect(&given.access_token).await.is_none(), "{status:?}");
            assert!(introspect(&next(given)).await.is_none(), "{status:?}");
            assert!(story.refresh(&next(given)).await.is_err(), "{status:?}");
        }
    }
}

pub async fn a_deleted_person_leaves_their_name_in_the_audit_trail(world: World) {
    let team = Team::of(world).await;
    let another = team.world.another_server().await.unwrap();
    let eve = team.eve(Role::Auditor).await;
    team.services().delete_user(&team.administrator, &eve.id).await.unwrap();
    assert!(another.signed_in(&eve.session, None).await.unwrap().is_none());
    let refused = another.sign_in(EVE, EVES_PASSWORD, None, &browser()).await;
    assert!(matches!(refused, Err(ServiceError::WrongCredentials)), "{refused:?}");
    let refused = team.services().delete_user(&team.administrator, &eve.id).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
    let (action, changes) = team.world.history_of(&team.reader, &eve.id).await.pop().unwrap();
    assert_eq!(action, "portal_user.deleted");
    assert_eq!(
        changes,
        ["email: eve@example.com -> none", "role: auditor -> none", "status: enabled -> none"]
    );
    assert_ne!(team.invite(EVE, Role::Member).await.user_id, eve.id);
}

pub async fn the_last_administrator_stays(world: World) {
    let team = Team::of(world).await;
    let ada = team.ada().await;
    // Neither counts: one may not change anything, the other cannot sign in yet.
    team.eve(Role::Auditor).await;
    let invited = team.invite("grace@example.com", Role::Administrator).await;
    let administrator = &team.administrator;
    for role in [Role::Auditor, Role::Member] {
        let refused = team.services().change_user_role(administrator, &ada, 1, role).await;
        assert!(matches!(refused, Err(ServiceError::LastAdministrator)), "{refused:?}");
    }
    let refused = team.services().change_user_status(administrator, &ada, Status::Disabled).await;
    assert!(matches!(refused, Err(ServiceError::LastAdministrator)), "{refused:?}");
    let refused = team.services().delete_user(administrator, &ada).await;
    assert!(matches!(refused, Err(ServiceError::LastAdministrator)), "{refused:?}");
    assert!(team.world.is_live(&team.session).await);

    team.use_link(invited.token.reveal(), EVES_PASSWORD).await.unwrap();
    assert!(!team.detail(&ada).await.is_last_administrator);
    team.services().delete_user(administrator, &ada).await.unwrap();
    assert!(!team.world.is_live(&team.session).await);
    let refused = team.services().delete_user(administrator, &invited.user_id).await;
    assert!(matches!(refused, Err(ServiceError::LastAdministrator)), "{refused:?}");
}

pub async fn signing_somebody_out_everywhere_ends_all_sessions_there_are(world: World) {
    let team = Team::of(world).await;
    let another = team.world.another_server().await.unwrap();
    let eve = team.eve(Role::Auditor).await;
    let elsewhere = team.eve_signs_in(EVES_PASSWORD).await.unwrap();
    let administrator = &team.administrator;
    assert_eq!(team.services().sign_out_everywhere(administrator, &eve.id).await.unwrap(), 2);
    for session in [&eve.session, &elsewhere] {
        assert!(another.signed_in(session, None).await.unwrap().is_none());
    }
    assert!(team.world.is_live(&team.session).await);
    assert_eq!(team.services().sign_out_everywhere(administrator, &eve.id).await.unwrap(), 0);
    let history = team.world.history_of(&team.reader, &eve.id).await;
    let ended: Vec<_> = history.iter().filter(|(action, _)| action == "sessions.ended").collect();
    assert_eq!(ended, [&("sessions.ended".to_owned(), vec!["sessions: 2 -> none".to_owned()])]);
    assert!(team.services().sign_in(EMAIL, PASSWORD, None, &browser()).await.is_ok());
}

pub async fn who_is_not_there_is_not_found(world: World) {
    let team = Team::of(world).await;
    let (services, administrator) = (team.services(), &team.administrator);
    for id in ["", "nobody", "\0"] {
        for refused in [
            services.user(&team.reader, id, None).await.map(drop),
            services.make_user_link(administrator, id).await.map(drop),
            services.change_user_role(administrator, id, 1, Role::Member).await,
            services.change_user_status(administrator, id, Status::Disabled).await,
            services.delete_user(administrator, id).await,
            services.sign_out_everywhere(administrator, id).await.map(drop),
        ] {
            assert!(matches!(refused, Err(ServiceError::NotFound)), "{id:?}: {refused:?}");
        }
    }
}
