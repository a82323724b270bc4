//! A list that follows what is done on its page, without being taken down meanwhile.

use std::pin::Pin;

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::components::banner::Banners;
use crate::components::failure::Failure;
use crate::components::loaded::loaded;
use crate::error::PortalError;

/// What comes later.
pub type Later<T> = Pin<Box<dyn Future<Output = Result<T, PortalError>> + Send>>;

/// The list; a context of its page.
pub struct Listed<T: Send + Sync + 'static> {
    /// As it was last read; none until then.
    pub rows: RwSignal<Option<Vec<T>>>,
    source: Resource<Result<Vec<T>, PortalError>>,
    read: fn() -> Later<Vec<T>>,
    banners: Banners,
}

// Not derived, which would ask the same of the rows.
impl<T: Send + Sync + 'static> Clone for Listed<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Listed<T> {}

impl<T> Listed<T>
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
{
    /// Needs the portal's contexts.
    pub fn provide(read: fn() -> Later<Vec<T>>) -> Self {
        let source = Resource::new(|| (), move |()| read());
        let listed = Self { rows: RwSignal::new(None), source, read, banners: expect_context() };
        provide_context(listed);
        listed
    }

    /// Shows `waiting`, then what `list` makes of the rows, or why there are none.
    pub fn show(self, waiting: fn() -> AnyView, list: fn(Self) -> AnyView) -> AnyView {
        provide_context(Shown(list));
        loaded(self.source, waiting, show_rows)
    }

    pub fn is_read(self) -> bool {
        self.rows.with(Option::is_some)
    }

    pub fn is_empty(self) -> bool {
        self.rows.with(|rows| rows.as_ref().is_none_or(Vec::is_empty))
    }

    /// The first row of which this is true.
    pub fn find(self, is_it: impl Fn(&T) -> bool) -> Option<T> {
        self.rows.with(|rows| rows.as_ref()?.iter().find(|row| is_it(row)).cloned())
    }

    /// What forms and questions need of it.
    pub fn after(self) -> After {
        let read = Callback::new(move |()| -> Later<()> {
            Box::pin(async move {
                let now = (self.read)().await?;
                self.rows.try_set(Some(now));
                Ok(())
            })
        });
        After { read, banners: self.banners }
    }
}

#[derive(Clone)]
struct Shown<T: Send + Sync + 'static>(fn(Listed<T>) -> AnyView);

fn show_rows<T>(rows: Result<Vec<T>, PortalError>, retry: Callback<()>) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    match rows {
        Ok(rows) => {
            let listed = expect_context::<Listed<T>>();
            listed.rows.set(Some(rows));
            let Shown(list) = expect_context::<Shown<T>>();
            list(listed)
        }
        Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
    }
}

/// What follows a change of a list.
#[derive(Clone, Copy)]
pub struct After {
    read: Callback<(), Later<()>>,
    banners: Banners,
}

impl After {
    /// Has `read` read again what was changed, and the banners say what was done.
    pub fn new(read: Callback<(), Later<()>>, banners: Banners) -> Self {
        Self { read, banners }
    }

    /// Reads the list again and says what was done.
    pub async fn done(self, what: String) {
        // Before the window goes: the focus returns to where it was, if that is still there.
        let Some(read) = self.read.try_run(()) else { return };
        match read.await {
            Ok(()) => self.banners.success(what),
            Err(error) => {
                let why = error.to_string();
                self.banners.error([&what, " The list could not be read again: ", &why].concat());
            }
        }
    }

    /// Reads the list again, because somebody else changed it.
    pub async fn changed_elsewhere(self) {
        let Some(read) = self.read.try_run(()) else { return };
        // What the person is told already is why.
        _ = read.await;
    }

    /// Says that what was asked for was not done.
    pub fn failed(self, error: &PortalError) {
        self.banners.error(error.to_string());
    }
}
