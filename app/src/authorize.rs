//! The page of an authorization request: whether an application may act for a person, or that it may not even ask.

mod access;

use domain::Scopes;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use access::{Access, ApiAccess};

use crate::components::copyable::Copyable;
use crate::components::failure::FailurePage;
use crate::components::heading::PageHeading;
use crate::error::PortalError;
use crate::session::next::sign_in_url;

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Shown {
    Refused { reference: String },
    Ask(Question),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Question {
    client_name: String,
    email: String,
    scopes: Scopes,
    apis: Vec<ApiAccess>,
    destination: Destination,
    /// The query of the authorization request.
    query: String,
}

/// Where the answer goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Destination {
    /// A host.
    Site(String),
    /// A host or a scheme that leads to a program on the person's own machine.
    Device(String),
}

#[cfg(feature = "ssr")]
mod from_service {
    use domain::RedirectUri;

    use super::{ApiAccess, Destination, Question, Shown};
    use crate::door::AuthorizationPage;

    impl From<AuthorizationPage> for Shown {
        fn from(page: AuthorizationPage) -> Self {
            match page {
                AuthorizationPage::Refused { reference } => Self::Refused { reference },
                AuthorizationPage::Ask { question, query } => Self::Ask(Question {
                    client_name: question.client_name,
                    email: question.email,
                    scopes: question.scopes,
                    apis: question
                        .apis
                        .into_iter()
                        .map(|access| ApiAccess { name: access.api, scopes: access.scopes })
                        .collect(),
                    destination: destination(&question.redirect_uri),
                    query,
                }),
            }
        }
    }

    fn destination(redirect_uri: &str) -> Destination {
        let uri = RedirectUri::parse(redirect_uri).expect("a verified redirect URI keeps every rule");
        match uri.host() {
            Some(host) if uri.is_loopback() => Destination::Device(host.to_owned()),
            Some(host) => Destination::Site(host.to_owned()),
            None => Destination::Device(uri.scheme().to_owned()),
        }
    }
}

/// What to show, where that is known: on the server.
fn known() -> Option<Shown> {
    #[cfg(feature = "ssr")]
    return Some(crate::door::authorization_page().into());
    #[cfg(not(feature = "ssr"))]
    None
}

#[component]
pub fn Authorize() -> impl IntoView {
    match SharedValue::new(known).into_inner() {
        Some(Shown::Ask(question)) => view! { <Ask question/> }.into_any(),
        Some(Shown::Refused { reference }) => view! { <Refused reference/> }.into_any(),
        // Only the server can tell.
        None => {
            let retry = Callback::new(|()| _ = location().reload());
            view! { <FailurePage error=PortalError::Malformed retry/> }.into_any()
        }
    }
}

/// Asks by a form that the browser sends itself.
#[component]
fn Ask(question: Question) -> impl IntoView {
    let Question { client_name, email, scopes, apis, destination, query } = question;
    let other_account = sign_in_url(&["/oauth2/authorize?", &query].concat());
    let (goes_to, place) = match destination {
        Destination::Site(host) => ("You will then be taken to ", host),
        Destination::Device(name) => ("You will then be taken to an application on this device: ", name),
    };
    let heading = ["Allow ", &client_name, "?"].concat();

    view! {
        <main class="lone consent">
            <p class="mark">"Gatehouse"</p>
            <PageHeading text=heading/>
            <p>
                "You are signed in as "<strong>{email}</strong>". "
                // Only the server knows for whom the sign-in is.
                <a href=other_account rel="external">"Use another account"</a>
            </p>
            <Access scopes apis/>
            <p>{goes_to}<strong>{place}</strong>"."</p>
            <p class="help">"Allow this only if you know the application and meant to sign in to it."</p>
            <form action="/oauth2/consent" method="post">
                <input type="hidden" name="query" value=query/>
                <p class="actions">
                    <button type="submit" class="button primary" name="answer" value="allow">"Allow"</button>
                    <button type="submit" class="button" name="answer" value="deny">"Don’t allow"</button>
                </p>
            </form>
        </main>
    }
    .into_inner()
    .into_any()
}

/// Leads nowhere: an address that is not registered may be anybody's.
#[component]
fn Refused(reference: String) -> impl IntoView {
    view! {
        <main class="lone consent">
            <p class="mark">"Gatehouse"</p>
            <PageHeading text="You cannot sign in to this application"/>
            <p>
                "The application that sent you here gave a name, or an address to send you back to, that is not \
                registered. Nothing was shared with it."
            </p>
            <p>"Go back, or tell whoever runs the application, and give them this reference:"</p>
            <p><Copyable text=reference action="Copy reference"/></p>
        </main>
    }
    .into_inner()
    .into_any()
}
