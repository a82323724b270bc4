//! The audit trail, read by every filter.

use domain::{AuditAction, AuditFilter, EntityKind};
use store::{AuditEvent, EventPosition, FieldChange, RecordedChange, Store, StoreError};

use crate::fixture::execute;

const ACTORS: [&str; 3] = ["ada@example.com", "eve@example.com", "joe@example.com"];
const THINGS: [&str; 4] = ["Billing", "Shop", "Payroll", "Shop"];

/// Two events in each second.
fn event(number: usize) -> AuditEvent {
    let (action, entity_kind) = match number % 6 {
        0 => (AuditAction::ClientRegistered, EntityKind::OAuthClient),
        1 => (AuditAction::ClientEdited, EntityKind::OAuthClient),
        2 => (AuditAction::SecretGenerated, EntityKind::OAuthClient),
        3 => (AuditAction::SecretGenerated, EntityKind::ServicePrincipal),
        4 => (AuditAction::SessionStarted, EntityKind::PortalUser),
        _ => (AuditAction::UserAdded, EntityKind::PortalUser),
    };
    AuditEvent {
        id: format!("event-{number:03}"),
        happened_at: 1_700_000_000 + i64::try_from(number / 2).unwrap(),
        actor_id: Some("ada".to_owned()),
        actor_name: ACTORS[number % 3].to_owned(),
        address: Some("192.0.2.1".to_owned()),
        action,
        entity_kind,
        entity_id: format!("thing-{}", number % 4),
        entity_name: THINGS[number % 4].to_owned(),
        changes: vec![FieldChange { field: "description", old: Some("a".to_owned()), new: None }],
    }
}

async fn record(store: &Store, count: usize) -> Vec<AuditEvent> {
    let events: Vec<AuditEvent> = (0..count).map(event).collect();
    let mut tx = store.begin().await.unwrap();
    for event in &events {
        tx.record(event).await.unwrap();
    }
    tx.commit().await.unwrap();
    events
}

pub async fn an_event_comes_back_as_it_was_written(store: &Store) {
    let events = record(store, 1).await;
    let read = store.audit_events(&AuditFilter::default(), None, 10).await.unwrap();
    assert_eq!(read.len(), 1);
    assert_eq!(store.audit_event("event-000").await.unwrap().as_ref(), read.first());
    assert_eq!(store.audit_event("event-001").await.unwrap(), None);
    let (read, written) = (&read[0], &events[0]);
    assert_eq!((&read.id, read.happened_at), (&written.id, written.happened_at));
    assert_eq!(
        (&read.actor_id, &read.actor_name, &read.address),
        (&written.actor_id, &written.actor_name, &written.address)
    );
    assert_eq!(
        (read.action.as_str(), read.entity_kind.as_str()),
        ("oauth_client.registered", "oauth_client")
    );
    assert_eq!((&read.entity_id, &read.entity_name), (&written.entity_id, &written.entity_name));
    let change = RecordedChange { field: "description".to_owned(), old: Some("a".to_owned()), new: None };
    assert_eq!(read.changes, [change]);
}

pub async fn an_event_of_a_newer_server_is_read_as_well(store: &Store) {
    record(store, 1).await;
    execute(store, "UPDATE audit_events SET action = 'tea.made', entity_kind = 'pot'").await;
    let read = store.audit_events(&AuditFilter::default(), None, 10).await.unwrap();
    assert_eq!((read[0].action.as_str(), read[0].entity_kind.as_str()), ("tea.made", "pot"));
    execute(store, "UPDATE audit_events SET changes = 'spilt'").await;
    let error = store.audit_events(&AuditFilter::default(), None, 10).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { table: "audit_events", column: "changes", .. }));
}

fn wants(filter: &AuditFilter, event: &AuditEvent) -> bool {
    let is = |wanted: &Option<String>, value: &String| wanted.as_ref().is_none_or(|wanted| wanted == value);
    is(&filter.actor, &event.actor_name)
        && is(&filter.entity_id, &event.entity_id)
        && is(&filter.entity_name, &event.entity_name)
        && filter.entity_kind.is_none_or(|kind| kind == event.entity_kind)
        && filter.action.is_none_or(|action| action == event.action)
        && filter.from.is_none_or(|from| event.happened_at >= from)
        && filter.until.is_none_or(|until| event.happened_at < until)
}

/// Every combination of what can be asked for.
pub fn filters() -> Vec<AuditFilter> {
    let mut filters = vec![AuditFilter::default()];
    let mut vary = |set: &dyn Fn(&mut AuditFilter)| {
        let mut varied = filters.clone();
        varied.iter_mut().for_each(set);
        filters.extend(varied);
    };
    vary(&|filter| filter.actor = Some("ada@example.com".to_owned()));
    vary(&|filter| filter.entity_id = Some("thing-1".to_owned()));
    vary(&|filter| filter.entity_name = Some("Shop".to_owned()));
    vary(&|filter| filter.action = Some(AuditAction::ClientEdited));
    vary(&|filter| filter.from = Some(1_700_000_005));
    vary(&|filter| filter.until = Some(1_700_000_025));
    // What may be done to things of several kinds.
    let of_action = filters.iter().filter(|filter| filter.action.is_some()).cloned();
    let of_action: Vec<_> = of_action
        .map(|filter| AuditFilter { action: Some(AuditAction::SecretGenerated), ..filter })
        .collect();
    filters.extend(of_action);
    let mut of_kinds = filters.clone();
    for kind in EntityKind::ALL {
        of_kinds
            .extend(filters.iter().cloned().map(|filter| AuditFilter { entity_kind: Some(kind), ..filter }));
    }
    of_kinds
}

pub async fn every_filter_finds_what_it_asks_for_newest_first_page_by_page(store: &Store) {
    let mut events = record(store, 60).await;
    events.reverse();
    for filter in filters() {
        let wanted: Vec<&str> =
            events.iter().filter(|event| wants(&filter, event)).map(|event| event.id.as_str()).collect();
        let mut found = Vec::new();
        let mut after = None;
        loop {
            let page = store.audit_events(&filter, after.as_ref(), 7).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(EventPosition { happened_at: last.happened_at, id: last.id.clone() });
            found.extend(page.into_iter().map(|event| event.id));
        }
        assert_eq!(found, wanted, "{filter:?}");
    }
}

pub async fn who_changed_a_client_last_is_known(store: &Store) {
    let events = record(store, 20).await;
    let changes = |event: &&AuditEvent| {
        event.entity_id == "thing-1"
            && !matches!(event.action, AuditAction::SecretGenerated | AuditAction::SecretRetired)
    };
    let last = events.iter().rfind(changes).unwrap();
    let found = store.last_client_change("thing-1").await.unwrap().unwrap();
    assert_eq!((found.actor_name, found.happened_at), (last.actor_name.clone(), last.happened_at));
    assert_eq!(store.last_client_change("unknown").await.unwrap(), None);
}
