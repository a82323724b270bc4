//! What the server counts, as text for Prometheus. No label names a client, a person or an address, and each has few
//! values.

mod deliveries;
mod exposition;
mod observed;
mod requests;
mod tokens;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{Extensions, StatusCode, header};

use crate::gatehouse::Gatehouse;
use crate::guard::arrival::Arrival;
use deliveries::Deliveries;
use exposition::exposition;
use requests::Requests;
pub(crate) use tokens::{TokenGrant, Tokens};

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What the doors count.
#[derive(Debug, Default)]
pub struct Metrics {
    pub(crate) requests: Requests,
    pub(crate) tokens: Tokens,
    pub(crate) deliveries: Deliveries,
}

/// `GET /metrics`, for whom the configuration names. For anybody else there is nothing here.
pub(crate) async fn read(State(gatehouse): State<Gatehouse>, extensions: Extensions) -> Response {
    if !may_read(&gatehouse, &extensions) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut families = gatehouse.metrics.requests.families();
    families.push(gatehouse.metrics.tokens.family());
    families.push(gatehouse.metrics.deliveries.family());
    families.extend(observed::families(&gatehouse.services).await);
    ([(header::CONTENT_TYPE, OPEN_METRICS)], exposition(families)).into_response()
}

/// Whether a request comes from where metrics may be read. One that came through a proxy that is not trusted can come from
/// anywhere, whatever its address, and so can one that a trusted proxy passed on for nobody.
fn may_read(gatehouse: &Gatehouse, extensions: &Extensions) -> bool {
    extensions.get::<Arrival>().is_some_and(|arrival| {
        let may_read =
            |address| gatehouse.network.metrics_from.iter().any(|network| network.contains(&address));
        let is_from_its_address = !arrival.is_through_stranger && !arrival.is_for_nobody_named;
        is_from_its_address && arrival.address.is_some_and(may_read)
    })
}
