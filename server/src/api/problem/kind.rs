//! The kinds of problems.

use http::StatusCode;

/// What kind of problem it is; each has a status and a name of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::api) enum ProblemKind {
    Malformed,
    Unauthorized,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    Conflict,
    Taken,
    ChangedMeanwhile,
    TooLarge,
    UnsupportedMediaType,
    Refused,
    IfMatchMissing,
    TooManyRequests,
    Internal,
    Unavailable,
}

impl ProblemKind {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict | Self::Taken => StatusCode::CONFLICT,
            Self::ChangedMeanwhile => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Refused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::IfMatchMissing => StatusCode::PRECONDITION_REQUIRED,
            Self::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The end of its `type`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::Conflict => "conflict",
            Self::Taken => "taken",
            Self::ChangedMeanwhile => "changed_meanwhile",
            Self::TooLarge => "too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::Refused => "rules_broken",
            Self::IfMatchMissing => "if_match_missing",
            Self::TooManyRequests => "too_many_requests",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Malformed => "The request cannot be read",
            Self::Unauthorized => "An API key or an access token is needed",
            Self::Forbidden => "Your role does not allow this",
            Self::NotFound => "There is no such thing",
            Self::MethodNotAllowed => "This cannot be done here",
            Self::Conflict => "It cannot be done as things are",
            Self::Taken => "It is taken",
            Self::ChangedMeanwhile => "It was changed meanwhile",
            Self::TooLarge => "The request is too large",
            Self::UnsupportedMediaType => "The body is of another type",
            Self::Refused => "A rule is broken",
            Self::IfMatchMissing => "If-Match is missing",
            Self::TooManyRequests => "Too many requests",
            Self::Internal => "Something failed",
            Self::Unavailable => "The server cannot answer now",
        }
    }
}
