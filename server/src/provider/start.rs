//! The way to the provider (OpenID Connect Core §3.1.2.1).

use std::sync::Arc;

use app::door::sign_in_url;
use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use http::HeaderMap;
use openidconnect::core::CoreAuthenticationFlow;
use openidconnect::url::Url;
use openidconnect::{CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, Scope};
use service::{ProviderErrand, SignInFrom};

use super::problem::ProviderError;
use super::{Provider, cookie, is_navigation, not_a_page, redirect};
use crate::gatehouse::Gatehouse;
use crate::oauth::authorize::visit;
use crate::oauth::parameters;

/// Bytes: a browser keeps 4096 of a cookie. Who asked for a page with a longer address goes to the first one.
const NEXT_LENGTH: usize = 2000;

/// `GET /sign-in/provider`: to the provider, to sign in.
pub(super) async fn start(
    State(gatehouse): State<Gatehouse>,
    Extension(provider): Extension<Arc<Provider>>,
    request: Request,
) -> Response {
    if !is_navigation(request.headers()) {
        return not_a_page();
    }
    let next = next(&request);
    if comes_from_elsewhere(request.headers()) {
        return redirect(&sign_in_page(next.as_deref()), Vec::new());
    }
    let (visit, errand) = (visit(&request), ProviderErrand::SignIn { next });
    match provider.way(&gatehouse, &visit.from, errand.clone()).await {
        Ok((url, sealed)) => redirect(url.as_str(), vec![cookie::holding(&sealed)]),
        Err(error) => error.respond(&visit.reference, Some(&errand), Vec::new()),
    }
}

impl Provider {
    /// Where a browser goes that is to keep the sealed text meanwhile.
    pub(super) async fn way(
        &self,
        gatehouse: &Gatehouse,
        from: &SignInFrom,
        errand: ProviderErrand,
    ) -> Result<(Url, String), ProviderError> {
        let services = &gatehouse.services;
        services.count_provider_step(from).await?;
        let discovered = self.discovered(services.issuer(), services.now()).await?;
        let (flow, sealed) = services.begin_provider_flow(errand);
        let verifier = PkceCodeVerifier::new(flow.verifier);
        let request = discovered
            .client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || CsrfToken::new(flow.state),
                || Nonce::new(flow.nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        // The library adds `openid` itself.
        let scopes = self.configuration.scopes.iter().filter(|scope| *scope != "openid");
        let (url, _, _) = request.add_scopes(scopes.cloned().map(Scope::new)).url();
        Ok((url, sealed))
    }
}

fn next(request: &Request) -> Option<String> {
    let query = parameters::decode(request.uri().query()?.as_bytes())?;
    parameters::only(&query, "next").filter(|next| next.len() <= NEXT_LENGTH).map(str::to_owned)
}

/// Another site could have a person's session replaced without their will (Fetch Metadata).
fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}

/// The sign-in page that leads on to the same.
pub(super) fn sign_in_page(next: Option<&str>) -> String {
    next.map_or_else(|| "/sign-in".to_owned(), sign_in_url)
}
