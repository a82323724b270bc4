//! What the list shows, and how it comes to show something else.

use domain::{ClientsChange, HolderKind};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::focus::keep_focus_later;
use crate::error::PortalError;
use crate::holders::actions::{Target, carry_out};
use crate::oauth_clients::api::{OAuthClientPage, OAuthClientRow, oauth_clients};
use crate::oauth_clients::list::address::{Asked, asked};

pub type Answer = Result<OAuthClientPage, PortalError>;

/// The list's state; lives as long as the page.
#[derive(Clone, Copy)]
pub struct List {
    /// What the address asks for.
    pub asked: Memo<Asked>,
    /// What is on the page, and what it was asked for.
    pub shown: RwSignal<(Asked, Answer)>,
    /// Whether what the address asks for is still on its way.
    pub is_busy: RwSignal<bool>,
    /// The client ids of the chosen rows.
    pub chosen: RwSignal<Vec<String>>,
    /// What somebody asked to delete and has not confirmed yet.
    pub to_delete: RwSignal<Option<Vec<Target>>>,
    /// Counts the requests, so that an answer that was overtaken is dropped.
    turn: StoredValue<u32>,
    banners: Banners,
}

/// What there is to see.
#[derive(Clone, PartialEq, Eq)]
pub enum Sight {
    Rows,
    /// There is no client at all.
    Empty,
    NothingFound,
    /// A part of the clients was searched and none found; the search goes on at another page.
    NothingFoundYet,
    /// What was on this page is gone, or a search found no more.
    NoneLeft,
    /// The address names a page that no answer ever named.
    NoSuchPlace,
    NotUnderstood(Vec<String>),
    Failed(PortalError),
}

/// Gets what was asked for.
pub async fn fetch(asked: Asked) -> Answer {
    if asked.not_understood.is_empty() {
        oauth_clients(asked.view, asked.page).await
    } else {
        #[cfg(feature = "ssr")]
        crate::status::set_status(http::StatusCode::BAD_REQUEST);
        Err(PortalError::Malformed)
    }
}

impl List {
    /// Begins with the first answer. Needs what it was asked for as a context.
    pub fn new(answer: Answer) -> Self {
        Self {
            asked: asked(),
            shown: RwSignal::new((expect_context(), answer)),
            is_busy: RwSignal::new(false),
            chosen: RwSignal::new(Vec::new()),
            to_delete: RwSignal::new(None),
            turn: StoredValue::new(0),
            banners: expect_context(),
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
                self.chosen.set(Vec::new());
                self.is_busy.set(true);
                self.load();
            }
            asked
        });
    }

    /// Gets what the address asks for, once more or for the first time.
    pub fn load(self) {
        // The person may have left the list by the time that a change is done.
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
        let rows = answer.as_ref().map_or(&[][..], |page| &page.rows);
        self.chosen.update(|chosen| chosen.retain(|id| rows.iter().any(|row| row.client_id == *id)));
        keep_focus_later();
        self.shown.set((asked, answer));
        self.is_busy.set(false);
    }

    pub fn sight(self) -> Sight {
        self.shown.with(|(asked, answer)| match answer {
            Ok(page) if !page.rows.is_empty() => Sight::Rows,
            Ok(page) if page.further.is_some() => Sight::NothingFoundYet,
            Ok(_) if asked.page.is_some() => Sight::NoneLeft,
            Ok(_) if asked.view.is_narrowed() => Sight::NothingFound,
            Ok(_) => Sight::Empty,
            Err(_) if !asked.not_understood.is_empty() => Sight::NotUnderstood(asked.not_understood.clone()),
            Err(PortalError::Malformed) if asked.page.is_some() => Sight::NoSuchPlace,
            Err(error) => Sight::Failed(error.clone()),
        })
    }

    /// Makes something of the rows.
    pub fn with_rows<T>(self, make: impl FnOnce(&[OAuthClientRow]) -> T) -> T {
        self.shown.with(|(_, answer)| make(answer.as_ref().map_or(&[], |page| &page.rows)))
    }

    /// The chosen clients, in the order of the list.
    pub fn targets(self) -> Vec<Target> {
        self.chosen.with(|chosen| {
            self.with_rows(|rows| {
                rows.iter().filter(|row| chosen.contains(&row.client_id)).map(Target::from).collect()
            })
        })
    }

    /// Does at once what can be undone, and asks before the rest.
    pub fn change(self, targets: Vec<Target>, change: ClientsChange) {
        match change {
            ClientsChange::Delete => self.to_delete.set(Some(targets)),
            ClientsChange::Enable | ClientsChange::Disable => {
                spawn_local(async move {
                    carry_out(&targets, change, self.banners).await;
                    self.load();
                });
            }
        }
    }
}

impl From<&OAuthClientRow> for Target {
    fn from(row: &OAuthClientRow) -> Self {
        Self {
            kind: HolderKind::OAuthClient,
            client_id: row.client_id.clone(),
            client_name: row.client_name.clone(),
            status: row.status,
            is_in_progress: row.is_in_progress,
        }
    }
}
