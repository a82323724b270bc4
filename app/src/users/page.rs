//! The page of one person.

mod actions;
mod facts;
mod role;
mod sessions;

use domain::AuditFilter;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::audit_log::api::{AuditPage, audit_events};
use crate::audit_log::history::{History, Newest};
use crate::components::banner::Banners;
use crate::components::failure::Failure;
use crate::components::focus::keep_focus_later;
use crate::components::heading::PageHeading;
use crate::components::loaded::loaded;
use crate::components::tabs::{Chooser, Tab, Tabs};
use crate::error::PortalError;
use crate::session::api::SignedInPerson;
use crate::session::next::SIGN_IN_PAGE;
use crate::users::api::{UserDetail, user};
use crate::users::list::PAGE;
use actions::Actions;
use facts::Facts;
use sessions::Sessions;

const ACCOUNT: Tab = Tab { name: "account", title: "Account" };
const SESSIONS: Tab = Tab { name: "sessions", title: "Sessions" };
const HISTORY: Tab = Tab { name: "history", title: "History" };
const TABS: [Tab; 3] = [ACCOUNT, SESSIONS, HISTORY];

/// A person on the page, which follows what is done to them.
#[derive(Clone, Copy)]
struct ShownUser {
    detail: RwSignal<UserDetail>,
    id: StoredValue<String>,
    /// Says what was done, and shows the person as they are now.
    done: Callback<String>,
    banners: Banners,
}

#[component]
pub fn User() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("user_id").unwrap_or_default()));
    let query = use_query_map();
    let detail = Resource::new(move || id.get(), user);
    let asked = move || {
        let asks = query.with(|query| query.get_str("tab") == Some(HISTORY.name));
        asks.then(|| id.get())
    };
    provide_context::<Newest>(Resource::new(asked, newest_of));
    loaded(detail, waiting, show)
}

async fn newest_of(user_id: Option<String>) -> Result<Option<AuditPage>, PortalError> {
    match user_id {
        Some(entity_id) => {
            let filter = AuditFilter { entity_id: Some(entity_id), ..AuditFilter::default() };
            audit_events(filter, None).await.map(Some)
        }
        None => Ok(None),
    }
}

fn show(detail: Result<UserDetail, PortalError>, retry: Callback<()>) -> AnyView {
    match detail {
        Ok(detail) => view! { <Shown detail/> }.into_inner().into_any(),
        Err(PortalError::NotFound) => view! {
            <WayBack/>
            <div class="page-head"><PageHeading text="This person does not exist any more"/></div>
            <div class="empty">
                <p>"Somebody may have deleted the account, or its address may be mistyped."</p>
                <p><a class="button primary" href=PAGE>"Go to Users"</a></p>
            </div>
        }
        .into_any(),
        Err(error) => view! { <WayBack/><Failure error retry/> }.into_any(),
    }
}

#[component]
fn WayBack() -> impl IntoView {
    view! { <nav class="back" aria-label="Way back"><a href=PAGE>"Users"</a></nav> }.into_inner().into_any()
}

#[component]
fn Shown(detail: UserDetail) -> impl IntoView {
    let email = detail.user.email.clone();
    let shown = ShownUser::new(detail);
    let newest = expect_context::<Newest>();
    // What was done to the person is the newest part of their history.
    Effect::new(move |before: Option<()>| {
        shown.detail.track();
        if before.is_some() {
            newest.refetch();
        }
    });
    let query = use_query_map();
    let chosen = Memo::new(move |_| {
        let named = query.with(|query| query.get("tab"));
        let known = |tab: &&Tab| named.as_deref() == Some(tab.name);
        TABS.iter().find(known).map_or(ACCOUNT.name, |tab| tab.name)
    });

    view! {
        <WayBack/>
        <div class="page-head person-head">
            <PageHeading text=email.clone()/>
            <Actions shown/>
        </div>
        <Tabs
            id="person".to_owned()
            label=email
            tabs=TABS.to_vec()
            chosen
            chooser=Chooser::Address(Callback::new(|tab| ["?tab=", tab].concat()))
            show=move |tab| part(shown, tab)
        />
    }
    .into_any()
}

fn part(shown: ShownUser, tab: &str) -> AnyView {
    if tab == SESSIONS.name {
        view! { <Sessions shown/> }.into_any()
    } else if tab == HISTORY.name {
        view! { <History newest=expect_context() entity_id=shown.id.get_value()/> }.into_any()
    } else {
        view! { <Facts shown/> }.into_any()
    }
}

impl ShownUser {
    /// Needs the portal's contexts.
    fn new(detail: UserDetail) -> Self {
        let banners = expect_context::<Banners>();
        let id = StoredValue::new(detail.user.id.clone());
        let detail = RwSignal::new(detail);
        let done = Callback::new(move |what| {
            banners.success(what);
            read_again(detail, id.get_value(), banners);
        });
        Self { detail, id, done, banners }
    }

    fn email(self) -> String {
        self.detail.with_untracked(|detail| detail.user.email.clone())
    }

    /// Shows the person as they are now.
    fn refresh(self) {
        read_again(self.detail, self.id.get_value(), self.banners);
    }

    /// Whether it is the person who looks at the page.
    fn is_own(self) -> bool {
        self.email() == expect_context::<SignedInPerson>().email
    }
}

/// Not by its resource: that would take down the view, and what is open in it, first.
fn read_again(shown: RwSignal<UserDetail>, id: String, banners: Banners) {
    spawn_local(async move {
        match user(id).await {
            Ok(detail) => {
                keep_focus_later();
                shown.try_set(detail);
            }
            // What was done was done to the person's own account.
            Err(PortalError::SignedOut) => _ = location().assign(SIGN_IN_PAGE),
            Err(error) => banners.error(error.to_string()),
        }
    });
}

/// The shape of the person until they have come.
fn waiting() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the person…"</span>
            {[(); 4].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}
