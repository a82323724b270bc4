//! A request that a client sends by itself: a form, and who it is.

use std::convert::Infallible;
use std::mem;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::response::Response;
use domain::DenialReason;
use http::HeaderMap;
use service::{Denial, TokenRefusal};

use super::client_auth::{self, Presented};
use super::error::ClientError;
use super::parameters::{self, Parameters};
use super::request_problem::RequestProblem;
use crate::gatehouse::Gatehouse;
use crate::guard::address::address;
use crate::guard::arrival::reference;

/// What a use case's refusal is about, by the parameter that says more.
const TELLING: [(DenialReason, &str); 5] = [
    (DenialReason::RedirectUriDiffers, "redirect_uri"),
    (DenialReason::ScopeUnknown, "scope"),
    (DenialReason::ScopeGrown, "scope"),
    (DenialReason::ResourceUnknown, "resource"),
    (DenialReason::GrantNotRegistered, "grant_type"),
];

/// A request as it arrived. Holds credentials in clear: no `Debug`.
pub(super) struct ClientRequest {
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
    address: Option<String>,
    reference: String,
}

impl FromRequest<Gatehouse> for ClientRequest {
    type Rejection = Infallible;

    async fn from_request(mut request: Request, gatehouse: &Gatehouse) -> Result<Self, Infallible> {
        let headers = mem::take(request.headers_mut());
        let (address, reference) = (address(request.extensions()), reference(request.extensions()));
        Ok(Self { headers, body: Bytes::from_request(request, gatehouse).await, address, reference })
    }
}

impl ClientRequest {
    pub(super) fn parameters(&self) -> Result<Parameters, RequestProblem> {
        Parameters::read(&self.headers, self.body.as_ref().map_err(|_| RequestProblem::TooLarge)?)
    }

    pub(super) fn client<'a>(&self, parameters: &'a Parameters) -> Result<Presented<'a>, RequestProblem> {
        client_auth::presented(&self.headers, parameters)
    }

    /// The network address the request came from.
    pub(super) fn address(&self) -> Option<String> {
        self.address.clone()
    }

    /// Answers with an error, and notes it for whoever looks after the client.
    pub(super) fn refuse(&self, gatehouse: &Gatehouse, error: &ClientError) -> Response {
        if let Some(denial) = self.denial(error) {
            gatehouse.services.note_denial(denial);
        }
        error.respond(&self.reference)
    }

    fn denial(&self, error: &ClientError) -> Option<Denial> {
        // Read once more instead of kept: what is granted pays nothing for what might have been refused.
        let form = self.body.as_ref().ok().and_then(|body| parameters::decode(body)).unwrap_or_default();
        let (reason, detail) = match error {
            ClientError::Request(problem) => {
                let (reason, detail) = problem.denial();
                (reason, detail.to_owned())
            }
            ClientError::Refusal(refusal) => detailed(refusal, &form)?,
        };
        Some(Denial {
            client_id: client_auth::claimed(&self.headers, &form)?,
            reason,
            detail,
            reference: self.reference.clone(),
            address: self.address(),
        })
    }
}

fn detailed(refusal: &TokenRefusal, form: &[(String, String)]) -> Option<(DenialReason, String)> {
    let reason = refusal.denial()?;
    if let TokenRefusal::Assertion(refusal) = refusal {
        // Of an assertion only what its parts are called: the rest is a credential.
        return Some((reason, refusal.part().unwrap_or_default().to_owned()));
    }
    let told = TELLING.iter().find(|(about, _)| *about == reason);
    let values = form.iter().filter(|(name, _)| told.is_some_and(|(_, parameter)| name == parameter));
    let detail: Vec<_> = values.map(|(_, value)| value.as_str()).collect();
    Some((reason, detail.join(" ")))
}
