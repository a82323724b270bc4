//! The portal: server-rendered pages and the server functions that they call.

use std::sync::{Arc, LazyLock};

use app::App;
use app::assets::AssetNames;
use app::door::{ApiReferenceOnDemand, OutsideProvider, Visit};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Redirect;
use axum::routing::{get, post};
use axum::{Extension, Router};
use http::request::Parts;
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes as _, generate_route_list};
use tower_http::csrf::CsrfLayer;

use crate::gatehouse::Gatehouse;
use crate::guard::{body, nonce, origin, referer, visit};
use crate::oauth::{CONSENT, asking, authorize, consent};
use crate::provider;
use crate::{api, audit_csv};

/// The pages, listed once for the whole process: a page that is rendered meanwhile by another of its servers, as tests have
/// them, would wait for its data for ever (leptos-rs/leptos#4773).
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// Every page that the portal's own router knows; any other address is its page for what is not there.
pub(crate) fn routes(gatehouse: &Gatehouse, names: &AssetNames) -> Router<Gatehouse> {
    let guard = CsrfLayer::new()
        .add_trusted_origin(gatehouse.services.issuer())
        .expect("the public URL was parsed as an origin");
    let context = contexts(gatehouse, names);
    let options = LeptosOptions::clone(&gatehouse.options);
    let document = move || app::shell(options.clone());
    let not_found = leptos_axum::render_app_async_with_context(context.clone(), document.clone());
    Router::new()
        .leptos_routes_with_context(gatehouse, PAGES.clone(), context, document)
        .route("/audit-log.csv", get(audit_csv::download))
        .route("/", get(first_page))
        .route("/secure-module", get(|| async { Redirect::to("/secure-module/api-roles") }))
        .route(CONSENT, post(consent::consent))
        .merge(provider::routes(gatehouse))
        .fallback(not_found)
        // As one layer, the outermost first, for the reason that [`crate::routes`] has.
        .layer((
            guard,
            from_fn_with_state(gatehouse.clone(), origin::own_origin_only),
            from_fn_with_state(gatehouse.clone(), referer::own_referer_only),
            from_fn_with_state(gatehouse.clone(), visit::describe_visit),
            from_fn(body::small_forms_and_json_only),
            from_fn(nonce::content_security_policy),
            from_fn_with_state(gatehouse.clone(), asking::name_application),
            from_fn_with_state(gatehouse.clone(), authorize::judge),
        ))
}

async fn first_page(Extension(visit): Extension<Visit>) -> Redirect {
    Redirect::to(app::door::first_page(&visit))
}

fn contexts(gatehouse: &Gatehouse, names: &AssetNames) -> impl Fn() + Clone + Send + Sync + 'static {
    let (services, names) = (gatehouse.services.clone(), Arc::new(names.clone()));
    let provider =
        gatehouse.provider.as_ref().map(|provider| OutsideProvider { name: provider.name().to_owned() });
    let issuer = gatehouse.services.issuer().to_owned();
    let reference = Arc::new(ApiReferenceOnDemand::new(Box::new(move || api::reference(&issuer))));
    move || {
        provide_context(services.clone());
        provide_context(Arc::clone(&reference));
        provide_context(Arc::clone(&names));
        if let Some(provider) = provider.clone() {
            provide_context(provider);
        }
        // Leptos has made a nonce of its own by now; the one in the page's policy counts.
        if let Some(nonce) = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Nonce>().cloned())
        {
            provide_context(nonce);
        }
    }
}
