//! What stands in the fields of a key.

use domain::{Field, FieldProblem, KeyDraft, Problem as _, PublicKey, PublicKeyProblem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::pair::KeyPair;
use crate::components::entry::Entry;
use crate::components::wall_clock;

/// A key that is pasted or made, and until when it counts.
#[derive(Clone, Copy)]
pub struct TypedKey {
    pub text: Entry,
    pub expires: Entry,
    /// What was taken out of the field, and why.
    pub cleared: RwSignal<Option<PublicKeyProblem>>,
    pub making: RwSignal<Making>,
    /// The public half of the pair that was made here last.
    made: RwSignal<Option<String>>,
    pair: StoredValue<Option<KeyPair>, LocalStorage>,
}

/// How the making of a pair stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Making {
    No,
    UnderWay,
    Failed,
}

impl TypedKey {
    pub fn new() -> Self {
        Self {
            text: Entry::new("public-key"),
            expires: Entry::new("key-expires"),
            cleared: RwSignal::new(None),
            making: RwSignal::new(Making::No),
            made: RwSignal::new(None),
            pair: StoredValue::new_local(None),
        }
    }

    /// What is sent.
    pub fn draft(self) -> KeyDraft {
        KeyDraft {
            public_key: self.text.value.get(),
            expires_at: wall_clock::epoch(&self.expires.value.get()),
        }
    }

    /// Takes what was typed or pasted, unless it is something that nobody but its owner is to have. Answers whether it
    /// stays.
    pub fn take(self, typed: String) -> bool {
        let found = PublicKey::read(&typed).err();
        let is_secret = |problem: &PublicKeyProblem| match problem {
            PublicKeyProblem::Private | PublicKeyProblem::Symmetric => true,
            PublicKeyProblem::Empty
            | PublicKeyProblem::TooLong
            | PublicKeyProblem::Unreadable
            | PublicKeyProblem::NoKey
            | PublicKeyProblem::Certificate
            | PublicKeyProblem::Unsupported
            | PublicKeyProblem::Malformed { .. }
            | PublicKeyProblem::NotForSignatures
            | PublicKeyProblem::OtherAlgorithm { .. }
            | PublicKeyProblem::RsaTooShort { .. }
            | PublicKeyProblem::RsaTooLong { .. } => false,
        };
        let secret = found.filter(is_secret);
        let stays = secret.is_none();
        // What is pasted may come line by line; what was said of it stays until there is something else to speak of.
        if !stays || !typed.trim().is_empty() {
            self.cleared.set(secret);
        }
        self.text.set(if stays { typed } else { String::new() });
        stays
    }

    /// The problem to show at the key: why it was taken away, or what is wrong with what is there.
    pub fn problem(self, found: Option<FieldProblem>) -> Option<FieldProblem> {
        let cleared = self.cleared.get().map(|problem| FieldProblem {
            field: Field::PublicKey,
            code: problem.code().to_owned(),
            message: [&problem.to_string(), " The field was cleared."].concat(),
            suggestion: None,
        });
        cleared.or_else(|| self.text.problem(false, found))
    }

    /// Has the browser make a pair, and puts its public half into the field.
    pub fn generate(self) {
        if self.making.get_untracked() == Making::UnderWay {
            return;
        }
        self.making.set(Making::UnderWay);
        spawn_local(async move {
            let made = KeyPair::generate().await;
            let now = if made.is_ok() { Making::No } else { Making::Failed };
            // The window may have been closed meanwhile.
            if self.making.try_set(now).is_some() {
                return;
            }
            if let Ok(pair) = made {
                self.made.set(Some(pair.public_jwk.clone()));
                self.cleared.set(None);
                self.text.set(pair.public_jwk.clone());
                self.pair.set_value(Some(pair));
            }
        });
    }

    /// Whether what stands in the field is the public half of the pair that was made here.
    pub fn is_made(self) -> bool {
        self.made.with(|made| made.as_ref().is_some_and(|made| self.text.value.with(|text| text == made)))
    }

    /// The pair whose public half stands in the field, if it was made here.
    pub fn pair(self) -> Option<KeyPair> {
        if untrack(|| self.is_made()) { self.pair.get_value() } else { None }
    }

    /// What the keys in the field are: `EC, P-256 · ES256`.
    pub fn kinds(self) -> Vec<String> {
        let keys = self.text.value.with(|text| PublicKey::read(text)).unwrap_or_default();
        let kind = |key: &PublicKey| [&key.label(), " · ", key.algorithm()].concat();
        keys.iter().map(|pasted| kind(&pasted.key)).collect()
    }
}
