//! What a client is called.

use domain::{Field, MAX_LENGTH};
use leptos::prelude::*;

use crate::components::copyable::Copyable;
use crate::components::field::{Shape, TextField};
use crate::oauth_clients::form::typed::Typed;

const NAME_HELP: &str =
    "What people call the application. Letters, digits and single spaces; no two clients share a name.";
const ID_HELP: &str = "What the application calls itself when it asks for a token. It always begins with app- and can \
                       never be changed. Leave it empty and one is made for you.";
const DESCRIPTION_HELP: &str = "What the application is for and who looks after it.";

#[component]
pub fn Identity(
    typed: Typed,
    /// The client ID where the client has one already.
    fixed_id: Option<String>,
) -> impl IntoView {
    let client_name = typed.client_name;
    view! {
        <TextField
            entry=client_name
            shape=Shape::Line
            label="Name"
            is_required=true
            problem=Signal::derive(move || typed.problem(client_name, Field::ClientName))
            help=NAME_HELP
            limit=MAX_LENGTH
        />
        {match fixed_id {
            Some(text) => view! { <FixedId text/> }.into_inner().into_any(),
            None => view! { <FreeId typed/> }.into_inner().into_any(),
        }}
    }
    .into_any()
}

#[component]
fn FreeId(typed: Typed) -> impl IntoView {
    let client_id = typed.client_id;
    view! {
        <TextField
            entry=client_id
            shape=Shape::ClientId
            label="Client ID"
            is_optional=true
            problem=Signal::derive(move || typed.problem(client_id, Field::ClientId))
            help=ID_HELP
            limit=MAX_LENGTH - "app-".len()
        />
    }
    .into_inner()
    .into_any()
}

#[component]
fn FixedId(text: String) -> impl IntoView {
    view! {
        <div class="field">
            <p class="label">"Client ID"</p>
            <Copyable text action="Copy client ID"/>
            <p class="help">"It can never be changed: applications are configured with it."</p>
        </div>
    }
    .into_inner()
    .into_any()
}

#[component]
pub fn Description(typed: Typed) -> impl IntoView {
    let description = typed.description;
    view! {
        <TextField
            entry=description
            shape=Shape::Lines
            label="Description"
            is_optional=true
            problem=Signal::derive(move || typed.problem(description, Field::Description))
            help=DESCRIPTION_HELP
            limit=MAX_LENGTH
        />
    }
    .into_inner()
    .into_any()
}
