//! Webhooks: looked after by administrators, told of changes, given up on in the end.

use domain::{ApiKeyDraft, DeliveryState, Field, Role, Status, WebhookDraft};
use service::{
    DeliveryFailure, DeliveryOutcome, NotedDelivery, SavedWebhook, ServiceError, TEST_EVENT, WebhookDetail,
    WebhookMessage,
};

use crate::desk::{Desk, environment, refused, texts};
use crate::world::World;

on_each_engine![
    a_webhook_is_added_edited_switched_and_deleted,
    a_webhook_is_refused_where_it_is_private_or_one_too_many,
    an_edit_of_what_was_changed_meanwhile_is_refused,
    a_secret_is_shown_once_and_stands_nowhere_else,
    who_cannot_change_a_webhook_sees_its_host_only,
    deletions_at_once_and_what_else_changes_do_not_hinder_each_other,
    a_webhook_may_be_gone_and_be_disabled_at_once,
    a_change_is_told_and_taken,
    a_message_is_sent_again_ever_later_and_given_up_in_the_end,
    a_server_that_is_killed_leaves_its_messages_to_others,
    messages_are_signed_with_both_secrets_for_a_day,
    a_webhook_that_is_gone_is_disabled,
    what_waits_for_a_disabled_webhook_is_sent_when_it_is_enabled,
    a_message_is_repeated_and_a_webhook_is_tried,
    a_secret_of_another_key_sends_nothing,
    old_messages_are_swept,
];

fn draft(url: &str, events: &[&str]) -> WebhookDraft {
    WebhookDraft { url: url.to_owned(), description: "For the warehouse".to_owned(), events: texts(events) }
}

impl Desk<'_> {
    async fn add_webhook(&self, events: &[&str]) -> SavedWebhook {
        let new = draft("https://hooks.example.com/p4th/in?key=s3cr3t", events).check().unwrap();
        self.world.services.add_webhook(&self.administrator, new).await.unwrap()
    }

    async fn webhook(&self, id: &str) -> WebhookDetail {
        self.world.services.webhook(&self.reader, id).await.unwrap()
    }

    async fn add_environment(&self, name: &str) {
        let new = environment(name, "");
        self.world.services.add_environment(&self.administrator, new).await.unwrap();
    }

    async fn claim(&self, id: &str) -> Vec<WebhookMessage> {
        self.world.services.claim_deliveries(id).await.unwrap()
    }

    async fn note(&self, message: &WebhookMessage, status: u16) -> NotedDelivery {
        self.world.services.note_delivery(message, DeliveryOutcome::Answered(status)).await.unwrap()
    }

    async fn deliveries(&self, id: &str) -> Vec<service::Delivery> {
        let services = &self.world.services;
        services.webhook_deliveries(&self.reader, id, None, None, 50).await.unwrap().deliveries
    }
}

