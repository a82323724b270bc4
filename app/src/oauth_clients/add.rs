//! The page *Add OAuth Client*, also for copies of others.

use domain::{ClientType, OAuthClientDraft};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::location::Url;
use leptos_router::params::ParamsMap;

use crate::components::banner::Banners;
use crate::components::failure::Failure;
use crate::components::heading::PageHeading;
use crate::components::loaded::loaded;
use crate::error::PortalError;
use crate::holders::secret_dialog::{Occasion, SecretOnShow};
use crate::oauth_clients::api::{copy_of_oauth_client, register_oauth_client};
use crate::oauth_clients::details::waiting;
use crate::oauth_clients::form::{ClientForm, FormState};
use crate::oauth_clients::page::WayBack;
use crate::session::api::SignedInPerson;

const LIST: &str = "/oauth-clients";
// A plain form's answer would be a redirect, and the secret in it lost.
const WHY_SCRIPT: &str = "Adding a client needs JavaScript, because its secret is shown exactly once. Switch it on and \
                          reload the page.";

/// The clients to be copied, one after the other, and the one whose turn it is.
#[derive(Clone, PartialEq, Eq)]
struct Copies {
    client_ids: Vec<String>,
    place: usize,
}

impl Copies {
    fn asked_for(query: &ParamsMap) -> Option<Self> {
        let named = query.get("copy")?;
        let client_ids: Vec<String> =
            named.split(',').filter(|client_id| !client_id.is_empty()).map(str::to_owned).collect();
        let last = client_ids.len().checked_sub(1)?;
        let number: usize = query.get("number").and_then(|number| number.parse().ok()).unwrap_or(1);
        Some(Self { client_ids, place: number.saturating_sub(1).min(last) })
    }

    fn source(&self) -> String {
        self.client_ids[self.place].clone()
    }

    /// "2 of 3", where there are more than one.
    fn progress(&self) -> Option<String> {
        let count = self.client_ids.len();
        (count > 1).then(|| [&(self.place + 1).to_string(), " of ", &count.to_string()].concat())
    }

    /// The address of the next one's form.
    fn next(&self) -> Option<String> {
        let number = (self.place + 1 < self.client_ids.len()).then(|| (self.place + 2).to_string())?;
        let client_ids = Url::escape(&self.client_ids.join(","));
        Some([LIST, "/new?copy=", &client_ids, "&number=", &number].concat())
    }
}

#[component]
pub fn AddOAuthClient() -> impl IntoView {
    if !expect_context::<SignedInPerson>().role.can_change() {
        return view! {
            <div class="page-head"><PageHeading text="Add OAuth Client"/></div>
            <p class="note bad">{PortalError::Forbidden.to_string()}</p>
        }
        .into_any();
    }
    let query = use_query_map();
    let copies = Memo::new(move |_| query.with(Copies::asked_for));
    let is_copy = Memo::new(move |_| copies.with(Option::is_some));
    let source = move || copies.with(|copies| copies.as_ref().map(Copies::source));
    // Not below what is rendered several times over on the server: it would be asked as often.
    let given = Resource::new(source, given);
    let page = move || if is_copy.get() { loaded(given, waiting, show) } else { blank_page() };
    view! {
        <WayBack/>
        {move || page()}
    }
    .into_any()
}

fn blank_page() -> AnyView {
    view! {
        <div class="page-head"><PageHeading text="Add OAuth Client"/></div>
        <AddForm given=OAuthClientDraft::default() next=LIST.to_owned()/>
    }
    .into_any()
}

/// What the form of a copy starts with; nothing where it is none.
async fn given(source: Option<String>) -> Result<Option<OAuthClientDraft>, PortalError> {
    match source {
        Some(client_id) => copy_of_oauth_client(client_id).await.map(Some),
        None => Ok(None),
    }
}

fn show(given: Result<Option<OAuthClientDraft>, PortalError>, retry: Callback<()>) -> AnyView {
    let copies = use_query_map().with_untracked(Copies::asked_for);
    let progress = copies.as_ref().and_then(Copies::progress);
    let next = copies.as_ref().and_then(Copies::next);
    match given {
        Ok(Some(given)) => view! { <Copy given progress next/> }.into_any(),
        Ok(None) => waiting(),
        Err(PortalError::NotFound) => view! { <NoOriginal next/> }.into_any(),
        Err(error) => view! { <Failure error retry/> }.into_any(),
    }
}

