//! The question before a person is removed.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::components::question::{DoIt, Doing, Question};
use crate::error::PortalError;
use crate::users::api::delete_user;
use crate::users::list::{PAGE, last_signed_in};
use crate::users::page::ShownUser;
use crate::users::page::actions::disable::OwnAccount;

#[component]
pub fn Deletion(shown: ShownUser, close: Callback<()>) -> impl IntoView {
    let navigate = use_navigate();
    let email = shown.email();
    let is_own = shown.is_own();
    let last = shown.detail.with_untracked(|detail| detail.user.last_signed_in_at);
    let deleted = ["“", &email, "” deleted."].concat();
    let act = Callback::new(move |()| -> Doing {
        let (id, deleted) = (shown.id.get_value(), deleted.clone());
        Box::pin(async move {
            match delete_user(id).await {
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
            title=["Delete “", &email, "”?"].concat()
            does=DoIt { label: "Delete", busy: "Deleting…" }
            act
            close
            done
        >
            <p>
                "The account is removed with its sessions and what the person allowed applications. The audit log keeps \
                what they did. This cannot be undone."
            </p>
            <dl class="facts"><div><dt>"Last signed in"</dt><dd>{last_signed_in(last)}</dd></div></dl>
            {is_own.then(|| view! { <OwnAccount/> })}
        </Question>
    }
    .into_any()
}