async fn a_webhook_is_added_edited_switched_and_deleted(world: World) {
    let desk = Desk::at(&world).await;
    let services = &world.services;
    let added = desk.add_webhook(&["api.added", "oauth_client.edited"]).await.webhook;
    assert_eq!(desk.webhook(&added.id).await, added);
    assert_eq!((added.status, added.version, added.last), (Status::Enabled, 1, None));
    world.pass(5);
    let new = draft("https://hooks.example.com/in?key=other", &[]).check().unwrap();
    services.edit_webhook(&desk.administrator, &added.id, 1, new.clone()).await.unwrap();
    // Nothing is another than before.
    services.edit_webhook(&desk.administrator, &added.id, 2, new).await.unwrap();
    let edited = desk.webhook(&added.id).await;
    assert_eq!((edited.version, edited.updated_at), (2, Some(world.now())));
    assert_eq!(edited.url, "https://hooks.example.com/in?key=other");
    for (status, version) in [(Status::Disabled, 3), (Status::Disabled, 3), (Status::Enabled, 4)] {
        services.switch_webhook(&desk.administrator, &added.id, status).await.unwrap();
        let now = desk.webhook(&added.id).await;
        assert_eq!((now.status, now.version), (status, version));
    }
    services.delete_webhook(&desk.administrator, &added.id).await.unwrap();
    assert!(services.webhooks(&desk.reader).await.unwrap().is_empty());
    let url = "https://hooks.example.com/…";
    assert_eq!(
        desk.history(&added.id).await,
        [
            format!(
                "hooks.example.com webhook.added url: none -> {url}; description: none -> For the warehouse; \
                 events: none -> oauth_client.edited api.added"
            ),
            format!(
                "hooks.example.com webhook.edited url: {url} -> {url}; events: oauth_client.edited api.added -> "
            ),
            "hooks.example.com webhook.disabled ".to_owned(),
            "hooks.example.com webhook.enabled ".to_owned(),
            format!(
                "hooks.example.com webhook.deleted url: {url} -> none; description: For the warehouse -> none"
            ),
        ]
    );
    let id = &added.id;
    for gone in [
        services.switch_webhook(&desk.administrator, id, Status::Enabled).await,
        services.delete_webhook(&desk.administrator, id).await,
        services.delete_webhook(&desk.administrator, "a\0b").await,
        services.test_webhook(&desk.administrator, id).await.map(drop),
        services.repeat_delivery(&desk.administrator, id, "x").await,
        services.generate_webhook_secret(&desk.administrator, id).await.map(drop),
        services.webhook_deliveries(&desk.reader, id, None, None, 1).await.map(drop),
    ] {
        assert!(matches!(gone, Err(ServiceError::NotFound)), "{gone:?}");
    }
}

async fn a_webhook_is_refused_where_it_is_private_or_one_too_many(mut world: World) {
    let desk = Desk::at(&world).await;
    let services = &world.services;
    let added = desk.add_webhook(&[]).await.webhook;
    for url in ["http://localhost:9000/", "https://10.0.0.1/", "https://[::1]/", "https://169.254.169.254/"] {
        let new = draft(url, &[]).check().unwrap();
        let expected = [(Field::Url, "not_public".to_owned())];
        assert_eq!(refused(services.add_webhook(&desk.administrator, new.clone()).await), expected);
        assert_eq!(refused(services.edit_webhook(&desk.administrator, &added.id, 1, new).await), expected);
    }
    for _ in 1..50 {
        desk.add_webhook(&[]).await;
    }
    let new = draft("https://hooks.example.com/", &[]).check().unwrap();
    assert_eq!(
        refused(services.add_webhook(&desk.administrator, new).await),
        [(Field::Url, "too_many".to_owned())]
    );
    services.delete_webhook(&desk.administrator, &added.id).await.unwrap();
    let administrator = desk.administrator.clone();
    world.services.let_webhooks_be_private();
    let new = draft("http://localhost:9000/", &[]).check().unwrap();
    assert!(world.services.add_webhook(&administrator, new).await.is_ok());
}

async fn an_edit_of_what_was_changed_meanwhile_is_refused(world: World) {
    let desk = Desk::at(&world).await;
    let id = desk.add_webhook(&[]).await.webhook.id;
    let edit = async |version, url: &str| {
        let new = draft(url, &[]).check().unwrap();
        world.services.edit_webhook(&desk.administrator, &id, version, new).await
    };
    edit(1, "https://one.example.com").await.unwrap();
    let stale = edit(1, "https://two.example.com").await;
    assert!(matches!(stale, Err(ServiceError::ChangedMeanwhile)), "{stale:?}");
    assert_eq!(desk.webhook(&id).await.url, "https://one.example.com");
}

