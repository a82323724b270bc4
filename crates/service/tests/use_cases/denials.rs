//! Refused requests, and the mend of a redirect URI.

use domain::{ClientsChange, DenialReason, Field};
use service::{Administrator, ClientDenial, Denial, Reader, SavedClient, ServiceError};

use crate::world::{NOW, World, confidential, public};

const REGISTERED: &str = "https://myapp.com/callback";

async fn shop() -> (World, Administrator, Reader, SavedClient) {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &public("Shop")).await;
    (world, administrator, reader, saved)
}

fn denial(saved: &SavedClient, reason: DenialReason, detail: &str) -> Denial {
    Denial {
        client_id: saved.client.client_id.as_str().to_owned(),
        reason,
        detail: detail.to_owned(),
        reference: "0b8f".to_owned(),
        address: Some("192.0.2.7".to_owned()),
    }
}

impl World {
    fn refuse(&self, saved: &SavedClient, reason: DenialReason, detail: &str) {
        self.services.note_denial(denial(saved, reason, detail));
    }

    async fn denials(&self, reader: &Reader, saved: &SavedClient) -> Vec<ClientDenial> {
        self.services.denials(reader, saved.client.client_id.as_str()).await.unwrap()
    }

    async fn add(&self, administrator: &Administrator, saved: &SavedClient, uri: &str) -> Result<(), String> {
        let client_id = saved.client.client_id.as_str();
        match self.services.add_redirect_uri(administrator, client_id, uri).await {
            Ok(_) => Ok(()),
            Err(ServiceError::Refused(problems)) => Err(problems[0].code.clone()),
            Err(error) => Err(error.to_string()),
        }
    }
}

#[tokio::test]
async fn a_denial_is_seen_at_once_here_and_after_it_was_written_everywhere() {
    let (world, administrator, reader, saved) = shop().await;
    let another = world.another_server().await.unwrap();
    let client_id = saved.client.client_id.as_str();
    assert_eq!(world.denials(&reader, &saved).await, []);
    world.refuse(&saved, DenialReason::SecretWrong, "");
    world.pass(60);
    world.refuse(&saved, DenialReason::SecretWrong, "");
    world.refuse(&saved, DenialReason::ScopeUnknown, "admin");
    let other = world.register(&administrator, &confidential("Billing")).await;
    world.refuse(&other, DenialReason::SecretWrong, "");

    let here = world.denials(&reader, &saved).await;
    let [scope, secret] = &here[..] else { panic!("{here:?}") };
    assert_eq!((scope.reason, scope.detail.as_str(), scope.times), (DenialReason::ScopeUnknown, "admin", 1));
    let expected = ClientDenial {
        reason: DenialReason::SecretWrong,
        detail: String::new(),
        mismatch: None,
        can_be_added: false,
        times: 2,
        first_at: NOW,
        last_at: NOW + 60,
        last_reference: "0b8f".to_owned(),
        last_address: Some("192.0.2.7".to_owned()),
    };
    assert_eq!(*secret, expected);
    assert_eq!(another.denials(&reader, client_id).await.unwrap(), []);
    assert_eq!(world.services.flush_denials().await.unwrap(), 3);
    assert_eq!(another.denials(&reader, client_id).await.unwrap(), here);
    assert_eq!(world.denials(&reader, &saved).await, here, "nothing counts twice");
    assert_eq!(world.services.flush_denials().await.unwrap(), 0, "nothing is written twice");

    // What is in memory is put together with what is stored, wherever it came from.
    world.pass(60);
    another.note_denial(denial(&saved, DenialReason::SecretWrong, ""));
    let there = another.denials(&reader, client_id).await.unwrap();
    assert_eq!(there[0], ClientDenial { times: 3, last_at: NOW + 120, ..expected });
    assert_eq!(world.denials(&reader, &saved).await, here);
}

#[tokio::test]
async fn a_redirect_uri_is_held_against_what_is_registered_now() {
    let (world, administrator, reader, saved) = shop().await;
    for (uri, mismatch, can_be_added) in [
        (
            "https://myapp.com/other",
            Some("The path differs: “/callback” is registered, this is “/other”."),
            true,
        ),
        (
            "https://evil.com/callback",
            Some("The host differs: “myapp.com” is registered, this is “evil.com”."),
            true,
        ),
        (REGISTERED, None, false),
        ("https://myapp.com/*", Some(""), false),
        ("nonsense", Some(""), false),
        ("http://myapp.com/callback", Some(""), false),
    ] {
        let server = world.another_server().await.unwrap();
        server.note_denial(denial(&saved, DenialReason::RedirectUriNotRegistered, uri));
        let denials = server.denials(&reader, saved.client.client_id.as_str()).await.unwrap();
        let [told] = &denials[..] else { panic!("{denials:?}") };
        assert_eq!(told.mismatch.is_some(), mismatch.is_some(), "{uri}: {told:?}");
        if let Some(text) = mismatch.filter(|text| !text.is_empty()) {
            assert_eq!(told.mismatch.as_deref(), Some(text));
        }
        assert_eq!(told.can_be_added, can_be_added, "{uri}: {told:?}");
        if can_be_added {
            assert_eq!(world.add(&administrator, &saved, uri).await, Ok(()));
            let denials = server.denials(&reader, saved.client.client_id.as_str()).await.unwrap();
            assert_eq!((denials[0].mismatch.as_ref(), denials[0].can_be_added), (None, false), "mended");
        }
    }
}

