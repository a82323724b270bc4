//! What stands where the list would, when there is none to show.

use leptos::prelude::*;

use crate::components::failure::Failure;
use crate::components::page_link::PageLink;
use crate::secure_module::principals::list::address::{PAGE, address};
use crate::secure_module::principals::list::state::{List, Sight};
use crate::session::api::SignedInPerson;

#[component]
pub fn Blank(list: List, sight: Sight) -> impl IntoView {
    match sight {
        Sight::Rows => ().into_any(),
        Sight::Empty => Empty().into_any(),
        Sight::NothingFound => view! {
            <div class="empty">
                <h2>"No principal matches"</h2>
                <p>
                    "A principal is found when, for each word you search for, a word of its name, client ID or security \
                    type begins with it."
                </p>
                <p><PageLink text="Show all principals" href=all()/></p>
            </div>
        }
        .into_inner()
        .into_any(),
        Sight::NoneLeft => view! {
            <div class="empty">
                <h2>"Nothing is left on this page"</h2>
                <p>"Its principals were deleted, or no more of them match."</p>
                <p><PageLink text="First page of the list" href=first(list)/></p>
            </div>
        }
        .into_inner()
        .into_any(),
        Sight::NoSuchPlace => view! {
            <div class="note bad" role="alert">
                <p>"This place in the list no longer exists."</p>
                <p><PageLink text="First page of the list" href=first(list)/></p>
            </div>
        }
        .into_inner()
        .into_any(),
        Sight::Failed(error) => view! { <Failure error retry=move |()| list.load()/> }.into_inner().into_any(),
    }
}

fn all() -> Signal<Option<String>> {
    Signal::stored(Some(PAGE.to_owned()))
}

/// The way to the first page of the same view.
fn first(list: List) -> Signal<Option<String>> {
    Signal::derive(move || Some(list.asked.with(|asked| address(&asked.view, None))))
}

#[component]
fn Empty() -> impl IntoView {
    let may_add = expect_context::<SignedInPerson>().role.can_change();
    view! {
        <div class="empty">
            <h2>"No principals yet"</h2>
            <p>
                "A service principal is a back-end system in one environment, which asks this server for access tokens in \
                its own name: with a client secret, or with an assertion that it signs."
            </p>
            {if may_add {
                view! {
                    <p>
                        "Press "<strong>"Add New"</strong>" for each system and environment. You get a client ID and a \
                        secret or a key to configure it with."
                    </p>
                }
                .into_inner()
                .into_any()
            } else {
                view! { <p>"Those that an administrator adds are listed here."</p> }.into_inner().into_any()
            }}
        </div>
    }
    .into_inner()
    .into_any()
}

/// The shape of the list until there is one.
pub fn skeleton() -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading the principals…"</span>
            {[(); 8].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}
