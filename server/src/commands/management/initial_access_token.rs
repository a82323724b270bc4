//! `gatehouse initial-access-token`.

use server::config::InitialAccessTokenCommand;

use super::noun::INITIAL_ACCESS_TOKEN;
use super::{Asking, Management};

pub(super) async fn run(management: &Management, command: InitialAccessTokenCommand) -> anyhow::Result<()> {
    const PATH: &str = INITIAL_ACCESS_TOKEN.path;
    match command {
        InitialAccessTokenCommand::List { listing } => {
            management.list(&INITIAL_ACCESS_TOKEN, Asking::get(&[PATH]), &listing).await
        }
        InitialAccessTokenCommand::Create { fields } => {
            management.create(&INITIAL_ACCESS_TOKEN, &[PATH], &fields).await
        }
        InitialAccessTokenCommand::Delete { token, deletion } => {
            let id = management.place(&INITIAL_ACCESS_TOKEN, &token).await?;
            management.delete(&INITIAL_ACCESS_TOKEN, &[PATH, &id], &token, &deletion).await
        }
    }
}
