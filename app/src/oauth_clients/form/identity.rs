//! What a client is called.

use domain::{Field, MAX_LENGTH};
use leptos::prelude::*;

use crate::components::field::{Shape, TextField};
use crate::oauth_clients::form::typed::Typed;

const NAME_HELP: &str =
    "What people call the application. Letters, digits and single spaces; no two clients share a name.";
const ID_HELP: &str = "What the application calls itself when it asks for a token. It always begins with app- and can \
                       never be changed. Leave it empty and one is made for you.";
const DESCRIPTION_HELP: &str = "What the application is for and who looks after it.";

#[component]
pub fn Identity(typed: Typed) -> impl IntoView {
    let Typed { client_name, client_id, .. } = typed;
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
