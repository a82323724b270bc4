//! The way to the provider for a signed-in person who wants to come through it from now on.

use std::sync::Arc;

use app::door::{ACCOUNT_PAGE, Visit, sign_in_url};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{FromRequest as _, Request, State};
use axum::response::{Html, IntoResponse as _, Response};
use http::header;
use openidconnect::url::Url;
use service::SignedIn;

use super::problem::ProviderError;
use super::{Provider, cookie, redirect};
use crate::gatehouse::Gatehouse;
use crate::oauth::authorize::visit;
use crate::oauth::parameters;

/// A page that goes on by itself. A redirect would not do: Chromium holds the page's `form-action` against every address
/// that it leads to, and a provider may lead on to anywhere.
const PAGE: &str = include_str!("connect.html");

/// `POST /account/provider/connect`: to the provider, to link it, with the person's password.
pub(super) async fn connect(
    State(gatehouse): State<Gatehouse>,
    Extension(provider): Extension<Arc<Provider>>,
    request: Request,
) -> Response {
    let visit = visit(&request);
    let Some(person) = &visit.signed_in else { return redirect(&sign_in_url(ACCOUNT_PAGE), Vec::new()) };
    let password = password(request).await;
    match provider.way_to_connect(&gatehouse, &visit, person, &password).await {
        Ok((url, sealed)) => {
            ([(header::SET_COOKIE, cookie::holding(&sealed))], Html(page(&url, provider.name())))
                .into_response()
        }
        Err(error) => error.respond_on(ACCOUNT_PAGE, &visit.reference, Vec::new()),
    }
}

impl Provider {
    async fn way_to_connect(
        &self,
        gatehouse: &Gatehouse,
        visit: &Visit,
        person: &SignedIn,
        password: &str,
    ) -> Result<(Url, String), ProviderError> {
        let errand = gatehouse.services.errand_to_connect(person, password).await?;
        self.way(gatehouse, &visit.from, errand).await
    }
}

/// What the form has for a password; nothing where there is none, which is not right either.
async fn password(request: Request) -> String {
    let body = Bytes::from_request(request, &()).await.unwrap_or_default();
    let form = parameters::decode(&body).unwrap_or_default();
    parameters::only(&form, "password").unwrap_or_default().to_owned()
}

fn page(url: &Url, name: &str) -> String {
    PAGE.replace("{url}", &escaped(url.as_str())).replace("{name}", &escaped(name))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_leads_to_the_provider_and_shows_no_markup_of_others() {
        let url = Url::parse("https://id.example.com/authorize?a=1&b=\"><script>").unwrap();
        let page = page(&url, "<b>Example</b>");
        assert!(page.contains("https://id.example.com/authorize?a=1&amp;b="), "{page}");
        assert!(page.contains("&lt;b&gt;Example&lt;/b&gt;"), "{page}");
        assert!(!page.contains("<script>") && !page.contains("<b>"), "{page}");
    }
}
