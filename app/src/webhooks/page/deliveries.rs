//! What was and will be sent to a webhook.

use domain::DeliveryState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

use crate::components::failure::Failure;
use crate::components::focus::keep_focus_later;
use crate::components::hydrated::hydrated;
use crate::components::loaded::loaded;
use crate::error::PortalError;
use crate::webhooks::api::{DeliveryPage, webhook_deliveries};
use crate::webhooks::page::ShownWebhook;
use crate::webhooks::page::asked::Asked;
use crate::webhooks::page::delivery_table::DeliveryTable;

/// The deliveries on the page.
#[derive(Clone, Copy)]
pub struct ShownDeliveries {
    pub(super) webhook: ShownWebhook,
    pub(super) asked: Memo<Asked>,
    pub(super) page: RwSignal<Option<DeliveryPage>>,
}

impl ShownDeliveries {
    /// Shows them as they are now, without taking down what is there meanwhile.
    pub(super) fn read_again(self) {
        let (id, Asked { state, after }) = (self.webhook.id.get_value(), self.asked.get_untracked());
        spawn_local(async move {
            match webhook_deliveries(id, state, after).await {
                Ok(page) => {
                    keep_focus_later();
                    self.page.try_set(Some(page));
                }
                Err(error) => self.webhook.banners.error(error.to_string()),
            }
        });
    }
}

#[component]
pub fn Deliveries(shown: ShownWebhook) -> impl IntoView {
    let location = use_location();
    let asked = Memo::new(move |_| location.search.with(|search| Asked::read(search)));
    let deliveries = ShownDeliveries { webhook: shown, asked, page: RwSignal::new(None) };
    provide_context(deliveries);
    let source = Resource::new(
        move || asked.get(),
        move |Asked { state, after }| webhook_deliveries(shown.id.get_value(), state, after),
    );
    Effect::new(move |before: Option<()>| {
        shown.sent.track();
        if before.is_some() {
            deliveries.read_again();
        }
    });

    view! {
        <section class="deliveries" aria-labelledby="deliveries">
            <div class="part-head">
                <h2 id="deliveries">"Deliveries"</h2>
                <Refresh deliveries/>
            </div>
            <States deliveries/>
            {loaded(source, waiting, show)}
        </section>
    }
    .into_any()
}

#[component]
fn Refresh(deliveries: ShownDeliveries) -> impl IntoView {
    let hydrated = hydrated();
    view! {
        <button
            type="button"
            class="button"
            disabled=move || !hydrated.get()
            on:click=move |_| deliveries.read_again()
        >
            "Refresh"
        </button>
    }
    .into_inner()
    .into_any()
}

/// Links, so that the choice is part of the address and works without script.
#[component]
fn States(deliveries: ShownDeliveries) -> impl IntoView {
    let choices = [None].into_iter().chain(DeliveryState::ALL.map(Some));
    let links = choices.map(|state| {
        let href = Asked { state, after: None }.address(&deliveries.webhook.id.get_value());
        let current = move || deliveries.asked.with(|asked| asked.state == state).then_some("true");
        let label = state.map_or("All", DeliveryState::label);
        view! { <li><a class="button" href=href data-noscroll="" aria-current=current>{label}</a></li> }
            .into_inner()
            .into_any()
    });
    view! { <ul class="states" aria-label="Which deliveries">{links.collect_view()}</ul> }
        .into_inner()
        .into_any()
}

fn show(page: Result<DeliveryPage, PortalError>, retry: Callback<()>) -> AnyView {
    let deliveries = expect_context::<ShownDeliveries>();
    match page {
        Ok(page) => {
            deliveries.page.set(Some(page));
            view! { <DeliveryTable deliveries/> }.into_any()
        }
        Err(PortalError::Malformed) => {
            let newest = Asked::default().address(&deliveries.webhook.id.get_value());
            view! {
                <div class="note bad" role="alert">
                    <p>"This place in the list does not exist."</p>
                    <a class="button" href=newest>"Newest"</a>
                </div>
            }
            .into_inner()
            .into_any()
        }
        Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
    }
}

/// The shape of the table until it has come.
fn waiting() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the deliveries…"</span>
            {[(); 3].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}
