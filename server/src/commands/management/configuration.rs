//! `gatehouse plan`, `apply` and `export`.

mod told;
mod yaml;

use std::fs;
use std::io::{IsTerminal as _, Write as _, stderr, stdin};

use anyhow::{Context as _, bail};
use http::StatusCode;
use serde::Deserialize;
use server::config::{ApplyArguments, ExportArguments, PlanArguments};
use service::{Configuration, Plan};

use super::refusal::Refused;
use super::{Asking, Management, Misused, files};

/// How a plan ends, where that was asked for, that would change something.
pub(super) const WOULD_CHANGE: u8 = 2;
const PATH: &str = "configuration";

/// A plan would change something, and that is how it is to end.
#[derive(Debug, thiserror::Error)]
#[error("something would change")]
pub(super) struct SomethingWouldChange;

/// What of the answer to an application matters here.
#[derive(Deserialize)]
struct Applied {
    secrets: Vec<MadeSecret>,
}

#[derive(Deserialize)]
struct MadeSecret {
    client_id: String,
    client_secret: String,
}

/// How a document is applied.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    pub(super) prunes: bool,
    /// Whether nobody is asked.
    pub(super) is_sure: bool,
}

pub(super) async fn plan(management: &Management, arguments: &PlanArguments) -> anyhow::Result<()> {
    let document = yaml::read(&files::text_of(&arguments.file)?)?;
    let answer = management.transport.send(&asking("plan", &document, arguments.prune)).await?;
    let plan: Plan = answer.read()?;
    if management.output.is_json {
        management.output.print(&answer.text)?;
    }
    stands_alone(&plan)?;
    if !management.output.is_json {
        management.output.print(&told::plan(&plan))?;
    }
    if arguments.detailed_exitcode && !plan.changes.is_empty() {
        return Err(SomethingWouldChange.into());
    }
    Ok(())
}

pub(super) async fn apply(management: &Management, arguments: &ApplyArguments) -> anyhow::Result<()> {
    let document = yaml::read(&files::text_of(&arguments.file)?)?;
    let manner = Manner { prunes: arguments.prune, is_sure: arguments.yes };
    applied(management, &document, manner).await
}

fn is_too_large(error: &anyhow::Error) -> bool {
    error.downcast_ref::<Refused>().is_some_and(|refused| refused.status == StatusCode::CONFLICT)
}

/// Applies a document as it was planned, or not at all.
pub(super) async fn applied(
    management: &Management,
    document: &Configuration,
    manner: Manner,
) -> anyhow::Result<()> {
    // More than a document may hold has no tag: then the server alone looks whether the plan is still the same.
    let seen = match management.transport.send(&Asking::get(&[PATH])).await {
        Ok(seen) => Some(seen),
        Err(error) if is_too_large(&error) => None,
        Err(error) => return Err(error),
    };
    let planned = management.transport.send(&asking("plan", document, manner.prunes)).await?;
    let plan: Plan = planned.read()?;
    stands_alone(&plan)?;
    if !management.output.is_json {
        management.output.note(&told::plan(&plan));
    }
    if !plan.changes.is_empty() && !manner.is_sure {
        ask()?;
    }
    let asking =
        asking("apply", document, manner.prunes).with_if_match(seen.as_ref().and_then(|seen| seen.tag()))?;
    let answer = management.transport.send(&asking).await?;
    if management.output.is_json {
        return Ok(management.output.print(&answer.text)?);
    }
    let applied: Applied = answer.read()?;
    if !plan.changes.is_empty() {
        management.output.note("Done.");
    }
    if applied.secrets.is_empty() {
        return Ok(());
    }
    management.output.note("The new secrets, shown once:");
    let lines = applied.secrets.iter().map(|made| format!("{} {}", made.client_id, made.client_secret));
    Ok(management.output.print(&lines.collect::<Vec<_>>().join("\n"))?)
}

pub(super) async fn export(management: &Management, arguments: &ExportArguments) -> anyhow::Result<()> {
    let answer = management.transport.send(&Asking::get(&[PATH])).await?;
    let text = if management.output.is_json { answer.text } else { yaml::write(&answer.read()?)? };
    match &arguments.output {
        None => management.output.print(&text)?,
        Some(file) => {
            let text = format!("{}\n", text.trim_end_matches('\n'));
            fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))?;
        }
    }
    Ok(())
}

/// What is configured now.
pub(super) async fn current(management: &Management) -> anyhow::Result<Configuration> {
    management.transport.send(&Asking::get(&[PATH])).await?.read()
}

/// What a document would change, where nothing stands against it.
pub(super) async fn planned(management: &Management, document: &Configuration) -> anyhow::Result<String> {
    let plan: Plan = management.transport.send(&asking("plan", document, false)).await?.read()?;
    stands_alone(&plan)?;
    Ok(told::plan(&plan))
}

fn asking(what: &str, document: &Configuration, prunes: bool) -> Asking {
    let asking = Asking::post(&[PATH, what]).with_json(document);
    if prunes { asking.with_parameter("prune", "true") } else { asking }
}

/// Lets a plan through against which nothing stands.
fn stands_alone(plan: &Plan) -> anyhow::Result<()> {
    if plan.problems.is_empty() {
        return Ok(());
    }
    bail!("nothing can be changed as it stands:{}", told::problems(plan));
}

fn ask() -> anyhow::Result<()> {
    if !stdin().is_terminal() {
        return Err(Misused("nobody can be asked here: add --yes".to_owned()).into());
    }
    let mut asking = stderr().lock();
    write!(asking, "Type yes to make these changes: ")?;
    asking.flush()?;
    let mut typed = String::new();
    stdin().read_line(&mut typed)?;
    if typed.trim() == "yes" { Ok(()) } else { bail!("nothing was done") }
}
