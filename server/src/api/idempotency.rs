//! Creations that may be asked for again when no answer came (draft-ietf-httpapi-idempotency-key-header-07).

use std::collections::HashSet;
use std::panic::resume_unwind;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use service::{
    Caller, CreationAnswer, CreationHeaders, CreationRequest, CreationStanding, IdempotencyKey,
    ReservedCreation, Services,
};
use tracing::Instrument as _;

use super::document::Document;
use super::etag::Replay;
use super::input::unreceived;
use super::problem::{Problem, ProblemKind};

const KEY: &str = "Idempotency-Key";
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Seconds until it is worth to ask again for a creation that is under way.
const UNDER_WAY_FOR: i64 = 1;

/// The operations that create something.
#[derive(Clone, Debug)]
pub(super) struct Creations {
    services: Arc<Services>,
    paths: Arc<HashSet<String>>,
}

impl Creations {
    pub(super) fn of(document: &Document, services: &Arc<Services>) -> Self {
        let paths = document.creations().map(str::to_owned).collect();
        Self { services: Arc::clone(services), paths: Arc::new(paths) }
    }

    /// The key of a creation by who may make one. Whoever else asks is refused without one as well.
    fn key(&self, request: &Request) -> Option<Result<(IdempotencyKey, Caller), Problem>> {
        let path = request.extensions().get::<MatchedPath>()?;
        let is_creation = request.method() == http::Method::POST && self.paths.contains(path.as_str());
        let caller = request.extensions().get::<Caller>().filter(|caller| caller.role().can_change())?;
        let key = key(request.headers()).filter(|_| is_creation)?;
        Some(key.map(|key| (key, caller.clone())))
    }
}

fn key(headers: &HeaderMap) -> Option<Result<IdempotencyKey, Problem>> {
    let mut given = headers.get_all(KEY).iter();
    let first = given.next()?;
    let key = first.to_str().ok().filter(|_| given.next().is_none()).and_then(IdempotencyKey::parse);
    Some(key.ok_or_else(|| {
        Problem::malformed_field(KEY, "malformed", "Send 1 to 255 visible characters of ASCII, once.")
    }))
}

/// Does a creation that has a key once, however often it is asked for.
pub(super) async fn once(State(creations): State<Creations>, request: Request, next: Next) -> Response {
    match creations.key(&request) {
        None => next.run(request).await,
        Some(Err(problem)) => problem.into_response(),
        Some(Ok((key, caller))) => {
            let done = create(creations.services, key, &caller, request, next).await;
            done.unwrap_or_else(Problem::into_response)
        }
    }
}

async fn create(
    services: Arc<Services>,
    key: IdempotencyKey,
    caller: &Caller,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let (head, body) = request.into_parts();
    let path = head.uri.path().to_owned();
    let whole = Request::from_parts(head.clone(), body);
    let body = Bytes::from_request(whole, &()).await.map_err(|rejection| unreceived(&rejection))?;
    let asked = CreationRequest { path: &path, body: &body };
    match services.reserve_creation(caller, key, asked).await? {
        CreationStanding::Reserved(reserved) => {
            let request = Request::from_parts(head, Body::from(body));
            Ok(carry_through(services, reserved, request, next).await)
        }
        CreationStanding::UnderWay => {
            let detail = "A request with this Idempotency-Key is under way. Ask again for its answer.";
            Err(Problem::told(ProblemKind::Conflict, detail).retry_after(UNDER_WAY_FOR))
        }
        CreationStanding::OfAnother => Err(Problem::refused_field(
            KEY,
            "used_for_another",
            "This key was used for another request. Use one key for one creation.",
        )),
        CreationStanding::Answered(answer) => Ok(replayed(answer)),
    }
}

/// Goes on to the end even where who asked hangs up: just they will ask again.
async fn carry_through(
    services: Arc<Services>,
    reserved: ReservedCreation,
    request: Request,
    next: Next,
) -> Response {
    let done = async move {
        let mut response = next.run(request).await;
        match response.extensions_mut().remove::<Replay>() {
            Some(replay) => services.keep_creation_answer(reserved, kept(&response, replay)).await,
            None => services.give_creation_up(reserved).await,
        }
        response
    };
    match tokio::spawn(done.in_current_span()).await {
        Ok(response) => response,
        Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
        Err(_) => Problem::new(ProblemKind::Unavailable).into_response(),
    }
}

fn kept(response: &Response, Replay(body): Replay) -> CreationAnswer {
    let text = |name| {
        let value = response.headers().get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let headers = CreationHeaders { location: text(header::LOCATION), etag: text(header::ETAG) };
    CreationAnswer { status: response.status().as_u16(), headers, body }
}

fn replayed(answer: CreationAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).expect("a status was kept");
    let mut response = (status, answer.body).into_response();
    let headers = response.headers_mut();
    let kept = |text: String| HeaderValue::try_from(text).expect("a header was kept");
    headers.insert(header::LOCATION, kept(answer.headers.location));
    headers.insert(header::ETAG, kept(answer.headers.etag));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    response
}
