//! `POST /oauth2/token` (RFC 6749 §3.2).

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use serde::Serialize;
use service::{Grant, IssuedTokens, TokenRequest};

use super::client_request::ClientRequest;
use super::error::ClientError;
use super::parameters::Parameters;
use super::request_problem::RequestProblem;
use crate::gatehouse::Gatehouse;
use crate::metrics::TokenGrant;

const CLIENT_CREDENTIALS: &str = "client_credentials";
const AUTHORIZATION_CODE: &str = "authorization_code";
const REFRESH_TOKEN: &str = "refresh_token";

/// The grants that [`token`] serves.
pub(super) const GRANT_TYPES: [&str; 3] = [AUTHORIZATION_CODE, REFRESH_TOKEN, CLIENT_CREDENTIALS];

/// RFC 6749 §5.1, OpenID Connect Core §3.1.3.3.
#[derive(Serialize)]
struct Body<'a> {
    access_token: &'a str,
    token_type: &'static str,
    expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
}

pub(super) async fn token(State(gatehouse): State<Gatehouse>, request: ClientRequest) -> Response {
    let mut counted = TokenGrant::Unknown;
    match issue(&gatehouse, &request, &mut counted).await {
        Ok(tokens) => {
            gatehouse.metrics.tokens.note_issued(counted);
            let body = Body {
                access_token: &tokens.access_token,
                token_type: "Bearer",
                expires_in: tokens.expires_in,
                refresh_token: tokens.refresh_token.as_ref().map(|token| token.reveal()),
                id_token: tokens.id_token.as_deref(),
                scope: tokens.scope.as_deref(),
            };
            // RFC 6749 §5.1 asks for the Pragma beside the Cache-Control that every answer carries.
            ([(header::PRAGMA, "no-cache")], Json(body)).into_response()
        }
        Err(error) => {
            gatehouse.metrics.tokens.note_error(counted, error.name());
            request.refuse(&gatehouse, &error)
        }
    }
}

/// Says in `counted` on what grounds, as soon as that is known.
async fn issue(
    gatehouse: &Gatehouse,
    request: &ClientRequest,
    counted: &mut TokenGrant,
) -> Result<IssuedTokens, ClientError> {
    let parameters = request.parameters()?;
    let grant = grant(&parameters)?;
    *counted = match grant {
        Grant::ClientCredentials => TokenGrant::ClientCredentials,
        Grant::AuthorizationCode { .. } => TokenGrant::AuthorizationCode,
        Grant::RefreshToken { .. } => TokenGrant::RefreshToken,
    };
    let presented = request.client(&parameters)?;
    let request = TokenRequest {
        client: presented.client(),
        grant,
        scope: parameters.get("scope"),
        resources: &parameters.all("resource"),
        address: request.address(),
    };
    Ok(gatehouse.services.token(request).await?)
}

fn grant(parameters: &Parameters) -> Result<Grant<'_>, RequestProblem> {
    match parameters.required("grant_type")? {
        CLIENT_CREDENTIALS => Ok(Grant::ClientCredentials),
        AUTHORIZATION_CODE => Ok(Grant::AuthorizationCode {
            code: parameters.required("code")?,
            redirect_uri: parameters.get("redirect_uri"),
            code_verifier: parameters.get("code_verifier"),
        }),
        REFRESH_TOKEN => Ok(Grant::RefreshToken { refresh_token: parameters.required("refresh_token")? }),
        other => Err(RequestProblem::GrantUnsupported(other.to_owned())),
    }
}
