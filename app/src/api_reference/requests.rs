//! The request that a person puts together: sent by the browser, or by them with curl.

use js_sys::futures::JsFuture;
use js_sys::{JSON, encode_uri_component};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Headers, RequestInit, Response};

use crate::api_reference::api::{Operation, Place};

/// The header that names what a change is made to.
pub const IF_MATCH: &str = "If-Match";
/// What of an answer's head is shown.
const SHOWN: [&str; 6] = ["ETag", "Location", "Link", "Retry-After", "Idempotency-Replayed", "Content-Type"];
const INDENT: u32 = 2;

/// A request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    pub method: String,
    /// Path and query.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub status: u16,
    pub reason: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
    /// Whether something in it is in no other answer.
    pub has_secret: bool,
}

impl Sent {
    /// The request with what was typed for each parameter, in their order. What is empty is left out; of the path it
    /// stays a name in braces.
    pub fn new(operation: &Operation, typed: &[String], body: &str) -> Self {
        let mut sent =
            Self { method: operation.method.clone(), target: operation.path.clone(), ..Self::default() };
        let mut sign = "?";
        for (parameter, typed) in
            operation.parameters.iter().zip(typed).filter(|(_, typed)| !typed.is_empty())
        {
            let name = &parameter.field.name;
            let escaped = String::from(encode_uri_component(typed));
            match parameter.place {
                Place::Path => sent.target = sent.target.replace(&["{", name, "}"].concat(), &escaped),
                Place::Query => {
                    sent.target.push_str(&[sign, name, "=", &escaped].concat());
                    sign = "&";
                }
                Place::Header => sent.headers.push((name.clone(), typed.clone())),
            }
        }
        if let Some(described) = &operation.body {
            sent.headers.push(("Content-Type".to_owned(), described.media_type.clone()));
            sent.body = Some(body.to_owned());
        }
        sent
    }

    /// The same for a shell, with the key from a variable: a command line is seen by others, and kept.
    pub fn curl(&self, issuer: &str) -> String {
        let mut lines = vec![
            ["curl --request ", &self.method, " ", &quoted(&[issuer, &self.target].concat())].concat(),
            "--header \"Authorization: Bearer $GATEHOUSE_API_KEY\"".to_owned(),
        ];
        for (name, value) in &self.headers {
            lines.push(["--header ", &quoted(&[name, ": ", value].concat())].concat());
        }
        if let Some(body) = &self.body {
            lines.push(["--data ", &quoted(body)].concat());
        }
        lines.join(" \\\n  ")
    }

    /// Sends it as the person who is signed in.
    ///
    /// # Errors
    /// Whatever the browser says: the server was not reached.
    pub async fn send(&self, shown_once: &[String]) -> Result<Answered, JsValue> {
        let headers = Headers::new()?;
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        let request = RequestInit::new();
        request.set_method(&self.method);
        request.set_headers(&headers);
        if let Some(body) = &self.body {
            request.set_body(&body.into());
        }
        let response = JsFuture::from(window().fetch_with_str_and_init(&self.target, &request)).await?;
        let response: Response = response.unchecked_into();
        let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
        let header = |name| Some((name, response.headers().get(name).ok()??));
        let json = JSON::parse(&text).ok();
        let has = |name: &String| {
            json.as_ref().is_some_and(|json| js_sys::Reflect::has(json, &name.into()) == Ok(true))
        };
        Ok(Answered {
            status: response.status(),
            reason: response.status_text(),
            headers: SHOWN.into_iter().filter_map(header).collect(),
            has_secret: response.ok()
                && json.as_ref().is_some_and(JsValue::is_object)
                && shown_once.iter().any(has),
            body: json.as_ref().and_then(pretty).unwrap_or(text),
        })
    }
}

fn pretty(json: &JsValue) -> Option<String> {
    JSON::stringify_with_replacer_and_space(json, &JsValue::NULL, &INDENT.into()).ok().map(String::from)
}

/// For a shell.
fn quoted(text: &str) -> String {
    ["'", &text.replace('\'', "'\\''"), "'"].concat()
}

impl Answered {
    pub fn header(&self, wanted: &str) -> Option<&str> {
        self.headers.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str())
    }
}

/// The entity tags that answers had, with where they belong: what changes there next says which one it means.
#[derive(Clone, Copy)]
pub struct TagsSeen(RwSignal<Vec<(String, String)>>);

impl TagsSeen {
    pub fn provide() {
        provide_context(Self(RwSignal::new(Vec::new())));
    }

    /// Of what is at `target`, or above it.
    pub fn of(self, target: &str) -> Option<String> {
        self.0.with(|seen| {
            let is_there = |(place, _): &&(String, String)| {
                target
                    .strip_prefix(place.as_str())
                    .is_some_and(|below| below.is_empty() || below.starts_with('/'))
            };
            seen.iter().rev().find(is_there).map(|(_, tag)| tag.clone())
        })
    }

    pub fn note(self, sent: &Sent, answered: &Answered) {
        let Some(tag) = answered.header("ETag").map(ToOwned::to_owned) else { return };
        let place = match answered.header("Location") {
            Some(location) => location.to_owned(),
            // What an action answers is what the action was done to.
            None if sent.method == "POST" => {
                sent.target.rsplit_once('/').map_or("", |(above, _)| above).to_owned()
            }
            None => sent.target.clone(),
        };
        self.0.try_update(|seen| seen.push((place, tag)));
    }
}
