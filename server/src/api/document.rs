//! The document that describes the API (OpenAPI 3.1), made from its operations.

mod answers;
mod operation;

use axum::Router;
use axum::body::Bytes;
use axum::response::IntoResponse as _;
use axum::routing::get;
use http::header;
use serde_json::{Map, Value, json};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use super::BASE;
use super::problem::ProblemDetails;
use crate::gatehouse::Gatehouse;
use operation::Operation;

/// What the document says before its operations.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Gatehouse management API",
        description = "What the portal does, for programs.\n\n\
            A change must say what it changes: send the `ETag` of what was read as `If-Match`. A creation can be asked for \
            again when no answer came: send an `Idempotency-Key`. A list comes in pages: send `next_cursor` as `cursor` for \
            the next one. What cannot be done is told as problem details (RFC 9457). Unknown fields and parameters are \
            refused."
    ),
    tags(
        (name = "OAuth clients", description = "Applications that get tokens for themselves or for their users."),
        (name = "Service principals", description = "Programs that live in one environment each."),
        (name = "Environments", description = "Where service principals live, and for whom their tokens are."),
        (name = "APIs", description = "What tokens are for, with their scopes and roles."),
        (name = "Users", description = "People who may sign in to the portal."),
        (name = "Audit trail", description = "Who changed what, and when."),
        (name = "API keys", description = "What lets programs use this API."),
        (name = "Registrations", description = "What lets programs register clients (RFC 7591)."),
        (name = "Webhooks", description = "Who is told of changes."),
        (name = "Configuration", description = "Everything at once, as one file."),
        (name = "Document", description = "This document.")
    ),
    components(schemas(ProblemDetails))
)]
struct Head;

pub(super) fn head() -> OpenApi {
    Head::openapi()
}

/// The document, complete.
#[derive(Clone, Debug)]
pub(super) struct Document(Value);

/// The operations at one path, by method.
type Methods = Map<String, Value>;

impl Document {
    /// What is the same for many operations is said here, once.
    pub(super) fn complete(document: &OpenApi, public_url: &str) -> Self {
        let mut document = serde_json::to_value(document).expect("a document is plain data");
        let operations = document["paths"].take();
        let mut paths = Map::new();
        for (path, methods) in operations.as_object().cloned().unwrap_or_default() {
            let methods: Methods = methods.as_object().cloned().unwrap_or_default();
            let completed: Methods = methods
                .into_iter()
                .map(|(method, document)| {
                    let operation = Operation { path: &path, method: &method, document }.completed();
                    (method, operation)
                })
                .collect();
            paths.insert(format!("{BASE}{path}"), Value::Object(completed));
        }
        paths.insert(format!("{BASE}/openapi.json"), json!({ "get": operation::of_document() }));
        document["paths"] = Value::Object(paths);
        document["info"]["version"] = json!(env!("CARGO_PKG_VERSION"));
        document["servers"] = json!([{ "url": public_url.trim_end_matches('/') }]);
        document["components"]["responses"] = answers::components();
        document["components"]["securitySchemes"] = security_schemes();
        close_inputs(&mut document);
        join_descriptions(&mut document);
        Self(document)
    }

    /// The document, as it is served.
    pub(super) fn value(&self) -> &Value {
        &self.0
    }

    /// The paths with a creation: a POST that answers 201.
    pub(super) fn creations(&self) -> impl Iterator<Item = &str> {
        let paths = self.0["paths"].as_object().into_iter().flatten();
        let creations = paths.filter(|(_, methods)| methods["post"]["responses"].get("201").is_some());
        creations.map(|(path, _)| path.as_str())
    }

    /// Serves the document to anybody: it says nothing of what the portal keeps.
    pub(super) fn route(&self) -> Router<Gatehouse> {
        let json = Bytes::from(self.0.to_string());
        let answer =
            move || async move { ([(header::CONTENT_TYPE, "application/json")], json).into_response() };
        Router::new().route("/openapi.json", get(answer))
    }
}

fn security_schemes() -> Value {
    json!({
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key, or an access token of this server with the scope `gatehouse.read` or \
                            `gatehouse.admin` (RFC 6750)."
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": app::SESSION_COOKIE,
            "description": "The session of a person, from the portal's own pages only."
        }
    })
}

/// What is sent has the fields that are described, and no others.
fn close_inputs(document: &mut Value) {
    let paths = document["paths"].as_object().cloned().unwrap_or_default();
    let contents = paths
        .values()
        .filter_map(Value::as_object)
        .flat_map(Map::values)
        .filter_map(|operation| operation["requestBody"]["content"].as_object())
        .flat_map(Map::values);
    for content in contents {
        let name = content["schema"]["$ref"].as_str().and_then(|name| name.rsplit('/').next());
        let Some(name) = name else { continue };
        let schema = &mut document["components"]["schemas"][name];
        if schema["type"] == "object" && schema.get("additionalProperties").is_none() {
            schema["additionalProperties"] = json!(false);
        }
    }
}

/// A field with a description of its own, and a type that is described in place, comes as both of two things, the second of
/// which is any object: it is the first, described by the second.
fn join_descriptions(part: &mut Value) {
    match part {
        Value::Object(fields) => {
            fields.values_mut().for_each(join_descriptions);
            let joined = fields.get("allOf").and_then(Value::as_array).and_then(|all| match all.as_slice() {
                [of_type, of_field] if is_description(of_field) => {
                    let mut joined = of_type.clone();
                    joined["description"] = of_field["description"].clone();
                    Some(joined)
                }
                _ => None,
            });
            if let Some(joined) = joined {
                *part = joined;
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(join_descriptions),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_description(schema: &Value) -> bool {
    let fields = schema.as_object();
    fields.is_some_and(|fields| fields.len() == 2 && fields.contains_key("description"))
        && schema["type"] == "object"
}
