//! What stands in the form: every value typed so far, shown or hidden at the moment.

use domain::{ClientType, Field, FieldProblem, GrantType, OAuthClientDraft, PkceMethod};
use leptos::prelude::*;

use crate::components::entry::{Entry, EntryList};

/// What the rules call a list, and what they call each value in it.
#[derive(Clone, Copy)]
pub struct ListFields {
    all: Field,
    one: fn(usize) -> Field,
}

pub const REDIRECT_URIS: ListFields = ListFields { all: Field::RedirectUris, one: Field::RedirectUri };
pub const WEB_ORIGINS: ListFields = ListFields { all: Field::WebOrigins, one: Field::WebOrigin };

#[derive(Clone, Copy)]
pub struct Typed {
    pub client_name: Entry,
    pub client_id: Entry,
    pub client_type: RwSignal<ClientType>,
    /// The choice for a Confidential client; a Public one has none.
    pub confidential_grant: RwSignal<GrantType>,
    pub redirect_uris: EntryList,
    pub web_origins: EntryList,
    pub pkce: RwSignal<Option<PkceMethod>>,
    pub description: Entry,
    /// Whether Save was pressed: from then on every problem is shown.
    pub submitted: RwSignal<bool>,
    /// What the rules say of the whole form as it stands.
    problems: Memo<Vec<FieldProblem>>,
    /// What the server refused without a text field to show it under.
    refused_elsewhere: RwSignal<Vec<FieldProblem>>,
}

impl Typed {
    /// Filled from `draft`.
    pub fn new(draft: &OAuthClientDraft) -> Self {
        let mut typed = Self {
            client_name: Entry::new("client-name"),
            client_id: Entry::new("client-id"),
            client_type: RwSignal::new(draft.client_type),
            confidential_grant: RwSignal::new(draft.grant_type),
            redirect_uris: EntryList::new([
                "redirect-uri-1",
                "redirect-uri-2",
                "redirect-uri-3",
                "redirect-uri-4",
                "redirect-uri-5",
            ]),
            web_origins: EntryList::new([
                "web-origin-1",
                "web-origin-2",
                "web-origin-3",
                "web-origin-4",
                "web-origin-5",
            ]),
            pkce: RwSignal::new(Some(PkceMethod::S256)),
            description: Entry::new("description"),
            submitted: RwSignal::new(false),
            problems: Memo::new(|_| Vec::new()),
            refused_elsewhere: RwSignal::new(Vec::new()),
        };
        typed.problems = Memo::new(move |_| typed.draft().check().err().unwrap_or_default());
        typed.client_name.set(draft.client_name.clone());
        typed.client_id.set(draft.client_id.clone());
        typed.set_pkce(draft);
        typed.redirect_uris.fill(&draft.redirect_uris);
        typed.web_origins.fill(&draft.web_origins);
        typed.description.set(draft.description.clone());
        typed
    }

    /// Takes the PKCE method of a Public client; where it does not apply, the choice starts at the best.
    pub fn set_pkce(self, draft: &OAuthClientDraft) {
        self.pkce.set(match draft.client_type {
            ClientType::Public => draft.pkce_code_challenge_method,
            ClientType::Confidential => Some(PkceMethod::S256),
        });
    }

    pub fn grant_type(self) -> GrantType {
        match self.client_type.get() {
            ClientType::Confidential => self.confidential_grant.get(),
            ClientType::Public => GrantType::AuthorizationCode,
        }
    }

    /// What is sent: only the fields that apply, of the lists only what is filled in.
    pub fn draft(self) -> OAuthClientDraft {
        let client_type = self.client_type.get();
        let grant_type = self.grant_type();
        let values = |list: EntryList| match grant_type {
            GrantType::AuthorizationCode => list.values(),
            GrantType::ClientCredentials => Vec::new(),
        };
        OAuthClientDraft {
            client_name: self.client_name.value.get(),
            client_id: self.client_id.value.get(),
            client_type,
            grant_type,
            redirect_uris: values(self.redirect_uris),
            web_origins: values(self.web_origins),
            pkce_code_challenge_method: self.pkce.get().filter(|_| client_type == ClientType::Public),
            description: self.description.value.get(),
        }
    }

    pub fn has_problems(self) -> bool {
        self.problems.with(|problems| !problems.is_empty())
    }

    /// The problem to show at one field.
    pub fn problem(self, entry: Entry, field: Field) -> Option<FieldProblem> {
        entry.problem(self.submitted.get(), self.found(field))
    }

