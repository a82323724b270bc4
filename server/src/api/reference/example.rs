//! A body to begin with.

use serde_json::{Map, Value, json};

use super::members;
use super::schema::Schemas;

/// Deeper than any body of ours; a shape that holds itself ends here.
const DEPTH: usize = 4;

/// What a body of this schema could be: the fields that must be there, and those with an example of their own. Where
/// there is none of either, the first one.
pub(super) fn of(schemas: &Schemas, schema: &Value) -> Value {
    value(schemas, schema, DEPTH)
}

fn value(schemas: &Schemas, schema: &Value, depth: usize) -> Value {
    let schema = schemas.resolved(schema);
    let own = [&schema["example"], &schema["examples"][0], &schema["default"], &schema["enum"][0]];
    if let Some(own) = own.into_iter().find(|own| !own.is_null()) {
        return own.clone();
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str());
    match kind {
        Some("array") if depth > 0 => json!([value(schemas, &schema["items"], depth - 1)]),
        Some("array") => json!([]),
        Some("integer" | "number") => schema["minimum"].as_i64().unwrap_or_default().into(),
        Some("boolean") => false.into(),
        Some("string") => "".into(),
        _ if depth > 0 => object(schemas, schema, depth - 1),
        _ => json!({}),
    }
}

fn object(schemas: &Schemas, schema: &Value, depth: usize) -> Value {
    let mut object = Map::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        if let Value::Object(fields) = value(schemas, part, depth) {
            object.extend(fields);
        }
    }
    let is_required =
        |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|one| one == name));
    for (name, property) in members(&schema["properties"]) {
        if is_required(name) || !property["example"].is_null() {
            object.insert(name.clone(), value(schemas, property, depth));
        }
    }
    if object.is_empty()
        && let Some((name, property)) = members(&schema["properties"]).next()
    {
        object.insert(name.clone(), value(schemas, property, depth));
    }
    Value::Object(object)
}
