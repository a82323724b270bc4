//! Client authentication (RFC 6749 §2.3): exactly one method in a request.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, header};
use service::{PresentedClient, PresentedProof, claimed_by};

use super::parameters::{Parameters, form_decode};
use super::request_problem::RequestProblem;

/// The one `client_assertion_type` that is understood (RFC 7523 §2.2).
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What a client presented. Holds credentials in clear: no `Debug`.
pub(super) struct Presented<'a> {
    /// Empty where an assertion alone says it.
    client_id: Cow<'a, str>,
    proof: Proof<'a>,
}

enum Proof<'a> {
    None,
    Secret(Cow<'a, str>),
    Assertion(&'a str),
}

impl Presented<'_> {
    /// As the use cases take it.
    pub(super) fn client(&self) -> PresentedClient<'_> {
        let proof = match &self.proof {
            Proof::None => PresentedProof::None,
            Proof::Secret(secret) => PresentedProof::Secret(secret),
            Proof::Assertion(assertion) => PresentedProof::Assertion(assertion),
        };
        PresentedClient { client_id: &self.client_id, proof }
    }
}

/// The methods that prove who a client is, by their names of RFC 7591 §2 and OpenID Connect Core §9.
pub(super) const PROVING_METHODS: [&str; 3] =
    ["client_secret_basic", "client_secret_post", "private_key_jwt"];

/// The methods that [`presented`] understands: a Public client has nothing to prove with.
pub(super) const METHODS: [&str; 4] = [PROVING_METHODS[0], PROVING_METHODS[1], PROVING_METHODS[2], "none"];

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
    let assertion = assertion(parameters)?;
    let Some(authorization) = authorization else {
        let proof = match (client_secret, assertion) {
            (Some(_), Some(_)) => return Err(RequestProblem::AuthenticationMixed),
            (Some(secret), None) => Proof::Secret(secret.into()),
            (None, Some(assertion)) => Proof::Assertion(assertion),
            (None, None) => Proof::None,
        };
        // RFC 7521 §4.2: the assertion says who the client is, too.
        let client_id = client_id.or(assertion.map(|_| "")).ok_or(RequestProblem::AuthenticationMissing)?;
        return Ok(Presented { client_id: client_id.into(), proof });
    };
    if client_secret.is_some() || assertion.is_some() {
        return Err(RequestProblem::AuthenticationMixed);
    }
    let basic = authorization.to_str().ok().and_then(basic).ok_or(RequestProblem::AuthorizationNotBasic)?;
    if client_id.is_some_and(|client_id| client_id != basic.client_id) {
        return Err(RequestProblem::ClientIdDiffers);
    }
    Ok(basic)
}

/// The assertion, if there is one (RFC 7521 §4.2).
fn assertion(parameters: &Parameters) -> Result<Option<&str>, RequestProblem> {
    match (parameters.get("client_assertion"), parameters.get("client_assertion_type")) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(RequestProblem::ParameterMissing("client_assertion")),
        (Some(_), None) => Err(RequestProblem::ParameterMissing("client_assertion_type")),
        (Some(assertion), Some(JWT_BEARER)) => Ok(Some(assertion)),
        (Some(_), Some(_)) => Err(RequestProblem::AssertionTypeUnsupported),
    }
}

/// Whose a request says it is, proved or not.
pub(super) fn claimed(headers: &HeaderMap, form: &[(String, String)]) -> Option<String> {
    let basic = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(basic);
    let parameter = |name| {
        let mut values = form.iter().filter(|(found, value)| found == name && !value.is_empty());
        values.next().map(|(_, value)| value.as_str())
    };
    match (basic, parameter("client_id")) {
        (Some(basic), _) => Some(basic.client_id.into_owned()),
        (None, Some(client_id)) => Some(client_id.to_owned()),
        (None, None) => claimed_by(parameter("client_assertion")?),
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
    Some(Presented { client_id: client_id.into(), proof: Proof::Secret(client_secret.into()) })
}
