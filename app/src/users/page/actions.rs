//! What can be done to a person.

mod delete;
mod disable;
mod make_link;

use domain::Status;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::hydrated::hydrated;
use crate::session::api::SignedInPerson;
use crate::users::api::{SignInMeans, UserDetail, change_user_status};
use crate::users::page::ShownUser;
use crate::users::page::role::RoleWindow;
use delete::Deletion;
use disable::Disabling;
use make_link::MakeLink;

/// The `id` of the words that say why a button does nothing.
const WHY_NOT: &str = "why-not";
const LAST: &str = "This is the last administrator, so the account can be neither disabled nor deleted and keeps its role. \
                    Make another person administrator first.";
const PROVIDED: &str =
    "The identity provider says what this person may do, so their role cannot be changed here.";
const DISABLED: &str = "This person is disabled, and no link would let them in. Enable them first.";

/// What is open over the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Window {
    Role,
    Disable,
    Delete,
}

/// What the buttons depend on.
#[derive(Clone, PartialEq, Eq)]
struct Standing {
    status: Status,
    means: SignInMeans,
    is_last: bool,
}

impl Standing {
    fn of(detail: &UserDetail) -> Self {
        let UserDetail { user, is_last_administrator, .. } = detail;
        Self { status: user.status, means: user.means, is_last: *is_last_administrator }
    }

    fn why_no_other_role(&self) -> Option<&'static str> {
        let is_provided = self.means == SignInMeans::Provider;
        self.is_last.then_some(LAST).or(is_provided.then_some(PROVIDED))
    }

    /// What the button says that makes a link, where there can be one.
    fn link(&self) -> Option<&'static str> {
        match self.means {
            SignInMeans::Provider => None,
            SignInMeans::Invited => Some("Invite again"),
            SignInMeans::Password | SignInMeans::PasswordOrProvider => Some("Make reset link"),
        }
    }

    fn why_no_link(&self) -> Option<&'static str> {
        (self.status == Status::Disabled && self.link().is_some()).then_some(DISABLED)
    }
}

/// The buttons, for those whose role allows it.
#[component]
pub fn Actions(shown: ShownUser) -> impl IntoView {
    if !expect_context::<SignedInPerson>().role.can_change() {
        return ().into_any();
    }
    let standing = Memo::new(move |_| shown.detail.with(Standing::of));
    let open = RwSignal::new(None::<Window>);
    let close = Callback::new(move |()| open.set(None));
    let link = Memo::new(move |_| standing.with(Standing::link));
    let why_no_role = Memo::new(move |_| standing.with(Standing::why_no_other_role));
    let why_no_link = Memo::new(move |_| standing.with(Standing::why_no_link));
    let is_last = Memo::new(move |_| standing.with(|standing| standing.is_last));
    let is_enabled = Memo::new(move |_| standing.with(|standing| standing.status == Status::Enabled));
    let is_held = Signal::derive(move || is_last.get());
    let has_no_role = Signal::derive(move || why_no_role.with(Option::is_some));
    let has_no_link = Signal::derive(move || why_no_link.with(Option::is_some));
    // Nobody has both: who is disabled is not the last administrator, and who comes through the provider has no link.
    let why_not = move || why_no_role.get().or_else(|| why_no_link.get());

    view! {
        <div class="actions client-actions">
            <Opener label="Change role" class="button" is_held=has_no_role press=move |()| open.set(Some(Window::Role))/>
            {move || link.get().map(|label| view! { <MakeLink shown label is_held=has_no_link/> })}
            {move || if is_enabled.get() {
                view! {
                    <Opener label="Disable" class="button" is_held press=move |()| open.set(Some(Window::Disable))/>
                }
                .into_any()
            } else {
                view! { <Enable shown/> }.into_any()
            }}
            <Opener
                label="Delete"
                class="button danger"
                is_held
                press=move |()| open.set(Some(Window::Delete))
            />
            {move || why_not().map(|why| view! {
                <p id=WHY_NOT class="help">{why}</p>
            }.into_inner().into_any())}
        </div>
        {move || open.get().map(|window| match window {
            Window::Role => view! { <RoleWindow shown close/> }.into_any(),
            Window::Disable => view! { <Disabling shown close/> }.into_any(),
            Window::Delete => view! { <Deletion shown close/> }.into_any(),
        })}
    }
    .into_any()
}

/// A button that opens a window, unless something stands in the way.
#[component]
fn Opener(
    label: &'static str,
    class: &'static str,
    is_held: Signal<bool>,
    #[prop(into)] press: Callback<()>,
) -> impl IntoView {
    let hydrated = hydrated();
    let held = move || is_held.get().then_some("true");
    view! {
        <button
            type="button"
            class=class
            aria-haspopup="dialog"
            disabled=move || !hydrated.get()
            aria-disabled=held
            aria-describedby=move || is_held.get().then_some(WHY_NOT)
            on:click=move |_| if !is_held.get_untracked() { press.run(()) }
        >
            {label}
        </button>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Enable(shown: ShownUser) -> impl IntoView {
    let hydrated = hydrated();
    let busy = RwSignal::new(false);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let done = ["“", &shown.email(), "” enabled: they may sign in again."].concat();
        spawn_local(async move {
            let answer = change_user_status(shown.id.get_value(), Status::Enabled).await;
            busy.try_set(false);
            match answer {
                Ok(()) => _ = shown.done.try_run(done),
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
            "Enable"
        </button>
    }
    .into_inner()
    .into_any()
}
