//! Why an authorization request is sent back without a code (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6).

use domain::DenialReason;
use store::StoreError;

use crate::ServiceError;

/// What the client's program learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ErrorCode {
    InvalidRequest,
    UnsupportedResponseType,
    InvalidScope,
    InvalidTarget,
    RequestNotSupported,
    RequestUriNotSupported,
    RegistrationNotSupported,
    LoginRequired,
    ConsentRequired,
    AccessDenied,
}

impl ErrorCode {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidTarget => "invalid_target",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::LoginRequired => "login_required",
            Self::ConsentRequired => "consent_required",
            Self::AccessDenied => "access_denied",
        }
    }
}

/// A request that its client has to mend, or that the person turned down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: ErrorCode,
    /// For the client's developer.
    pub(super) description: &'static str,
    /// For whoever looks after the client.
    pub(super) reason: DenialReason,
    pub(super) detail: String,
}

impl Fault {
    pub(super) fn new(
        code: ErrorCode,
        description: &'static str,
        reason: DenialReason,
        detail: &str,
    ) -> Self {
        Self { code, description, reason, detail: detail.to_owned() }
    }

    /// A parameter that cannot be understood.
    pub(super) fn invalid(name: &str, description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidRequest, description, DenialReason::ParameterInvalid, name)
    }
}

/// Why the judging of a request stopped: for the request's own sake, or for the server's.
#[derive(Debug)]
pub(super) enum Stopped {
    Fault(Fault),
    Failed(ServiceError),
}

impl From<Fault> for Stopped {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<ServiceError> for Stopped {
    fn from(error: ServiceError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}
