//! What can be done with a webhook.

mod delete;
mod disable;
mod new_secret;

use domain::Status;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::hydrated::hydrated;
use crate::secure_module::listed::Later;
use crate::session::api::SignedInPerson;
use crate::webhooks::api::{switch_webhook, test_webhook};
use crate::webhooks::form::WebhookForm;
use crate::webhooks::page::ShownWebhook;
use delete::Deletion;
use disable::Disabling;
use new_secret::NewSecret;

/// What is open over the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Window {
    Form,
    Secret,
    Disable,
    Delete,
}

/// The buttons, for those whose role allows it.
#[component]
pub fn Actions(shown: ShownWebhook) -> impl IntoView {
    if !expect_context::<SignedInPerson>().role.can_change() {
        return ().into_any();
    }
    let open = RwSignal::new(None::<Window>);
    let close = Callback::new(move |()| open.set(None));
    let is_enabled = Memo::new(move |_| shown.row.with(|row| row.status == Status::Enabled));
    let opener = move |label, class, window| {
        view! { <Opener label class press=move |()| open.set(Some(window))/> }.into_any()
    };
    let test = Callback::new(move |()| -> Later<String> {
        Box::pin(async move {
            test_webhook(shown.id.get_value()).await?;
            Ok("Test message is on its way.".to_owned())
        })
    });
    let enable = Callback::new(move |()| -> Later<String> {
        let done = ["“", &shown.host(), "” enabled: it is told of changes again."].concat();
        Box::pin(async move { switch_webhook(shown.id.get_value(), Status::Enabled).await.map(|()| done) })
    });

    view! {
        <div class="actions client-actions">
            {opener("Edit", "button", Window::Form)}
            {opener("New secret", "button", Window::Secret)}
            {move || if is_enabled.get() {
                view! {
                    <AtOnce shown label="Send test" act=test/>
                    {opener("Disable", "button", Window::Disable)}
                }
                .into_any()
            } else {
                view! { <AtOnce shown label="Enable" act=enable/> }.into_any()
            }}
            {opener("Delete", "button danger", Window::Delete)}
        </div>
        {move || open.get().map(|window| match window {
            Window::Form => {
                let edited = Some(shown.row.get_untracked());
                view! { <WebhookForm edited after=shown.after() close/> }.into_any()
            }
            Window::Secret => view! { <NewSecret shown close/> }.into_any(),
            Window::Disable => view! { <Disabling shown close/> }.into_any(),
            Window::Delete => view! { <Deletion shown close/> }.into_any(),
        })}
    }
    .into_any()
}

/// A button that opens a window.
#[component]
fn Opener(label: &'static str, class: &'static str, #[prop(into)] press: Callback<()>) -> impl IntoView {
    let hydrated = hydrated();
    view! {
        <button
            type="button"
            class=class
            aria-haspopup="dialog"
            disabled=move || !hydrated.get()
            on:click=move |_| press.run(())
        >
            {label}
        </button>
    }
    .into_inner()
    .into_any()
}

/// A button that does what it says without a question.
#[component]
fn AtOnce(shown: ShownWebhook, label: &'static str, act: Callback<(), Later<String>>) -> impl IntoView {
    let hydrated = hydrated();
    let busy = RwSignal::new(false);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let doing = act.run(());
        let done = shown.done();
        spawn_local(async move {
            let answer = doing.await;
            busy.try_set(false);
            match answer {
                Ok(what) => _ = done.try_run(what),
                Err(error) => shown.banners.error(error.to_string()),
            }
        });
    };
    view! {
        <button
            type="button"
            class="button"
            disabled=move || !hydrated.get()
            aria-disabled=move || busy.get().then_some("true")
            on:click=press
        >
            {label}
        </button>
    }
    .into_inner()
    .into_any()
}
