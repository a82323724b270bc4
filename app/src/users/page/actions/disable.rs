//! The question before a person is kept out.

use domain::Status;
use leptos::prelude::*;

use crate::components::question::{DoIt, Doing, Question};
use crate::users::api::change_user_status;
use crate::users::page::ShownUser;

#[component]
pub fn Disabling(shown: ShownUser, close: Callback<()>) -> impl IntoView {
    let email = shown.email();
    let is_own = shown.is_own();
    let done = ["“", &email, "” disabled: they are signed out and cannot sign in."].concat();
    let act = Callback::new(move |()| -> Doing {
        let (id, done) = (shown.id.get_value(), done.clone());
        Box::pin(async move { change_user_status(id, Status::Disabled).await.map(|()| done) })
    });
    view! {
        <Question
            title=["Disable “", &email, "”?"].concat()
            does=DoIt { label: "Disable", busy: "Disabling…" }
            act
            close
            done=shown.done
        >
            <p>
                "The person is signed out everywhere at once and cannot sign in, and what they allowed applications ends. \
                The account stays, and you can enable it again."
            </p>
            {is_own.then(|| view! { <OwnAccount/> })}
        </Question>
    }
    .into_any()
}

#[component]
pub fn OwnAccount() -> impl IntoView {
    view! {
        <p class="note warn">
            <span class="icon icon-warning" aria-hidden="true"></span>
            "This is your own account: you are signed out at once."
        </p>
    }
    .into_inner()
    .into_any()
}
