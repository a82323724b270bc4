//! The door for who gave the right password and has more to give.

use std::sync::Arc;

use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use service::{HalfSignedIn, RecoveryCodes, SecondFactorOffer, Services};

use crate::door::entering::{enter, hand_over};
use crate::door::{fail, own_session, services, visit};
use crate::error::PortalError;
use crate::session::next;
use crate::status::set_status;

/// Lets a person in who gave the right password; a page leads whoever did not, or has nothing more to give, to where they
/// can go on.
pub(crate) fn half_signed_in() -> Result<(Arc<Services>, HalfSignedIn), PortalError> {
    // See `signed_in`.
    let Some(parts) = use_context::<Parts>() else { return Err(PortalError::Busy) };
    let visit = visit();
    if let Some(person) = visit.half_signed_in {
        return Ok((services(), person));
    }
    if !parts.method.is_safe() {
        set_status(StatusCode::UNAUTHORIZED);
        return Err(PortalError::SignedOut);
    }
    let asked = next::asked(parts.uri.query().unwrap_or_default());
    let page = next::portal_path(asked.as_deref());
    let location = match visit.signed_in {
        Some(person) => page.unwrap_or_else(|| next::first_page(person.role())).to_owned(),
        None => page.map_or_else(|| next::SIGN_IN_PAGE.to_owned(), next::sign_in_url),
    };
    if let Ok(location) = HeaderValue::try_from(location) {
        expect_context::<ResponseOptions>().insert_header(header::LOCATION, location);
        set_status(StatusCode::FOUND);
    }
    Err(PortalError::SignedOut)
}

/// Takes a code of the second factor, or a recovery code, and goes to `next`.
pub(crate) async fn answer_second_factor(code: &str, next: Option<&str>) -> Result<(), PortalError> {
    let session = own_session().unwrap_or_default();
    let started = services().answer_second_factor(&session, code, &visit().from).await.map_err(fail)?;
    enter(&started, next);
    Ok(())
}

/// A key for who has to set up a second factor first.
pub(crate) async fn offer_second_factor_first() -> Result<SecondFactorOffer, PortalError> {
    let (services, person) = half_signed_in()?;
    services.offer_second_factor_first(&person).await.map_err(fail)
}

/// Sets it up: its recovery codes, and where the person goes who has kept them.
pub(crate) async fn add_second_factor_first(
    sealed: &str,
    code: &str,
    next: Option<&str>,
) -> Result<(RecoveryCodes, String), PortalError> {
    let session = own_session().unwrap_or_default();
    let added = services().add_second_factor_first(&session, sealed, code, &visit().from).await;
    let (started, codes) = added.map_err(fail)?;
    hand_over(&started);
    let page = next::portal_path(next).unwrap_or_else(|| next::first_page(started.role));
    Ok((codes, page.to_owned()))
}
