//! `POST /oauth2/register` (RFC 7591) and `GET`, `PUT` and `DELETE /oauth2/register/{client_id}` (RFC 7592): programs register
//! clients and look after them, where the operator lets them.
//!
//! What keeps a stranger from wearing the server out: nothing is read or hashed before the token counts, and a token is
//! 256 random bits, looked up by its digest. What whoever has one can do is as much as it was made for.

mod information;
mod metadata;
mod problem;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use domain::ClientId;
use http::{Extensions, HeaderMap, StatusCode, Uri};
use serde::Deserialize as _;
use service::{Registrant, ServiceError};

use super::bearer;
use super::{BODY_LIMIT, wrong_method};
use crate::api::strict_json::{ByName, Strict};
use crate::gatehouse::Gatehouse;
use crate::guard::address::address;
use crate::guard::arrival::reference;
use crate::guard::body::is_json;
use information::{deleted, known, registered};
use metadata::{ClientMetadata, MetadataProblem};
use problem::RegistrationProblem;

/// The `registration_endpoint` of RFC 8414 §2.
pub(super) const REGISTER: &str = "/oauth2/register";

pub(super) fn routes(gatehouse: &Gatehouse) -> Router<Gatehouse> {
    Router::new()
        .route(REGISTER, post(register))
        .route("/oauth2/register/{client_id}", get(read).put(replace).delete(delete))
        .method_not_allowed_fallback(wrong_method)
        .layer((from_fn_with_state(gatehouse.clone(), only_where_open), DefaultBodyLimit::max(BODY_LIMIT)))
}

/// Where the operator lets no program register clients there is nothing here.
async fn only_where_open(State(gatehouse): State<Gatehouse>, request: Request, next: Next) -> Response {
    if gatehouse.services.is_registration_open() {
        next.run(request).await
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

/// A request of a program.
struct Asking<'a> {
    gatehouse: &'a Gatehouse,
    uri: &'a Uri,
    headers: &'a HeaderMap,
    extensions: &'a Extensions,
}

impl Asking<'_> {
    fn token(&self) -> Result<String, RegistrationProblem> {
        Ok(bearer::presented(self.headers, self.uri.query(), &[])?)
    }

    async fn registrant(&self, token: &str, client_id: &str) -> Result<Registrant, RegistrationProblem> {
        let address = address(self.extensions);
        Ok(self.gatehouse.services.registrant(token, client_id, address).await?)
    }

    fn metadata(&self, body: Result<Bytes, BytesRejection>) -> Result<ClientMetadata, RegistrationProblem> {
        let body = body.map_err(|_| RegistrationProblem::TooLarge)?;
        if !is_json(self.headers) {
            return Err(RegistrationProblem::NotJson);
        }
        let read = serde_json::from_slice(&body);
        read.and_then(|Strict(metadata)| ClientMetadata::deserialize(ByName(metadata)))
            .map_err(|_| RegistrationProblem::Unreadable)
    }

    fn answer(&self, done: Result<Response, RegistrationProblem>) -> Response {
        done.unwrap_or_else(|problem| problem.respond(&reference(self.extensions)))
    }
}

/// RFC 7591 §3.1.
async fn register(
    State(gatehouse): State<Gatehouse>,
    uri: Uri,
    headers: HeaderMap,
    extensions: Extensions,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let asking = Asking { gatehouse: &gatehouse, uri: &uri, headers: &headers, extensions: &extensions };
    asking.answer(add(&asking, body).await)
}

async fn add(
    asking: &Asking<'_>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, RegistrationProblem> {
    let services = &asking.gatehouse.services;
    let registrar = services.registrar(&asking.token()?, address(asking.extensions)).await?;
    let (draft, auth_method) = asking.metadata(body)?.draft(None)?;
    let new = draft.check().map_err(ServiceError::Refused)?;
    let (client, token) = services.register_client(&registrar, &new, auth_method).await?;
    Ok(registered(services.issuer(), &client, token.reveal()))
}

/// RFC 7592 §2.1.
async fn read(
    State(gatehouse): State<Gatehouse>,
    Path(client_id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    let asking = Asking { gatehouse: &gatehouse, uri: &uri, headers: &headers, extensions: &extensions };
    asking.answer(tell(&asking, &client_id).await)
}

async fn tell(asking: &Asking<'_>, client_id: &str) -> Result<Response, RegistrationProblem> {
    let token = asking.token()?;
    let client = asking.registrant(&token, client_id).await?.registered();
    Ok(known(asking.gatehouse.services.issuer(), &client, &token))
}

/// RFC 7592 §2.2.
async fn replace(
    State(gatehouse): State<Gatehouse>,
    Path(client_id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    extensions: Extensions,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let asking = Asking { gatehouse: &gatehouse, uri: &uri, headers: &headers, extensions: &extensions };
    asking.answer(change(&asking, &client_id, body).await)
}

async fn change(
    asking: &Asking<'_>,
    client_id: &str,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, RegistrationProblem> {
    let services = &asking.gatehouse.services;
    let token = asking.token()?;
    let registrant = asking.registrant(&token, client_id).await?;
    let metadata = asking.metadata(body)?;
    metadata.check_as_change()?;
    let client = registrant.client();
    if metadata.client_id.as_deref() != Some(client.client_id.as_str()) {
        return Err(MetadataProblem::new("client_id", "Send the client ID of this registration.").into());
    }
    if !is_its_secret(asking, &client.client_id, &metadata).await? {
        return Err(MetadataProblem::new("client_secret", "Send a secret that counts, or none.").into());
    }
    let (draft, auth_method) = metadata.draft(Some(client))?;
    let new = draft.check().map_err(ServiceError::Refused)?;
    let client = services.edit_registered_client(registrant, &new, auth_method).await?;
    Ok(known(services.issuer(), &client, &token))
}

/// RFC 7592 §2.2: a secret that is sent must be the one that the client has.
async fn is_its_secret(
    asking: &Asking<'_>,
    client_id: &ClientId,
    metadata: &ClientMetadata,
) -> Result<bool, ServiceError> {
    match &metadata.client_secret {
        Some(secret) => asking.gatehouse.services.has_secret(client_id, secret).await,
        None => Ok(true),
    }
}

/// RFC 7592 §2.3.
async fn delete(
    State(gatehouse): State<Gatehouse>,
    Path(client_id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    let asking = Asking { gatehouse: &gatehouse, uri: &uri, headers: &headers, extensions: &extensions };
    asking.answer(remove(&asking, &client_id).await)
}

async fn remove(asking: &Asking<'_>, client_id: &str) -> Result<Response, RegistrationProblem> {
    let registrant = asking.registrant(&asking.token()?, client_id).await?;
    asking.gatehouse.services.delete_registered_client(&registrant).await?;
    Ok(deleted())
}
