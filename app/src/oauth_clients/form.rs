//! The form of an OAuth client: what is typed and what is wrong with it.

mod authorization_code;
mod identity;
mod kind;
mod pkce;
mod summary;
mod tester;
pub mod typed;

use domain::{ClientType, GrantType, OAuthClientDraft};
use leptos::prelude::*;

use crate::components::focus::focus_later;
use crate::components::hydrated::hydrated;
use crate::components::needs_script::NeedsScript;
use crate::components::unsaved::Unsaved;
use crate::error::PortalError;
use authorization_code::{RedirectUris, WebOrigins};
use identity::{Description, Identity};
use kind::{ClientTypes, GrantTypes};
use pkce::Pkce;
use summary::{SUMMARY, Summary};
use typed::Typed;

/// A client's form and how its saving stands.
#[derive(Clone, Copy)]
pub struct FormState {
    pub typed: Typed,
    /// What was filled in for the person: as long as it stands, leaving loses nothing.
    pub given: RwSignal<OAuthClientDraft>,
    /// Whether an answer is awaited.
    pub busy: RwSignal<bool>,
    /// Why the last saving failed.
    pub failure: RwSignal<Option<PortalError>>,
}

impl FormState {
    /// Filled from `given`.
    pub fn new(given: OAuthClientDraft) -> Self {
        Self {
            typed: Typed::new(&given),
            given: RwSignal::new(given),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
        }
    }

    fn is_changed(self) -> bool {
        untrack(|| self.typed.draft() != self.given.get())
    }

    /// What is to be saved, where nothing stands in the way; else says what does.
    pub fn submit(self) -> Option<OAuthClientDraft> {
        // The form may be about to make room for another one, its state gone.
        if self.busy.try_get_untracked().unwrap_or(true) {
            return None;
        }
        self.failure.set(None);
        self.typed.submitted.set(true);
        if untrack(|| self.typed.has_problems()) {
            focus_later(SUMMARY);
            return None;
        }
        Some(untrack(|| self.typed.draft()))
    }

    /// Shows why it was not saved.
    pub fn refuse(self, error: PortalError) {
        self.typed.refuse(error.problems());
        self.failure.try_set(Some(error));
        focus_later(SUMMARY);
    }
}

/// The form itself; what becomes of it is for `save`, which is not to be an `Action`: that would keep the answer, and
/// the secret in it.
#[component]
pub fn ClientForm(
    form: FormState,
    save: Callback<()>,
    /// Where Cancel leads.
    cancel: String,
    why_script: &'static str,
    /// The client ID where the client has one already.
    #[prop(optional, into)]
    fixed_id: Option<String>,
    /// Stands above the fields.
    #[prop(optional)]
    above: Option<AnyView>,
) -> impl IntoView {
    let hydrated = hydrated();
    let FormState { typed, busy, failure, .. } = form;
    let has_lists = Memo::new(move |_| typed.grant_type() == GrantType::AuthorizationCode);
    expect_context::<Unsaved>().watch(Callback::new(move |()| form.is_changed()));

    view! {
        <NeedsScript why=why_script/>
        <form
            class="client"
            novalidate
            aria-label="OAuth client"
            on:submit=move |ev| {
                ev.prevent_default();
                save.run(());
            }
        >
            <fieldset class="plain" disabled=move || !hydrated.get()>
                {above}
                <Summary typed failure/>
                <Identity typed fixed_id/>
                <ClientTypes typed/>
                <GrantTypes typed/>
                {move || has_lists.get().then(|| view! { <RedirectUris typed/> })}
                {move || has_lists.get().then(|| view! { <WebOrigins typed/> })}
                {move || (typed.client_type.get() == ClientType::Public).then(|| view! { <Pkce typed/> })}
                <Description typed/>
                <p class="actions end">
                    <a class="button" href=cancel>"Cancel"</a>
                    <button type="submit" class="button primary" aria-disabled=move || busy.get().then_some("true")>
                        {move || if busy.get() { "Saving…" } else { "Save" }}
                    </button>
                </p>
            </fieldset>
        </form>
    }
    .into_inner()
    .into_any()
}
