//! The check of a whole document by every rule that needs no database: all problems, in its order.

use std::collections::HashMap;

use domain::{
    ApiDraft, ApiRoleDraft, ClientId, EnvironmentDraft, EnvironmentName, Field, FieldProblem, KeyDraft,
    NewApi, NewApiRole, NewEnvironment, NewKeys, NewOAuthClient, OAuthClientDraft, PrincipalEdit,
    PrincipalEditDraft, PrincipalProblem, PublicKeyProblem, SecurityType, Status, Title,
};

use super::problem::EntryConflict;
use super::{
    ApiEntry, Configuration, DOCUMENT_VERSION, EntryProblem, EnvironmentEntry, HeldRoleEntry, KeySetEntry,
    MAX_ENTRIES, OAuthClientEntry, PrincipalEntry,
};

/// A document that passed every rule that needs no database.
pub(super) struct Checked {
    pub(super) environments: Vec<NewEnvironment>,
    pub(super) apis: Vec<CheckedApi>,
    pub(super) oauth_clients: Vec<CheckedClient>,
    pub(super) service_principals: Vec<CheckedPrincipal>,
}

pub(super) struct CheckedApi {
    pub(super) new: NewApi,
    pub(super) roles: Vec<NewApiRole>,
}

pub(super) struct CheckedClient {
    pub(super) new: NewOAuthClient,
    pub(super) status: Option<Status>,
    pub(super) roles: Option<Vec<HeldRoleEntry>>,
}

pub(super) struct CheckedPrincipal {
    pub(super) edit: PrincipalEdit,
    pub(super) client_id: Option<ClientId>,
    pub(super) environment: EnvironmentName,
    pub(super) security_type: SecurityType,
    /// One after the other, each with its own end; none where they stay as they are.
    pub(super) keys: Option<Vec<CheckedKey>>,
    pub(super) status: Option<Status>,
    pub(super) roles: Option<Vec<HeldRoleEntry>>,
}

pub(super) struct CheckedKey {
    pub(super) draft: KeyDraft,
    pub(super) keys: NewKeys,
}

/// What was found so far, and what was named so far.
struct Found {
    problems: Vec<EntryProblem>,
    named: HashMap<String, usize>,
    now: i64,
}

impl Configuration {
    /// Checks the document at `now`, in epoch seconds.
    pub(super) fn check(&self, now: i64) -> Result<Checked, Vec<EntryProblem>> {
        let mut found = Found { problems: Vec::new(), named: HashMap::new(), now };
        if self.version != DOCUMENT_VERSION {
            found.problems.push(EntryProblem::at("version", &EntryConflict::Version));
        }
        for (list, count) in [
            ("environments", self.environments.len()),
            ("apis", self.apis.len()),
            ("oauth_clients", self.oauth_clients.len()),
            ("service_principals", self.service_principals.len()),
        ] {
            if count > MAX_ENTRIES {
                found.problems.push(EntryProblem::at(list, &EntryConflict::TooMany { count }));
            }
        }
        if !found.problems.is_empty() {
            return Err(found.problems);
        }
        let environments = every("environments", &self.environments, &mut found, Found::environment);
        let apis = every("apis", &self.apis, &mut found, Found::api);
        let oauth_clients = every("oauth_clients", &self.oauth_clients, &mut found, Found::oauth_client);
        let service_principals =
            every("service_principals", &self.service_principals, &mut found, Found::principal);
        if found.problems.is_empty() {
            Ok(Checked { environments, apis, oauth_clients, service_principals })
        } else {
            Err(found.problems)
        }
    }
}

/// Every entry of a list that keeps the rules.
fn every<E, C>(
    list: &str,
    entries: &[E],
    found: &mut Found,
    check: fn(&mut Found, &str, usize, &E) -> Option<C>,
) -> Vec<C> {
    let entries = entries.iter().enumerate();
    entries.filter_map(|(index, entry)| check(found, &place(list, index), index, entry)).collect()
}

/// Where an entry stands.
pub(super) fn place(list: &str, index: usize) -> String {
    format!("{list}[{index}]")
}

impl Found {
    fn keep<T>(&mut self, place: &str, checked: Result<T, Vec<FieldProblem>>) -> Option<T> {
        checked.map_err(|problems| self.add(place, problems)).ok()
    }

    fn add(&mut self, place: &str, problems: Vec<FieldProblem>) {
        self.problems.extend(problems.into_iter().map(|problem| EntryProblem::of_field(place, problem)));
    }

    /// Notes what an entry is known by, which no other may be.
    fn is_known_by(&mut self, place: &str, field: Field, index: usize, name: String) {
        if let Some(first) = self.named.insert(name, index) {
            let conflict = EntryConflict::Repeated { first };
            self.problems.push(EntryProblem::at(format!("{place}.{field}"), &conflict));
        }
    }

    fn environment(&mut self, place: &str, index: usize, entry: &EnvironmentEntry) -> Option<NewEnvironment> {
        let draft =
            EnvironmentDraft { name: entry.environment_name.clone(), audience: entry.audience.clone() };
        let new = self.keep(place, draft.check())?;
        self.is_known_by(place, Field::EnvironmentName, index, format!("environment {}", new.name()));
        Some(new)
    }

