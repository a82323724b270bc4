//! The whole server as one router.

use std::time::Duration;

use app::assets::AssetNames;
use axum::Router;
use axum::middleware::from_fn_with_state;
use http::StatusCode;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::gatehouse::Gatehouse;
use crate::guard::arrival::{FrontDoor, arrive};
use crate::guard::security_headers::security_headers;
use crate::{api, assets, oauth, portal, probes};

/// A request that takes longer is answered with 503.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Every route of the server, behind what guards it.
pub fn routes(gatehouse: &Gatehouse, names: &AssetNames) -> Router {
    portal::routes(gatehouse, names)
        .merge(oauth::routes(gatehouse))
        .merge(api::routes(gatehouse))
        .merge(probes::routes())
        .merge(assets::routes())
        // As one layer, the outermost first: axum boxes and copies a route for each, at every request.
        .layer((
            from_fn_with_state(FrontDoor::new(gatehouse.clone()), arrive),
            from_fn_with_state(gatehouse.clone(), security_headers),
            TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT),
            CatchPanicLayer::new(),
        ))
        .with_state(gatehouse.clone())
}