#[tokio::test]
async fn a_redirect_uri_is_added_as_an_edit() {
    let (world, administrator, reader, saved) = shop().await;
    let client_id = saved.client.client_id.as_str();
    let uri = "http://127.0.0.1:8080/cb";
    let after = world.services.add_redirect_uri(&administrator, client_id, uri).await.unwrap();
    let uris: Vec<_> = after.client.redirect_uris.iter().map(domain::RedirectUri::as_str).collect();
    assert_eq!((uris, after.client.version), (vec![REGISTERED, uri], 2));
    let again = world.services.add_redirect_uri(&administrator, client_id, uri).await.unwrap();
    assert_eq!(again.client, after.client, "it is there");
    let history = world.history(&reader, &saved).await;
    let actions: Vec<_> = history.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["oauth_client.registered", "oauth_client.edited"]);
    assert!(history[1].1[0].starts_with("redirect_uris: "), "{history:?}");
}

#[tokio::test]
async fn what_the_rules_do_not_allow_is_not_added() {
    let (world, administrator, reader, saved) = shop().await;
    let billing = world.register(&administrator, &confidential("Billing")).await;
    assert_eq!(world.add(&administrator, &saved, "nonsense").await, Err("scheme_missing".to_owned()));
    assert!(world.add(&administrator, &billing, "https://a.example/cb").await.is_err());
    assert_eq!(world.detail(&reader, &billing).await.client.version, 1);
    world.begin_provisioning(&saved).await;
    let in_progress = world.add(&administrator, &saved, "https://a.example/cb").await;
    assert_eq!(in_progress, Err("request in progress".to_owned()));
    world.finish_provisioning(&saved).await;
    for number in 2..=5 {
        let uri = format!("https://a.example/{number}");
        assert_eq!(world.add(&administrator, &saved, &uri).await, Ok(()));
    }
    let sixth = "https://a.example/6";
    let client_id = saved.client.client_id.as_str();
    let refused = world.services.add_redirect_uri(&administrator, client_id, sixth).await;
    let Err(ServiceError::Refused(problems)) = refused else { panic!("{refused:?}") };
    assert_eq!(problems[0].field, Field::RedirectUris);
    world.refuse(&saved, DenialReason::RedirectUriNotRegistered, sixth);
    assert!(!world.denials(&reader, &saved).await[0].can_be_added, "five are registered");
    let unknown = world.services.add_redirect_uri(&administrator, "app-unknown", sixth).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound)), "{unknown:?}");
}

#[tokio::test]
async fn what_is_kept_of_a_client_is_bounded() {
    let (world, _, reader, saved) = shop().await;
    for round in 0..4 {
        for reason in
            [DenialReason::ScopeUnknown, DenialReason::ParameterInvalid, DenialReason::ResourceUnknown]
        {
            for number in 0..30 {
                world.refuse(&saved, reason, &format!("{round} {number}"));
            }
        }
        world.pass(30);
        world.services.flush_denials().await.unwrap();
    }
    let denials = world.denials(&reader, &saved).await;
    assert_eq!(denials.len(), 50);
    assert!(denials.iter().all(|denial| denial.last_at >= NOW + 60), "the newest are kept");
    let of = denials.iter().filter(|denial| denial.reason == DenialReason::ScopeUnknown).count();
    assert!(of <= 20, "{of}");
}

#[tokio::test]
async fn a_detail_too_long_is_cut_and_no_redirect_uri_any_more() {
    let (world, _, reader, saved) = shop().await;
    let long = format!("https://a.example/{}", "a".repeat(300));
    world.refuse(&saved, DenialReason::RedirectUriNotRegistered, &long);
    world.refuse(&saved, DenialReason::ScopeUnknown, "nul\0");
    assert_eq!(world.services.flush_denials().await.unwrap(), 2);
    let denials = world.denials(&reader, &saved).await;
    let cut = denials.iter().find(|denial| denial.reason == DenialReason::RedirectUriNotRegistered).unwrap();
    assert_eq!((cut.detail.chars().count(), cut.can_be_added), (255, false));
}

#[tokio::test]
async fn what_cannot_be_written_is_kept_in_memory() {
    let (world, administrator, reader, saved) = shop().await;
    let gone = world.register(&administrator, &public("Gone")).await;
    world.refuse(&saved, DenialReason::SecretWrong, "");
    world.refuse(&gone, DenialReason::SecretWrong, "");
    let ids = [gone.client.client_id.as_str().to_owned()];
    world.services.change_clients(&administrator, &ids, ClientsChange::Delete).await.unwrap();
    let another = world.another_server().await.unwrap();
    let closed = world.another_server().await.unwrap();
    assert!(matches!(another.denials(&reader, &ids[0]).await, Err(ServiceError::NotFound)));
    assert_eq!(world.services.flush_denials().await.unwrap(), 1, "what no client has is forgotten");
    closed.note_denial(denial(&saved, DenialReason::SecretWrong, ""));
    world.refuse(&saved, DenialReason::SecretWrong, "");
    world.store.close().await;
    assert!(world.services.flush_denials().await.is_err());
    assert!(world.services.flush_denials().await.is_err(), "there is still something to write");
    assert_eq!(closed.flush_denials().await.unwrap(), 1);
    let denials = closed.denials(&reader, saved.client.client_id.as_str()).await.unwrap();
    assert_eq!(denials[0].times, 2);
}

#[tokio::test]
async fn denials_age_out() {
    let (world, _, reader, saved) = shop().await;
    world.refuse(&saved, DenialReason::SecretWrong, "");
    world.services.flush_denials().await.unwrap();
    world.pass(30 * 24 * 60 * 60);
    world.services.sweep().await.unwrap();
    assert_eq!(world.denials(&reader, &saved).await.len(), 1);
    world.pass(1);
    world.services.sweep().await.unwrap();
    assert_eq!(world.denials(&reader, &saved).await, []);
}