    /// The problem to show at one field of a list. One of the list as a whole is shown at the first field.
    pub fn problem_in(self, list: EntryList, entry: Entry, of: ListFields) -> Option<FieldProblem> {
        let place = list.filled().iter().position(|other| other.id == entry.id);
        let own = place.and_then(|place| self.found((of.one)(place)));
        let is_first = list.shown.with(|shown| shown.first().is_some_and(|first| first.id == entry.id));
        let found = own.or_else(|| self.found(of.all).filter(|_| is_first));
        entry.problem(self.submitted.get(), found)
    }

    fn found(self, field: Field) -> Option<FieldProblem> {
        self.problems.with(|problems| problems.iter().find(|problem| problem.field == field).cloned())
    }

    /// Hands what the server refused to the fields it concerns.
    pub fn refuse(self, problems: &[FieldProblem]) {
        self.refused_elsewhere.set(Vec::new());
        for problem in problems {
            match untrack(|| self.entry(problem.field)) {
                Some(entry) => entry.refused.set(Some(problem.clone())),
                None => self.refused_elsewhere.update(|all| all.push(problem.clone())),
            }
        }
    }

    /// Every problem, each with the `id` of the element where it can be put right; none before the first Save.
    pub fn all_problems(self) -> Vec<(&'static str, FieldProblem)> {
        if !self.submitted.get() {
            return Vec::new();
        }
        let mut all = self.problems.get();
        all.extend(self.refused_elsewhere.get());
        let entries = [self.client_name, self.client_id, self.description];
        let lists = [self.redirect_uris.filled(), self.web_origins.filled()];
        all.extend(
            entries.into_iter().chain(lists.into_iter().flatten()).filter_map(|entry| entry.refused.get()),
        );
        all.into_iter().map(|problem| (self.target(problem.field), problem)).collect()
    }

    fn entry(self, field: Field) -> Option<Entry> {
        match field {
            Field::ClientName => Some(self.client_name),
            Field::ClientId => Some(self.client_id),
            Field::Description => Some(self.description),
            Field::RedirectUri(place) => self.redirect_uris.filled().get(place).copied(),
            Field::WebOrigin(place) => self.web_origins.filled().get(place).copied(),
            Field::ClientType
            | Field::GrantType
            | Field::RedirectUris
            | Field::WebOrigins
            | Field::PkceCodeChallengeMethod
            | Field::Email
            | Field::Password
            | Field::CurrentPassword
            | Field::Role
            | Field::Code
            | Field::SecretLabel
            | Field::OldSecretsEndAt
            | Field::Environment
            | Field::PublicKey
            | Field::Jwks
            | Field::KeyExpiresAt
            | Field::AcceptsEndpointAudience
            | Field::EnvironmentName
            | Field::Audience
            | Field::ApiName
            | Field::RoleName
            | Field::Scopes
            | Field::Roles
            | Field::HeldRole(_)
            | Field::Name
            | Field::Uses
            | Field::Url
            | Field::Events
            | Field::Scope(_) => None,
        }
    }

    fn target(self, field: Field) -> &'static str {
        let first = |list: EntryList| list.shown.with(|shown| shown.first().map_or("", |entry| entry.id));
        match field {
            Field::RedirectUris => first(self.redirect_uris),
            Field::WebOrigins => first(self.web_origins),
            Field::GrantType => "grant-type",
            Field::PkceCodeChallengeMethod => "pkce",
            Field::ClientType
            | Field::Email
            | Field::Password
            | Field::CurrentPassword
            | Field::Role
            | Field::Code
            | Field::SecretLabel
            | Field::OldSecretsEndAt
            | Field::Environment
            | Field::PublicKey
            | Field::Jwks
            | Field::KeyExpiresAt
            | Field::AcceptsEndpointAudience
            | Field::EnvironmentName
            | Field::Audience
            | Field::ApiName
            | Field::RoleName
            | Field::Scopes
            | Field::Roles
            | Field::HeldRole(_)
            | Field::Name
            | Field::Uses
            | Field::Url
            | Field::Events
            | Field::Scope(_) => "client-type",
            Field::ClientName
            | Field::ClientId
            | Field::Description
            | Field::RedirectUri(_)
            | Field::WebOrigin(_) => self.entry(field).map_or("client-name", |entry| entry.id),
        }
    }
}
