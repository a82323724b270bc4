//! Schemas in words.

use std::collections::BTreeSet;

use app::{FieldRow, Shape};
use serde_json::Value;

use super::{members, text};

const REFERENCE: &str = "#/components/schemas/";

/// The document's schemas with a name, and which of them the page speaks of.
pub(super) struct Schemas<'a> {
    named: &'a Value,
    wanted: BTreeSet<String>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(named: &'a Value) -> Self {
        Self { named, wanted: BTreeSet::new() }
    }

    /// The name of the schema, where it has one; the page speaks of it.
    pub(super) fn named(&mut self, schema: &Value) -> Option<String> {
        let name = reference(schema)?.to_owned();
        self.wanted.insert(name.clone());
        Some(name)
    }

    /// The schema itself: not its name, and not that it may be `null`.
    pub(super) fn resolved<'s>(&self, schema: &'s Value) -> &'s Value
    where
        'a: 's,
    {
        if let Some(name) = reference(schema) {
            return self.resolved(&self.named[name]);
        }
        alternative(schema).map_or(schema, |schema| self.resolved(schema))
    }

    /// The fields of an object.
    pub(super) fn fields(&mut self, schema: &Value) -> Vec<FieldRow> {
        let schema: &Value = &self.resolved(schema).clone();
        if let Some(parts) = schema["allOf"].as_array() {
            return parts.iter().flat_map(|part| self.fields(part)).collect();
        }
        let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
        members(&schema["properties"])
            .map(|(name, property)| self.field(name, property, required.iter().any(|one| one == name)))
            .collect()
    }

    /// One field.
    pub(super) fn field(&mut self, name: &str, schema: &Value, is_required: bool) -> FieldRow {
        let items = &self.resolved(schema)["items"].clone();
        let shape = [schema, alternative(schema).unwrap_or(&Value::Null), items]
            .into_iter()
            .find(|schema| reference(schema).is_some_and(|name| self.is_object(name)))
            .and_then(|schema| self.named(schema));
        let resolved = self.resolved(schema);
        let meaning = [schema, alternative(schema).unwrap_or(&Value::Null), resolved]
            .into_iter()
            .map(|schema| text(&schema["description"]))
            .find(|meaning| !meaning.is_empty());
        FieldRow {
            name: name.to_owned(),
            kind: self.kind(schema),
            shape,
            is_required,
            meaning: meaning.unwrap_or_default(),
            rules: self.rules(resolved),
        }
    }

    /// What the page speaks of, and what that speaks of.
    pub(super) fn wanted(mut self) -> Vec<Shape> {
        let mut shapes: Vec<Shape> = Vec::new();
        while let Some(name) =
            self.wanted.iter().find(|name| shapes.iter().all(|shape| shape.name != **name)).cloned()
        {
            let schema = &self.named[&name];
            let (meaning, fields) = (text(&schema["description"]), self.fields(schema));
            shapes.push(Shape { name, meaning, fields });
        }
        shapes.sort_by(|one, other| one.name.cmp(&other.name));
        shapes
    }

    fn is_object(&self, name: &str) -> bool {
        let schema = &self.named[name];
        schema["properties"].is_object() || schema["allOf"].is_array()
    }

    fn kind(&self, schema: &Value) -> String {
        if let Some(name) = reference(schema)
            && self.is_object(name)
        {
            return name.to_owned();
        }
        let is_nullable = alternative(schema).is_some();
        let resolved = self.resolved(schema);
        let kinds: Vec<&str> = match &resolved["type"] {
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            kind => kind.as_str().into_iter().collect(),
        };
        let word = |kind: &str| match kind {
            "array" => format!("array of {}", self.kind(&resolved["items"])),
            kind => kind.to_owned(),
        };
        let mut words: Vec<String> = kinds.iter().map(|kind| word(kind)).collect();
        if words.is_empty() {
            words.push("any".to_owned());
        }
        if is_nullable && !words.iter().any(|word| word == "null") {
            words.push("null".to_owned());
        }
        words.join(" or ")
    }

    fn rules(&self, schema: &Value) -> Vec<String> {
        let mut rules = Vec::new();
        if let Some(values) = schema["enum"].as_array() {
            let values: Vec<String> = values.iter().map(code).collect();
            rules.push(format!("One of {}.", values.join(", ")));
        }
        rules.extend(range(&schema["minLength"], &schema["maxLength"], "characters"));
        rules.extend(range(&schema["minItems"], &schema["maxItems"], "items"));
        rules.extend(range(&schema["minimum"], &schema["maximum"], ""));
        for (name, rule) in [("format", "Format"), ("pattern", "Pattern"), ("default", "Default")] {
            let value = &schema[name];
            // The width of a number in memory is nobody's business.
            let is_width = value.as_str().is_some_and(|value| value.starts_with("int"));
            if !value.is_null() && !is_width {
                rules.push(format!("{rule} {}.", code(value)));
            }
        }
        let items = &schema["items"];
        if !items.is_null() && !reference(items).is_some_and(|name| self.is_object(name)) {
            rules.extend(self.rules(self.resolved(items)).into_iter().map(|rule| format!("Each: {rule}")));
        }
        rules
    }
}

/// A value between backticks, as doc comments have it.
fn code(value: &Value) -> String {
    format!("`{}`", shown(value))
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix(REFERENCE)
}

/// The other one, where one of two is `null`.
fn alternative(schema: &Value) -> Option<&Value> {
    let alternatives = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array())?;
    let mut others = alternatives.iter().filter(|one| one["type"] != "null");
    let other = others.next()?;
    (alternatives.len() == 2 && others.next().is_none()).then_some(other)
}

fn range(least: &Value, most: &Value, what: &str) -> Option<String> {
    let range = match (least.is_null(), most.is_null()) {
        (true, true) => return None,
        (false, true) => format!("At least {least} {what}"),
        (true, false) => format!("At most {most} {what}"),
        (false, false) => format!("{least} to {most} {what}"),
    };
    Some(range.trim_end().to_owned() + ".")
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
