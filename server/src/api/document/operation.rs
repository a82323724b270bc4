//! One operation, with what its method and its answers tell about it.

use serde_json::{Value, json};

use super::answers::{CommonAnswer, REQUEST_ID, request_id, text_header};

/// What lets read, by an access token.
const READ: &str = "gatehouse.read";
/// What lets change, by an access token.
const ADMIN: &str = "gatehouse.admin";

/// Anything, or a list of entity tags (RFC 9110 §8.8.3).
const IF_MATCH: &str = "^(\\*|(W/)?\"[!#-~]*\"( *, *(W/)?\"[!#-~]*\")*)$";

/// An operation as its handler describes it.
pub(super) struct Operation<'a> {
    pub(super) path: &'a str,
    pub(super) method: &'a str,
    pub(super) document: Value,
}

impl Operation<'_> {
    /// The operation with what is common to its like.
    pub(super) fn completed(mut self) -> Value {
        self.have_optional_body_left_out();
        self.add_answers();
        self.add_parameters();
        self.add_headers();
        self.document["security"] = self.security();
        self.document
    }

    /// A body that need not be sent is left out, and never `null`.
    fn have_optional_body_left_out(&mut self) {
        let contents = self.document.pointer_mut("/requestBody/content").and_then(Value::as_object_mut);
        for (_, content) in contents.into_iter().flatten() {
            let sent = content["schema"]["oneOf"].as_array().and_then(|choices| match choices.as_slice() {
                [sent, none] | [none, sent] if none["type"] == "null" => Some(sent.clone()),
                _ => None,
            });
            if let Some(sent) = sent {
                content["schema"] = sent;
            }
        }
    }

    fn answers_with(&self, status: &str) -> bool {
        self.document["responses"].get(status).is_some()
    }

    fn names_one_thing(&self) -> bool {
        self.path.contains('{')
    }

    fn is_creation(&self) -> bool {
        self.method == "post" && self.answers_with("201")
    }

    /// Whether the answer is a page that has an address.
    fn is_list(&self) -> bool {
        let content = &self.document["responses"]["200"]["content"]["application/json"];
        let schema = content["schema"]["$ref"].as_str().unwrap_or_default();
        self.method == "get" && schema.starts_with("#/components/schemas/Listed")
    }

    /// Whether the answer has an entity tag.
    fn is_tagged(&self) -> bool {
        match self.method {
            "get" => !self.is_list(),
            "patch" | "put" => true,
            _ => self.is_creation(),
        }
    }

    fn takes_if_match(&self) -> bool {
        match self.method {
            "patch" | "put" | "delete" => true,
            // What answers 202 changes nothing of the thing itself.
            "post" => self.names_one_thing() && (self.answers_with("200") || self.answers_with("204")),
            _ => false,
        }
    }

    fn needs_if_match(&self) -> bool {
        matches!(self.method, "patch" | "put")
    }

    fn common_answers(&self) -> Vec<CommonAnswer> {
        use CommonAnswer::{
            ChangedMeanwhile, Conflict, Forbidden, IfMatchMissing, Internal, Malformed, NotFound, Refused,
            TooLarge, TooManyRequests, Unauthorized, Unavailable, UnsupportedMediaType,
        };
        let mut answers = vec![Malformed, Unauthorized, Forbidden, TooManyRequests, Internal, Unavailable];
        let mut add = |is_possible: bool, more: &[CommonAnswer]| {
            answers.extend(more.iter().filter(|_| is_possible));
        };
        add(self.names_one_thing(), &[NotFound]);
        add(self.document.get("requestBody").is_some(), &[TooLarge, UnsupportedMediaType, Refused]);
        add(self.is_creation(), &[Conflict, Refused]);
        add(matches!(self.method, "patch" | "put" | "delete"), &[Conflict]);
        add(self.takes_if_match(), &[ChangedMeanwhile]);
        add(self.needs_if_match(), &[IfMatchMissing]);
        answers
    }

    fn add_answers(&mut self) {
        for answer in self.common_answers() {
            let answers = &mut self.document["responses"];
            if answers.get(answer.status()).is_none() {
                answers[answer.status()] = answer.reference();
            }
        }
        if self.method == "get" && self.is_tagged() {
            self.document["responses"]["304"] =
                json!({ "description": "It is as it was: its `ETag` is the `If-None-Match` that was sent." });
        }
    }

    fn add_parameters(&mut self) {
        let mut parameters = self.document["parameters"].as_array().cloned().unwrap_or_default();
        if self.takes_if_match() {
            parameters.push(json!({
                "name": "If-Match", "in": "header", "required": self.needs_if_match(),
                "description": "The `ETag` of what was read (RFC 9110 §13.1.1).",
                "schema": { "type": "string", "minLength": 1, "pattern": IF_MATCH }
            }));
        }
        if self.method == "get" && self.is_tagged() {
            parameters.push(json!({
                "name": "If-None-Match", "in": "header", "required": false,
                "description": "The `ETag` of what was read before (RFC 9110 §13.1.2).",
                "schema": { "type": "string" }
            }));
        }
        if self.is_creation() {
            parameters.push(json!({
                "name": "Idempotency-Key", "in": "header", "required": false,
                "description": "Names the creation, for 24 hours: asked for again with the same name it is not done again, \
                                and its answer is repeated without what is shown only once.",
                "schema": {
                    "type": "string", "minLength": 1, "maxLength": 255,
                    "pattern": "^[!-~]([ -~]{0,253}[!-~])?$"
                }
            }));
        }
        if !parameters.is_empty() {
            self.document["parameters"] = Value::Array(parameters);
        }
    }

    fn add_headers(&mut self) {
        let (is_tagged, is_creation, is_list) = (self.is_tagged(), self.is_creation(), self.is_list());
        let Some(answers) = self.document["responses"].as_object_mut() else { return };
        for (status, answer) in answers.iter_mut().filter(|(_, answer)| answer.get("$ref").is_none()) {
            let mut headers = answer["headers"].as_object().cloned().unwrap_or_default();
            let is_good = status.starts_with('2') || status == "304";
            let mut add = |name: &str, header: Value| {
                headers.entry(name).or_insert(header);
            };
            add(REQUEST_ID, request_id());
            if is_good && is_tagged {
                add("ETag", text_header("Names this state of it (RFC 9110 §8.8.3)."));
            }
            if is_good && is_creation {
                add("Location", text_header("The path of what is new."));
                add("Idempotency-Replayed", text_header("`true` where the answer is repeated."));
            }
            if is_good && is_list {
                add("Link", text_header("The next page, with `rel=\"next\"` (RFC 8288)."));
            }
            answer["headers"] = Value::Object(headers);
        }
    }

    /// Who may ask for it: the handler's own word counts, where it has one.
    fn security(&self) -> Value {
        let usual = if self.method == "get" { READ } else { ADMIN };
        let own = self.document["security"].as_array().and_then(|own| own.iter().find_map(scopes));
        let scopes = own.unwrap_or_else(|| json!([usual]));
        json!([{ "bearer": scopes }, { "session": [] }])
    }
}

fn scopes(requirement: &Value) -> Option<Value> {
    requirement.as_object()?.values().next().cloned()
}

/// The document itself, for which nobody has to say who they are.
pub(super) fn of_document() -> Value {
    json!({
        "operationId": "read_document",
        "summary": "This document.",
        "tags": ["Document"],
        "security": [],
        "responses": {
            "200": {
                "description": "The document (OpenAPI 3.1).",
                "headers": { REQUEST_ID: request_id() },
                "content": { "application/json": { "schema": { "type": "object" } } }
            },
            "429": CommonAnswer::TooManyRequests.reference(),
            "500": CommonAnswer::Internal.reference(),
            "503": CommonAnswer::Unavailable.reference()
        }
    })
}
