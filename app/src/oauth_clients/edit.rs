//! The page *Edit OAuth Client*.

mod losses;
mod meanwhile;
mod part;

use domain::OAuthClientDraft;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::components::banner::Banners;
use crate::components::heading::PageHeading;
use crate::components::loaded::loaded;
use crate::error::PortalError;
use crate::holders::secret_dialog::{Occasion, SecretOnShow};
use crate::oauth_clients::api::{OAuthClientDetail, edit_oauth_client, oauth_client};
use crate::oauth_clients::details::waiting;
use crate::oauth_clients::form::{ClientForm, FormState};
use crate::oauth_clients::page::{NoClient, WayBack, client_in_path};
use crate::session::api::SignedInPerson;
use losses::{Losses, LossesModal};
use meanwhile::{Meanwhile, MeanwhilePanel};

const WHY_SCRIPT: &str = "Changing a client needs JavaScript, because a secret it may get is shown exactly once. Switch \
                          it on and reload the page.";

#[component]
pub fn EditOAuthClient() -> impl IntoView {
    let client_id = client_in_path();
    if !expect_context::<SignedInPerson>().role.can_change() {
        return view! {
            <div class="page-head"><PageHeading text="Edit OAuth Client"/></div>
            <p class="note bad">{PortalError::Forbidden.to_string()}</p>
        }
        .into_any();
    }
    loaded(Resource::new(move || client_id.get(), oauth_client), waiting, show)
}

fn show(client: Result<OAuthClientDetail, PortalError>, retry: Callback<()>) -> AnyView {
    match client {
        Ok(client) => view! { <Edit client/> }.into_inner().into_any(),
        Err(error) => view! { <NoClient error retry/> }.into_inner().into_any(),
    }
}

/// The address of a client's page.
fn page_of(client_id: &str) -> String {
    ["/oauth-clients/", client_id].concat()
}

#[component]
fn Edit(client: OAuthClientDetail) -> impl IntoView {
    let heading = ["Edit ", &client.client_name].concat();
    view! {
        <WayBack client=(client.client_id.clone(), client.client_name.clone())/>
        <div class="page-head"><PageHeading text=heading/></div>
        {if client.is_in_progress {
            view! { <InProgress client_id=client.client_id/> }.into_inner().into_any()
        } else {
            view! { <EditForm client/> }.into_inner().into_any()
        }}
    }
    .into_any()
}

#[component]
fn InProgress(client_id: String) -> impl IntoView {
    let copy = ["/oauth-clients/new?copy=", &client_id].concat();
    view! {
        <div class="note warn">
            <p>
                <span class="icon icon-warning" aria-hidden="true"></span>
                {PortalError::InProgress.to_string()}
            </p>
            <p class="actions">
                <a class="button" href=page_of(&client_id)>"Look at the client"</a>
                <a class="button" href=copy>"Copy"</a>
            </p>
        </div>
    }
    .into_inner()
    .into_any()
}

/// What is being edited, and where saving it has come to.
#[derive(Clone, Copy)]
struct Editing {
    form: FormState,
    client_id: StoredValue<String>,
    /// What the form was filled from, or has been compared with since.
    version: RwSignal<i64>,
    /// How many secrets count, as far as that is known.
    secrets: RwSignal<Option<usize>>,
    /// What is to be agreed to before saving.
    losses: RwSignal<Option<Losses>>,
    /// What somebody else did since the form was filled.
    meanwhile: RwSignal<Option<Meanwhile>>,
}

impl Editing {
    fn new(client: &OAuthClientDetail) -> Self {
        let count = client.secrets.iter().filter(|secret| secret.state.is_valid()).count();
        Self {
            form: FormState::new(without_id(client.draft())),
            client_id: StoredValue::new(client.client_id.clone()),
            version: RwSignal::new(client.version),
            secrets: RwSignal::new(Some(count)),
            losses: RwSignal::new(None),
            meanwhile: RwSignal::new(None),
        }
    }
}

/// The client ID is not in the form, for it never changes.
fn without_id(draft: OAuthClientDraft) -> OAuthClientDraft {
    OAuthClientDraft { client_id: String::new(), ..draft }
}

#[component]
fn EditForm(client: OAuthClientDetail) -> impl IntoView {
    let editing = Editing::new(&client);
    let Editing { form, losses, meanwhile, .. } = editing;
    let status = client.status;
    let send = send(editing, status);
    let save = Callback::new(move |()| {
        let Some(draft) = form.submit() else { return };
        let lost = form
            .given
            .with_untracked(|before| Losses::between(before, &draft, editing.secrets.get_untracked()));
        match lost {
            Some(lost) => losses.set(Some(lost)),
            None => send.run(()),
        }
    });
    let above = view! {
        {move || meanwhile.get().map(|meanwhile| view! { <MeanwhilePanel meanwhile typed=form.typed/> })}
    };

    view! {
        <ClientForm
            form
            save
            cancel=page_of(&client.client_id)
            why_script=WHY_SCRIPT
            fixed_id=client.client_id
            above=above.into_any()
        />
        {move || losses.get().map(|lost| view! { <LossesModal lost losses send/> })}
    }
    .into_any()
}

/// Sends what stands in the form.
fn send(editing: Editing, status: domain::Status) -> Callback<()> {
    let banners = expect_context::<Banners>();
    let on_show = expect_context::<SecretOnShow>();
    let navigate = use_navigate();
    let form = editing.form;
    Callback::new(move |()| {
        let Some(draft) = form.submit() else { return };
        form.busy.set(true);
        let navigate = navigate.clone();
        let (client_id, version) = (editing.client_id.get_value(), editing.version.get_untracked());
        spawn_local(async move {
            let answer = edit_oauth_client(client_id.clone(), version, draft).await;
            form.busy.try_set(false);
            match answer {
                Ok(saved) => {
                    // Back leads to where the form was opened from.
                    navigate(&page_of(&client_id), NavigateOptions { replace: true, ..Default::default() });
                    if saved.version == version {
                        banners.success("Nothing was changed.".to_owned());
                    } else {
                        on_show.show(saved, Occasion::Edited, banners);
                    }
                }
                Err(PortalError::Stale(current)) => Meanwhile::meet(editing, status, *current),
                Err(error) => form.refuse(error),
            }
        });
    })
}
