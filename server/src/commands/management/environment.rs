//! `gatehouse environment`.

use serde_json::{Map, Value};
use server::config::{EnvironmentCommand, EnvironmentFields};

use super::asking::{fields_of, given};
use super::noun::ENVIRONMENT;
use super::{Asking, Management};

pub(super) async fn run(management: &Management, command: EnvironmentCommand) -> anyhow::Result<()> {
    const PATH: &str = ENVIRONMENT.path;
    match command {
        EnvironmentCommand::List => management.list_whole(&ENVIRONMENT, Asking::get(&[PATH])).await,
        EnvironmentCommand::Show { name } => management.show(&[PATH, &name]).await,
        EnvironmentCommand::Create { environment_name, fields } => {
            management.create(&ENVIRONMENT, &[PATH], &draft(Some(environment_name), &fields)).await
        }
        EnvironmentCommand::Edit { name, environment_name, fields, if_match } => {
            management.edit(&[PATH, &name], &draft(environment_name, &fields), if_match).await
        }
        EnvironmentCommand::Delete { name, deletion } => {
            management.delete(&ENVIRONMENT, &[PATH, &name], &name, &deletion).await
        }
    }
}

fn draft(name: Option<String>, fields: &EnvironmentFields) -> Map<String, Value> {
    let mut draft = given([("environment_name", name)]);
    draft.extend(fields_of(fields));
    draft
}
