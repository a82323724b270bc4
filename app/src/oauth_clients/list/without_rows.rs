//! What stands where the list would, when there is none to show.

use domain::ClientListView;
use leptos::prelude::*;

use crate::components::failure::Failure;
use crate::components::page_link::PageLink;
use crate::oauth_clients::api::OAuthClientPage;
use crate::oauth_clients::list::address::address;
use crate::oauth_clients::list::state::{List, Sight};
use crate::session::api::SignedInPerson;

#[component]
pub fn Blank(list: List, sight: Sight) -> impl IntoView {
    match sight {
        Sight::Rows => ().into_any(),
        Sight::Empty => Empty().into_any(),
        Sight::NothingFound => view! {
            <div class="empty">
                <h2>"No client matches"</h2>
                <p>
                    "A client is found when, for each word you search for, a word of its name, client ID or description \
                    begins with it."
                </p>
                <p>{all(list)}</p>
            </div>
        }
        .into_inner()
        .into_any(),
        Sight::NothingFoundYet => view! {
            <div class="empty">
                <h2>"No match so far"</h2>
                <p>"So many clients have these words that only a part of them was looked at."</p>
                <p>{to_page(list, "Search on", |page| page.further.as_deref())}</p>
            </div>
        }
        .into_inner()
        .into_any(),
        Sight::NoneLeft => view! {
            <div class="empty">
                <h2>"Nothing is left on this page"</h2>
                <p>"Its clients were deleted, or no more of them match."</p>
                <p class="actions">
                    {move || has_previous(list).then(|| to_page(list, "Previous", |page| page.previous.as_deref()))}
                    {first(list)}
                </p>
            </div>
        }
        .into_inner()
        .into_any(),
        Sight::NoSuchPlace => view! {
            <div class="note bad" role="alert">
                <p>"This place in the list no longer exists."</p>
                <p>{first(list)}</p>
            </div>
        }
        .into_inner()
        .into_any(),
        Sight::NotUnderstood(unknown) => view! {
            <div class="note bad" role="alert">
                <p>"The list cannot show what this address asks for: "{unknown.join(", ")}"."</p>
                <p>{all(list)}</p>
            </div>
        }
        .into_inner()
        .into_any(),
        Sight::Failed(error) => view! { <Failure error retry=move |()| list.load()/> }.into_inner().into_any(),
    }
}

/// The way to every client, in the same order.
fn all(list: List) -> AnyView {
    let href = Signal::derive(move || {
        let sort = list.asked.with(|asked| asked.view.sort);
        Some(address(&ClientListView { sort, ..ClientListView::default() }, None))
    });
    view! { <PageLink text="Show all clients" href/> }.into_any()
}

/// The way to the first page of the same view.
fn first(list: List) -> AnyView {
    let href = Signal::derive(move || Some(list.asked.with(|asked| address(&asked.view, None))));
    view! { <PageLink text="First page of the list" href/> }.into_any()
}

/// The way to a page that this one names.
fn to_page(list: List, text: &'static str, page: fn(&OAuthClientPage) -> Option<&str>) -> AnyView {
    let href = Signal::derive(move || {
        list.shown.with(|(asked, answer)| {
            let page = page(answer.as_ref().ok()?)?;
            Some(address(&asked.view, Some(page)))
        })
    });
    view! { <PageLink text href/> }.into_any()
}

fn has_previous(list: List) -> bool {
    list.shown.with(|(_, answer)| answer.as_ref().is_ok_and(|page| page.previous.is_some()))
}

#[component]
fn Empty() -> impl IntoView {
    let may_add = expect_context::<SignedInPerson>().role.can_change();
    view! {
        <div class="empty">
            <h2>"No OAuth clients yet"</h2>
            <p>
                "An OAuth client is an application that may ask this server for access tokens: a back-end service, \
                a web application, a mobile app or a command-line tool."
            </p>
            {if may_add {
                view! {
                    <p>
                        "Press "<strong>"Add OAuth Client"</strong>" for each application. You get a client ID and, \
                        if the application can keep one, a secret to configure it with."
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
        <div class="skeleton clients-skeleton" role="status">
            <span class="unseen">"Loading the OAuth clients…"</span>
            {[(); 8].into_iter().map(|()| view! { <div></div> }.into_inner().into_any()).collect_view()}
        </div>
    }
    .into_inner()
    .into_any()
}
