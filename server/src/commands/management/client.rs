//! `gatehouse client`.

use serde_json::json;
use server::config::{ClientCommand, RoleCommand};

use super::asking::{fields_of, given};
use super::noun::CLIENT;
use super::{Asking, Management, roles, secret};

pub(super) async fn run(management: &Management, command: ClientCommand) -> anyhow::Result<()> {
    const PATH: &str = CLIENT.path;
    match command {
        ClientCommand::List { filters } => {
            management.list(&CLIENT, Asking::get(&[PATH]).with_parameters(&filters), &filters.listing).await
        }
        ClientCommand::Show { client_id } => management.show(&[PATH, &client_id]).await,
        ClientCommand::Create { id, fields } => {
            let mut draft = given([("client_id", id)]);
            draft.extend(fields_of(&fields));
            management.create(&CLIENT, &[PATH], &draft).await
        }
        ClientCommand::Edit { client_id, fields, if_match } => {
            management.edit(&[PATH, &client_id], &fields, if_match).await
        }
        ClientCommand::Copy { client_id, name, id } => {
            let fields = given([("client_name", name), ("client_id", id)]);
            management.create(&CLIENT, &[PATH, &client_id, "copy"], &fields).await
        }
        ClientCommand::Enable { client_id } => {
            management.act(&[PATH, &client_id, "enable"], &format!("{client_id} is enabled.")).await
        }
        ClientCommand::Disable { client_id } => {
            management.act(&[PATH, &client_id, "disable"], &format!("{client_id} is disabled.")).await
        }
        ClientCommand::Delete { client_id, deletion } => {
            management.delete(&CLIENT, &[PATH, &client_id], &client_id, &deletion).await
        }
        ClientCommand::Role(RoleCommand::List { client_id }) => {
            roles::list(management, &[PATH, &client_id, "roles"]).await
        }
        ClientCommand::Role(RoleCommand::Set { client_id, roles }) => {
            management.replace(&[PATH, &client_id, "roles"], &json!({ "roles": roles::named(&roles)? })).await
        }
        ClientCommand::Secret(command) => secret::run(management, PATH, command).await,
    }
}
