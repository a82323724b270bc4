//! What takes a code: new recovery codes, and removing the second factor.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Open, Section};
use crate::account::second_factor::api::{make_recovery_codes, remove_second_factor};
use crate::components::banner::Banners;
use crate::components::focus::focus_later;
use crate::components::one_time_dialog::forget_when_left;
use crate::session::second_factor::api::ShownCodes;
use crate::session::second_factor::code_field::{CodeEntry, CodeField};
use crate::session::second_factor::codes::Codes;

#[component]
pub fn MakeCodes() -> impl IntoView {
    let section: Section = expect_context();
    let entry = CodeEntry::new("codes-code");
    // Never the value of an action or a resource, which would be written into the page.
    let made = RwSignal::new(None::<ShownCodes>);
    forget_when_left(move || _ = made.try_set(None));
    let make = Callback::new(move |code: String| {
        spawn_local(async move {
            match make_recovery_codes(code).await {
                Ok(codes) => _ = made.try_set(Some(codes)),
                Err(error) => entry.refuse(error),
            }
        });
    });
    view! {
        <div class="narrow">
            {move || match made.get() {
                Some(codes) => view! {
                    <Codes codes next=None done=Callback::new(move |()| section.changed())/>
                }.into_inner().into_any(),
                None => view! {
                    <CodeForm
                        entry
                        act=make
                        label="Make new codes"
                        help="The six digits that your app shows now. The codes you have count no longer then."
                    />
                }.into_inner().into_any(),
            }}
        </div>
    }
    .into_inner()
    .into_any()
}

#[component]
pub fn Remove() -> impl IntoView {
    let section: Section = expect_context();
    let banners: Banners = expect_context();
    let entry = CodeEntry::new("remove-code");
    let remove = Callback::new(move |code: String| {
        spawn_local(async move {
            match remove_second_factor(code).await {
                Ok(()) => {
                    banners.success("Second factor removed.".to_owned());
                    section.changed();
                    focus_later("second-factor");
                }
                Err(error) => entry.refuse(error),
            }
        });
    });
    view! {
        <div class="narrow">
            <CodeForm
                entry
                act=remove
                label="Remove second factor"
                help="The six digits that your app shows now, or a recovery code. Your password alone lets you in then."
            />
        </div>
    }
    .into_inner()
    .into_any()
}

#[component]
fn CodeForm(
    entry: CodeEntry,
    act: Callback<String>,
    label: &'static str,
    help: &'static str,
) -> impl IntoView {
    let section: Section = expect_context();
    focus_later(entry.id);
    let cancel = move |_| {
        section.open.set(Open::Nothing);
        focus_later("second-factor");
    };
    view! {
        <form
            class="plain"
            novalidate
            on:submit=move |ev| {
                ev.prevent_default();
                if let Some(code) = entry.send() {
                    act.run(code);
                }
            }
        >
            <CodeField entry label="Code" help/>
            <p class="actions">
                <button type="submit" class="button primary" aria-disabled=move || entry.busy.get().then_some("true")>
                    {label}
                </button>
                <button type="button" class="button" on:click=cancel>"Cancel"</button>
            </p>
        </form>
    }
    .into_inner()
    .into_any()
}
