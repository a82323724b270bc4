//! How an application gets a token: a whole program for each kind of client, in the languages people write them in.

#[cfg(feature = "ssr")]
mod programs;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

use crate::components::copyable::Copyable;
use crate::components::failure::Failure;
use crate::components::loaded::loaded;
use crate::components::tabs::{Chooser, Tab, Tabs};
use crate::error::PortalError;
use crate::identity_provider::api::guide;

/// The kind of client that an application is registered as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Application {
    /// Confidential, acts for itself.
    ClientCredentials,
    /// Confidential, signs people in.
    AuthorizationCode,
    /// Public, signs people in with PKCE.
    Public,
    /// A service principal that signs.
    SignedJwt,
}

impl Application {
    const ALL: [Self; 4] = [Self::ClientCredentials, Self::AuthorizationCode, Self::Public, Self::SignedJwt];

    fn tab(self) -> Tab {
        match self {
            Self::ClientCredentials => Tab { name: "client_credentials", title: "Client Credentials" },
            Self::AuthorizationCode => Tab { name: "authorization_code", title: "Authorization Code" },
            Self::Public => Tab { name: "public", title: "Public with PKCE" },
            Self::SignedJwt => Tab { name: "signed_jwt", title: "Service principal with Signed JWT" },
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.tab().name == name)
    }

    fn lead(self) -> &'static str {
        match self {
            Self::ClientCredentials => {
                "For a service that acts for itself: it asks for a token with its client secret. Its client is \
                 Confidential, with the grant type Client Credentials."
            }
            Self::AuthorizationCode => {
                "For a web application with a server of its own, which keeps the client secret: a person signs in here, \
                 and the server redeems the code it is sent. Its client is Confidential, with the grant type \
                 Authorization Code."
            }
            Self::Public => {
                "For an application on people's devices or in their browser, which can keep no secret: PKCE proves that \
                 whoever redeems the code is who asked for it. Its client is Public, with the PKCE method S256."
            }
            Self::SignedJwt => {
                "For a back-end system that keeps a private key: it signs a JWT for each request and sends that in place \
                 of a secret. Its service principal has the security type Signed JWT (FAPI), and here a key on the curve \
                 P-256, such as Generate key pair makes."
            }
        }
    }
}

/// What a program is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Commands for a shell.
    Curl,
    /// Python.
    Python,
    /// JavaScript, outside of a browser or in it.
    Javascript,
    /// Java.
    Java,
    /// C#.
    Csharp,
    /// Rust.
    Rust,
}

impl Language {
    const ALL: [Self; 6] = [Self::Curl, Self::Python, Self::Javascript, Self::Java, Self::Csharp, Self::Rust];

    fn tab(self) -> Tab {
        match self {
            Self::Curl => Tab { name: "curl", title: "curl" },
            Self::Python => Tab { name: "python", title: "Python" },
            Self::Javascript => Tab { name: "javascript", title: "JavaScript" },
            Self::Java => Tab { name: "java", title: "Java" },
            Self::Csharp => Tab { name: "csharp", title: "C#" },
            Self::Rust => Tab { name: "rust", title: "Rust" },
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.tab().name == name)
    }
}

/// The program that the address asks for.
///
/// To be made beside what else the page waits for and not below it: on the server what is below is made several times
/// over, and the browser would look for the program under another number.
#[derive(Clone, Copy)]
pub struct Wanted {
    application: Memo<Application>,
    language: Memo<Language>,
    program: Resource<Result<String, PortalError>>,
}

impl Wanted {
    pub fn new() -> Self {
        let query = use_query_map();
        let application = Memo::new(move |_| {
            let named = query.with(|query| query.get_str("client").and_then(Application::named));
            named.unwrap_or(Application::ClientCredentials)
        });
        let language = Memo::new(move |_| {
            let named = query.with(|query| query.get_str("language").and_then(Language::named));
            named.unwrap_or(Language::Curl)
        });
        let asked = move || (application.get(), language.get());
        let program = Resource::new(asked, |(application, language)| guide(application, language));
        Self { application, language, program }
    }
}

#[component]
pub fn Guide(wanted: Wanted) -> impl IntoView {
    let Wanted { application, language, .. } = wanted;
    let chosen = Signal::derive(move || application.get().tab().name);
    let address = Callback::new(move |name| address(name, language.get().tab().name));
    view! {
        <section aria-labelledby="guide">
            <div class="part-head"><h2 id="guide">"Get a token"</h2></div>
            <Tabs
                id="guide-client".to_owned()
                label="Kind of client"
                tabs=Application::ALL.map(Application::tab).to_vec()
                chosen
                chooser=Chooser::Address(address)
                show=move |_| view! { <Programs wanted/> }.into_any()
            />
        </section>
    }
    .into_inner()
    .into_any()
}

/// The programs for one kind of client.
#[component]
fn Programs(wanted: Wanted) -> impl IntoView {
    let Wanted { application, language, program } = wanted;
    let chosen = Signal::derive(move || language.get().tab().name);
    let address = Callback::new(move |name| address(application.get().tab().name, name));
    view! {
        <p class="lead">{application.get_untracked().lead()}</p>
        <Tabs
            id="guide-language".to_owned()
            label="Language"
            tabs=Language::ALL.map(Language::tab).to_vec()
            chosen
            chooser=Chooser::Address(address)
            show=move |_| loaded(program, waiting, show)
        />
    }
    .into_any()
}

fn address(application: &str, language: &str) -> String {
    ["?client=", application, "&language=", language].concat()
}

fn waiting() -> AnyView {
    view! { <p class="loading" role="status">"Loading the program…"</p> }.into_inner().into_any()
}

fn show(program: Result<String, PortalError>, retry: Callback<()>) -> AnyView {
    match program {
        Ok(text) => view! { <Copyable text action="Copy the program" is_block=true/> }.into_any(),
        Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
    }
}
