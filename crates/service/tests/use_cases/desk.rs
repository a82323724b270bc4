//! An administrator at work on environments, APIs and roles.

use domain::{
    ApiDraft, ApiRoleDraft, EnvironmentDraft, Field, KeyDraft, NewApi, NewApiRole, NewEnvironment,
    PrincipalDraft, SecurityType,
};
use service::{
    Administrator, ApiDetail, ApiRoleDetail, EnvironmentDetail, HeldRole, Reader, SavedClient,
    SavedPrincipal, ServiceError,
};

use crate::world::{World, confidential};

pub struct Desk<'a> {
    pub world: &'a World,
    pub administrator: Administrator,
    pub reader: Reader,
}

pub fn environment(name: &str, audience: &str) -> NewEnvironment {
    EnvironmentDraft { name: name.to_owned(), audience: audience.to_owned() }.check().unwrap()
}

pub fn api(name: &str, scopes: &[&str]) -> NewApi {
    ApiDraft { name: name.to_owned(), scopes: texts(scopes) }.check().unwrap()
}

pub fn role(name: &str, scopes: &[&str]) -> NewApiRole {
    ApiRoleDraft { name: name.to_owned(), scopes: texts(scopes) }.check().unwrap()
}

pub fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Where the problems are and which: `scopes[1] taken`.
pub fn refused<T: std::fmt::Debug>(answer: Result<T, ServiceError>) -> Vec<(Field, String)> {
    match answer {
        Err(ServiceError::Refused(problems)) => {
            problems.into_iter().map(|problem| (problem.field, problem.code)).collect()
        }
        answer => panic!("{answer:?}"),
    }
}

/// What a person reads of the one problem there is.
pub fn message<T: std::fmt::Debug>(answer: Result<T, ServiceError>) -> String {
    match answer {
        Err(ServiceError::Refused(problems)) if problems.len() == 1 => problems[0].message.clone(),
        answer => panic!("{answer:?}"),
    }
}

impl<'a> Desk<'a> {
    pub async fn at(world: &'a World) -> Self {
        let (administrator, reader) = world.administrator().await;
        Self { world, administrator, reader }
    }

    pub async fn environments(&self) -> Vec<EnvironmentDetail> {
        self.world.services.environments(&self.reader).await.unwrap()
    }

    pub async fn environment(&self, name: &str) -> EnvironmentDetail {
        self.environments().await.into_iter().find(|found| found.name.as_str() == name).unwrap()
    }

    /// Those that somebody added.
    pub async fn apis(&self) -> Vec<ApiDetail> {
        let all = self.world.services.apis(&self.reader).await.unwrap();
        all.into_iter().filter(|api| !api.is_built_in).collect()
    }

    /// The API of Gatehouse itself.
    pub async fn built_in(&self) -> ApiDetail {
        let all = self.world.services.apis(&self.reader).await.unwrap();
        all.into_iter().find(|api| api.is_built_in).unwrap()
    }

    pub async fn add_api(&self, name: &str, scopes: &[&str]) -> ApiDetail {
        self.world.services.add_api(&self.administrator, api(name, scopes)).await.unwrap()
    }

    pub async fn add_role(&self, api: &ApiDetail, name: &str, scopes: &[&str]) -> ApiRoleDetail {
        let new = role(name, scopes);
        self.world.services.add_api_role(&self.administrator, &api.id, new).await.unwrap()
    }

    pub async fn add_client(&self, name: &str) -> SavedClient {
        self.world.register(&self.administrator, &confidential(name)).await
    }

    pub async fn add_principal(&self, name: &str, environment: &str) -> SavedPrincipal {
        let draft = PrincipalDraft {
            client_name: name.to_owned(),
            security_type: SecurityType::ClientSecret,
            environment: environment.to_owned(),
            key: KeyDraft::default(),
        };
        let new = draft.check(self.world.now()).unwrap();
        self.world.services.register_principal(&self.administrator, new).await.unwrap()
    }

    pub async fn held(&self, client_id: &str) -> Vec<HeldRole> {
        self.world.services.roles_held(&self.reader, client_id).await.unwrap()
    }

    pub async fn assign(
        &self,
        client_id: &str,
        seen: &[&ApiRoleDetail],
        wanted: &[&ApiRoleDetail],
    ) -> Result<Vec<HeldRole>, ServiceError> {
        let ids = |roles: &[&ApiRoleDetail]| roles.iter().map(|role| role.id.clone()).collect::<Vec<_>>();
        let (seen, wanted) = (ids(seen), ids(wanted));
        self.world.services.assign_roles(&self.administrator, client_id, &seen, &wanted).await
    }

    /// What was done to the one with this primary key, oldest first, and by whom: `api.edited name: A -> B`.
    pub async fn history(&self, id: &str) -> Vec<String> {
        let events = self.world.events(&self.reader).await.into_iter().rev();
        let of_one = events.filter(|event| event.entity_id == id);
        let text = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned()).replace('\n', ",");
        let line = of_one.map(|event| {
            let changes = event.changes.into_iter();
            let changes = changes
                .map(|change| format!("{}: {} -> {}", change.field, text(change.old), text(change.new)));
            let changes: Vec<_> = changes.collect();
            format!("{} {} {}", event.entity_name, event.action, changes.join("; "))
        });
        line.collect()
    }
}
