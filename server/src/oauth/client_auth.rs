//! Client authentication (RFC 6749 §2.3): exactly one method in a request.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, header};

use super::error::OAuthError;
use super::parameters::{Parameters, form_decode};

/// What a client presented. Holds the secret in clear: no `Debug`.
pub(super) struct Presented {
    pub(super) client_id: String,
    pub(super) client_secret: String,
}

/// The methods that [`presented`] understands, by their names of RFC 7591 §2.
pub(super) const METHODS: [&str; 2] = ["client_secret_basic", "client_secret_post"];

pub(super) fn presented(headers: &HeaderMap, parameters: &Parameters) -> Result<Presented, OAuthError> {
    let mut headers = headers.get_all(header::AUTHORIZATION).iter();
    let authorization = headers.next();
    if headers.next().is_some() {
        return Err(OAuthError::InvalidRequest("there is more than one Authorization header"));
    }
    let client_id = parameters.get("client_id");
    let client_secret = parameters.get("client_secret");
    let Some(authorization) = authorization else {
        return match (client_id, client_secret) {
            (Some(client_id), Some(client_secret)) => {
                Ok(Presented { client_id: client_id.to_owned(), client_secret: client_secret.to_owned() })
            }
            (None | Some(_), None) | (None, Some(_)) => {
                Err(OAuthError::InvalidClient("no complete client authentication is included"))
            }
        };
    };
    if client_secret.is_some() {
        return Err(OAuthError::InvalidRequest("more than one client authentication method is used"));
    }
    let basic = authorization
        .to_str()
        .ok()
        .and_then(basic)
        .ok_or(OAuthError::InvalidClient("the Authorization header is not HTTP Basic"))?;
    if client_id.is_some_and(|client_id| client_id != basic.client_id) {
        return Err(OAuthError::InvalidRequest("client_id differs from the one in the Authorization header"));
    }
    Ok(basic)
}

fn basic(authorization: &str) -> Option<Presented> {
    let (scheme, credentials) = authorization.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (client_id, client_secret) = decoded.split_once(':')?;
    // RFC 6749 §2.3.1: both halves are form-encoded before they go into HTTP Basic.
    Some(Presented { client_id: form_decode(client_id)?, client_secret: form_decode(client_secret)? })
}
