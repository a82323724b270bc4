use domain::{InvitationDraft, Role, Status, UserListView};
use service::{Reader, ServiceError, Services};

use super::ROUNDS;
use crate::team::{EVES_PASSWORD, browser};
use crate::world::{EMAIL, PASSWORD, World};

/// Invites somebody, and has them set a password; gives their primary key.
async fn join(world: &World, email: &str, role: Role) -> String {
    let (administrator, _) = world.administrator().await;
    let draft = InvitationDraft { email: email.to_owned(), role };
    let link = world.services.invite(&administrator, &draft.check().unwrap()).await.unwrap();
    let token = link.token.reveal();
    world.services.set_password_by_link(token, EVES_PASSWORD, &browser()).await.unwrap();
    link.user_id
}

async fn sign_in(services: &Services, email: &str, previous: Option<&str>) -> Result<String, ServiceError> {
    let started = services.sign_in(email, EVES_PASSWORD, previous, &browser()).await?;
    Ok(started.token.reveal().to_owned())
}

async fn id_of(world: &World, reader: &Reader, email: &str) -> String {
    let view = UserListView { q: Some(email.to_owned()), ..UserListView::default() };
    world.services.users(reader, &view, None).await.unwrap().users.remove(0).id
}

pub async fn of_two_administrators_who_demote_each_other_at_once_one_does(world: &World) {
    let another = world.another_server().await.unwrap();
    for round in 0..ROUNDS {
        let (administrator, reader) = world.administrator().await;
        let eve = join(world, &format!("eve{round}@example.com"), Role::Administrator).await;
        let token = sign_in(&another, &format!("eve{round}@example.com"), None).await.unwrap();
        let eves = another.signed_in(&token, None).await.unwrap().unwrap().administrator().unwrap();
        let ada = id_of(world, &reader, EMAIL).await;
        let version = world.services.user(&reader, &ada, None).await.unwrap().version;
        let (here, there) = tokio::join!(
            world.services.change_user_role(&administrator, &eve, 1, Role::Member),
            another.change_user_role(&eves, &ada, version, Role::Auditor),
        );
        match (here, there) {
            (Ok(()), Err(ServiceError::LastAdministrator)) => {}
            (Err(ServiceError::LastAdministrator), Ok(())) => {
                world.services.change_user_role(&eves, &ada, version + 1, Role::Administrator).await.unwrap();
                another.delete_user(&eves, &eve).await.unwrap();
            }
            (here, there) => panic!("{here:?} and {there:?}"),
        }
    }
}

pub async fn of_two_administrators_who_remove_each_other_at_once_one_does(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    let ada = id_of(world, &reader, EMAIL).await;
    let eve = join(world, "eve@example.com", Role::Administrator).await;
    let (here, there) = tokio::join!(
        world.services.delete_user(&administrator, &eve),
        another.change_user_status(&administrator, &ada, Status::Disabled),
    );
    let is_one = matches!(
        (&here, &there),
        (Ok(()), Err(ServiceError::LastAdministrator)) | (Err(ServiceError::LastAdministrator), Ok(()))
    );
    assert!(is_one, "{here:?} and {there:?}");
}

pub async fn of_two_that_use_a_link_at_once_one_does(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, _) = world.administrator().await;
    let eve = join(world, "eve@example.com", Role::Member).await;
    for _ in 0..ROUNDS {
        let link = world.services.make_user_link(&administrator, &eve).await.unwrap();
        let set = async |services: &Services, password: &str| {
            services.set_password_by_link(link.token.reveal(), password, &browser()).await.map(drop)
        };
        let (here, there) = tokio::join!(
            set(&world.services, "a password from here"),
            set(&another, "a password from there")
        );
        let winner = match (here, there) {
            (Ok(()), Err(ServiceError::LinkInvalid)) => "a password from here",
            (Err(ServiceError::LinkInvalid), Ok(())) => "a password from there",
            (here, there) => panic!("{here:?} and {there:?}"),
        };
        another.sign_in("eve@example.com", winner, None, &browser()).await.unwrap();
    }
}

pub async fn of_two_that_invite_the_same_person_at_once_one_does(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, _) = world.administrator().await;
    for round in 0..ROUNDS {
        let invite = async |services: &Services, name: &str| {
            let email = format!("{name}{round}@example.com");
            let draft = InvitationDraft { email, role: Role::Member };
            services.invite(&administrator, &draft.check().unwrap()).await
        };
        let invited = tokio::join!(invite(&world.services, "grace"), invite(&another, "GRACE"));
        assert!(
            matches!(
                invited,
                (Ok(_), Err(ServiceError::Refused(_))) | (Err(ServiceError::Refused(_)), Ok(_))
            ),
            "{invited:?}"
        );
    }
}

pub async fn nobody_is_signed_in_behind_the_back_of_who_keeps_them_out(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    let eve = join(world, "eve@example.com", Role::Member).await;
    for _ in 0..ROUNDS {
        let (started, disabled) = tokio::join!(
            sign_in(&another, "eve@example.com", None),
            world.services.change_user_status(&administrator, &eve, Status::Disabled),
        );
        disabled.unwrap();
        if let Err(error) = &started {
            assert!(matches!(error, ServiceError::WrongCredentials), "{error:?}");
        }
        world.services.change_user_status(&administrator, &eve, Status::Enabled).await.unwrap();
        assert!(world.services.user(&reader, &eve, None).await.unwrap().sessions.is_empty());
    }
    let (started, deleted) = tokio::join!(
        sign_in(&another, "eve@example.com", None),
        world.services.delete_user(&administrator, &eve),
    );
    deleted.unwrap();
    if let Err(error) = &started {
        assert!(matches!(error, ServiceError::WrongCredentials), "{error:?}");
    }
    another.sign_in(EMAIL, PASSWORD, None, &browser()).await.unwrap();
}

pub async fn sessions_that_begin_and_end_at_once_do_not_lock_each_other_out(world: &World) {
    let another = world.another_server().await.unwrap();
    let (administrator, _) = world.administrator().await;
    let eve = join(world, "eve@example.com", Role::Member).await;
    for _ in 0..ROUNDS {
        let before = sign_in(&another, "eve@example.com", None).await.unwrap();
        let (again, out, everywhere, there) = tokio::join!(
            sign_in(&another, "eve@example.com", Some(&before)),
            world.services.sign_out(&before, None),
            world.services.sign_out_everywhere(&administrator, &eve),
            another.sign_out_everywhere(&administrator, &eve),
        );
        again.unwrap();
        out.unwrap();
        everywhere.unwrap();
        there.unwrap();
    }
}