async fn a_secret_is_shown_once_and_stands_nowhere_else(world: World) {
    let desk = Desk::at(&world).await;
    let saved = desk.add_webhook(&[]).await;
    let again = world.services.generate_webhook_secret(&desk.administrator, &saved.webhook.id).await.unwrap();
    assert_ne!(saved.secret.reveal(), again.reveal());
    let kept = format!(
        "{:?} {:?} {saved:?}",
        world.events(&desk.reader).await,
        world.services.webhooks(&desk.reader).await.unwrap()
    );
    for secret in [saved.secret.reveal(), again.reveal()] {
        assert!(secret.starts_with("whsec_") && secret.len() == 50);
        assert!(!kept.contains(&secret["whsec_".len()..]));
    }
    // What the other end has in its path and query is not in the audit trail either.
    let events = format!("{:?}", world.events(&desk.reader).await);
    assert!(!events.contains("p4th") && !events.contains("s3cr3t"));
}

async fn who_cannot_change_a_webhook_sees_its_host_only(world: World) {
    let desk = Desk::at(&world).await;
    let added = desk.add_webhook(&[]).await.webhook;
    let new = ApiKeyDraft { name: "audit".to_owned(), role: Role::Auditor, expires_at: None };
    let new = new.check(world.now()).unwrap();
    let issued = world.services.create_api_key(&desk.administrator, new).await.unwrap();
    let key = issued.plain.reveal().to_owned();
    let auditor = world.services.caller_of_api_key(&key, None).await.unwrap().unwrap().reader().unwrap();
    let seen = world.services.webhook(&auditor, &added.id).await.unwrap();
    let expected =
        WebhookDetail { url: "https://hooks.example.com/…".to_owned(), ..desk.webhook(&added.id).await };
    assert_eq!(seen, expected);
    assert_eq!(world.services.webhooks(&auditor).await.unwrap(), [expected]);
    assert_eq!(desk.webhook(&added.id).await.url, added.url);
}

async fn deletions_at_once_and_what_else_changes_do_not_hinder_each_other(world: World) {
    let desk = Desk::at(&world).await;
    let another = world.another_server().await.unwrap();
    for round in 0..10 {
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(desk.add_webhook(&[]).await.webhook.id);
        }
        let new = environment(&format!("e{round}"), "");
        let (one, other, switched, changed) = tokio::join!(
            world.services.delete_webhook(&desk.administrator, &ids[0]),
            another.delete_webhook(&desk.administrator, &ids[1]),
            another.switch_webhook(&desk.administrator, &ids[2], Status::Disabled),
            world.services.add_environment(&desk.administrator, new),
        );
        assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
        assert!(switched.is_ok() && changed.is_ok(), "{switched:?} {changed:?}");
        let left: Vec<_> = world.services.webhooks(&desk.reader).await.unwrap();
        assert!(left.iter().map(|webhook| &webhook.id).eq([&ids[2]]), "{left:?}");
        world.services.delete_webhook(&desk.administrator, &ids[2]).await.unwrap();
    }
}

async fn a_webhook_may_be_gone_and_be_disabled_at_once(world: World) {
    let desk = Desk::at(&world).await;
    let another = world.another_server().await.unwrap();
    let id = desk.add_webhook(&["environment.added"]).await.webhook.id;
    for round in 0..10 {
        desk.add_environment(&format!("e{round}")).await;
        let message = desk.claim(&id).await.remove(0);
        let (noted, switched) = tokio::join!(
            world.services.note_delivery(&message, DeliveryOutcome::Answered(410)),
            another.switch_webhook(&desk.administrator, &id, Status::Disabled),
        );
        assert!(matches!(noted, Ok(NotedDelivery::Gone)), "{noted:?}");
        assert!(switched.is_ok(), "{switched:?}");
        assert_eq!(desk.deliveries(&id).await[0].state, DeliveryState::GivenUp);
        world.services.switch_webhook(&desk.administrator, &id, Status::Enabled).await.unwrap();
    }
    let events = world.events(&desk.reader).await;
    assert_eq!(events.iter().filter(|event| event.action == "webhook.disabled").count(), 10);
}

