//! A program that uses the management API.

use axum::body::Body;
use http::{Method, Request, header};
use serde_json::Value;
use server::AsCaller;
use service::Caller;

use super::{Answer, World};

pub const BASE: &str = "/api/v1";

/// A request of the management API, until it is sent.
pub struct Asking<'a> {
    world: &'a World,
    request: Request<Body>,
}

impl World {
    /// Asks as a command on the server's machine does, which may do everything.
    pub fn api(&self, method: Method, path: &str) -> Asking<'_> {
        let mut asking = self.api_as_nobody(method, path);
        asking.request.extensions_mut().insert(AsCaller(Caller::of_command_line("ada")));
        asking
    }

    /// Asks without saying who asks.
    pub fn api_as_nobody(&self, method: Method, path: &str) -> Asking<'_> {
        let request = Request::builder().method(method).uri(format!("{BASE}{path}"));
        Asking { world: self, request: request.body(Body::empty()).unwrap() }
    }

    /// Asks with a new API key of an auditor, which may read.
    pub async fn api_as_auditor(&self, method: Method, path: &str) -> Asking<'_> {
        let name = format!("{method} {path}");
        let key = serde_json::json!({ "name": name, "role": "auditor" });
        let made = self.api(Method::POST, "/api-keys").json(&key).send().await.json();
        let authorization = format!("Bearer {}", made["api_key"].as_str().unwrap());
        self.api_as_nobody(method, path).with(header::AUTHORIZATION.as_str(), &authorization)
    }

    /// Asks with a session, as the portal's own pages do.
    pub fn api_as_page(&self, method: Method, path: &str, cookie: &str) -> Asking<'_> {
        self.api_as_nobody(method, path)
            .with(header::COOKIE.as_str(), cookie)
            .with("Sec-Fetch-Site", "same-origin")
    }
}

impl Answer {
    /// The status of a problem, the end of its type, and where its errors are and which: `redirect_uris[0] too_long`.
    pub fn problem(&self) -> (u16, String, Vec<String>) {
        let problem = self.json();
        let kind = problem["type"].as_str().and_then(|kind| kind.strip_prefix("urn:gatehouse:problem:"));
        let text = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
        let errors = problem["errors"].as_array().unwrap().iter();
        let errors =
            errors.map(|error| format!("{} {}", text(error, "field"), text(error, "code"))).collect();
        (self.status.as_u16(), kind.unwrap().to_owned(), errors)
    }
}

impl Asking<'_> {
    pub fn with(mut self, header: &'static str, value: &str) -> Self {
        self.request.headers_mut().append(header, value.try_into().unwrap());
        self
    }

    /// With a body of this type.
    pub fn body(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        *self.request.body_mut() = body.into();
        self.with(header::CONTENT_TYPE.as_str(), content_type)
    }

    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    pub fn patch(self, body: &Value) -> Self {
        self.body("application/merge-patch+json", body.to_string())
    }

    pub async fn send(self) -> Answer {
        self.world.send(self.request).await
    }
}
