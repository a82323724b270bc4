//! `/audit-events`: who changed what, and when.

mod shapes;

use axum::Json;
use axum::extract::{Path, State};
use domain::AuditFilter;
use service::{Reader, Services};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Reading;
use super::etag::Tagged;
use super::input::Input;
use super::listed::Listed;
use super::problem::Problem;
use super::query::{Asked, Nothing};
use crate::gatehouse::Gatehouse;
use shapes::{AuditEvent, AuditEventSearch, AuditEventsAsked};

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(search)).routes(routes!(read))
}

/// The audit trail, newest first.
///
/// For what one person did, or what was done to things of one name, see *search_audit_events*.
#[utoipa::path(get, path = "/audit-events", operation_id = "list_audit_events", tag = "Audit trail",
    params(AuditEventsAsked),
    responses((status = 200, description = "A page of events.", body = Listed<AuditEvent>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Asked(asked): Asked<AuditEventsAsked>,
) -> Result<Listed<AuditEvent>, Problem> {
    let (cursor, limit) = (asked.cursor.clone(), asked.limit.get());
    page(&gatehouse.services, &reader, &asked.into(), cursor.as_deref(), limit).await
}

/// Finds events by who did it or what it was done to, newest first.
///
/// Only reads. It is asked with POST because either may be named by an e-mail, which does not belong in an address.
#[utoipa::path(post, path = "/audit-events/search", operation_id = "search_audit_events", tag = "Audit trail",
    request_body = AuditEventSearch, security(("bearer" = ["gatehouse.read"])),
    responses((status = 200, description = "A page of the events found.", body = Listed<AuditEvent>)))]
async fn search(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Input(asked): Input<AuditEventSearch>,
) -> Result<Json<Listed<AuditEvent>>, Problem> {
    let (cursor, limit) = (asked.cursor.clone(), asked.limit.get());
    // The next page has no address to be named in the head: it is asked for in the body.
    page(&gatehouse.services, &reader, &asked.into(), cursor.as_deref(), limit).await.map(Json)
}

async fn page(
    services: &Services,
    reader: &Reader,
    filter: &AuditFilter,
    cursor: Option<&str>,
    limit: u16,
) -> Result<Listed<AuditEvent>, Problem> {
    let page = services.audit_events_at_most(reader, filter, cursor, limit).await?;
    let items = page.events.into_iter().map(AuditEvent::from).collect();
    Ok(Listed { items, next_cursor: page.next })
}

/// One event of the audit trail.
#[utoipa::path(get, path = "/audit-events/{audit_event_id}", operation_id = "read_audit_event", tag = "Audit trail",
    params(("audit_event_id" = String, Path)),
    responses((status = 200, description = "The event.", body = AuditEvent)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(audit_event_id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<AuditEvent>, Problem> {
    Ok(Tagged(gatehouse.services.audit_event(&reader, &audit_event_id).await?.into()))
}