async fn a_change_is_told_and_taken(world: World) {
    let desk = Desk::at(&world).await;
    let services = &world.services;
    let saved = desk.add_webhook(&["environment.added"]).await;
    let id = &saved.webhook.id;
    desk.add_api("Billing", &["invoices.read"]).await;
    assert!(services.webhooks_with_due_deliveries().await.unwrap().is_empty());
    desk.add_environment("staging").await;
    assert_eq!(services.webhooks_with_due_deliveries().await.unwrap(), std::slice::from_ref(id));
    world.pass(1);
    let messages = desk.claim(id).await;
    let [message] = messages.as_slice() else { panic!("{messages:?}") };
    let event = &world.events(&desk.reader).await[0];
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&message.body).unwrap(),
        serde_json::json!({
            "type": "environment.added",
            "timestamp": service::utc_text(event.happened_at),
            "data": {
                "id": event.id,
                "action": "environment.added",
                "actor_id": event.actor_id,
                "actor_name": "ada@example.com",
                "entity_kind": "environment",
                "entity_id": event.entity_id,
                "entity_name": "staging",
                "changes": [
                    { "field": "name", "old": null, "new": "staging" },
                    {
                        "field": "audience",
                        "old": null,
                        "new": "http://localhost:3000/environments/staging",
                    },
                ],
            },
        })
    );
    assert_eq!(message.url.as_str(), saved.webhook.url);
    assert_eq!(message.timestamp, world.now());
    assert!(message.id.starts_with(&event.id));
    assert!(message.signature.starts_with("v1,") && !message.signature.contains(' '));
    assert!(desk.claim(id).await.is_empty());
    assert_eq!(desk.note(message, 204).await, NotedDelivery::Delivered);
    world.pass(999_999);
    assert!(desk.claim(id).await.is_empty());
    let delivery = desk.deliveries(id).await.remove(0);
    assert_eq!((delivery.state, delivery.attempts, delivery.due_at), (DeliveryState::Delivered, 1, None));
    assert_eq!((delivery.last_status, delivery.last_error), (Some(204), None));
    assert_eq!(delivery.entity_name.as_deref(), Some("staging"));
    assert_eq!(desk.webhook(id).await.last.map(|(state, _)| state), Some(DeliveryState::Delivered));
}

async fn a_message_is_sent_again_ever_later_and_given_up_in_the_end(world: World) {
    let desk = Desk::at(&world).await;
    let id = desk.add_webhook(&["environment.added"]).await.webhook.id;
    desk.add_environment("staging").await;
    let mut known = None;
    for wait in [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] {
        let message = desk.claim(&id).await.remove(0);
        // The same message, however often it is sent.
        assert_eq!(*known.get_or_insert(message.id.clone()), message.id);
        assert_eq!(desk.note(&message, 302).await, NotedDelivery::ToRepeat);
        let delivery = desk.deliveries(&id).await.remove(0);
        let waits = delivery.due_at.unwrap() - world.now();
        assert!((wait..=wait + wait / 10).contains(&waits), "{wait}: {waits}");
        assert_eq!((delivery.state, delivery.last_status), (DeliveryState::Waiting, Some(302)));
        world.pass(waits - 1);
        assert!(desk.claim(&id).await.is_empty());
        world.pass(1);
    }
    let message = desk.claim(&id).await.remove(0);
    let failed = DeliveryOutcome::Failed(DeliveryFailure::TooLate);
    assert_eq!(world.services.note_delivery(&message, failed).await.unwrap(), NotedDelivery::GivenUp);
    let delivery = desk.deliveries(&id).await.remove(0);
    assert_eq!((delivery.state, delivery.attempts, delivery.due_at), (DeliveryState::GivenUp, 10, None));
    assert_eq!(
        (delivery.last_status, delivery.last_error.as_deref()),
        (None, Some("No answer within 10 seconds."))
    );
}

