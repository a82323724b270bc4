//! The outside provider: what pages know of it, and what becomes of who comes from there.

use http::HeaderValue;
use http::request::Parts;
use leptos::prelude::use_context;
use service::StartedSession;

use crate::session::cookie;
use crate::session::next::{self, OWN_PAGE};
use crate::session::provider_problem::ProviderProblem;

/// The page on which a person links the provider.
pub const ACCOUNT_PAGE: &str = OWN_PAGE;

/// The outside provider that people may sign in through, as a context of every page.
#[derive(Clone, Debug)]
pub struct OutsideProvider {
    /// What people know it by.
    pub name: String,
}

/// The name of the outside provider, where one is configured.
pub(crate) fn provider_name() -> Option<String> {
    use_context::<OutsideProvider>().map(|provider| provider.name)
}

/// What the address of a page says that went wrong on the way to the provider or back.
pub(crate) fn provider_problem() -> Option<ProviderProblem> {
    let parts = use_context::<Parts>()?;
    let problem = parts.uri.query()?.split('&').find_map(|pair| pair.strip_prefix("problem="))?;
    ProviderProblem::parse(problem)
}

/// What the browser gets in which somebody signed in through the provider: cookies, and the page to go to.
pub fn entered(started: &StartedSession, next: Option<&str>) -> (Vec<HeaderValue>, String) {
    let device = started.device.as_ref().map(cookie::remembering);
    let cookies = std::iter::once(cookie::holding(&started.token)).chain(device).collect();
    let page = next::portal_path(next).unwrap_or_else(|| next::first_page(started.role));
    (cookies, page.to_owned())
}
