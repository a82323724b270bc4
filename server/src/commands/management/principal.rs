//! `gatehouse principal`.

use serde_json::json;
use server::config::{KeyCommand, PrincipalCommand, RoleCommand};

use super::asking::{fields_of, given};
use super::files::text_of;
use super::noun::{KEY, PRINCIPAL};
use super::{Asking, Management, public_keys, roles, secret};

const PATH: &str = PRINCIPAL.path;

pub(super) async fn run(management: &Management, command: PrincipalCommand) -> anyhow::Result<()> {
    match command {
        PrincipalCommand::List { filters } => {
            management
                .list(&PRINCIPAL, Asking::get(&[PATH]).with_parameters(&filters), &filters.listing)
                .await
        }
        PrincipalCommand::Show { client_id } => management.show(&[PATH, &client_id]).await,
        PrincipalCommand::Create { fields, key } => {
            let mut draft = fields_of(&fields);
            if let Some(file) = key {
                draft.insert("jwks".to_owned(), public_keys::jwks(&text_of(&file)?)?);
            }
            management.create(&PRINCIPAL, &[PATH], &draft).await
        }
        PrincipalCommand::Edit { client_id, name, accepts_endpoint_audience, if_match } => {
            let mut patch = given([("client_name", name)]);
            patch.extend(
                accepts_endpoint_audience
                    .map(|accepts| ("accepts_endpoint_audience".to_owned(), accepts.into())),
            );
            management.edit(&[PATH, &client_id], &patch, if_match).await
        }
        PrincipalCommand::Enable { client_id } => {
            management.act(&[PATH, &client_id, "enable"], &format!("{client_id} is enabled.")).await
        }
        PrincipalCommand::Disable { client_id } => {
            management.act(&[PATH, &client_id, "disable"], &format!("{client_id} is disabled.")).await
        }
        PrincipalCommand::Delete { client_id, deletion } => {
            management.delete(&PRINCIPAL, &[PATH, &client_id], &client_id, &deletion).await
        }
        PrincipalCommand::Secret(command) => secret::run(management, PATH, command).await,
        PrincipalCommand::Key(command) => key(management, command).await,
        PrincipalCommand::Role(command) => role(management, command).await,
    }
}

async fn key(management: &Management, command: KeyCommand) -> anyhow::Result<()> {
    const KEYS: &str = KEY.path;
    match command {
        KeyCommand::List { client_id } => {
            management.list_whole(&KEY, Asking::get(&[PATH, &client_id, KEYS])).await
        }
        KeyCommand::Add { client_id, file, fields } => {
            let mut draft = fields_of(&fields);
            draft.insert("public_key".to_owned(), public_keys::checked(text_of(&file)?)?.into());
            let asking = Asking::post(&[PATH, &client_id, KEYS]).with_json(&draft);
            management.many(&KEY, &management.transport.send(&asking).await?)
        }
        KeyCommand::Retire { client_id, key } => {
            management.retire(&KEY, &[PATH, &client_id, KEYS], &key).await
        }
    }
}

async fn role(management: &Management, command: RoleCommand) -> anyhow::Result<()> {
    match command {
        RoleCommand::List { client_id } => roles::list(management, &[PATH, &client_id]).await,
        RoleCommand::Set { client_id, roles } => {
            management.edit(&[PATH, &client_id], &json!({ "roles": roles::named(&roles)? }), None).await
        }
    }
}
