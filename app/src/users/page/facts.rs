//! The tab *Account*.

use leptos::prelude::*;

use crate::components::copyable::Copyable;
use crate::components::facts::{badge, fact, time};
use crate::components::hydrated::hydrated;
use crate::components::question::{DoIt, Doing, Question};
use crate::session::api::SignedInPerson;
use crate::users::api::{SignInMeans, UserDetail, remove_second_factor_of};
use crate::users::list::{last_signed_in, means, second_factor};
use crate::users::page::ShownUser;

#[component]
pub fn Facts(shown: ShownUser) -> impl IntoView {
    let may_change = expect_context::<SignedInPerson>().role.can_change();
    let can_remove =
        Memo::new(move |_| may_change && shown.detail.with(|detail| detail.user.has_second_factor));
    view! {
        <dl class="facts">{move || shown.detail.with(facts)}</dl>
        {move || can_remove.get().then(|| view! { <SecondFactorRemoval shown/> })}
    }
    .into_any()
}

fn facts(detail: &UserDetail) -> Vec<AnyView> {
    let user = &detail.user;
    let email = view! { <Copyable text=user.email.clone() action="Copy e-mail"/> }.into_inner().into_any();
    let link = match user.means {
        SignInMeans::Invited => "Invitation link counts until",
        SignInMeans::Password | SignInMeans::PasswordOrProvider | SignInMeans::Provider => {
            "Reset link counts until"
        }
    };
    let no_link = (user.means == SignInMeans::Invited && detail.link_expires_at.is_none())
        .then(|| fact("Invitation link", "Counts no longer".into_any()));
    let facts = [
        Some(fact("Status", badge(user.status.as_str(), user.status.label()))),
        Some(fact("E-mail", email)),
        Some(fact("Role", user.role.label().into_any())),
        Some(fact("Signs in with", means(user.means))),
        detail.link_expires_at.map(|at| fact(link, time(at))),
        no_link,
        Some(fact("Second factor", second_factor(user.has_second_factor))),
        Some(fact("Last signed in", last_signed_in(user.last_signed_in_at))),
        Some(fact("Added", time(user.created_at))),
        detail.updated_at.map(|at| fact("Last modified", time(at))),
    ];
    facts.into_iter().flatten().collect()
}

#[component]
fn SecondFactorRemoval(shown: ShownUser) -> impl IntoView {
    let hydrated = hydrated();
    let asks = RwSignal::new(false);
    view! {
        <p class="actions below">
            <button
                type="button"
                class="button danger"
                aria-haspopup="dialog"
                disabled=move || !hydrated.get()
                on:click=move |_| asks.set(true)
            >
                "Remove second factor"
            </button>
        </p>
        {move || asks.get().then(|| view! { <RemovalQuestion shown asks/> })}
    }
    .into_any()
}

#[component]
fn RemovalQuestion(shown: ShownUser, asks: RwSignal<bool>) -> impl IntoView {
    let email = shown.email();
    let done = ["Second factor of “", &email, "” removed."].concat();
    let act = Callback::new(move |()| -> Doing {
        let (id, done) = (shown.id.get_value(), done.clone());
        Box::pin(async move { remove_second_factor_of(id).await.map(|()| done) })
    });
    view! {
        <Question
            title=["Remove the second factor of “", &email, "”?"].concat()
            does=DoIt { label: "Remove", busy: "Removing…" }
            act
            close=Callback::new(move |()| asks.set(false))
            done=shown.done
        >
            <p>
                "The recovery codes go with it. Do this for who has lost both, and only if you are sure who asks for it: \
                afterwards the password alone lets them in, until they set up another one."
            </p>
        </Question>
    }
    .into_any()
}
