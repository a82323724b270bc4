//! What stands in the form of a new principal.

use domain::{Field, FieldProblem, KeyDraft, PrincipalDraft, SecurityType};
use leptos::prelude::*;

use crate::components::entry::Entry;
use crate::components::wall_clock;
use crate::error::PortalError;
use crate::secure_module::principals::key::TypedKey;

#[derive(Clone, Copy)]
pub struct Typed {
    pub client_name: Entry,
    pub security_type: RwSignal<SecurityType>,
    pub environment: Entry,
    pub key: TypedKey,
    /// Whether an answer is awaited.
    pub busy: RwSignal<bool>,
    failure: RwSignal<Option<PortalError>>,
    /// What the rules say of the whole form as it stands, by the browser's clock; the server judges by its own.
    problems: Memo<Vec<FieldProblem>>,
}

impl Typed {
    pub fn new() -> Self {
        let mut typed = Self {
            client_name: Entry::new("client-name"),
            security_type: RwSignal::new(SecurityType::ClientSecret),
            environment: Entry::new("environment"),
            key: TypedKey::new(),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            problems: Memo::new(|_| Vec::new()),
        };
        typed.problems = Memo::new(move |_| typed.draft().check(wall_clock::now()).err().unwrap_or_default());
        typed
    }

    /// What is sent.
    fn draft(self) -> PrincipalDraft {
        let security_type = self.security_type.get();
        PrincipalDraft {
            client_name: self.client_name.value.get(),
            security_type,
            environment: self.environment.value.get(),
            key: match security_type {
                SecurityType::ClientSecret => KeyDraft::default(),
                SecurityType::SignedJwt => self.key.draft(),
            },
        }
    }

    pub fn is_changed(self) -> bool {
        !self.client_name.is_empty() || !self.key.text.is_empty()
    }

    pub fn has_problems(self) -> bool {
        self.problems.with(|problems| !problems.is_empty())
    }

    pub fn found(self, field: Field) -> Option<FieldProblem> {
        self.problems.with(|problems| problems.iter().find(|problem| problem.field == field).cloned())
    }

    /// The problem to show at a field.
    pub fn problem(self, entry: Entry, field: Field) -> Option<FieldProblem> {
        entry.problem(false, self.found(field))
    }

    /// What is to be sent, where nothing stands in the way.
    pub fn submit(self) -> Option<PrincipalDraft> {
        if self.busy.get_untracked() || untrack(|| self.has_problems()) {
            return None;
        }
        self.failure.set(None);
        Some(untrack(|| self.draft()))
    }

    /// Hands what the server refused to the fields it concerns.
    pub fn refuse(self, error: PortalError) {
        for problem in error.problems() {
            if let Some(entry) = self.entry(problem.field) {
                entry.refused.try_set(Some(problem.clone()));
            }
        }
        self.failure.try_set(Some(error));
    }

    fn entry(self, field: Field) -> Option<Entry> {
        [
            (Field::ClientName, self.client_name),
            (Field::Environment, self.environment),
            (Field::PublicKey, self.key.text),
            (Field::KeyExpiresAt, self.key.expires),
        ]
        .into_iter()
        .find_map(|(own, entry)| (own == field).then_some(entry))
    }

    /// What went wrong, unless it is told at a field.
    pub fn trouble(self) -> Option<PortalError> {
        let is_elsewhere = |error: &PortalError| {
            error.problems().is_empty()
                || error.problems().iter().any(|problem| self.entry(problem.field).is_none())
        };
        self.failure.get().filter(is_elsewhere)
    }
}
