//! The answers that many operations have.

use serde_json::{Value, json};

/// One of the answers that are described once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommonAnswer {
    Malformed,
    Unauthorized,
    Forbidden,
    NotFound,
    Conflict,
    ChangedMeanwhile,
    TooLarge,
    UnsupportedMediaType,
    Refused,
    IfMatchMissing,
    TooManyRequests,
    Internal,
    Unavailable,
}

impl CommonAnswer {
    const ALL: [Self; 13] = [
        Self::Malformed,
        Self::Unauthorized,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::ChangedMeanwhile,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::Refused,
        Self::IfMatchMissing,
        Self::TooManyRequests,
        Self::Internal,
        Self::Unavailable,
    ];

    pub(super) fn status(self) -> &'static str {
        match self {
            Self::Malformed => "400",
            Self::Unauthorized => "401",
            Self::Forbidden => "403",
            Self::NotFound => "404",
            Self::Conflict => "409",
            Self::ChangedMeanwhile => "412",
            Self::TooLarge => "413",
            Self::UnsupportedMediaType => "415",
            Self::Refused => "422",
            Self::IfMatchMissing => "428",
            Self::TooManyRequests => "429",
            Self::Internal => "500",
            Self::Unavailable => "503",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Malformed => "Malformed",
            Self::Unauthorized => "Unauthorized",
            Self::Forbidden => "Forbidden",
            Self::NotFound => "NotFound",
            Self::Conflict => "Conflict",
            Self::ChangedMeanwhile => "ChangedMeanwhile",
            Self::TooLarge => "TooLarge",
            Self::UnsupportedMediaType => "UnsupportedMediaType",
            Self::Refused => "Refused",
            Self::IfMatchMissing => "IfMatchMissing",
            Self::TooManyRequests => "TooManyRequests",
            Self::Internal => "Internal",
            Self::Unavailable => "Unavailable",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Self::Malformed => {
                "The request cannot be read: something in it is unknown, missing or of another type."
            }
            Self::Unauthorized => "Neither an API key nor an access token that counts was sent.",
            Self::Forbidden => "The role of who asks does not allow it.",
            Self::NotFound => "There is no such thing.",
            Self::Conflict => "It cannot be done as things are, or what should be unique is taken.",
            Self::ChangedMeanwhile => "It was changed since it was read: `If-Match` is not its `ETag`.",
            Self::TooLarge => "The body is too large.",
            Self::UnsupportedMediaType => "The body is not of the type that the operation takes.",
            Self::Refused => "A rule is broken, or an `Idempotency-Key` was used for another request.",
            Self::IfMatchMissing => "The change does not say what it changes: `If-Match` is missing.",
            Self::TooManyRequests => "Too many requests.",
            Self::Internal => "Something failed; `instance` names it in the server's log.",
            Self::Unavailable => "The server cannot answer now.",
        }
    }

    /// The headers beside those of every answer.
    fn headers(self) -> Value {
        match self {
            Self::Unauthorized => json!({
                "WWW-Authenticate": text_header("How to authenticate (RFC 9110 §11.6.1).")
            }),
            Self::TooManyRequests | Self::Unavailable => json!({ "Retry-After": retry_after() }),
            // Of a creation that is under way under the same `Idempotency-Key`.
            Self::Conflict => json!({ "Retry-After": retry_after() }),
            Self::Malformed
            | Self::Forbidden
            | Self::NotFound
            | Self::ChangedMeanwhile
            | Self::TooLarge
            | Self::UnsupportedMediaType
            | Self::Refused
            | Self::IfMatchMissing
            | Self::Internal => json!({}),
        }
    }

    /// Where the document describes it.
    pub(super) fn reference(self) -> Value {
        json!({ "$ref": format!("#/components/responses/{}", self.name()) })
    }

    fn described(self) -> Value {
        let mut headers = self.headers();
        headers[REQUEST_ID] = request_id();
        json!({
            "description": self.description(),
            "headers": headers,
            "content": {
                "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } }
            }
        })
    }
}

/// All of them, by name.
pub(super) fn components() -> Value {
    CommonAnswer::ALL.iter().map(|answer| (answer.name().to_owned(), answer.described())).collect()
}

pub(super) const REQUEST_ID: &str = "X-Request-Id";

pub(super) fn request_id() -> Value {
    text_header("Names the request, also in the server's log.")
}

pub(super) fn text_header(description: &str) -> Value {
    json!({ "description": description, "schema": { "type": "string" } })
}

fn retry_after() -> Value {
    json!({
        "description": "Seconds until it is worth to ask again.",
        "schema": { "type": "integer", "minimum": 1 }
    })
}
