//! What a token's scopes come from: APIs, their roles, and clients and principals that hold them.

use domain::{
    ApiDraft, ApiRoleDraft, ClientsChange, EnvironmentDraft, KeyDraft, PrincipalDraft, SecurityType,
};
use service::{
    Grant, IssuedTokens, PresentedClient, PresentedProof, SavedClient, Services, TokenRefusal, TokenRequest,
};

use crate::application::Story;
use crate::world::{World, confidential};

/// Allows `invoices.read` of the API *Billing*.
pub const READER: &str = "Reader";
/// Allows `invoices.read` and `invoices.write` of the API *Billing*.
pub const WRITER: &str = "Writer";
/// Allows `stock:count` of the API *A stock*.
pub const COUNTER: &str = "Counter";

/// Allows `gatehouse.admin` and `gatehouse.read`.
pub const ADMINISTRATOR: &str = "Administrator";
/// Allows `gatehouse.read`.
pub const AUDITOR: &str = "Auditor";

/// A story with two APIs, and with roles to hold.
pub struct Secured {
    pub story: Story,
    roles: Vec<(&'static str, String)>,
}

/// Whoever proves who it is with a client secret.
pub struct Holder {
    pub name: &'static str,
    pub client_id: String,
    secret: String,
}

impl Holder {
    pub fn presented(&self) -> PresentedClient<'_> {
        PresentedClient { client_id: &self.client_id, proof: PresentedProof::Secret(&self.secret) }
    }

    pub fn of(name: &'static str, saved: &SavedClient) -> Self {
        Self {
            name,
            client_id: saved.client.client_id.as_str().to_owned(),
            secret: saved.secret.as_ref().unwrap().reveal().to_owned(),
        }
    }
}

impl Secured {
    pub async fn in_world(world: World) -> Self {
        let story = Story::in_world(world).await;
        let built_in = [(ADMINISTRATOR, "gatehouse-administrator"), (AUDITOR, "gatehouse-auditor")];
        let roles = built_in.map(|(name, id)| (name, id.to_owned())).to_vec();
        let mut secured = Self { story, roles };
        let billing = secured.add_api("Billing", &["invoices.read", "invoices.write"]).await;
        let stock = secured.add_api("A stock", &["stock:count"]).await;
        secured.add_role(&billing, READER, &["invoices.read"]).await;
        secured.add_role(&billing, WRITER, &["invoices.read", "invoices.write"]).await;
        secured.add_role(&stock, COUNTER, &["stock:count"]).await;
        secured
    }

    pub async fn add_api(&self, name: &str, scopes: &[&str]) -> String {
        let draft = ApiDraft { name: name.to_owned(), scopes: texts(scopes) };
        let new = draft.check().unwrap();
        self.services().add_api(&self.story.administrator, new).await.unwrap().id
    }

    pub async fn add_role(&mut self, api_id: &str, name: &'static str, scopes: &[&str]) {
        let draft = ApiRoleDraft { name: name.to_owned(), scopes: texts(scopes) };
        let new = draft.check().unwrap();
        let role = self.services().add_api_role(&self.story.administrator, api_id, new).await.unwrap();
        self.roles.push((name, role.id));
    }

    pub fn services(&self) -> &Services {
        &self.story.world.services
    }

    /// The story's web application.
    pub fn shop(&self) -> Holder {
        Holder::of("Shop", &self.story.shop)
    }

    /// An OAuth client that acts for itself.
    pub async fn machine(&self) -> Holder {
        Holder::of("Machine", &self.story.add(&confidential("Machine")).await)
    }

    /// A service principal.
    pub async fn principal(&self, name: &'static str, environment: &str) -> Holder {
        let draft = PrincipalDraft {
            client_name: name.to_owned(),
            security_type: SecurityType::ClientSecret,
            environment: environment.to_owned(),
            key: KeyDraft::default(),
        };
        let new = draft.check(self.story.world.now()).unwrap();
        let saved = self.services().register_principal(&self.story.administrator, new).await.unwrap();
        Holder {
            name,
            client_id: saved.principal.client_id.as_str().to_owned(),
            secret: saved.secret.unwrap().reveal().to_owned(),
        }
    }

    /// Has a client or principal hold these roles and no others.
    pub async fn assign(&self, client_id: &str, roles: &[&str]) {
        let held = self.services().roles_held(&self.story.reader, client_id).await.unwrap();
        let seen: Vec<_> = held.into_iter().map(|role| role.role_id).collect();
        let wanted = self.roles.iter().filter(|(name, _)| roles.contains(name)).map(|(_, id)| id.clone());
        let wanted: Vec<_> = wanted.collect();
        let administrator = &self.story.administrator;
        self.services().assign_roles(administrator, client_id, &seen, &wanted).await.unwrap();
    }

    pub async fn change(&self, holder: &Holder, change: ClientsChange) {
        let ids = [holder.client_id.clone()];
        self.services().change_clients(&self.story.administrator, &ids, change).await.unwrap();
    }

    /// Renames an environment.
    pub async fn rename(&self, name: &str, new: &str) {
        let all = self.services().environments(&self.story.reader).await.unwrap();
        let found = all.into_iter().find(|environment| environment.name.as_str() == name).unwrap();
        let draft = EnvironmentDraft { name: new.to_owned(), audience: String::new() };
        let (administrator, new) = (&self.story.administrator, draft.check().unwrap());
        self.services().edit_environment(administrator, &found.id, found.version, new).await.unwrap();
    }

    /// What a client or principal that acts for itself is given for these scopes and resources.
    pub async fn own(
        &self,
        holder: &Holder,
        scope: Option<&str>,
        resources: &[&str],
    ) -> Result<IssuedTokens, TokenRefusal> {
        own(self.services(), holder, scope, resources).await
    }

    /// The access token of a client or principal that acts for itself.
    pub async fn own_token(&self, holder: &Holder) -> String {
        self.own(holder, None, &[]).await.ok().unwrap().access_token
    }
}

/// See [`Secured::own`].
pub async fn own(
    services: &Services,
    holder: &Holder,
    scope: Option<&str>,
    resources: &[&str],
) -> Result<IssuedTokens, TokenRefusal> {
    let request = TokenRequest {
        client: holder.presented(),
        grant: Grant::ClientCredentials,
        scope,
        resources: &texts(resources),
        address: None,
    };
    services.token(request).await
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
