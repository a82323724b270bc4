//! Webhooks and their deliveries.

use domain::{AuditAction, DeliveryState, Description, EntityKind, Status, WebhookUrl};
use store::{
    AttemptedDelivery, AuditEvent, ClaimedDelivery, DeliveryQuery, FieldChange, SealedSecrets, Store, Webhook,
};

use crate::fixture::{count, execute};

const NOW: i64 = 1_700_000_000;

fn webhook(name: &str, events: &[AuditAction]) -> Webhook {
    Webhook {
        id: name.to_owned(),
        url: WebhookUrl::parse(&format!("https://{name}.example.com/hook?key=1")).unwrap(),
        description: Description::parse("For the warehouse").unwrap(),
        events: events.to_vec(),
        status: Status::Enabled,
        created_at: NOW,
        updated_at: None,
        version: 1,
    }
}

async fn add(store: &Store, webhook: &Webhook) -> bool {
    let mut tx = store.begin().await.unwrap();
    let is_added = tx.add_webhook(webhook, "sealed", 3).await.unwrap();
    tx.commit().await.unwrap();
    is_added
}

async fn record(store: &Store, id: &str, action: AuditAction, happened_at: i64) {
    let event = AuditEvent {
        id: id.to_owned(),
        happened_at,
        actor_id: None,
        actor_name: "ada@example.com".to_owned(),
        address: None,
        action,
        entity_kind: EntityKind::Environment,
        entity_id: "thing".to_owned(),
        entity_name: "Thing".to_owned(),
        changes: vec![FieldChange { field: "name", old: None, new: Some("Thing".to_owned()) }],
    };
    let mut tx = store.begin().await.unwrap();
    tx.record(&event).await.unwrap();
    tx.commit().await.unwrap();
}

async fn deliveries(store: &Store, webhook: &str) -> Vec<(String, DeliveryState, i64, Option<i64>)> {
    let query = DeliveryQuery { webhook_id: webhook.to_owned(), ..DeliveryQuery::default() };
    let all = store.webhook_deliveries(&query, 100).await.unwrap().into_iter();
    all.map(|delivery| (delivery.id, delivery.state, delivery.attempts, delivery.due_at)).collect()
}

async fn claim(store: &Store, webhook: &str, now: i64, limit: i64) -> Vec<ClaimedDelivery> {
    let mut tx = store.begin().await.unwrap();
    let mut claimed = tx.claim_deliveries(webhook, now, now + 60, limit).await.unwrap();
    tx.commit().await.unwrap();
    claimed.sort_by(|one, other| one.id.cmp(&other.id));
    claimed
}

async fn note(store: &Store, claimed: &ClaimedDelivery, state: DeliveryState, due_at: Option<i64>) -> bool {
    let attempted = AttemptedDelivery {
        id: claimed.id.clone(),
        attempts: claimed.attempts,
        state,
        due_at,
        status: Some(500),
        error: None,
        delivered_at: None,
    };
    let mut tx = store.begin().await.unwrap();
    let is_noted = tx.note_delivery(&attempted).await.unwrap();
    tx.commit().await.unwrap();
    is_noted
}

pub async fn a_webhook_comes_back_as_it_was_stored(store: &Store) {
    let mut shop = webhook("shop", &[AuditAction::ClientEdited, AuditAction::SettingsChanged]);
    assert!(add(store, &shop).await && add(store, &webhook("all", &[])).await);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.lock_webhook("shop").await.unwrap().as_ref(), Some(&shop));
    assert_eq!(tx.lock_webhook("nothing").await.unwrap(), None);
    shop = Webhook {
        status: Status::Disabled,
        updated_at: Some(NOW + 5),
        version: 2,
        ..webhook("shop", &[AuditAction::ApiAdded])
    };
    tx.update_webhook(&shop).await.unwrap();
    tx.replace_webhook_secret("shop", "sealed anew", NOW + 60).await.unwrap();
    tx.commit().await.unwrap();
    let listed: Vec<_> = store.webhooks().await.unwrap().into_iter().map(|one| one.webhook).collect();
    assert_eq!(listed, [webhook("all", &[]), shop]);
    let mut tx = store.begin().await.unwrap();
    let former = Some(("sealed".to_owned(), NOW + 60));
    let expected = SealedSecrets { current: "sealed anew".to_owned(), former };
    assert_eq!(tx.webhook_secrets("shop").await.unwrap(), Some(expected));
    assert_eq!(tx.webhook_secrets("nothing").await.unwrap(), None);
}

pub async fn there_are_no_more_webhooks_than_may_be(store: &Store) {
    for (name, expected) in [("a", true), ("b", true), ("c", true), ("d", false)] {
        assert_eq!(add(store, &webhook(name, &[])).await, expected, "{name}");
    }
}

pub async fn of_two_that_add_the_last_webhook_at_once_one_does(store: &Store) {
    add(store, &webhook("a", &[])).await;
    for _ in 0..10 {
        add(store, &webhook("b", &[])).await;
        let (one, other) = (webhook("one", &[]), webhook("other", &[]));
        let added = tokio::join!(add(store, &one), add(store, &other));
        assert!(added.0 != added.1, "{added:?}");
        execute(store, "DELETE FROM webhooks WHERE id <> 'a'").await;
    }
}

