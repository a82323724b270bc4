//! What the list shows, and how it comes to show something else.

use domain::UserListView;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::focus::keep_focus_later;
use crate::error::PortalError;
use crate::users::api::{UserPage, UserRow, users};
use crate::users::list::address::asked;

pub type Answer = Result<UserPage, PortalError>;

/// The list's state; lives as long as the page.
#[derive(Clone, Copy)]
pub struct List {
    /// What the address asks for.
    pub asked: Memo<UserListView>,
    /// How the e-mails begin.
    pub q: RwSignal<String>,
    /// What is on the page, and what it was asked for.
    pub shown: RwSignal<(UserListView, Answer)>,
    /// Whether what is asked for is still on its way.
    pub is_busy: RwSignal<bool>,
    /// Why no more could be shown.
    pub no_more: RwSignal<Option<PortalError>>,
    /// Counts the requests, so that an answer that was overtaken is dropped.
    turn: StoredValue<u32>,
}

/// What there is to see.
#[derive(Clone, PartialEq, Eq)]
pub enum Sight {
    Rows,
    NothingFound,
    Failed(PortalError),
}

impl List {
    /// Begins with the first answer. Needs what it was asked for as a context.
    pub fn new(answer: Answer) -> Self {
        Self {
            asked: asked(),
            q: RwSignal::new(String::new()),
            shown: RwSignal::new((expect_context(), answer)),
            is_busy: RwSignal::new(false),
            no_more: RwSignal::new(None),
            turn: StoredValue::new(0),
        }
    }

    /// What is asked for: by the address and by what was typed.
    pub fn view(self) -> UserListView {
        let q = self.q.with(|q| q.trim().to_owned());
        UserListView { q: (!q.is_empty()).then_some(q), ..self.asked.get() }
    }

    /// Shows what is asked for whenever that changes.
    pub fn follow(self) {
        Effect::new(move |before: Option<UserListView>| {
            let view = self.view();
            let is_other = match before {
                Some(before) => before != view,
                None => self.shown.with_untracked(|(shown, _)| *shown != view),
            };
            if is_other {
                self.is_busy.set(true);
                self.load();
            }
            view
        });
    }

    /// Gets what is asked for, once more or for the first time.
    pub fn load(self) {
        let view = untrack(|| self.view());
        self.get(view, None);
    }

    /// Gets those that follow the ones on the page.
    pub fn load_more(self) {
        let (view, next) = self.shown.with_untracked(|(view, answer)| {
            (view.clone(), answer.as_ref().ok().and_then(|page| page.next.clone()))
        });
        if next.is_some() && !self.is_busy.get_untracked() {
            self.is_busy.set(true);
            self.get(view, next);
        }
    }

    fn get(self, view: UserListView, after: Option<String>) {
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        self.no_more.set(None);
        spawn_local(async move {
            let is_first = after.is_none();
            let answer = users(view.clone(), after).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.is_busy.set(false);
            keep_focus_later();
            match answer {
                answer if is_first => self.shown.set((view, answer)),
                Ok(more) => self.append(more),
                Err(error) => self.no_more.set(Some(error)),
            }
        });
    }

    fn append(self, more: UserPage) {
        self.shown.update(|(_, answer)| {
            if let Ok(page) = answer {
                page.users.extend(more.users);
                page.next = more.next;
            }
        });
    }

    pub fn sight(self) -> Sight {
        self.shown.with(|(_, answer)| match answer {
            Ok(page) if page.users.is_empty() => Sight::NothingFound,
            Ok(_) => Sight::Rows,
            Err(error) => Sight::Failed(error.clone()),
        })
    }

    pub fn has_more(self) -> bool {
        self.shown.with(|(_, answer)| answer.as_ref().is_ok_and(|page| page.next.is_some()))
    }

    /// Makes something of the rows.
    pub fn with_rows<T>(self, make: impl FnOnce(&[UserRow]) -> T) -> T {
        self.shown.with(|(_, answer)| make(answer.as_ref().map_or(&[], |page| &page.users)))
    }
}
