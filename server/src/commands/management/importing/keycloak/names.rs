//! Names and descriptions: without what they may not hold.

use std::collections::HashSet;

use domain::{ClientName, Description, MAX_LENGTH};

use super::super::imported::Done;
use super::Notes;
use super::representation::Client;

/// How Keycloak marks a text that it translates.
const TRANSLATED: &str = "${";

/// The name, or the client id where there is none.
pub(super) fn client_name(client: &Client, notes: &mut Notes<'_>) -> String {
    let named = client.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let typed = named.filter(|name| !name.starts_with(TRANSLATED)).unwrap_or(&client.client_id);
    match ClientName::parse(typed) {
        Ok(name) => name.as_str().to_owned(),
        Err(problem) => {
            let cleaned = cleaned(typed);
            let field = if named.is_some() { "name" } else { "clientId" };
            notes.say(field, problem.to_string(), Done::Replaced(cleaned.clone()));
            cleaned
        }
    }
}

/// Letters and digits with single spaces between words, no longer than a name may be.
fn cleaned(typed: &str) -> String {
    let words: String = typed.chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(MAX_LENGTH).collect();
    let name = ClientName::parse(&short).map(|name| name.as_str().to_owned());
    name.unwrap_or_else(|_| "Client".to_owned())
}

/// A name that none of these is, where this one is taken.
pub(super) fn free(name: &str, taken: &HashSet<String>) -> Option<String> {
    let key = |name: &str| ClientName::parse(name).map(|name| name.key()).unwrap_or_default();
    if !taken.contains(&key(name)) {
        return None;
    }
    let numbered = (2_usize..).map(|number| {
        let end = format!(" {number}");
        let start: String = name.chars().take(MAX_LENGTH - end.len()).collect();
        format!("{}{end}", start.trim_end())
    });
    numbered.into_iter().find(|name| !taken.contains(&key(name)))
}

/// The description, as far as it fits.
pub(super) fn description(client: &Client, notes: &mut Notes<'_>) -> String {
    let typed = client.description.as_deref().map(str::trim).unwrap_or_default();
    let Err(problem) = Description::parse(typed) else { return typed.to_owned() };
    let is_allowed = |sign: &char| Description::parse(&sign.to_string()).is_ok();
    let cleaned: String = typed.chars().filter(is_allowed).take(MAX_LENGTH).collect();
    let cleaned = cleaned.trim().to_owned();
    if Description::parse(&cleaned).is_err() || cleaned.is_empty() {
        notes.dropped("description", problem.to_string());
        return String::new();
    }
    notes.say("description", problem.to_string(), Done::Replaced(cleaned.clone()));
    cleaned
}
