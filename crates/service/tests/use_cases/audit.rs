//! Reading the audit trail.

use domain::{AuditAction, AuditFilter, ClientsChange, EntityKind, NewSecretDraft, OAuthClientDraft};
use service::{ServiceError, SignInFrom};

use crate::world::{EMAIL, NOW, World, confidential, public};

#[tokio::test]
async fn the_trail_is_read_page_by_page_newest_first() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    for number in 0..60 {
        world.pass(1);
        world.register(&administrator, &public(&format!("Client {number}"))).await;
    }
    let filter = AuditFilter { action: Some(AuditAction::ClientRegistered), ..AuditFilter::default() };
    let first = world.services.audit_events(&reader, &filter, None).await.unwrap();
    assert_eq!((first.events.len(), first.events[0].entity_name.as_str()), (50, "Client 59"));
    let second = world.services.audit_events(&reader, &filter, first.next.as_deref()).await.unwrap();
    assert_eq!((second.events.len(), second.events[9].entity_name.as_str()), (10, "Client 0"));
    assert_eq!(second.next, None);
    for malformed in ["", "x", "last"] {
        let error = world.services.audit_events(&reader, &filter, Some(malformed)).await.unwrap_err();
        assert!(matches!(error, ServiceError::PositionMalformed), "{malformed}");
    }
}

#[tokio::test]
async fn what_happened_in_one_second_is_in_the_order_in_which_it_was_done() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &confidential("Billing")).await;
    let id = saved.client.client_id.as_str();
    for version in [1, 3, 5] {
        for (version, draft) in [(version, public("Billing")), (version + 1, confidential("Billing"))] {
            let new = draft.check().unwrap();
            world.services.edit_oauth_client(&administrator, id, version, new).await.unwrap();
        }
    }
    let history = world.history(&reader, &saved).await;
    let actions: Vec<_> = history.iter().map(|(action, _)| action.as_str()).collect();
    let round =
        ["oauth_client.edited", "client_secret.retired", "oauth_client.edited", "client_secret.generated"];
    assert_eq!(actions, [&["oauth_client.registered"][..], &round, &round, &round].concat());
}

#[tokio::test]
async fn every_filter_finds_what_it_names() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    world.pass(60);
    let saved = world.register(&administrator, &public("Shop")).await;
    let all = AuditFilter::default();
    let text = |text: &str| Some(text.to_owned());
    for (filter, count) in [
        (all.clone(), 6),
        (AuditFilter { actor: text(EMAIL), ..all.clone() }, 3),
        (AuditFilter { actor: text("eve@example.com"), ..all.clone() }, 0),
        (AuditFilter { entity_kind: Some(EntityKind::OAuthClient), ..all.clone() }, 1),
        (AuditFilter { entity_id: text(&saved.client.id), ..all.clone() }, 1),
        (AuditFilter { entity_name: text("Shop"), ..all.clone() }, 1),
        (AuditFilter { action: Some(AuditAction::SessionStarted), ..all.clone() }, 1),
        (AuditFilter { from: Some(NOW + 60), ..all.clone() }, 1),
        (AuditFilter { until: Some(NOW + 60), ..all.clone() }, 5),
        (AuditFilter { entity_kind: Some(EntityKind::SigningKey), ..all.clone() }, 1),
        (AuditFilter { entity_kind: Some(EntityKind::Environment), ..all.clone() }, 2),
        (AuditFilter { entity_name: text("Shop\0"), ..all.clone() }, 0),
    ] {
        let page = world.services.audit_events(&reader, &filter, None).await.unwrap();
        assert_eq!((page.events.len(), page.next), (count, None), "{filter:?}");
    }
}

#[tokio::test]
async fn no_secret_is_ever_in_the_trail() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let first = world.register(&administrator, &confidential("Billing")).await;
    let id = first.client.client_id.as_str().to_owned();
    let overlap = NewSecretDraft { label: "Next".to_owned(), old_secrets_end_at: Some(NOW + 60) };
    let second = world.services.generate_client_secret(&administrator, &id, &overlap).await.unwrap();
    let third =
        world.services.generate_client_secret(&administrator, &id, &NewSecretDraft::default()).await.unwrap();
    let third_id =
        world.detail(&reader, &first).await.secrets.into_iter().find(|secret| secret.state.is_valid());
    world.services.retire_client_secret(&administrator, &id, &third_id.unwrap().id).await.unwrap();
    let edit = async |version: i64, draft: &OAuthClientDraft| {
        world.services.edit_oauth_client(&administrator, &id, version, draft.check().unwrap()).await.unwrap()
    };
    edit(1, &public("Billing")).await;
    let fourth = edit(2, &confidential("Billing")).await;
    world
        .services
        .change_clients(&administrator, std::slice::from_ref(&id), ClientsChange::Delete)
        .await
        .unwrap();

    let trail = format!("{:?}", world.events(&reader).await);
    let saved = [&first, &fourth].map(|saved| saved.secret.as_ref().unwrap());
    for secret in saved.into_iter().chain([&second.secret, &third.secret]) {
        let secret = secret.reveal();
        assert!(trail.contains(&secret[..10]), "the trail tells secrets apart");
        assert!(!trail.contains(&secret[..20]) && !trail.contains(&secret[21..]), "{trail}");
        assert!(!trail.contains(&secret[21..41]) && !trail.contains(&secret[44..]), "{trail}");
    }
    assert!(!trail.contains("argon2"), "{trail}");
}

#[tokio::test]
async fn a_session_that_another_replaces_is_told_to_have_ended() {
    let world = World::set_up().await;
    let (before, person) = world.signed_in().await;
    let reader = person.reader().unwrap();
    let sign_in = async |previous: Option<&str>| {
        let started = world
            .services
            .sign_in(EMAIL, crate::world::PASSWORD, previous, &SignInFrom::default())
            .await
            .unwrap();
        started.token.reveal().to_owned()
    };
    let ended = async || {
        let filter = AuditFilter { action: Some(AuditAction::SessionEnded), ..AuditFilter::default() };
        world.services.audit_events(&reader, &filter, None).await.unwrap().events.len()
    };
    let after = sign_in(Some(&before)).await;
    assert_eq!(ended().await, 1);
    sign_in(Some(&before)).await;
    assert_eq!(ended().await, 1, "one that has ended cannot end again");
    sign_in(Some("unknown")).await;
    assert_eq!(ended().await, 1);
    world.pass(30 * 60);
    sign_in(Some(&after)).await;
    assert_eq!(ended().await, 1, "one that ended by itself was ended by nobody");
}
