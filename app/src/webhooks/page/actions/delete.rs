//! The question before a webhook is removed.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::components::question::{DoIt, Doing, Question};
use crate::error::PortalError;
use crate::webhooks::PAGE;
use crate::webhooks::api::delete_webhook;
use crate::webhooks::page::ShownWebhook;

#[component]
pub fn Deletion(shown: ShownWebhook, close: Callback<()>) -> impl IntoView {
    let navigate = use_navigate();
    let host = shown.host();
    let deleted = ["“", &host, "” deleted."].concat();
    let act = Callback::new(move |()| -> Doing {
        let deleted = deleted.clone();
        Box::pin(async move {
            match delete_webhook(shown.id.get_value()).await {
                // Somebody else was quicker.
                Ok(()) | Err(PortalError::NotFound) => Ok(deleted),
                Err(error) => Err(error),
            }
        })
    });
    let done = Callback::new(move |deleted| {
        shown.banners.success(deleted);
        navigate(PAGE, NavigateOptions::default());
    });
    view! {
        <Question
            title=["Delete “", &host, "”?"].concat()
            does=DoIt { label: "Delete", busy: "Deleting…" }
            act
            close
            done
        >
            <p>"It is removed with its deliveries, also those that wait. This cannot be undone."</p>
        </Question>
    }
    .into_any()
}
