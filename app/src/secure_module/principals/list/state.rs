//! What the list shows, and how it comes to show something else.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::focus::keep_focus_later;
use crate::error::PortalError;
use crate::secure_module::principals::api::{PrincipalPage, PrincipalRow, principals};
use crate::secure_module::principals::list::address::{Asked, asked};

pub type Answer = Result<PrincipalPage, PortalError>;

/// The list's state; lives as long as the page.
#[derive(Clone, Copy)]
pub struct List {
    /// What the address asks for.
    pub asked: Memo<Asked>,
    /// What is on the page, and what it was asked for.
    pub shown: RwSignal<(Asked, Answer)>,
    /// Whether what the address asks for is still on its way.
    pub is_busy: RwSignal<bool>,
    /// The names of all environments, as far as any answer told them.
    pub environments: RwSignal<Vec<String>>,
    /// Counts the requests, so that an answer that was overtaken is dropped.
    turn: StoredValue<u32>,
}

/// What there is to see.
#[derive(Clone, PartialEq, Eq)]
pub enum Sight {
    Rows,
    /// There is no principal at all.
    Empty,
    NothingFound,
    /// What was on this page is gone, or a search found no more.
    NoneLeft,
    /// The address names a page that no answer ever named.
    NoSuchPlace,
    Failed(PortalError),
}

/// Gets what was asked for.
pub async fn fetch(asked: Asked) -> Answer {
    principals(asked.view, asked.page).await
}

impl List {
    /// Begins with the first answer. Needs what it was asked for as a context.
    pub fn new(answer: Answer) -> Self {
        let environments = answer.as_ref().map_or_else(|_| Vec::new(), |page| page.environments.clone());
        Self {
            asked: asked(),
            shown: RwSignal::new((expect_context(), answer)),
            is_busy: RwSignal::new(false),
            environments: RwSignal::new(environments),
            turn: StoredValue::new(0),
        }
    }

    /// Shows what the address asks for whenever that changes.
    pub fn follow_the_address(self) {
        Effect::new(move |before: Option<Asked>| {
            let asked = self.asked.get();
            let is_other = match before {
                Some(before) => before != asked,
                None => self.shown.with_untracked(|(shown, _)| *shown != asked),
            };
            if is_other {
                self.is_busy.set(true);
                self.load();
            }
            asked
        });
    }

    /// Gets what the address asks for, once more or for the first time.
    pub fn load(self) {
        let Some(asked) = self.asked.try_get_untracked() else { return };
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        spawn_local(async move {
            let answer = fetch(asked.clone()).await;
            if self.turn.try_get_value() == Some(turn) {
                self.show(asked, answer);
            }
        });
    }

    fn show(self, asked: Asked, answer: Answer) {
        if let Ok(page) = &answer {
            self.environments.set(page.environments.clone());
        }
        keep_focus_later();
        self.shown.set((asked, answer));
        self.is_busy.set(false);
    }

    pub fn sight(self) -> Sight {
        self.shown.with(|(asked, answer)| match answer {
            Ok(page) if !page.rows.is_empty() => Sight::Rows,
            Ok(_) if asked.page.is_some() => Sight::NoneLeft,
            Ok(_) if asked.view.is_narrowed() => Sight::NothingFound,
            Ok(_) => Sight::Empty,
            Err(PortalError::Malformed) if asked.page.is_some() => Sight::NoSuchPlace,
            Err(error) => Sight::Failed(error.clone()),
        })
    }

    /// Makes something of the rows.
    pub fn with_rows<T>(self, make: impl FnOnce(&[PrincipalRow]) -> T) -> T {
        self.shown.with(|(_, answer)| make(answer.as_ref().map_or(&[], |page| &page.rows)))
    }
}
