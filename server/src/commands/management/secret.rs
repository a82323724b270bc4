//! `gatehouse client secret`, `gatehouse principal secret`.

use server::config::SecretCommand;

use super::asking::given;
use super::noun::SECRET;
use super::{Asking, Management};

/// `holders` is where the API keeps those that have secrets.
pub(super) async fn run(
    management: &Management,
    holders: &str,
    command: SecretCommand,
) -> anyhow::Result<()> {
    const SECRETS: &str = SECRET.path;
    match command {
        SecretCommand::List { client_id } => {
            management.list_whole(&SECRET, Asking::get(&[holders, &client_id, SECRETS])).await
        }
        SecretCommand::Generate { client_id, label, old_secrets_end_at } => {
            let draft = given([("label", label), ("old_secrets_end_at", old_secrets_end_at)]);
            management.create(&SECRET, &[holders, &client_id, SECRETS], &draft).await
        }
        SecretCommand::Retire { client_id, secret } => {
            management.retire(&SECRET, &[holders, &client_id, SECRETS], &secret).await
        }
    }
}
