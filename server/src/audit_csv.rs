//! `GET /audit-log.csv`: the audit trail for a spreadsheet, with the filter of the page *Audit log*.

mod table;

use std::sync::Arc;

use app::door::{RETRY_AFTER, Visit, sign_in_url};
use axum::Extension;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use domain::{AuditAction, AuditFilter, EntityKind};
use futures_util::stream;
use http::{HeaderValue, StatusCode, Uri, header};
use serde::Deserialize;
use service::{AuditPage, Reader, ServiceError, Services};

use crate::gatehouse::Gatehouse;

const PAGE: &str = "/audit-log";
const HEADERS: [(header::HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
    (header::CONTENT_DISPOSITION, "attachment; filename=\"audit-log.csv\""),
    (header::CACHE_CONTROL, "no-store"),
];

/// The query of the page's address. A form sends the fields that were left empty, too.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Asked {
    actor: String,
    entity_kind: String,
    entity_id: String,
    entity_name: String,
    action: String,
    from: String,
    until: String,
    /// Where the page in sight begins: a file holds all of them.
    #[serde(rename = "after")]
    _after: String,
}

/// What of a query cannot be understood.
struct Malformed(&'static str);

impl Asked {
    fn filter(self) -> Result<AuditFilter, Malformed> {
        const KIND: Malformed = Malformed("entity_kind: there is no such kind.");
        const ACTION: Malformed = Malformed("action: there is no such action.");
        const FROM: Malformed = Malformed("from: give a time in seconds since 1970.");
        const UNTIL: Malformed = Malformed("until: give a time in seconds since 1970.");

        let given = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let kind = given(self.entity_kind).map(|name| EntityKind::parse(&name).ok_or(KIND));
        let action = given(self.action).map(|name| AuditAction::parse(&name).ok_or(ACTION));
        Ok(AuditFilter {
            actor: given(self.actor),
            entity_kind: kind.transpose()?,
            entity_id: given(self.entity_id),
            entity_name: given(self.entity_name),
            action: action.transpose()?,
            from: given(self.from).map(|text| text.parse().map_err(|_| FROM)).transpose()?,
            until: given(self.until).map(|text| text.parse().map_err(|_| UNTIL)).transpose()?,
        })
    }
}

pub(crate) async fn download(
    State(gatehouse): State<Gatehouse>,
    Extension(visit): Extension<Visit>,
    uri: Uri,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let Some(person) = visit.signed_in else { return to_sign_in(&uri) };
    let Ok(reader) = person.reader() else {
        return (StatusCode::FORBIDDEN, "Your role does not allow this. Ask an administrator.")
            .into_response();
    };
    let filter = match asked {
        Ok(Query(asked)) => asked.filter(),
        Err(_) => {
            Err(Malformed("The address has a part that this page does not know, or one of them twice."))
        }
    };
    let filter = match filter {
        Ok(filter) => filter,
        Err(Malformed(why)) => return (StatusCode::BAD_REQUEST, why).into_response(),
    };
    let export = Export { services: gatehouse.services, reader, filter, reference: visit.reference };
    // The first batch is read before anything is said: later ones can only break the answer off.
    match export.batch(None).await {
        Ok(first) => (HEADERS, Body::from_stream(export.rows(first))).into_response(),
        Err(error) => {
            export.log(&error);
            refuse(&error, &export.reference)
        }
    }
}

/// The page and not the file: who has just signed in is shown something.
fn to_sign_in(uri: &Uri) -> Response {
    let page = match uri.query() {
        Some(query) => [PAGE, "?", query].concat(),
        None => PAGE.to_owned(),
    };
    let location = HeaderValue::try_from(sign_in_url(&page)).expect("an escaped path fits into a header");
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}

/// One person's export under way.
struct Export {
    services: Arc<Services>,
    reader: Reader,
    filter: AuditFilter,
    reference: String,
}

impl Export {
    async fn batch(&self, after: Option<&str>) -> Result<AuditPage, ServiceError> {
        self.services.audit_batch(&self.reader, &self.filter, after).await
    }

    /// The whole file, read from the database as fast as it is taken. One that breaks off is seen to be incomplete: the
    /// connection ends in the middle.
    fn rows(self, first: AuditPage) -> impl stream::Stream<Item = Result<Vec<u8>, ServiceError>> {
        let head = table::head();
        stream::try_unfold((self, Some(Next::Read(first)), head), |(export, next, head)| async move {
            let page = match next {
                None => return Ok(None),
                Some(Next::Read(page)) => page,
                Some(Next::After(place)) => {
                    export.batch(Some(&place)).await.inspect_err(|error| export.log(error))?
                }
            };
            let mut text = head;
            text.extend(table::lines(&page.events));
            Ok(Some((text, (export, page.next.map(Next::After), Vec::new()))))
        })
    }

    fn log(&self, error: &ServiceError) {
        let reference = &self.reference;
        tracing::error!(reference, error = error as &dyn std::error::Error, "cannot export the audit log");
    }
}

fn refuse(error: &ServiceError, reference: &str) -> Response {
    let may_try_again = match error {
        ServiceError::Store(cause) => cause.is_unavailable(),
        ServiceError::Overloaded => true,
        ServiceError::Forbidden
        | ServiceError::WrongCredentials
        | ServiceError::SetupLinkInvalid
        | ServiceError::LinkInvalid
        | ServiceError::SignedOut
        | ServiceError::Throttled(_)
        | ServiceError::WrongCode
        | ServiceError::SecondFactorThere
        | ServiceError::LastAdministrator
        | ServiceError::ThroughProvider
        | ServiceError::PersonDisabled
        | ServiceError::NotInvited
        | ServiceError::Taken(_)
        | ServiceError::NotFound
        | ServiceError::Stale(_)
        | ServiceError::ChangedMeanwhile
        | ServiceError::InUse(_)
        | ServiceError::BuiltIn
        | ServiceError::NotSigning
        | ServiceError::TwoKeysValid
        | ServiceError::InProgress
        | ServiceError::TwoSecretsValid
        | ServiceError::NotConfidential
        | ServiceError::SignsInstead
        | ServiceError::RotationUnderWay
        | ServiceError::WebhookDisabled
        | ServiceError::Refused(_)
        | ServiceError::TooMany
        | ServiceError::PositionMalformed
        | ServiceError::HashUnreadable => false,
    };
    let text = format!("The audit log could not be read. Reference: {reference}");
    if may_try_again {
        (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, RETRY_AFTER)], text).into_response()
    } else {
        (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
    }
}

/// What comes next in an export.
enum Next {
    Read(AuditPage),
    After(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_try_again_is_told_when() {
        for (error, status, retry) in [
            (ServiceError::Overloaded, StatusCode::SERVICE_UNAVAILABLE, Some("5")),
            (ServiceError::PositionMalformed, StatusCode::INTERNAL_SERVER_ERROR, None),
        ] {
            let answer = refuse(&error, "0b8f");
            let after = answer.headers().get(header::RETRY_AFTER).map(|after| after.to_str().unwrap());
            assert_eq!((answer.status(), after), (status, retry));
        }
    }
}
