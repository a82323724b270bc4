//! How a request arrived: from where, and under which reference. Every request passes here first, and its answer last: it
//! is counted, and told in the log.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Once};
use std::time::Duration;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode};
use service::Services;
use tokio::time::Instant;
use tracing::Instrument as _;

use super::forwarded::{client_address, is_forwarded};
use crate::config::NetworkSettings;
use crate::gatehouse::Gatehouse;
use crate::probes::{HEALTHZ, READYZ};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// A request that takes longer is told in the log even where not every request is.
const SLOW: Duration = Duration::from_secs(2);

const NOBODY_NAMED: &str = "a proxy of GATEHOUSE_TRUSTED_PROXIES does not say whom it asks for: all that it passes on seem to \
     come from its address, and are throttled together. Have it send the header that GATEHOUSE_FORWARDED_HEADER names, \
     with every request";

/// How a request arrived.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    /// Where it began, as far as trusted proxies tell.
    pub(crate) address: Option<IpAddr>,
    /// Whether it came through a proxy that is not trusted, or pretends to have.
    pub(crate) is_through_stranger: bool,
    /// Whether a trusted proxy passed it on without saying for whom: the address is the proxy's, and says nothing about
    /// who asked.
    pub(crate) is_for_nobody_named: bool,
    /// What to look for in the log.
    pub(crate) reference: Arc<str>,
}

impl Arrival {
    fn of(request: &Request, network: &NetworkSettings, services: &Services) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let headers = request.headers();
        let is_trusted = peer.is_some_and(|peer| network.trusts(peer.to_canonical()));
        let address = peer.map(|peer| client_address(peer, headers, network));
        let given = request_id(headers).filter(|_| is_trusted);
        Self {
            address,
            is_through_stranger: !is_trusted && is_forwarded(headers),
            is_for_nobody_named: address.is_some_and(|address| network.trusts(address)),
            reference: given.map_or_else(|| services.reference().into(), Arc::from),
        }
    }
}

/// What every request passes first.
#[derive(Clone, Debug)]
pub(crate) struct FrontDoor {
    gatehouse: Gatehouse,
    nobody_named: Arc<Once>,
}

impl FrontDoor {
    pub(crate) fn new(gatehouse: Gatehouse) -> Self {
        Self { gatehouse, nobody_named: Arc::new(Once::new()) }
    }

    /// Once: a proxy that does not name one visitor names none.
    fn warn_of(&self, arrival: &Arrival, route: Option<&str>) {
        // Load balancers ask these of themselves.
        if arrival.is_for_nobody_named && !matches!(route, Some(HEALTHZ | READYZ)) {
            self.nobody_named.call_once(|| tracing::warn!("{NOBODY_NAMED}"));
        }
    }
}

/// What to look for in the log about the request with these extensions.
pub(crate) fn reference(extensions: &Extensions) -> String {
    let arrival =
        extensions.get::<Arrival>().expect("every route is behind the layer that tells how it arrived");
    arrival.reference.as_ref().to_owned()
}

/// The name that a proxy gave to a request, where it has the form of a UUID or of hexadecimal digits: people are shown it,
/// and it must never say anything.
fn request_id(headers: &HeaderMap) -> Option<&str> {
    let mut given = headers.get_all(REQUEST_ID).iter();
    let id = given.next().filter(|_| given.next().is_none())?.to_str().ok()?;
    let is_id = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
    ((8..=36).contains(&id.len()) && id.bytes().all(is_id)).then_some(id)
}

/// Puts an [`Arrival`] into the request's extensions, and its reference into everything that is logged meanwhile and into
/// the answer.
pub(crate) async fn arrive(State(door): State<FrontDoor>, mut request: Request, next: Next) -> Response {
    let gatehouse = &door.gatehouse;
    let arrival = Arrival::of(&request, &gatehouse.network, &gatehouse.services);
    // The path without its query: a query may carry what does not belong into a log.
    let (method, path) = (request.method().clone(), request.uri().path());
    let span = tracing::info_span!("request", reference = %arrival.reference, %method, path);
    let route = request.extensions().get::<MatchedPath>().cloned();
    span.in_scope(|| door.warn_of(&arrival, route.as_ref().map(MatchedPath::as_str)));
    let id =
        HeaderValue::try_from(arrival.reference.as_ref()).expect("a reference is letters, digits and dashes");
    request.extensions_mut().insert(arrival);
    let start = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = start.elapsed();
    let status = response.status();
    response.headers_mut().insert(REQUEST_ID, id);
    gatehouse.metrics.requests.note(route.as_ref().map(MatchedPath::as_str), &method, status, took);
    span.in_scope(|| tell(status, took));
    response
}

/// One line for each request, at a level by how it went. Its target has a name of its own, so that
/// `RUST_LOG=info,requests=debug` makes an access log of it.
fn tell(status: StatusCode, took: Duration) {
    let (status, milliseconds) = (status.as_u16(), took.as_secs_f64() * 1000.0);
    if status >= 500 {
        tracing::warn!(target: "requests", status, milliseconds, "failed");
    } else if took >= SLOW {
        tracing::info!(target: "requests", status, milliseconds, "slow");
    } else {
        tracing::debug!(target: "requests", status, milliseconds, "answered");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_id_is_taken_only_in_the_form_of_one() {
        for (given, is_taken) in [
            ("0b8f2c4d6e8fa1b3", true),
            ("550e8400-e29b-41d4-a716-446655440000", true),
            ("2026112217385512", true),
            ("0b8f2c4", false),
            ("", false),
            ("call-0800-123", false),
            ("ada@example.com", false),
            ("deadbeef\u{e9}", false),
            ("550e8400-e29b-41d4-a716-4466554400000", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::try_from(given.as_bytes()).unwrap());
            assert_eq!(request_id(&headers).is_some(), is_taken, "{given}");
            headers.append(REQUEST_ID, HeaderValue::from_static("0b8f2c4d6e8fa1b3"));
            assert_eq!(request_id(&headers), None, "two of them");
        }
    }
}
