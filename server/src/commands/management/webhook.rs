//! `gatehouse webhook`.

use server::config::{DeliveryCommand, WebhookCommand};

use super::noun::{DELIVERY, WEBHOOK};
use super::{Asking, Management};

const PATH: &str = WEBHOOK.path;

pub(super) async fn run(management: &Management, command: WebhookCommand) -> anyhow::Result<()> {
    match command {
        WebhookCommand::List => management.list_whole(&WEBHOOK, Asking::get(&[PATH])).await,
        WebhookCommand::Show { webhook } => {
            management.show(&[PATH, &management.place(&WEBHOOK, &webhook).await?]).await
        }
        WebhookCommand::Create { fields } => management.create(&WEBHOOK, &[PATH], &fields).await,
        WebhookCommand::Edit { webhook, fields, if_match } => {
            management.edit(&[PATH, &management.place(&WEBHOOK, &webhook).await?], &fields, if_match).await
        }
        WebhookCommand::Enable { webhook } => {
            let id = management.place(&WEBHOOK, &webhook).await?;
            management.act(&[PATH, &id, "enable"], &format!("{webhook} is told of changes again.")).await
        }
        WebhookCommand::Disable { webhook } => {
            let id = management.place(&WEBHOOK, &webhook).await?;
            management.act(&[PATH, &id, "disable"], &format!("{webhook} is told of nothing.")).await
        }
        WebhookCommand::Delete { webhook, deletion } => {
            let id = management.place(&WEBHOOK, &webhook).await?;
            management.delete(&WEBHOOK, &[PATH, &id], &webhook, &deletion).await
        }
        WebhookCommand::Secret { webhook } => {
            let asking = Asking::post(&[PATH, &management.place(&WEBHOOK, &webhook).await?, "secret"]);
            management.output.made(&management.transport.send(&asking).await?, WEBHOOK.secret)
        }
        WebhookCommand::Test { webhook } => {
            let id = management.place(&WEBHOOK, &webhook).await?;
            management.act(&[PATH, &id, "test"], "It will be told.").await
        }
        WebhookCommand::Delivery(command) => delivery(management, command).await,
    }
}

async fn delivery(management: &Management, command: DeliveryCommand) -> anyhow::Result<()> {
    const DELIVERIES: &str = DELIVERY.path;
    match command {
        DeliveryCommand::List { webhook, listing } => {
            let id = management.place(&WEBHOOK, &webhook).await?;
            management.list(&DELIVERY, Asking::get(&[PATH, &id, DELIVERIES]), &listing).await
        }
        DeliveryCommand::Repeat { webhook, delivery } => {
            let id = management.place(&WEBHOOK, &webhook).await?;
            management.act(&[PATH, &id, DELIVERIES, &delivery, "repeat"], "It is told once more.").await
        }
    }
}
