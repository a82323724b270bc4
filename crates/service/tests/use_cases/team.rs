//! An administrator and the people that they invite.

use domain::{InvitationDraft, Role, UserListView};
use service::{
    Administrator, ListedUser, Reader, ServiceError, Services, SignInFrom, SignedIn, StartedSession, Store,
    UserDetail, UserLink,
};

use crate::world::{EMAIL, World};

pub const EVE: &str = "eve@example.com";
pub const EVES_PASSWORD: &str = "a password of eve's own";

pub struct Team {
    pub world: World,
    /// The first administrator, and the token of their session.
    pub session: String,
    pub person: SignedIn,
    pub administrator: Administrator,
    pub reader: Reader,
}

/// Somebody else's browser.
pub fn browser() -> SignInFrom {
    SignInFrom {
        address: Some("192.0.2.50".to_owned()),
        user_agent: Some("Firefox".to_owned()),
        device: None,
    }
}

/// A person who was invited and set a password, and their session.
pub struct Colleague {
    pub id: String,
    pub session: String,
    pub person: SignedIn,
}

impl Team {
    pub async fn of(world: World) -> Self {
        let (session, person) = world.signed_in().await;
        let (administrator, reader) = (person.administrator().unwrap(), person.reader().unwrap());
        Self { world, session, person, administrator, reader }
    }

    pub fn services(&self) -> &Services {
        &self.world.services
    }

    pub async fn try_to_invite(&self, email: &str, role: Role) -> Result<UserLink, ServiceError> {
        let draft = InvitationDraft { email: email.to_owned(), role };
        self.services().invite(&self.administrator, &draft.check().unwrap()).await
    }

    pub async fn invite(&self, email: &str, role: Role) -> UserLink {
        self.try_to_invite(email, role).await.unwrap()
    }

    pub async fn use_link(&self, token: &str, password: &str) -> Result<StartedSession, ServiceError> {
        self.services().set_password_by_link(token, password, &browser()).await
    }

    /// Eve, in this role.
    pub async fn eve(&self, role: Role) -> Colleague {
        let link = self.invite(EVE, role).await;
        let started = self.use_link(link.token.reveal(), EVES_PASSWORD).await.unwrap();
        let session = started.token.reveal().to_owned();
        let person = self.services().signed_in(&session, browser().address).await.unwrap().unwrap();
        Colleague { id: link.user_id, session, person }
    }

    /// Another session of Eve's.
    pub async fn eve_signs_in(&self, password: &str) -> Result<String, ServiceError> {
        let started = self.services().sign_in(EVE, password, None, &browser()).await?;
        Ok(started.token.reveal().to_owned())
    }

    pub async fn listed(&self, view: &UserListView) -> Vec<ListedUser> {
        self.services().users(&self.reader, view, None).await.unwrap().users
    }

    pub async fn emails(&self, view: &UserListView) -> Vec<String> {
        self.listed(view).await.into_iter().map(|user| user.email).collect()
    }

    pub async fn detail(&self, id: &str) -> UserDetail {
        self.services().user(&self.reader, id, Some(&self.session)).await.unwrap()
    }

    /// The primary key of the first administrator.
    pub async fn ada(&self) -> String {
        self.listed(&UserListView::default()).await.into_iter().find(|user| user.email == EMAIL).unwrap().id
    }

    /// Makes somebody known to the outside provider.
    pub async fn link_to_provider(&self, id: &str) {
        const LINK: &str = "UPDATE portal_users SET provider_issuer = 'https://id.example', provider_subject = id WHERE id = $1";
        self.execute(LINK, id).await;
    }

    pub async fn take_password(&self, id: &str) {
        self.execute("UPDATE portal_users SET password_phc = '' WHERE id = $1", id).await;
    }

    /// What no use case does.
    pub async fn run(&self, sql: &'static str) {
        match &self.world.store {
            Store::Sqlite(pool, _) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
            Store::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
        }
    }

    /// One that nobody can answer for.
    pub async fn give_second_factor(&self, id: &str) {
        self.execute("UPDATE portal_users SET totp_sealed = 'sealed' WHERE id = $1", id).await;
    }

    async fn execute(&self, sql: &'static str, id: &str) {
        match &self.world.store {
            Store::Sqlite(pool, _) => drop(sqlx::query(sql).bind(id).execute(pool).await.unwrap()),
            Store::Postgres(pool) => drop(sqlx::query(sql).bind(id).execute(pool).await.unwrap()),
        }
    }

    /// What was done to a person, oldest first, and by whom.
    pub async fn history(&self, id: &str) -> Vec<String> {
        let events = self.world.events(&self.reader).await.into_iter().rev();
        events
            .filter(|event| event.entity_id == id)
            .map(|event| format!("{} by {}", event.action, event.actor_name))
            .collect()
    }
}