pub async fn a_change_is_kept_while_a_webhook_is_deleted(store: &Store) {
    add(store, &webhook("stays", &[])).await;
    for round in 0..10 {
        add(store, &webhook("goes", &[])).await;
        let mut tx = store.begin().await.unwrap();
        tx.lock_webhooks().await.unwrap();
        tx.delete_webhook("goes").await.unwrap();
        let end_of_deletion = async {
            // The other is under way by then.
            for _ in 0..10 {
                store.ping().await.unwrap();
            }
            tx.commit().await.unwrap();
        };
        let id = round.to_string();
        tokio::join!(record(store, &id, AuditAction::ApiAdded, NOW), end_of_deletion);
        assert_eq!(deliveries(store, "stays").await[0].0, format!("{id}_stays"));
        assert_eq!(deliveries(store, "goes").await, []);
    }
    assert_eq!(count(store, "audit_events").await, 10);
}

pub async fn a_change_is_written_down_for_each_webhook_that_is_told_of_it(store: &Store) {
    add(store, &webhook("all", &[])).await;
    add(store, &webhook("some", &[AuditAction::EnvironmentAdded, AuditAction::ClientEdited])).await;
    add(store, &Webhook { status: Status::Disabled, ..webhook("off", &[]) }).await;
    record(store, "1", AuditAction::EnvironmentAdded, NOW).await;
    record(store, "2", AuditAction::EnvironmentEdited, NOW).await;
    record(store, "3", AuditAction::SessionStarted, NOW).await;
    record(store, "4", AuditAction::ClientEdited, NOW).await;
    let waiting = |id: &str| (id.to_owned(), DeliveryState::Waiting, 0, Some(NOW));
    assert_eq!(deliveries(store, "all").await, ["4_all", "2_all", "1_all"].map(waiting));
    assert_eq!(deliveries(store, "some").await, ["4_some", "1_some"].map(waiting));
    assert_eq!(deliveries(store, "off").await, []);
}

pub async fn a_change_that_is_not_kept_is_not_told(store: &Store) {
    add(store, &webhook("all", &[])).await;
    let mut tx = store.begin().await.unwrap();
    let event = AuditEvent {
        id: "1".to_owned(),
        happened_at: NOW,
        actor_id: None,
        actor_name: "ada@example.com".to_owned(),
        address: None,
        action: AuditAction::ApiAdded,
        entity_kind: EntityKind::Api,
        entity_id: "api".to_owned(),
        entity_name: "API".to_owned(),
        changes: Vec::new(),
    };
    tx.record(&event).await.unwrap();
    drop(tx);
    assert_eq!(count(store, "webhook_deliveries").await, 0);
}

pub async fn a_message_is_claimed_by_one_server_until_its_lease_ends(store: &Store) {
    add(store, &webhook("all", &[])).await;
    for (id, at) in [("1", NOW + 1), ("2", NOW), ("3", NOW + 2)] {
        record(store, id, AuditAction::ApiAdded, at).await;
    }
    assert_eq!(store.webhooks_with_due_deliveries(NOW - 1).await.unwrap(), Vec::<String>::new());
    assert_eq!(store.webhooks_with_due_deliveries(NOW).await.unwrap(), ["all"]);
    let ids = |claimed: &[ClaimedDelivery]| {
        claimed.iter().map(|one| (one.id.clone(), one.attempts)).collect::<Vec<_>>()
    };
    let first = claim(store, "all", NOW + 1, 1).await;
    assert_eq!(ids(&first), [("2_all".to_owned(), 1)]);
    let told = first[0].told.as_ref().unwrap();
    assert_eq!((told.entity_name.as_str(), told.changes.len()), ("Thing", 1));
    assert_eq!(ids(&claim(store, "all", NOW + 1, 10).await), [("1_all".to_owned(), 1)]);
    assert_eq!(claim(store, "all", NOW + 1, 10).await, []);
    assert_eq!(ids(&claim(store, "all", NOW + 59, 10).await), [("3_all".to_owned(), 1)]);
    assert_eq!(ids(&claim(store, "all", NOW + 61, 1).await).len(), 1);
    assert_eq!(store.webhooks_with_due_deliveries(NOW + 61).await.unwrap(), ["all"]);
}

pub async fn of_two_that_claim_at_once_each_message_is_ones(store: &Store) {
    add(store, &webhook("all", &[])).await;
    for id in 0..20 {
        record(store, &format!("{id:02}"), AuditAction::ApiAdded, NOW).await;
    }
    let (one, other) = tokio::join!(claim(store, "all", NOW, 15), claim(store, "all", NOW, 15));
    let mut ids: Vec<_> = one.iter().chain(&other).map(|claimed| claimed.id.clone()).collect();
    let claimed = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), claimed);
    assert!(claimed >= 15, "{claimed}");
}

