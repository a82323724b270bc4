//! `gatehouse api-key`.

use server::config::ApiKeyCommand;

use super::noun::API_KEY;
use super::{Asking, Management};

pub(super) async fn run(management: &Management, command: ApiKeyCommand) -> anyhow::Result<()> {
    const PATH: &str = API_KEY.path;
    match command {
        ApiKeyCommand::List { listing } => management.list(&API_KEY, Asking::get(&[PATH]), &listing).await,
        ApiKeyCommand::Show { key } => {
            management.show(&[PATH, &management.place(&API_KEY, &key).await?]).await
        }
        ApiKeyCommand::Create { fields } => management.create(&API_KEY, &[PATH], &fields).await,
        ApiKeyCommand::Revoke { key, deletion } => {
            let id = management.place(&API_KEY, &key).await?;
            management.delete(&API_KEY, &[PATH, &id], &key, &deletion).await
        }
    }
}
