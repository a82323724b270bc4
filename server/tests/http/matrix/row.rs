//! A route, how it is asked, and who may.

use std::fmt;

use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use serde_json::Value;

use super::asker::Asker;
use super::registered::Route;

const FUNCTIONS: &str = "/portal/api/";
const API: &str = "/api/v1";

/// A route, how it is asked, and who may.
pub struct Row {
    method: Method,
    /// As the router writes it.
    path: String,
    /// An address of this path.
    at: String,
    sends: Sends,
    /// Who is served; everybody else is refused.
    pub who: &'static [Asker],
    /// The status for who may.
    pub answer: StatusCode,
    /// Whether what it does for one could be in the way of the next.
    pub is_changing: bool,
}

enum Sends {
    Nothing,
    Json(Value),
    /// Fields that are to be others.
    Patch(Value),
    Form(String),
}

/// A server function that reads, and good arguments.
pub fn reads(function: &str, who: &'static [Asker], arguments: Value) -> Row {
    let path = format!("{FUNCTIONS}{function}");
    Row { sends: Sends::Json(arguments), ..route(Method::POST, &path, who) }
}

/// A server function that changes something, and good arguments.
pub fn changes(function: &str, who: &'static [Asker], arguments: Value) -> Row {
    reads(function, who, arguments).changing()
}

/// A page, and an address of it.
pub fn page(path: &str, at: &str, who: &'static [Asker]) -> Row {
    Row { at: at.to_owned(), ..route(Method::GET, path, who) }
}

/// An operation of the management API: `GET /users/{user_id}`, and an address of it.
pub fn operation(method: Method, path: &str, at: &str, who: &'static [Asker]) -> Row {
    Row { at: [API, at].concat(), ..route(method, &[API, path].concat(), who) }
}

/// Any other route; one with a body is given it by [`Row::form`].
pub fn route(method: Method, path: &str, who: &'static [Asker]) -> Row {
    Row {
        method,
        path: path.to_owned(),
        at: path.to_owned(),
        sends: Sends::Nothing,
        who,
        answer: StatusCode::OK,
        is_changing: false,
    }
}

impl Row {
    /// At this address of its path.
    pub fn at(self, at: &str) -> Self {
        Self { at: at.to_owned(), ..self }
    }

    /// Sends this form.
    pub fn form(self, body: &str) -> Self {
        Self { sends: Sends::Form(body.to_owned()), ..self }
    }

    /// Sends this JSON.
    pub fn json(self, body: Value) -> Self {
        Self { sends: Sends::Json(body), ..self }
    }

    /// Sends these fields as a merge patch.
    pub fn patch(self, fields: Value) -> Self {
        Self { sends: Sends::Patch(fields), ..self }
    }

    /// What it does for one could be in the way of the next.
    pub fn changing(self) -> Self {
        Self { is_changing: true, ..self }
    }

    /// Answers so where it answers anything: good arguments are not to be had, or the good answer is not 200.
    pub fn answers(self, answer: StatusCode) -> Self {
        Self { answer, ..self }
    }

    pub fn route(&self) -> Route {
        format!("{} {}", self.method, self.path)
    }

    pub fn is_function(&self) -> bool {
        self.path.starts_with(FUNCTIONS)
    }

    pub fn is_of_api(&self) -> bool {
        self.path.starts_with(API)
    }

    /// Whether it is for those only who are half signed in.
    pub fn is_step_of_sign_in(&self) -> bool {
        !self.who.iter().any(|asker| asker.is_signed_in())
    }

    /// The request of somebody with this cookie, as a page of the portal sends it; of a program with what it presents.
    pub fn request(&self, cookie: &str, presented: Option<&str>) -> Request<Body> {
        let request = Request::builder().method(&self.method).uri(&self.at);
        let request = match presented {
            Some(presented) => request.header(header::AUTHORIZATION, format!("Bearer {presented}")),
            None => request.header(header::COOKIE, cookie).header("Sec-Fetch-Site", "same-origin"),
        };
        // Whatever it is now.
        let is_of_state = [Method::PATCH, Method::PUT].contains(&self.method);
        let request = if is_of_state { request.header(header::IF_MATCH, "*") } else { request };
        let request = match &self.sends {
            Sends::Nothing => request.body(Body::empty()),
            Sends::Json(arguments) => request
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::ACCEPT, "application/json")
                .body(arguments.to_string().into()),
            Sends::Patch(fields) => request
                .header(header::CONTENT_TYPE, "application/merge-patch+json")
                .body(fields.to_string().into()),
            Sends::Form(form) => request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form.clone().into()),
        };
        request.unwrap()
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.at)?;
        match &self.sends {
            Sends::Nothing => Ok(()),
            Sends::Json(arguments) | Sends::Patch(arguments) => write!(f, " with {arguments}"),
            Sends::Form(form) => write!(f, " with {form}"),
        }
    }
}
