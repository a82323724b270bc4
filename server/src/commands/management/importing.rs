//! `gatehouse import`: OAuth clients from elsewhere. What does not fit the rules is said first, line by line, and what is
//! done about it; then what fits is registered, all of it or nothing.

mod csv;
mod imported;
mod keycloak;

use std::collections::HashSet;

use anyhow::bail;
use domain::ClientName;
use serde::Serialize;
use server::config::ImportCommand;
use service::{Configuration, DOCUMENT_VERSION, MAX_ENTRIES};

use super::configuration::{self, Manner};
use super::{Management, files};
use imported::{Imported, Remark};

/// What an import would do, for programs.
#[derive(Serialize)]
struct DryRun<'a> {
    remarks: &'a [Remark],
    configuration: &'a Configuration,
}

pub(super) async fn run(management: &Management, command: ImportCommand) -> anyhow::Result<()> {
    let (arguments, read): (_, fn(&str) -> anyhow::Result<Imported>) = match command {
        ImportCommand::Keycloak(arguments) => (arguments, keycloak::read),
        ImportCommand::Csv(arguments) => (arguments, csv::read),
    };
    let mut imported = read(&files::text_of(&arguments.file)?)?;
    leave_out_known(&mut imported, &configuration::current(management).await?);
    if imported.clients.len() > MAX_ENTRIES {
        bail!("these are {} clients: at most {MAX_ENTRIES} are taken over at once", imported.clients.len());
    }
    let Imported { clients, remarks } = imported;
    let document =
        Configuration { version: DOCUMENT_VERSION, oauth_clients: clients, ..Configuration::default() };
    if arguments.apply {
        for remark in &remarks {
            management.output.note(&remark.to_string());
        }
        return configuration::applied(management, &document, Manner { prunes: false, is_sure: true }).await;
    }
    let plan = configuration::planned(management, &document).await?;
    if management.output.is_json {
        let dry_run = DryRun { remarks: &remarks, configuration: &document };
        return Ok(management.output.print(&serde_json::to_string(&dry_run)?)?);
    }
    let mut told: Vec<_> = remarks.iter().map(ToString::to_string).collect();
    told.push(plan);
    management.output.print(&told.join("\n"))?;
    if !document.oauth_clients.is_empty() {
        management.output.note("Nothing was done. Add --apply to do it.");
    }
    Ok(())
}

/// An import adds, and changes nothing that is there.
fn leave_out_known(imported: &mut Imported, known: &Configuration) {
    let key = |name: &str| ClientName::parse(name).map(|name| name.key()).unwrap_or_default();
    let clients = known.oauth_clients.iter().map(|client| (&client.client_id, Some(&client.client_name)));
    let principals = known.service_principals.iter().map(|principal| (&principal.client_id, None));
    let known: Vec<_> = clients.chain(principals).collect();
    let ids: HashSet<&str> = known.iter().map(|(client_id, _)| client_id.as_str()).collect();
    let names: HashSet<String> = known.iter().filter_map(|(_, name)| name.map(|name| key(name))).collect();
    let Imported { clients, remarks } = imported;
    clients.retain(|client| {
        let (field, value) = if ids.contains(client.client_id.as_str()) {
            ("client_id", &client.client_id)
        } else if names.contains(&key(&client.client_name)) {
            ("client_name", &client.client_name)
        } else {
            return true;
        };
        let problem = format!("{value} is there already.");
        remarks.push(Remark::left_out(&client.client_name, field, problem));
        false
    });
}
