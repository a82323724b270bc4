//! `gatehouse api`.

use server::config::{ApiCommand, ApiRoleCommand};

use super::noun::{API, API_ROLE};
use super::{Asking, Management};

const PATH: &str = API.path;

pub(super) async fn run(management: &Management, command: ApiCommand) -> anyhow::Result<()> {
    match command {
        ApiCommand::List => management.list_whole(&API, Asking::get(&[PATH])).await,
        ApiCommand::Show { api } => management.show(&[PATH, &management.place(&API, &api).await?]).await,
        ApiCommand::Create { fields } => management.create(&API, &[PATH], &fields).await,
        ApiCommand::Edit { api, fields, if_match } => {
            management.edit(&[PATH, &management.place(&API, &api).await?], &fields, if_match).await
        }
        ApiCommand::Delete { api, deletion } => {
            let id = management.place(&API, &api).await?;
            management.delete(&API, &[PATH, &id], &api, &deletion).await
        }
        ApiCommand::Role(command) => role(management, command).await,
    }
}

async fn role(management: &Management, command: ApiRoleCommand) -> anyhow::Result<()> {
    const ROLES: &str = API_ROLE.path;
    match command {
        ApiRoleCommand::List { api } => {
            let api = management.place(&API, &api).await?;
            management.list_whole(&API_ROLE, Asking::get(&[PATH, &api, ROLES])).await
        }
        ApiRoleCommand::Create { api, fields } => {
            let api = management.place(&API, &api).await?;
            management.create(&API_ROLE, &[PATH, &api, ROLES], &fields).await
        }
        ApiRoleCommand::Edit { api, role, fields, if_match } => {
            let api = management.place(&API, &api).await?;
            let id = management.id(&API_ROLE, &[PATH, &api, ROLES], &role).await?;
            management.edit(&[PATH, &api, ROLES, &id], &fields, if_match).await
        }
        ApiRoleCommand::Delete { api, role, deletion } => {
            let api = management.place(&API, &api).await?;
            let id = management.id(&API_ROLE, &[PATH, &api, ROLES], &role).await?;
            management.delete(&API_ROLE, &[PATH, &api, ROLES, &id], &role, &deletion).await
        }
    }
}