async fn a_server_that_is_killed_leaves_its_messages_to_others(world: World) {
    let desk = Desk::at(&world).await;
    let id = desk.add_webhook(&["environment.added"]).await.webhook.id;
    for number in 0..6 {
        desk.add_environment(&format!("e{number}")).await;
    }
    let other = world.another_server().await.unwrap();
    let killed = desk.claim(&id).await;
    let others = other.claim_deliveries(&id).await.unwrap();
    assert_eq!((killed.len(), others.len()), (4, 2));
    let outcome = DeliveryOutcome::Answered(200);
    for message in &others {
        assert_eq!(other.note_delivery(message, outcome).await.unwrap(), NotedDelivery::Delivered);
    }
    world.pass(59);
    assert!(other.claim_deliveries(&id).await.unwrap().is_empty());
    world.pass(1);
    let again = other.claim_deliveries(&id).await.unwrap();
    let ids = |messages: &[WebhookMessage]| {
        let mut ids: Vec<_> = messages.iter().map(|message| message.id.clone()).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&again), ids(&killed));
    // Who was taken for dead changes nothing any more.
    desk.note(&killed[0], 500).await;
    let place = |all: &[service::Delivery]| all.iter().find(|one| one.id == killed[0].id).unwrap().attempts;
    assert_eq!(place(&desk.deliveries(&id).await), 2);
}

async fn messages_are_signed_with_both_secrets_for_a_day(world: World) {
    let desk = Desk::at(&world).await;
    let id = desk.add_webhook(&["environment.added"]).await.webhook.id;
    world.services.generate_webhook_secret(&desk.administrator, &id).await.unwrap();
    world.pass(24 * 60 * 60 - 1);
    for (number, signatures) in [(1, 2), (2, 1)] {
        desk.add_environment(&format!("e{number}")).await;
        let message = desk.claim(&id).await.remove(0);
        assert_eq!(message.signature.split(' ').filter(|one| one.starts_with("v1,")).count(), signatures);
        desk.note(&message, 200).await;
        world.pass(1);
    }
}

async fn a_webhook_that_is_gone_is_disabled(world: World) {
    let desk = Desk::at(&world).await;
    let id = desk.add_webhook(&["environment.added"]).await.webhook.id;
    desk.add_environment("staging").await;
    desk.add_environment("testing").await;
    let messages = desk.claim(&id).await;
    assert_eq!(desk.note(&messages[0], 410).await, NotedDelivery::Gone);
    assert_eq!(desk.note(&messages[1], 410).await, NotedDelivery::Gone);
    assert_eq!(desk.webhook(&id).await.status, Status::Disabled);
    let events = world.events(&desk.reader).await;
    let disabled: Vec<_> = events.iter().filter(|event| event.action == "webhook.disabled").collect();
    assert_eq!(disabled.len(), 1);
    assert_eq!((disabled[0].actor_name.as_str(), &disabled[0].entity_id), ("Gatehouse", &id));
    let states: Vec<_> = desk.deliveries(&id).await.iter().map(|one| one.state).collect();
    assert_eq!(states, [DeliveryState::GivenUp, DeliveryState::GivenUp]);
    desk.add_environment("qa").await;
    assert_eq!(desk.deliveries(&id).await.len(), 2);
}

