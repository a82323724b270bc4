//! The document of the API as the portal's page shows it.

mod example;
mod schema;

use app::{
    Allowed, ApiReference, FieldRow, Operation, OperationAnswer, OperationGroup, Parameter, Place,
    RequestBody,
};
use serde_json::{Map, Value};

use schema::Schemas;

/// What a path can have, in the order of the page.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
/// What the description of a field says that no other answer has.
const SHOWN_ONCE: &str = "Shown once";

/// The document, for a server whose addresses begin with `issuer`.
pub(super) fn reference(document: &Value, issuer: &str) -> ApiReference {
    let schemas = Schemas::new(&document["components"]["schemas"]);
    let mut reading = Reading { document, schemas, problems: Vec::new() };
    let mut groups: Vec<OperationGroup> = Vec::new();
    for (path, methods) in members(&document["paths"]) {
        for method in METHODS {
            let operation = &methods[method];
            if operation.is_null() {
                continue;
            }
            let name = text(&operation["tags"][0]);
            let operation = reading.operation(method, path, operation);
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.operations.push(operation),
                None => groups.push(OperationGroup { name, operations: vec![operation] }),
            }
        }
    }
    let Reading { schemas, mut problems, .. } = reading;
    problems.sort_by(|one, other| one.status.cmp(&other.status));
    let order: Vec<String> =
        document["tags"].as_array().into_iter().flatten().map(|tag| text(&tag["name"])).collect();
    groups.sort_by_key(|group| order.iter().position(|name| *name == group.name).unwrap_or(order.len()));
    ApiReference { issuer: issuer.to_owned(), groups, shapes: schemas.wanted(), problems }
}

/// The document, as far as it was read.
struct Reading<'a> {
    document: &'a Value,
    schemas: Schemas<'a>,
    problems: Vec<OperationAnswer>,
}

impl<'a> Reading<'a> {
    /// What stands here, or what is referred to here.
    fn at<'s>(&self, value: &'s Value) -> &'s Value
    where
        'a: 's,
    {
        let pointer = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
        pointer.and_then(|pointer| self.document.pointer(pointer)).unwrap_or(value)
    }

    fn operation(&mut self, method: &str, path: &str, operation: &Value) -> Operation {
        let (mut answers, mut problems) = (Vec::new(), Vec::new());
        let mut shown_once = Vec::new();
        for (status, answer) in members(&operation["responses"]) {
            // What is described once is for many operations, and about none of them.
            let is_common = answer["$ref"].is_string();
            let answer = self.at(answer);
            let schema = content(answer).map(|(_, schema)| schema);
            if status.starts_with('2') {
                let fields = schema.map(|schema| self.schemas.fields(schema)).unwrap_or_default();
                let secrets = fields.into_iter().filter(|field| field.meaning.contains(SHOWN_ONCE));
                shown_once.extend(secrets.map(|field| field.name));
            }
            let answer = OperationAnswer {
                status: status.clone(),
                meaning: text(&answer["description"]),
                shape: schema.and_then(|schema| self.schemas.named(schema)),
            };
            if !is_common {
                answers.push(answer);
                continue;
            }
            problems.push(answer.status.clone());
            if self.problems.iter().all(|known| known.status != answer.status) {
                self.problems.push(answer);
            }
        }
        let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        Operation {
            id: text(&operation["operationId"]),
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: text(&operation["summary"]),
            description: text(&operation["description"]),
            allowed: allowed(method, &operation["security"]),
            parameters: parameters.iter().filter_map(|parameter| self.parameter(parameter)).collect(),
            body: content(self.at(&operation["requestBody"]))
                .map(|(media_type, schema)| self.body(media_type, schema)),
            answers,
            problems,
            shown_once,
        }
    }

    fn parameter(&mut self, parameter: &Value) -> Option<Parameter> {
        let parameter = self.at(parameter);
        let place = match text(&parameter["in"]).as_str() {
            "path" => Place::Path,
            "query" => Place::Query,
            "header" => Place::Header,
            _ => return None,
        };
        let is_required = parameter["required"] == true;
        let field = self.schemas.field(&text(&parameter["name"]), &parameter["schema"], is_required);
        let meaning = Some(text(&parameter["description"])).filter(|meaning| !meaning.is_empty());
        Some(Parameter { place, field: FieldRow { meaning: meaning.unwrap_or(field.meaning), ..field } })
    }

    fn body(&mut self, media_type: &str, schema: &Value) -> RequestBody {
        let example = example::of(&self.schemas, schema);
        RequestBody {
            media_type: media_type.to_owned(),
            fields: self.schemas.fields(schema),
            example: serde_json::to_string_pretty(&example).expect("JSON can be written"),
        }
    }
}

fn allowed(method: &str, security: &Value) -> Allowed {
    let schemes = security.as_array().map(Vec::as_slice).unwrap_or_default();
    let scopes = || schemes.iter().flat_map(members).flat_map(|(_, scopes)| scopes.as_array());
    let asks_for = |scope: &str| scopes().flatten().any(|asked| asked == scope);
    if asks_for("gatehouse.read") {
        Allowed::Readers
    } else if asks_for("gatehouse.admin") {
        Allowed::Administrators
    } else if security.as_array().is_some_and(Vec::is_empty) {
        Allowed::Anybody
    } else if method == "get" {
        Allowed::Readers
    } else {
        Allowed::Administrators
    }
}

/// The media type and the schema of what is sent or answered.
fn content(of: &Value) -> Option<(&str, &Value)> {
    let (media_type, content) = of["content"].as_object()?.iter().next()?;
    Some((media_type, &content["schema"]))
}

fn members(of: &Value) -> impl Iterator<Item = (&String, &Value)> {
    of.as_object().into_iter().flat_map(Map::iter)
}

fn text(of: &Value) -> String {
    of.as_str().unwrap_or_default().to_owned()
}
