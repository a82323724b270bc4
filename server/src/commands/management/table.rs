//! Tables for people.

use std::fmt;
use std::io::{IsTerminal as _, stdout};

use comfy_table::presets::NOTHING;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// What stands where nothing is.
const NONE: &str = "-";
/// Spaces before and after each cell.
const BETWEEN: (u16, u16) = (0, 2);
/// Narrower, and no word is left whole.
const NARROWEST: u16 = 40;

/// The fields of one thing, in the order in which the API has them.
#[derive(Clone, Debug)]
pub(crate) struct Facts(Vec<(String, Value)>);

impl Facts {
    /// The text of one field, and the rest.
    pub(super) fn take(mut self, name: &str) -> Option<(String, Self)> {
        let place = self.0.iter().position(|(field, value)| field == name && value.is_string())?;
        let (_, value) = self.0.remove(place);
        Some((value.as_str()?.to_owned(), self))
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Facts;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Facts, A::Error> {
                let mut facts = Vec::new();
                while let Some(fact) = map.next_entry()? {
                    facts.push(fact);
                }
                Ok(Facts(facts))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// One thing, field below field.
pub(crate) fn facts(facts: &Facts) -> String {
    let mut table = plain();
    for (name, value) in &facts.0 {
        let name = name.replace('_', " ");
        table.add_row([name, text(value, "\n")]);
    }
    // The names stay whole: what is long is a value.
    if let Some(names) = table.column_mut(0) {
        let longest = facts.0.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        let width = u16::try_from(longest).unwrap_or(NARROWEST);
        names.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width + BETWEEN.1)));
    }
    fitted(table)
}

/// Many things, one a line: of each these fields, under their names.
pub(crate) fn rows(fields: &[&str], items: &[Map<String, Value>]) -> String {
    let headers: Vec<_> = fields.iter().map(|field| field.replace('_', " ").to_uppercase()).collect();
    let headers: Vec<_> = headers.iter().map(String::as_str).collect();
    let row = |item: &Map<String, Value>| {
        fields.iter().map(|field| text(item.get(*field).unwrap_or(&Value::Null), ", ")).collect()
    };
    table(&headers, items.iter().map(row).collect())
}

/// A table that fits the terminal.
pub(crate) fn table(headers: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = plain();
    table.set_header(headers.to_vec()).add_rows(rows);
    fitted(table)
}

fn fitted(mut table: Table) -> String {
    table.column_iter_mut().for_each(|column| {
        column.set_padding(BETWEEN);
    });
    table.trim_fmt()
}

fn plain() -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if let Some(width) = terminal_width() {
        table.set_width(width.max(NARROWEST));
    }
    table
}

/// How wide the terminal is; none where a program reads, for which each thing stays on its line.
fn terminal_width() -> Option<u16> {
    let out = stdout();
    let size = out.is_terminal().then(|| rustix::termios::tcgetwinsize(&out).ok()).flatten()?;
    Some(size.ws_col).filter(|width| *width > 0)
}

/// A value for people: what is many is put together with `between`.
fn text(value: &Value, between: &str) -> String {
    match value {
        Value::Null => NONE.to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.is_empty() => NONE.to_owned(),
        Value::String(text) => shown(text),
        Value::Array(values) if values.is_empty() => NONE.to_owned(),
        Value::Array(values) => values.iter().map(|value| text(value, " ")).collect::<Vec<_>>().join(between),
        Value::Object(fields) => object(fields),
    }
}

fn object(fields: &Map<String, Value>) -> String {
    let field = |name: &str| fields.get(name).and_then(Value::as_str).map(shown);
    // As `role set` takes it; among the roles of one API, its name is enough.
    if let Some(role) = field("role_name") {
        return field("api_name").map_or_else(|| role.clone(), |api| format!("{api}/{role}"));
    }
    // What became of a field, in the audit trail.
    if let Some(name) = field("field") {
        return match (field("old"), field("new")) {
            (Some(old), Some(new)) => format!("{name}: {old} → {new}"),
            (Some(old), None) => format!("{name}: {old} → {NONE}"),
            (None, Some(new)) => format!("{name}: {new}"),
            (None, None) => name,
        };
    }
    let fields = fields.iter().map(|(name, value)| format!("{name}: {}", text(value, " ")));
    fields.collect::<Vec<_>>().join(", ")
}

/// Without what moves a terminal's cursor or changes its colours: a name is no program.
fn shown(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_stay_in_the_order_of_the_answer() {
        let answer =
            r#"{"name":"Billing","id":"b","uris":["https://a","https://b"],"pkce":null,"is_on":true}"#;
        let shown = facts(&serde_json::from_str(answer).unwrap());
        let lines: Vec<_> = shown.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).collect();
        assert_eq!(
            lines,
            [
                vec!["name", "Billing"],
                vec!["id", "b"],
                vec!["uris", "https://a"],
                vec!["https://b"],
                vec!["pkce", "-"],
                vec!["is", "on", "yes"]
            ]
        );
    }

    #[test]
    fn a_value_is_text_without_control_characters() {
        for (value, expected) in [
            (json!("a\u{1b}[31mb\nc"), "a [31mb c"),
            (json!([]), "-"),
            (json!(["a", "b"]), "a, b"),
            (json!({ "api_name": "Orders", "role_name": "Reader" }), "Orders/Reader"),
            (json!({ "field": "name", "new": "b" }), "name: b"),
            (json!({ "field": "name", "old": "a", "new": "b" }), "name: a → b"),
            (json!({ "field": "name", "old": "a" }), "name: a → -"),
            (json!({ "kid": "a", "use": "sig" }), "kid: a, use: sig"),
        ] {
            assert_eq!(text(&value, ", "), expected);
        }
    }
}
