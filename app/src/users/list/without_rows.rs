//! What stands where the list would, when there is none to show.

use leptos::prelude::*;

use crate::components::failure::Failure;
use crate::users::list::state::{List, Sight};

#[component]
pub fn Blank(list: List, sight: Sight) -> impl IntoView {
    match sight {
        Sight::Rows => ().into_any(),
        Sight::NothingFound => view! {
            <div class="empty">
                <h2>"Nobody matches"</h2>
                <p>"A person is found when the e-mail begins with what you type, in any case, and the filters fit."</p>
            </div>
        }
        .into_inner()
        .into_any(),
        Sight::Failed(error) => view! { <Failure error retry=move |()| list.load()/> }.into_inner().into_any(),
    }
}

/// The shape of the list until there is one.
pub fn skeleton() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the users…"</span>
            {[(); 6].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}