#[component]
fn Copy(given: OAuthClientDraft, progress: Option<String>, next: Option<String>) -> impl IntoView {
    // The server calls it "Billing copy", or "Billing copy 2" where that is taken.
    let original =
        given.client_name.rsplit_once(" copy").map_or(given.client_name.as_str(), |(name, _)| name);
    let heading = ["Copy of ", original].concat();
    let number = progress.map(|progress| ["Copy ", &progress, ". "].concat());
    let own = match given.client_type {
        ClientType::Confidential => "The copy gets a client ID and a client secret of its own.",
        ClientType::Public => "The copy gets a client ID of its own.",
    };
    let skip = next
        .clone()
        .map(|next| view! { " "<a href=next.clone()>"Skip this one"</a> }.into_inner().into_any());
    view! {
        <div class="page-head"><PageHeading text=heading/></div>
        <p class="lead">
            {number}
            "Everything is as in the original but the name. "
            {own}
            {skip}
        </p>
        <AddForm given next=next.unwrap_or_else(|| LIST.to_owned())/>
    }
    .into_any()
}

#[component]
fn NoOriginal(next: Option<String>) -> impl IntoView {
    view! {
        <div class="page-head"><PageHeading text="The client to copy does not exist any more"/></div>
        <div class="empty">
            <p>"Somebody may have deleted it, or this address may be mistyped."</p>
            <p class="actions">
                {next.map(|next| view! {
                    <a class="button primary" href=next>"Go on to the next copy"</a>
                }.into_inner().into_any())}
                <a class="button" href="/oauth-clients/new">"Add another client"</a>
                <a class="button" href=LIST>"Go to OAuth Clients"</a>
            </p>
        </div>
    }
    .into_inner()
    .into_any()
}

#[component]
fn AddForm(
    given: OAuthClientDraft,
    /// Where saving leads.
    next: String,
) -> impl IntoView {
    let banners = expect_context::<Banners>();
    let on_show = expect_context::<SecretOnShow>();
    let navigate = use_navigate();
    let form = FormState::new(given);
    let save = Callback::new(move |()| {
        let Some(draft) = form.submit() else { return };
        form.busy.set(true);
        let (navigate, next) = (navigate.clone(), next.clone());
        spawn_local(async move {
            let answer = register_oauth_client(draft).await;
            form.busy.try_set(false);
            match answer {
                Ok(saved) => {
                    navigate(&next, NavigateOptions::default());
                    on_show.show(saved, Occasion::Added, banners);
                }
                Err(error) => form.refuse(error),
            }
        });
    });
    view! { <ClientForm form save cancel=LIST.to_owned() why_script=WHY_SCRIPT/> }.into_any()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::Copies;
    use leptos_router::params::ParamsMap;

    fn asked_for(named: &str, number: Option<&str>) -> Option<Copies> {
        let mut query = ParamsMap::new();
        query.insert("copy", named.to_owned());
        if let Some(number) = number {
            query.insert("number", number.to_owned());
        }
        Copies::asked_for(&query)
    }

    #[test]
    fn copies_are_made_one_after_the_other() {
        let first = asked_for("app-a,app-b", None).unwrap();
        assert_eq!(first.source(), "app-a");
        assert_eq!(first.progress().as_deref(), Some("1 of 2"));
        assert_eq!(first.next().as_deref(), Some("/oauth-clients/new?copy=app%2Da%2Capp%2Db&number=2"));
        let last = asked_for("app-a,app-b", Some("2")).unwrap();
        assert_eq!(last.source(), "app-b");
        assert_eq!(last.next(), None);
    }

    #[test]
    fn a_single_copy_is_not_counted() {
        let only = asked_for("app-a", None).unwrap();
        assert_eq!((only.progress(), only.next()), (None, None));
    }

    #[test]
    fn an_address_made_by_hand_does_no_harm() {
        assert!(asked_for("", None).is_none());
        assert!(asked_for(",", Some("1")).is_none());
        assert_eq!(asked_for("app-a,,app-b", Some("9")).unwrap().source(), "app-b");
        assert_eq!(asked_for("app-a", Some("0")).unwrap().source(), "app-a");
        assert_eq!(asked_for("app-a", Some("x")).unwrap().source(), "app-a");
    }
}
