//! `gatehouse user`.

use serde_json::json;
use server::config::UserCommand;

use super::noun::USER;
use super::{Asking, Management};

const PATH: &str = USER.path;
const SEARCH: &str = "search";

pub(super) async fn run(management: &Management, command: UserCommand) -> anyhow::Result<()> {
    match command {
        UserCommand::List { filters } => {
            management.list(&USER, Asking::search(&[PATH, SEARCH], &filters), &filters.listing).await
        }
        UserCommand::Show { user } => management.show(&[PATH, &id(management, &user).await?]).await,
        UserCommand::Invite { invitation } => management.create(&USER, &[PATH], &invitation).await,
        UserCommand::Role { user, role, if_match } => {
            let id = id(management, &user).await?;
            management.edit(&[PATH, &id], &json!({ "role": role }), if_match).await
        }
        UserCommand::Enable { user } => act(management, &user, "enable", "may sign in again").await,
        UserCommand::Disable { user } => act(management, &user, "disable", "may not sign in any more").await,
        UserCommand::SignOut { user } => {
            act(management, &user, "sign-out-everywhere", "is signed out everywhere").await
        }
        UserCommand::ResetLink { user } => {
            let id = id(management, &user).await?;
            let asking = Asking::post(&[PATH, &id, "reset-link"]);
            management.output.made(&management.transport.send(&asking).await?, "link_url")
        }
        UserCommand::RemoveSecondFactor { user } => {
            act(management, &user, "remove-second-factor", "has no second factor any more").await
        }
        UserCommand::Delete { user, deletion } => {
            let id = id(management, &user).await?;
            management.delete(&USER, &[PATH, &id], &user, &deletion).await
        }
    }
}

async fn act(management: &Management, user: &str, verb: &str, now: &str) -> anyhow::Result<()> {
    let id = id(management, user).await?;
    management.act(&[PATH, &id, verb], &format!("{user} {now}.")).await
}

/// Looked for by the beginning of their e-mail, or else by their ID.
async fn id(management: &Management, user: &str) -> anyhow::Result<String> {
    if user.contains('@') {
        let asking = Asking::search(&[PATH, SEARCH], &json!({ "q": user }));
        return management.id_among(&USER, asking, user).await;
    }
    Ok(user.to_owned())
}
