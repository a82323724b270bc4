//! The document of the management API.

use std::collections::BTreeSet;

use http::{Method, StatusCode, header};
use serde_json::{Map, Value};

use crate::matrix::registered::registered;
use crate::world::{ORIGIN, World};

const OWN: &str = "GET /api/v1/openapi.json";

async fn document(world: &World) -> Value {
    let answer = world.api_as_nobody(Method::GET, "/openapi.json").send().await;
    assert_eq!((answer.status, answer.header(header::CONTENT_TYPE)), (StatusCode::OK, "application/json"));
    answer.json()
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().unwrap_or_else(|| panic!("no object: {value}"))
}

/// Each operation by its method and path.
fn operations(document: &Value) -> Vec<(String, &str, &Value)> {
    let mut operations = Vec::new();
    for (path, methods) in object(&document["paths"]) {
        for (method, operation) in object(methods) {
            operations.push((format!("{} {path}", method.to_uppercase()), path.as_str(), operation));
        }
    }
    operations
}

/// What a part of the document says, or what it refers to.
fn resolved<'a>(document: &'a Value, part: &'a Value) -> &'a Value {
    match part["$ref"].as_str() {
        Some(reference) => {
            let pointer = reference.strip_prefix('#').unwrap();
            document.pointer(pointer).unwrap_or_else(|| panic!("{reference} is not there"))
        }
        None => part,
    }
}

fn has_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty())
}

#[tokio::test]
async fn the_document_has_every_route_and_no_other() {
    let world = World::set_up().await;
    let routes: BTreeSet<_> =
        registered(&world.router).into_iter().filter(|route| route.contains(" /api/v1/")).collect();
    let document = document(&world).await;
    let described: BTreeSet<_> = operations(&document).into_iter().map(|(name, _, _)| name).collect();
    assert_eq!(described, routes);
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"][0]["url"], ORIGIN);
    assert!(has_text(&document["info"]["version"]));
}

#[tokio::test]
async fn every_operation_says_what_it_is_and_who_may() {
    let document = document(&World::set_up().await).await;
    let tags: BTreeSet<_> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut ids = BTreeSet::new();
    for (name, path, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        assert!(id.contains('_') && ids.insert(id.to_owned()), "{name}: {id}");
        assert!(has_text(&operation["summary"]), "{name}");
        let tag = operation["tags"][0].as_str().unwrap_or_default();
        assert!(tags.contains(tag), "{name}: {tag}");
        let security = operation["security"].as_array().unwrap();
        assert_eq!(security.is_empty(), name == OWN, "{name}");
        for requirement in security {
            for scheme in object(requirement).keys() {
                assert!(document["components"]["securitySchemes"][scheme].is_object(), "{name}: {scheme}");
            }
        }
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let named: BTreeSet<_> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| format!("{{{}}}", parameter["name"].as_str().unwrap()))
            .collect();
        let wanted: BTreeSet<_> =
            path.split('/').filter(|part| part.starts_with('{')).map(str::to_owned).collect();
        assert_eq!(named, wanted, "{name}");
    }
}

#[tokio::test]
async fn every_answer_is_described() {
    let document = document(&World::set_up().await).await;
    for (name, _, operation) in operations(&document) {
        let answers = object(&operation["responses"]);
        let common: &[&str] = match name.as_str() {
            OWN => &["429", "500", "503"],
            _ => &["400", "401", "403", "429", "500", "503"],
        };
        let mut wanted = common.to_vec();
        if name.contains('{') {
            wanted.push("404");
        }
        if operation.get("requestBody").is_some() {
            wanted.extend(["413", "415", "422"]);
        }
        if name.starts_with("PATCH") {
            wanted.extend(["409", "412", "428"]);
        }
        if answers.contains_key("201") {
            wanted.extend(["409", "422"]);
        }
        for status in wanted {
            assert!(answers.contains_key(status), "{name} {status}");
        }
        for (status, answer) in answers {
            let answer = resolved(&document, answer);
            assert!(has_text(&answer["description"]), "{name} {status}");
            assert!(answer["headers"]["X-Request-Id"].is_object(), "{name} {status}");
            if status.starts_with(['4', '5']) {
                let schema = &answer["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/Problem", "{name} {status}");
            }
        }
        for (status, header) in
            [("201", "Location"), ("201", "ETag"), ("429", "Retry-After"), ("401", "WWW-Authenticate")]
        {
            if let Some(answer) = answers.get(status) {
                let answer = resolved(&document, answer);
                assert!(answer["headers"][header].is_object(), "{name} {status} {header}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_sent_has_no_other_fields() {
    let document = document(&World::set_up().await).await;
    for (name, _, operation) in operations(&document) {
        let Some(contents) = operation["requestBody"]["content"].as_object() else { continue };
        for (content_type, content) in contents.iter().filter(|(name, _)| name.ends_with("json")) {
            let schema = resolved(&document, &content["schema"]);
            assert_eq!(schema["additionalProperties"], false, "{name} {content_type}");
        }
    }
}

#[tokio::test]
async fn everything_that_is_referred_to_is_there() {
    fn follow(document: &Value, part: &Value) {
        match part {
            Value::Object(fields) => {
                resolved(document, part);
                fields.values().for_each(|part| follow(document, part));
            }
            Value::Array(parts) => parts.iter().for_each(|part| follow(document, part)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let document = document(&World::set_up().await).await;
    follow(&document, &document);
}

#[tokio::test]
async fn a_change_takes_the_tag_of_what_it_changes() {
    let document = document(&World::set_up().await).await;
    for (name, _, operation) in operations(&document) {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let if_match = parameters.iter().find(|parameter| parameter["name"] == "If-Match");
        let required = if_match.map(|parameter| parameter["required"] == true);
        if name.starts_with("PATCH") {
            assert_eq!(required, Some(true), "{name}");
        } else if name.starts_with("DELETE") {
            assert_eq!(required, Some(false), "{name}");
        } else if name.starts_with("GET") {
            assert_eq!(required, None, "{name}");
        }
        let is_keyed = parameters.iter().any(|parameter| parameter["name"] == "Idempotency-Key");
        assert_eq!(is_keyed, operation["responses"].get("201").is_some(), "{name}");
    }
}
