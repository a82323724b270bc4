//! The question before a webhook is told no more.

use domain::Status;
use leptos::prelude::*;

use crate::components::question::{DoIt, Doing, Question};
use crate::webhooks::api::switch_webhook;
use crate::webhooks::page::ShownWebhook;

#[component]
pub fn Disabling(shown: ShownWebhook, close: Callback<()>) -> impl IntoView {
    let host = shown.host();
    let done = ["“", &host, "” disabled: nothing is sent there."].concat();
    let act = Callback::new(move |()| -> Doing {
        let done = done.clone();
        Box::pin(async move { switch_webhook(shown.id.get_value(), Status::Disabled).await.map(|()| done) })
    });
    view! {
        <Question
            title=["Disable “", &host, "”?"].concat()
            does=DoIt { label: "Disable", busy: "Disabling…" }
            act
            close
            done=shown.done()
        >
            <p>
                "It is told of no change from now on. What waits is kept, for 30 days at most, and is sent when you enable it \
                again; of what changes meanwhile it never learns."
            </p>
        </Question>
    }
    .into_any()
}