pub async fn what_became_of_a_message_is_noted_by_who_claimed_it_last(store: &Store) {
    add(store, &webhook("all", &[])).await;
    record(store, "1", AuditAction::ApiAdded, NOW).await;
    let first = claim(store, "all", NOW, 1).await.remove(0);
    assert!(note(store, &first, DeliveryState::Waiting, Some(NOW + 5)).await);
    assert_eq!(
        deliveries(store, "all").await,
        [("1_all".to_owned(), DeliveryState::Waiting, 1, Some(NOW + 5))]
    );
    let second = claim(store, "all", NOW + 5, 1).await.remove(0);
    assert!(!note(store, &first, DeliveryState::GivenUp, None).await);
    assert!(note(store, &second, DeliveryState::Delivered, None).await);
    assert!(!note(store, &second, DeliveryState::GivenUp, None).await);
    assert_eq!(deliveries(store, "all").await, [("1_all".to_owned(), DeliveryState::Delivered, 2, None)]);
    let last = store.webhooks().await.unwrap().remove(0).last.unwrap();
    assert_eq!((last.state, last.attempted_at), (DeliveryState::Delivered, NOW + 5));

    let mut tx = store.begin().await.unwrap();
    assert!(!tx.repeat_delivery("other", "1_all", NOW + 9).await.unwrap());
    assert!(!tx.repeat_delivery("all", "nothing", NOW + 9).await.unwrap());
    assert!(tx.repeat_delivery("all", "1_all", NOW + 9).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(
        deliveries(store, "all").await,
        [("1_all".to_owned(), DeliveryState::Waiting, 0, Some(NOW + 9))]
    );
}

pub async fn what_waits_rests_while_its_webhook_is_disabled(store: &Store) {
    add(store, &webhook("all", &[])).await;
    record(store, "1", AuditAction::ApiAdded, NOW).await;
    record(store, "2", AuditAction::ApiAdded, NOW).await;
    let claimed = claim(store, "all", NOW, 1).await.remove(0);
    note(store, &claimed, DeliveryState::Delivered, None).await;
    let mut tx = store.begin().await.unwrap();
    tx.pause_deliveries("all").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.webhooks_with_due_deliveries(NOW + 999).await.unwrap(), Vec::<String>::new());
    let mut tx = store.begin().await.unwrap();
    tx.resume_deliveries("all", NOW + 7).await.unwrap();
    tx.commit().await.unwrap();
    let due: Vec<_> =
        deliveries(store, "all").await.into_iter().map(|(_, state, _, due)| (state, due)).collect();
    assert_eq!(due, [(DeliveryState::Waiting, Some(NOW + 7)), (DeliveryState::Delivered, None)]);
}

pub async fn deliveries_are_read_page_by_page(store: &Store) {
    add(store, &webhook("all", &[])).await;
    for id in ["1", "2", "3"] {
        record(store, id, AuditAction::ApiAdded, NOW).await;
    }
    let mut tx = store.begin().await.unwrap();
    tx.add_test_delivery("4_all", "all", "webhook.test", NOW).await.unwrap();
    tx.commit().await.unwrap();
    let claimed = claim(store, "all", NOW, 2).await;
    note(store, &claimed[0], DeliveryState::GivenUp, None).await;
    for (state, after, limit, expected) in [
        (None, None, 2, vec!["4_all", "3_all"]),
        (None, Some("3_all"), 2, vec!["2_all", "1_all"]),
        (None, Some("1_all"), 2, vec![]),
        (Some(DeliveryState::GivenUp), None, 9, vec!["1_all"]),
        (Some(DeliveryState::Waiting), Some("4_all"), 9, vec!["3_all", "2_all"]),
        (Some(DeliveryState::Delivered), None, 9, vec![]),
    ] {
        let query = DeliveryQuery { webhook_id: "all".to_owned(), state, after: after.map(str::to_owned) };
        let page = store.webhook_deliveries(&query, limit).await.unwrap();
        let ids: Vec<_> = page.iter().map(|delivery| delivery.id.as_str()).collect();
        assert_eq!(ids, expected, "{query:?}");
    }
    let query = DeliveryQuery { webhook_id: "all".to_owned(), ..DeliveryQuery::default() };
    let all = store.webhook_deliveries(&query, 9).await.unwrap();
    let names: Vec<_> = all.iter().map(|one| (one.event.as_str(), one.entity_name.as_deref())).collect();
    assert_eq!(names[0], ("webhook.test", None));
    assert_eq!(names[1], ("api.added", Some("Thing")));
}

pub async fn old_messages_go_and_a_deleted_webhook_takes_its_own_along(store: &Store) {
    add(store, &webhook("all", &[])).await;
    add(store, &webhook("other", &[])).await;
    record(store, "1", AuditAction::ApiAdded, NOW).await;
    record(store, "2", AuditAction::ApiAdded, NOW + 1).await;
    assert_eq!(store.remove_old_deliveries(NOW + 1).await.unwrap(), 2);
    assert_eq!(count(store, "webhook_deliveries").await, 2);
    let mut tx = store.begin().await.unwrap();
    tx.delete_webhook("all").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(deliveries(store, "other").await.len(), 1);
    assert_eq!(count(store, "webhook_deliveries").await, 1);
    assert_eq!(count(store, "audit_events").await, 2);
}