async fn what_waits_for_a_disabled_webhook_is_sent_when_it_is_enabled(world: World) {
    let desk = Desk::at(&world).await;
    let services = &world.services;
    let id = desk.add_webhook(&["environment.added"]).await.webhook.id;
    desk.add_environment("staging").await;
    services.switch_webhook(&desk.administrator, &id, Status::Disabled).await.unwrap();
    desk.add_environment("testing").await;
    assert!(services.webhooks_with_due_deliveries().await.unwrap().is_empty());
    assert!(desk.claim(&id).await.is_empty());
    let waits = desk.deliveries(&id).await.remove(0);
    assert_eq!((waits.state, waits.due_at), (DeliveryState::Waiting, None));
    for refused in [
        services.test_webhook(&desk.administrator, &id).await.map(drop),
        services.repeat_delivery(&desk.administrator, &id, &waits.id).await,
    ] {
        assert!(matches!(refused, Err(ServiceError::WebhookDisabled)), "{refused:?}");
    }
    services.switch_webhook(&desk.administrator, &id, Status::Enabled).await.unwrap();
    let claimed: Vec<_> = desk.claim(&id).await.into_iter().map(|message| message.id).collect();
    assert_eq!(claimed, [waits.id]);
}

async fn a_message_is_repeated_and_a_webhook_is_tried(world: World) {
    let desk = Desk::at(&world).await;
    let services = &world.services;
    let id = desk.add_webhook(&["environment.added"]).await.webhook.id;
    let other = desk.add_webhook(&["environment.added"]).await.webhook.id;
    desk.add_environment("staging").await;
    let first = desk.claim(&id).await.remove(0);
    desk.note(&first, 200).await;
    let unknown = services.repeat_delivery(&desk.administrator, &other, &first.id).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound)), "{unknown:?}");
    services.repeat_delivery(&desk.administrator, &id, &first.id).await.unwrap();
    let again = desk.claim(&id).await.remove(0);
    assert_eq!((&again.id, &again.body), (&first.id, &first.body));
    desk.note(&again, 200).await;

    let tried = services.test_webhook(&desk.administrator, &id).await.unwrap();
    let message = desk.claim(&id).await.remove(0);
    assert_eq!(message.id, tried);
    let body: serde_json::Value = serde_json::from_str(&message.body).unwrap();
    assert_eq!(
        (body["type"].as_str(), body["data"]["webhook_id"].as_str()),
        (Some(TEST_EVENT), Some(id.as_str()))
    );

    let page = services.webhook_deliveries(&desk.reader, &id, None, None, 1).await.unwrap();
    assert_eq!(page.deliveries[0].event, TEST_EVENT);
    let next = services.webhook_deliveries(&desk.reader, &id, None, page.next.as_deref(), 1).await.unwrap();
    assert_eq!((next.deliveries[0].id.as_str(), next.next), (first.id.as_str(), None));
    let malformed = services.webhook_deliveries(&desk.reader, &id, None, Some("x"), 1).await;
    assert!(matches!(malformed, Err(ServiceError::PositionMalformed)));
}

async fn a_secret_of_another_key_sends_nothing(world: World) {
    let desk = Desk::at(&world).await;
    let id = desk.add_webhook(&["environment.added"]).await.webhook.id;
    desk.add_environment("staging").await;
    // A database that was copied without its key: the signing keys are made anew there.
    let store = &world.store;
    let mut tx = store.begin().await.unwrap();
    tx.replace_webhook_secret(&id, "sealed with another key", 0).await.unwrap();
    tx.commit().await.unwrap();
    assert!(desk.claim(&id).await.is_empty());
    let delivery = desk.deliveries(&id).await.remove(0);
    assert_eq!((delivery.state, delivery.attempts), (DeliveryState::Waiting, 1));
    assert_eq!(delivery.last_error.as_deref(), Some("The secret cannot be opened with this server's key."));
}

async fn old_messages_are_swept(world: World) {
    let desk = Desk::at(&world).await;
    let id = desk.add_webhook(&["environment.added"]).await.webhook.id;
    desk.add_environment("staging").await;
    world.pass(30 * 24 * 60 * 60);
    desk.add_environment("testing").await;
    world.services.sweep().await.unwrap();
    assert_eq!(desk.deliveries(&id).await.len(), 2);
    world.pass(1);
    world.services.sweep().await.unwrap();
    assert_eq!(desk.deliveries(&id).await.len(), 1);
}
