//! A plan in words: a line for each change, and how many there are.

use std::fmt::Write as _;

use service::{Change, ChangeAction, ChangedField, EntryKind, Plan};

/// Every change, and how many there are.
pub(super) fn plan(plan: &Plan) -> String {
    if plan.changes.is_empty() {
        return "Nothing to change.".to_owned();
    }
    let mut told: Vec<_> = plan.changes.iter().map(line).collect();
    let count = |sign| plan.changes.iter().filter(|change| self::sign(change.action) == sign).count();
    told.push(format!("{} to add, {} to change, {} to delete.", count('+'), count('~'), count('-')));
    told.join("\n")
}

/// What stands against it, line by line.
pub(super) fn problems(plan: &Plan) -> String {
    plan.problems.iter().fold(String::new(), |mut told, problem| {
        write!(told, "\n  {}: {}", problem.field, problem.message).expect("a string can be written to");
        if let Some(suggestion) = &problem.suggestion {
            write!(told, " Perhaps {suggestion}").expect("a string can be written to");
        }
        told
    })
}

fn sign(action: ChangeAction) -> char {
    match action {
        ChangeAction::Create => '+',
        ChangeAction::Edit | ChangeAction::Enable | ChangeAction::Disable | ChangeAction::Assign => '~',
        ChangeAction::Delete => '-',
    }
}

fn kind(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Environment => "environment",
        EntryKind::Api => "API",
        EntryKind::ApiRole => "role",
        EntryKind::OAuthClient => "oauth client",
        EntryKind::ServicePrincipal => "service principal",
    }
}

fn line(change: &Change) -> String {
    let mut line = format!("{} {} \"{}\"", sign(change.action), kind(change.kind), change.name);
    if let Some(client_id) = &change.client_id {
        write!(line, " ({client_id})").expect("a string can be written to");
    }
    if let Some(within) = &change.within {
        write!(line, " in {within}").expect("a string can be written to");
    }
    match change.action {
        ChangeAction::Create | ChangeAction::Delete => line,
        ChangeAction::Edit | ChangeAction::Enable | ChangeAction::Disable | ChangeAction::Assign => {
            let fields: Vec<_> =
                change.fields.iter().filter(|field| field.old != field.new).map(field).collect();
            format!("{line}: {}", fields.join("; "))
        }
    }
}

fn field(field: &ChangedField) -> String {
    let shown = |value: &Option<String>| {
        value.as_ref().map_or_else(|| "none".to_owned(), |value| value.replace('\n', ", "))
    };
    format!("{} {} → {}", field.field, shown(&field.old), shown(&field.new))
}
