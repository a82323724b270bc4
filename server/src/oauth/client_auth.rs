//! Client authentication (RFC 6749 §2.3): exactly one method in a request.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, header};
use service::PresentedClient;

use super::parameters::{Parameters, form_decode};
use super::request_problem::RequestProblem;

/// What a client presented. Holds the secret in clear: no `Debug`.
pub(super) struct Presented<'a> {
    client_id: Cow<'a, str>,
    client_secret: Option<Cow<'a, str>>,
}

impl Presented<'_> {
    /// As the use cases take it.
    pub(super) fn client(&self) -> PresentedClient<'_> {
        PresentedClient { client_id: &self.client_id, client_secret: self.client_secret.as_deref() }
    }
}

/// The methods that prove who a client is, by their names of RFC 7591 §2.
pub(super) const PROVING_METHODS: [&str; 2] = ["client_secret_basic", "client_secret_post"];

/// The methods that [`presented`] understands: a Public client has nothing to prove with.
pub(super) const METHODS: [&str; 3] = [PROVING_METHODS[0], PROVING_METHODS[1], "none"];

pub(super) fn presented<'a>(
    headers: &HeaderMap,
    parameters: &'a Parameters,
) -> Result<Presented<'a>, RequestProblem> {
    let mut headers = headers.get_all(header::AUTHORIZATION).iter();
    let authorization = headers.next();
    if headers.next().is_some() {
        return Err(RequestProblem::AuthorizationRepeated);
    }
    let client_id = parameters.get("client_id");
    let client_secret = parameters.get("client_secret");
    let Some(authorization) = authorization else {
        let client_id = client_id.ok_or(RequestProblem::AuthenticationMissing)?;
        return Ok(Presented { client_id: client_id.into(), client_secret: client_secret.map(Cow::from) });
    };
    if client_secret.is_some() {
        return Err(RequestProblem::AuthenticationMixed);
    }
    let basic = authorization.to_str().ok().and_then(basic).ok_or(RequestProblem::AuthorizationNotBasic)?;
    if client_id.is_some_and(|client_id| client_id != basic.client_id) {
        return Err(RequestProblem::ClientIdDiffers);
    }
    Ok(basic)
}

/// Whose a request says it is, proved or not.
pub(super) fn claimed(headers: &HeaderMap, form: &[(String, String)]) -> Option<String> {
    let basic = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(basic);
    match basic {
        Some(basic) => Some(basic.client_id.into_owned()),
        None => form.iter().find(|(name, _)| name == "client_id").map(|(_, client_id)| client_id.clone()),
    }
}

fn basic(authorization: &str) -> Option<Presented<'static>> {
    let (scheme, credentials) = authorization.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (client_id, client_secret) = decoded.split_once(':')?;
    // RFC 6749 §2.3.1: both halves are form-encoded before they go into HTTP Basic.
    let (client_id, client_secret) = (form_decode(client_id)?, form_decode(client_secret)?);
    Some(Presented { client_id: client_id.into(), client_secret: Some(client_secret.into()) })
}