    fn api(&mut self, place: &str, index: usize, entry: &ApiEntry) -> Option<CheckedApi> {
        let draft = ApiDraft { name: entry.api_name.clone(), scopes: entry.scopes.clone() };
        let new = self.keep(place, draft.check());
        let api = Title::parse(&entry.api_name).map(|name| name.key()).unwrap_or_default();
        if new.is_some() {
            self.is_known_by(place, Field::ApiName, index, format!("api {api}"));
        }
        if entry.roles.len() > MAX_ENTRIES {
            let conflict = EntryConflict::TooMany { count: entry.roles.len() };
            self.problems.push(EntryProblem::at(format!("{place}.roles"), &conflict));
            return None;
        }
        let mut roles = Vec::new();
        for (number, role) in entry.roles.iter().enumerate() {
            let place = self::place(&format!("{place}.roles"), number);
            let draft = ApiRoleDraft { name: role.role_name.clone(), scopes: role.scopes.clone() };
            let Some(role) = self.keep(&place, draft.check()) else { continue };
            let name = format!("role {api}\n{}", role.name().key());
            self.is_known_by(&place, Field::RoleName, number, name);
            roles.push(role);
        }
        Some(CheckedApi { new: new?, roles })
    }

    fn oauth_client(&mut self, place: &str, index: usize, entry: &OAuthClientEntry) -> Option<CheckedClient> {
        let draft = OAuthClientDraft {
            client_name: entry.client_name.clone(),
            client_id: entry.client_id.clone(),
            client_type: entry.client_type,
            grant_type: entry.grant_type,
            redirect_uris: entry.redirect_uris.clone(),
            web_origins: entry.web_origins.clone(),
            pkce_code_challenge_method: entry.pkce_code_challenge_method,
            description: entry.description.clone(),
        };
        let new = self.keep(place, draft.check())?;
        self.is_known_by(place, Field::ClientName, index, format!("client {}", new.name().key()));
        if let Some(client_id) = new.client_id() {
            self.is_known_by(place, Field::ClientId, index, format!("client id {client_id}"));
        }
        Some(CheckedClient { new, status: entry.status, roles: entry.roles.clone() })
    }

    fn principal(&mut self, place: &str, index: usize, entry: &PrincipalEntry) -> Option<CheckedPrincipal> {
        let draft = PrincipalEditDraft {
            client_name: entry.client_name.clone(),
            accepts_endpoint_audience: entry.accepts_endpoint_audience,
        };
        let edit = self.keep(place, draft.check());
        let client_id = match entry.client_id.trim() {
            "" => Some(None),
            typed => {
                let read = ClientId::parse(typed).map(Some);
                self.keep(place, read.map_err(|problem| vec![FieldProblem::new(Field::ClientId, &problem)]))
            }
        };
        let environment = EnvironmentName::parse(&entry.environment)
            .map_err(|problem| vec![FieldProblem::new(Field::Environment, &problem)]);
        let environment = self.keep(place, environment);
        if entry.security_type == SecurityType::ClientSecret && entry.accepts_endpoint_audience {
            let field = format!("{place}.{}", Field::AcceptsEndpointAudience);
            self.problems.push(EntryProblem::at(field, &EntryConflict::OnlyForSignedJwt));
        }
        let keys = match &entry.jwks {
            None => Some(None),
            Some(jwks) if entry.security_type == SecurityType::SignedJwt => self.keys(place, jwks).map(Some),
            Some(_) => {
                self.problems
                    .push(EntryProblem::at(format!("{place}.jwks"), &EntryConflict::OnlyForSignedJwt));
                None
            }
        };
        let (edit, client_id, environment) = (edit?, client_id?, environment?);
        let name = format!("principal {environment} {}", edit.name().key());
        self.is_known_by(place, Field::ClientName, index, name);
        if let Some(client_id) = &client_id {
            self.is_known_by(place, Field::ClientId, index, format!("client id {client_id}"));
        }
        Some(CheckedPrincipal {
            edit,
            client_id,
            environment,
            security_type: entry.security_type,
            keys: keys?,
            status: entry.status,
            roles: entry.roles.clone(),
        })
    }

    /// The keys of a set that count still: an old document may name one whose end has passed.
    fn keys(&mut self, place: &str, jwks: &KeySetEntry) -> Option<Vec<CheckedKey>> {
        let set = format!("{place}.jwks");
        if jwks.keys.is_empty() {
            self.problems.push(EntryProblem::at(set, &PublicKeyProblem::NoKey));
            return None;
        }
        let mut checked = Vec::new();
        let mut is_right = true;
        for (index, key) in jwks.keys.iter().enumerate() {
            let at = self::place(&format!("{set}.keys"), index);
            let mut members = key.clone();
            let expires_at = match members.remove("exp") {
                None => None,
                Some(end) if end.is_i64() => end.as_i64(),
                Some(_) => {
                    self.problems.push(EntryProblem::at(at, &EntryConflict::KeyMalformed));
                    is_right = false;
                    continue;
                }
            };
            if expires_at.is_some_and(|end| end <= self.now) && jwks.keys.len() > 1 {
                continue;
            }
            let public_key = serde_json::to_string(&members).expect("what was read from JSON is JSON");
            let draft = KeyDraft { public_key, expires_at };
            match draft.check(self.now) {
                Ok(keys) => checked.push(CheckedKey { draft, keys }),
                Err(problems) => {
                    is_right = false;
                    self.problems.extend(problems.into_iter().map(|problem| EntryProblem {
                        field: at.clone(),
                        ..EntryProblem::of_field(place, problem)
                    }));
                }
            }
        }
        if checked.len() > domain::MAX_VALID_KEYS {
            let problem = PrincipalProblem::TooManyKeys { count: checked.len() };
            self.problems.push(EntryProblem::at(set, &problem));
            return None;
        }
        is_right.then_some(checked)
    }
}
