//! Where sessions begin and end.

use domain::AccountDraft;
use http::{HeaderValue, header};
use leptos::prelude::expect_context;
use leptos_axum::ResponseOptions;
use service::StartedSession;

use crate::door::{fail, own_session, refuse, services, visit};
use crate::error::PortalError;
use crate::session::cookie;
use crate::session::next::{self, SIGN_IN_PAGE};

/// Signs in and goes to `next`.
pub(crate) async fn sign_in(email: &str, password: &str, next: Option<&str>) -> Result<(), PortalError> {
    let previous = own_session();
    let started =
        services().sign_in(email, password, previous.as_deref(), &visit().from).await.map_err(fail)?;
    enter(&started, next);
    Ok(())
}

/// Signs out and goes to the sign-in page.
pub(crate) async fn sign_out() -> Result<(), PortalError> {
    if let Some(token) = own_session() {
        services().sign_out(&token, visit().from.address).await.map_err(fail)?;
    }
    set_cookie(cookie::removal());
    leptos_axum::redirect(SIGN_IN_PAGE);
    Ok(())
}

/// Whether the first administrator is still to be made.
pub(crate) async fn is_setup_open() -> Result<bool, PortalError> {
    match visit().is_setup_open {
        Some(is_open) => Ok(is_open),
        None => services().is_setup_open().await.map_err(fail),
    }
}

/// Makes the first administrator and signs them in.
pub(crate) async fn create_first_administrator(
    token: &str,
    account: &AccountDraft,
) -> Result<(), PortalError> {
    let account = account.check().map_err(refuse)?;
    let started = services().set_up(token, &account, &visit().from).await.map_err(fail)?;
    enter(&started, None);
    Ok(())
}

/// Sets the password that a one-time link is for, and signs its person in.
pub(crate) async fn set_password_by_link(token: &str, password: &str) -> Result<(), PortalError> {
    let started = services().set_password_by_link(token, password, &visit().from).await.map_err(fail)?;
    enter(&started, None);
    Ok(())
}

/// Hands a session to the browser, and leads to `next` or to the person's first page; by way of the second factor where
/// that is still missing.
pub(super) fn enter(started: &StartedSession, next: Option<&str>) {
    hand_over(started);
    let next = next::portal_path(next);
    match started.missing {
        Some(_) => leptos_axum::redirect(&next::second_factor_url(next)),
        None => leptos_axum::redirect(next.unwrap_or_else(|| next::first_page(started.role))),
    }
}

/// Hands a session to the browser, which stays where it is.
pub(super) fn hand_over(started: &StartedSession) {
    set_cookie(cookie::holding(&started.token));
    if let Some(device) = &started.device {
        set_cookie(cookie::remembering(device));
    }
}

fn set_cookie(cookie: HeaderValue) {
    expect_context::<ResponseOptions>().append_header(header::SET_COOKIE, cookie);
}
