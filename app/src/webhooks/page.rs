//! The page of one webhook.

mod actions;
mod asked;
mod deliveries;
mod delivery_table;
mod facts;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;

use crate::components::banner::Banners;
use crate::components::failure::Failure;
use crate::components::focus::keep_focus_later;
use crate::components::heading::PageHeading;
use crate::components::loaded::loaded;
use crate::error::PortalError;
use crate::secure_module::listed::{After, Later};
use crate::session::api::SignedInPerson;
use crate::webhooks::PAGE;
use crate::webhooks::api::{WebhookRow, webhook};
use actions::Actions;
use deliveries::Deliveries;
use facts::facts;

/// A webhook on the page, which follows what is done to it.
#[derive(Clone, Copy)]
struct ShownWebhook {
    row: RwSignal<WebhookRow>,
    id: StoredValue<String>,
    /// Counts what was sent from this page, so that the deliveries are read again.
    sent: RwSignal<u32>,
    banners: Banners,
}

#[component]
pub fn WebhookPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("webhook_id").unwrap_or_default()));
    loaded(Resource::new(move || id.get(), webhook), waiting, show)
}

fn show(row: Result<WebhookRow, PortalError>, retry: Callback<()>) -> AnyView {
    match row {
        Ok(row) => view! { <Shown row/> }.into_inner().into_any(),
        Err(PortalError::NotFound) => view! {
            <WayBack/>
            <div class="page-head"><PageHeading text="This webhook does not exist any more"/></div>
            <div class="empty">
                <p>"Somebody may have deleted it, or its address may be mistyped."</p>
                <p><a class="button primary" href=PAGE>"Go to Webhooks"</a></p>
            </div>
        }
        .into_any(),
        Err(error) => view! { <WayBack/><Failure error retry/> }.into_any(),
    }
}

#[component]
fn WayBack() -> impl IntoView {
    view! { <nav class="back" aria-label="Way back"><a href=PAGE>"Webhooks"</a></nav> }
        .into_inner()
        .into_any()
}

#[component]
fn Shown(row: WebhookRow) -> impl IntoView {
    let shown = ShownWebhook::new(row);
    let host = Signal::derive(move || shown.row.with(|row| row.host.clone()));
    let may_change = expect_context::<SignedInPerson>().role.can_change();
    view! {
        <WayBack/>
        <div class="page-head person-head">
            <PageHeading text=host/>
            <Actions shown/>
        </div>
        <dl class="facts">{move || shown.row.with(|row| facts(row, may_change))}</dl>
        <Deliveries shown/>
    }
    .into_any()
}

impl ShownWebhook {
    /// Needs the portal's contexts.
    fn new(row: WebhookRow) -> Self {
        Self {
            id: StoredValue::new(row.id.clone()),
            row: RwSignal::new(row),
            sent: RwSignal::new(0),
            banners: expect_context(),
        }
    }

    fn host(self) -> String {
        self.row.with_untracked(|row| row.host.clone())
    }

    /// What a form needs of it.
    fn after(self) -> After {
        let read = Callback::new(move |()| -> Later<()> {
            Box::pin(async move {
                let now = webhook(self.id.get_value()).await?;
                self.row.try_set(now);
                Ok(())
            })
        });
        After::new(read, self.banners)
    }

    /// Says what was done, and shows the webhook as it is now.
    fn done(self) -> Callback<String> {
        Callback::new(move |what: String| {
            self.banners.success(what);
            // Not by its resource: that would take down the view, and what is open in it, first.
            spawn_local(async move {
                match webhook(self.id.get_value()).await {
                    Ok(now) => {
                        keep_focus_later();
                        self.row.try_set(now);
                        self.note_sent();
                    }
                    Err(error) => self.banners.error(error.to_string()),
                }
            });
        })
    }

    fn note_sent(self) {
        _ = self.sent.try_update(|sent| *sent += 1);
    }
}

/// The shape of the webhook until it has come.
fn waiting() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the webhook…"</span>
            {[(); 4].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}
