//! Service principals: registering, finding and changing them, and their keys.

use domain::{
    ClientsChange, EnvironmentDraft, Field, KeyDraft, NewPrincipal, PrincipalDraft, PrincipalEditDraft,
    PrincipalProblem, Problem as _, SecretState, SecurityType, Status,
};
use service::{
    Administrator, Principal, PrincipalDetail, PrincipalPage, PrincipalView, Reader, SavedPrincipal,
    ServiceError, TokenRefusal,
};

use crate::world::{NOW, World, confidential, token};

/// RFC 8037 Appendix A.2, and its thumbprint of Appendix A.3.
const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
const ED25519_THUMBPRINT: &str = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
/// RFC 7517 Appendix A.1.
const EC: &str = r#"{"kid":"1","kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"#;
/// RFC 7638 §3.1, with its thumbprint.
const RSA: &str = r#"{"kty":"RSA","e":"AQAB","kid":"2011-04-29","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}"#;
const RSA_THUMBPRINT: &str = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";

pub fn with_secret(name: &str) -> PrincipalDraft {
    PrincipalDraft {
        client_name: name.to_owned(),
        security_type: SecurityType::ClientSecret,
        environment: "production".to_owned(),
        key: KeyDraft::default(),
    }
}

pub fn signing(name: &str, public_key: &str) -> PrincipalDraft {
    PrincipalDraft {
        security_type: SecurityType::SignedJwt,
        key: KeyDraft { public_key: public_key.to_owned(), expires_at: None },
        ..with_secret(name)
    }
}

fn in_development(draft: PrincipalDraft) -> PrincipalDraft {
    PrincipalDraft { environment: "development".to_owned(), ..draft }
}

/// Another Ed25519 key for each number. Nobody signs with it.
fn ed25519(number: usize) -> String {
    ED25519.replace("11qYAY", &format!("1{number:02}YAY"))
}

fn checked(draft: &PrincipalDraft) -> NewPrincipal {
    draft.check(NOW).unwrap()
}

async fn register(world: &World, administrator: &Administrator, draft: &PrincipalDraft) -> SavedPrincipal {
    world.services.register_principal(administrator, checked(draft)).await.unwrap()
}

async fn detail(world: &World, reader: &Reader, saved: &SavedPrincipal) -> PrincipalDetail {
    world.services.principal(reader, saved.principal.client_id.as_str()).await.unwrap()
}

async fn add_key(
    world: &World,
    administrator: &Administrator,
    saved: &SavedPrincipal,
    public_key: &str,
    expires_at: Option<i64>,
) -> Result<(), ServiceError> {
    let draft = KeyDraft { public_key: public_key.to_owned(), expires_at };
    let new = draft.check(world.now()).unwrap();
    world.services.add_credentials(administrator, saved.principal.client_id.as_str(), new).await.map(drop)
}

/// Field and code of the one problem of something refused.
fn problem(refused: ServiceError) -> (Field, String) {
    let ServiceError::Refused(problems) = refused else { panic!("{refused:?}") };
    assert_eq!(problems.len(), 1, "{problems:?}");
    (problems[0].field, problems[0].code.clone())
}

on_each_engine![
    a_principal_with_a_secret_is_registered,
    a_principal_that_signs_is_registered_with_its_keys,
    a_name_is_taken_in_one_environment_only,
    an_environment_that_is_gone_is_told,
    what_can_be_edited_is_saved_once,
    what_an_edit_may_not_do_changes_nothing,
    a_new_key_takes_the_place_of_an_old_one,
    a_key_that_the_principal_has_is_refused,
    the_newest_keys_are_kept,
    what_does_not_exist_is_not_found,
    a_deleted_principal_leaves_nothing_but_its_events,
    the_list_is_read_page_by_page,
    a_search_keeps_to_its_environment,
    a_principal_moves_with_its_environment,
];

async fn a_principal_with_a_secret_is_registered(world: World) {
    let (administrator, reader) = world.administrator().await;
    let saved = register(&world, &administrator, &with_secret("Billing_export")).await;
    let principal = &saved.principal;
    assert_eq!(saved.token_endpoint, "http://localhost:3000/oauth2/token");
    assert_eq!(
        (principal.name.as_str(), principal.environment.as_str(), principal.audience.as_str()),
        ("Billing_export", "production", "http://localhost:3000/environments/production")
    );
    assert_eq!((principal.security_type, principal.status), (SecurityType::ClientSecret, Status::Enabled));
    assert_eq!((principal.created_at, principal.updated_at, principal.version), (NOW, None, 1));
    let id = principal.client_id.as_str().strip_prefix("app-").unwrap();
    assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");

    let found = detail(&world, &reader, &saved).await;
    assert_eq!(found.principal, *principal);
    assert!(found.credentials.is_empty() && found.last_used.is_none());
    let [secret] = found.secrets.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (secret.label.as_str(), secret.state, secret.expires_at),
        ("Secret 1", SecretState::Valid, None)
    );

    let prefix = &saved.secret.as_ref().unwrap().reveal()[..10];
    assert_eq!(
        world.history_of(&reader, &principal.id).await,
        [(
            "service_principal.registered".to_owned(),
            vec![
                "client_name: none -> Billing_export".to_owned(),
                format!("client_id: none -> {}", principal.client_id),
                "security_type: none -> client_secret".to_owned(),
                "environment: none -> production".to_owned(),
                "status: none -> enabled".to_owned(),
                format!("client_secret: none -> Secret 1 ({prefix}…)"),
            ]
        )]
    );
    world.pass(365 * 86_400);
    assert!(token(&world.services, &saved).await.is_ok(), "a secret does not expire");
    let used = detail(&world, &reader, &saved).await.last_used.unwrap();
    assert_eq!((used.at, used.address.as_deref()), (world.now(), Some("192.0.2.7")));
}

async fn a_principal_that_signs_is_registered_with_its_keys(world: World) {
    let (administrator, reader) = world.administrator().await;
    let mut draft = signing("Ledger_sync", &format!(r#"{{"keys":[{EC},{ED25519}]}}"#));
    draft.key.expires_at = Some(NOW + 3600);
    let saved = register(&world, &administrator, &draft).await;
    assert!(saved.secret.is_none());
    let found = detail(&world, &reader, &saved).await;
    assert!(found.secrets.is_empty() && found.last_used.is_none());
    let mut keys: Vec<_> = found
        .credentials
        .iter()
        .map(|key| (key.kid.as_str(), key.kind.as_str(), key.algorithm, key.state, key.expires_at))
        .collect();
    keys.sort_unstable_by_key(|(kid, ..)| *kid);
    let end = Some(NOW + 3600);
    assert_eq!(
        keys,
        [
            ("1", "EC, P-256", "ES256", SecretState::Ending, end),
            (ED25519_THUMBPRINT, "Ed25519", "EdDSA", SecretState::Ending, end),
        ]
    );
    assert_eq!(
        world.history_of(&reader, &saved.principal.id).await[0].1[5..],
        [
            "public_key: none -> 1 (EC, P-256), until 2023-11-14T23:13:20Z".to_owned(),
            format!("public_key: none -> {ED25519_THUMBPRINT} (Ed25519), until 2023-11-14T23:13:20Z"),
        ]
    );
    // A secret that it never had is worth nothing.
    let billing = register(&world, &administrator, &with_secret("Billing")).await;
    let borrowed = SavedPrincipal { secret: billing.secret, ..saved };
    assert!(matches!(token(&world.services, &borrowed).await, Err(TokenRefusal::ClientUnknown)));
}

async fn a_name_is_taken_in_one_environment_only(world: World) {
    let (administrator, reader) = world.administrator().await;
    register(&world, &administrator, &with_secret("Billing")).await;
    let events = world.events(&reader).await.len();
    let again = checked(&with_secret("BILLING"));
    let refused = world.services.register_principal(&administrator, again).await.unwrap_err();
    assert_eq!(problem(refused), (Field::ClientName, "taken".to_owned()));
    assert_eq!(world.events(&reader).await.len(), events);
    assert_eq!(all(&world, &reader, &PrincipalView::default()).await, ["Billing"]);
    register(&world, &administrator, &in_development(with_secret("BILLING"))).await;
    // An OAuth client's name is another matter.
    world.register(&administrator, &confidential("Billing")).await;
}

async fn an_environment_that_is_gone_is_told(world: World) {
    let (administrator, reader) = world.administrator().await;
    let environments = world.services.environments(&reader).await.unwrap();
    let development = environments.iter().find(|found| found.name.as_str() == "development").unwrap();
    world.services.delete_environment(&administrator, &development.id).await.unwrap();
    for draft in [with_secret("Billing"), signing("Ledger_sync", EC)] {
        let new = checked(&in_development(draft));
        let refused = world.services.register_principal(&administrator, new).await.unwrap_err();
        assert_eq!(
            problem(refused),
            (Field::Environment, PrincipalProblem::EnvironmentUnknown.code().to_owned())
        );
    }
    assert!(all(&world, &reader, &PrincipalView::default()).await.is_empty());
}

async fn edit(
    world: &World,
    administrator: &Administrator,
    saved: &SavedPrincipal,
    version: i64,
    client_name: &str,
    accepts_endpoint_audience: bool,
) -> Result<Principal, ServiceError> {
    let draft = PrincipalEditDraft { client_name: client_name.to_owned(), accepts_endpoint_audience };
    let client_id = saved.principal.client_id.as_str();
    world.services.edit_principal(administrator, client_id, version, draft.check().unwrap()).await
}

async fn what_can_be_edited_is_saved_once(world: World) {
    let (administrator, reader) = world.administrator().await;
    let saved = register(&world, &administrator, &signing("Ledger_sync", EC)).await;
    world.pass(60);
    let unchanged = edit(&world, &administrator, &saved, 1, "Ledger_sync", false).await.unwrap();
    assert_eq!(unchanged, saved.principal);
    let edited = edit(&world, &administrator, &saved, 1, "LEDGER", true).await.unwrap();
    assert_eq!((edited.name.as_str(), edited.accepts_endpoint_audience), ("LEDGER", true));
    assert_eq!((edited.version, edited.updated_at), (2, Some(NOW + 60)));
    assert_eq!(detail(&world, &reader, &saved).await.principal, edited);
    edit(&world, &administrator, &saved, 2, "LEDGER", false).await.unwrap();
    let changes = |changes: &[&str]| {
        let changes = changes.iter().map(|change| (*change).to_owned()).collect();
        ("service_principal.edited".to_owned(), changes)
    };
    assert_eq!(
        world.history_of(&reader, &edited.id).await[1..],
        [
            changes(&["client_name: Ledger_sync -> LEDGER", "accepts_endpoint_audience: none -> true"]),
            changes(&["accepts_endpoint_audience: true -> none"]),
        ]
    );
}

async fn what_an_edit_may_not_do_changes_nothing(world: World) {
    let (administrator, reader) = world.administrator().await;
    register(&world, &administrator, &with_secret("Invoices")).await;
    let saved = register(&world, &administrator, &with_secret("Billing")).await;
    let refused = edit(&world, &administrator, &saved, 1, "INVOICES", false).await.unwrap_err();
    assert_eq!(problem(refused), (Field::ClientName, "taken".to_owned()));
    let refused = edit(&world, &administrator, &saved, 1, "Billing", true).await.unwrap_err();
    assert_eq!(problem(refused), (Field::AcceptsEndpointAudience, "not_applicable".to_owned()));
    for version in [0, 2] {
        let refused = edit(&world, &administrator, &saved, version, "Ledger", false).await.unwrap_err();
        assert!(matches!(refused, ServiceError::ChangedMeanwhile), "{refused:?}");
    }
    assert_eq!(detail(&world, &reader, &saved).await.principal, saved.principal);
    assert_eq!(world.history_of(&reader, &saved.principal.id).await.len(), 1);
    // Switching it off is a change that an open form must not undo.
    let ids = [saved.principal.client_id.as_str().to_owned()];
    world.services.change_clients(&administrator, &ids, ClientsChange::Disable).await.unwrap();
    let refused = edit(&world, &administrator, &saved, 1, "Ledger", false).await.unwrap_err();
    assert!(matches!(refused, ServiceError::ChangedMeanwhile), "{refused:?}");
}

/// Names and states of a principal's keys, newest first.
async fn keys(world: &World, reader: &Reader, saved: &SavedPrincipal) -> Vec<(String, SecretState)> {
    let credentials = detail(world, reader, saved).await.credentials;
    credentials.into_iter().map(|key| (key.kid, key.state)).collect()
}

async fn a_new_key_takes_the_place_of_an_old_one(world: World) {
    let (administrator, reader) = world.administrator().await;
    let saved = register(&world, &administrator, &signing("Ledger_sync", EC)).await;
    world.pass(60);
    add_key(&world, &administrator, &saved, RSA, Some(NOW + 3600)).await.unwrap();
    assert_eq!(
        keys(&world, &reader, &saved).await,
        [("2011-04-29".to_owned(), SecretState::Ending), ("1".to_owned(), SecretState::Valid)]
    );
    let principal = detail(&world, &reader, &saved).await.principal;
    assert_eq!((principal.version, principal.updated_at), (1, Some(NOW + 60)), "a key makes no form stale");
    let refused = add_key(&world, &administrator, &saved, ED25519, None).await.unwrap_err();
    assert!(matches!(refused, ServiceError::TwoKeysValid), "{refused:?}");

    let client_id = saved.principal.client_id.as_str();
    let old = detail(&world, &reader, &saved).await.credentials.remove(1);
    world.services.retire_credential(&administrator, client_id, &old.id).await.unwrap();
    for id in [old.id.as_str(), "unknown", ""] {
        let refused = world.services.retire_credential(&administrator, client_id, id).await.unwrap_err();
        assert!(matches!(refused, ServiceError::NotFound), "{refused:?}");
    }
    world.pass(60);
    add_key(&world, &administrator, &saved, ED25519, None).await.unwrap();
    // The time of a key goes by without anybody's doing.
    world.pass(3600);
    assert_eq!(
        keys(&world, &reader, &saved).await,
        [
            (ED25519_THUMBPRINT.to_owned(), SecretState::Valid),
            ("2011-04-29".to_owned(), SecretState::Expired),
            ("1".to_owned(), SecretState::Retired),
        ]
    );
    let history = world.history_of(&reader, &saved.principal.id).await;
    let actions: Vec<_> =
        history[1..].iter().map(|(action, changes)| (action.as_str(), changes.as_slice())).collect();
    assert_eq!(
        actions,
        [
            (
                "signing_credential.added",
                &["public_key: none -> 2011-04-29 (RSA, 2048 bits), until 2023-11-14T23:13:20Z".to_owned()][..]
            ),
            ("signing_credential.retired", &["public_key: 1 (EC, P-256) -> none".to_owned()]),
            ("signing_credential.added", &[format!("public_key: none -> {ED25519_THUMBPRINT} (Ed25519)")]),
        ]
    );
    let billing = register(&world, &administrator, &with_secret("Billing")).await;
    let refused = add_key(&world, &administrator, &billing, RSA, None).await.unwrap_err();
    assert!(matches!(refused, ServiceError::NotSigning), "{refused:?}");
}

async fn a_key_that_the_principal_has_is_refused(world: World) {
    let (administrator, reader) = world.administrator().await;
    let saved = register(&world, &administrator, &signing("Ledger_sync", RSA)).await;
    let events = world.events(&reader).await.len();
    let named = |key: &str, kid: &str| key.replacen('{', &format!(r#"{{"kid":"{kid}","#), 1);
    for taken in [
        RSA.to_owned(),
        RSA.replace(r#""kid":"2011-04-29","#, ""),
        RSA.replace("2011-04-29", "another name"),
        named(ED25519, "2011-04-29"),
        named(ED25519, RSA_THUMBPRINT),
        // More than two would count, too: that it has the key is what to know first.
        format!(r#"{{"keys":[{EC},{RSA}]}}"#),
    ] {
        let refused = add_key(&world, &administrator, &saved, &taken, None).await.unwrap_err();
        assert_eq!(problem(refused), (Field::PublicKey, "taken".to_owned()), "{taken}");
    }
    let confused = format!(r#"{{"keys":[{},{ED25519}]}}"#, named(&ed25519(7), ED25519_THUMBPRINT));
    let refused = world.services.register_principal(&administrator, checked(&signing("Confused", &confused)));
    assert_eq!(problem(refused.await.unwrap_err()), (Field::PublicKey, "taken".to_owned()));
    assert_eq!(world.events(&reader).await.len(), events);

    // Another principal may have the same key, and one that counts no longer may come back.
    register(&world, &administrator, &signing("Another", RSA)).await;
    let old = detail(&world, &reader, &saved).await.credentials.remove(0);
    let client_id = saved.principal.client_id.as_str();
    world.services.retire_credential(&administrator, client_id, &old.id).await.unwrap();
    world.pass(1);
    add_key(&world, &administrator, &saved, RSA, None).await.unwrap();
    let states: Vec<_> = keys(&world, &reader, &saved).await.into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, [SecretState::Valid, SecretState::Retired]);
}

async fn the_newest_keys_are_kept(world: World) {
    let (administrator, reader) = world.administrator().await;
    let saved = register(&world, &administrator, &signing("Ledger_sync", RSA)).await;
    for number in 0..25 {
        world.pass(10);
        add_key(&world, &administrator, &saved, &ed25519(number), Some(world.now() + 5)).await.unwrap();
    }
    let kept = keys(&world, &reader, &saved).await;
    assert_eq!(kept.len(), 20);
    assert_eq!(kept[0].1, SecretState::Ending);
    assert_eq!(kept[19], ("2011-04-29".to_owned(), SecretState::Valid), "what counts is never removed");
    assert!(kept[1..19].iter().all(|(_, state)| *state == SecretState::Expired));
}

async fn what_does_not_exist_is_not_found(world: World) {
    let (administrator, reader) = world.administrator().await;
    let client = world.register(&administrator, &confidential("Billing")).await;
    let new = || KeyDraft { public_key: EC.to_owned(), expires_at: None }.check(NOW).unwrap();
    let name = PrincipalEditDraft { client_name: "Ledger".to_owned(), accepts_endpoint_audience: false };
    for client_id in ["", "app-unknown", "unknown", "app-\0", client.client.client_id.as_str()] {
        let services = &world.services;
        let edited = services.edit_principal(&administrator, client_id, 1, name.check().unwrap()).await;
        for refused in [
            services.principal(&reader, client_id).await.err(),
            edited.err(),
            services.add_credentials(&administrator, client_id, new()).await.err(),
            services.retire_credential(&administrator, client_id, "key").await.err(),
        ] {
            assert!(matches!(refused, Some(ServiceError::NotFound)), "{client_id:?}: {refused:?}");
        }
    }
}

async fn a_deleted_principal_leaves_nothing_but_its_events(world: World) {
    let (administrator, reader) = world.administrator().await;
    let mut ids = Vec::new();
    for draft in [with_secret("Billing"), signing("Ledger_sync", EC)] {
        let saved = register(&world, &administrator, &draft).await;
        ids.push(saved.principal.client_id.as_str().to_owned());
    }
    world.services.change_clients(&administrator, &ids, ClientsChange::Delete).await.unwrap();
    assert!(all(&world, &reader, &PrincipalView::default()).await.is_empty());
    for client_id in &ids {
        let refused = world.services.principal(&reader, client_id).await.unwrap_err();
        assert!(matches!(refused, ServiceError::NotFound), "{refused:?}");
    }
    // The names are free again.
    register(&world, &administrator, &signing("Billing", EC)).await;
    register(&world, &administrator, &with_secret("Ledger_sync")).await;
}

async fn page(world: &World, reader: &Reader, view: &PrincipalView, page: Option<&str>) -> PrincipalPage {
    world.services.principals(reader, view, page).await.unwrap()
}

/// The names on the first page.
async fn all(world: &World, reader: &Reader, view: &PrincipalView) -> Vec<String> {
    names(page(world, reader, view, None).await)
}

fn names(page: PrincipalPage) -> Vec<String> {
    page.principals.into_iter().map(|principal| principal.name.into()).collect()
}

async fn the_list_is_read_page_by_page(world: World) {
    let (administrator, reader) = world.administrator().await;
    let mut ids = Vec::new();
    for number in 0..120 {
        let saved = register(&world, &administrator, &signing(&format!("Robot_{number:03}"), EC)).await;
        ids.push(saved.principal.client_id.as_str().to_owned());
    }
    let expected = |numbers: std::ops::Range<i32>| {
        numbers.rev().map(|number| format!("Robot_{number:03}")).collect::<Vec<_>>()
    };
    for q in ["", "robot signed"] {
        let view = PrincipalView { q: q.to_owned(), environment: None };
        let first = page(&world, &reader, &view, None).await;
        let second = page(&world, &reader, &view, first.next.as_deref()).await;
        let third = page(&world, &reader, &view, second.next.as_deref()).await;
        let back = page(&world, &reader, &view, third.previous.as_deref()).await;
        let start = page(&world, &reader, &view, second.previous.as_deref()).await;
        assert_eq!((&first.previous, &start.previous, &third.next), (&None, &None, &None));
        assert_eq!((&back.next, &back.previous), (&second.next, &second.previous));
        assert_eq!(start.next, first.next);
        assert_eq!(names(first), expected(70..120));
        assert_eq!(names(second), expected(20..70));
        assert_eq!(names(third), expected(0..20));
        assert_eq!(names(back), expected(20..70));
        assert_eq!(names(start), expected(70..120));
    }
    for malformed in ["", "last", "x"] {
        let refused = world.services.principals(&reader, &PrincipalView::default(), Some(malformed)).await;
        assert!(matches!(refused, Err(ServiceError::PositionMalformed)), "{malformed}");
    }
    // Where what was on a page is gone, the list begins anew.
    let view = PrincipalView::default();
    let second = page(&world, &reader, &view, None).await.next.unwrap();
    let third = page(&world, &reader, &view, Some(&second)).await.next.unwrap();
    for gone in ids[..60].chunks(50) {
        world.services.change_clients(&administrator, gone, ClientsChange::Delete).await.unwrap();
    }
    let shown = page(&world, &reader, &view, Some(&third)).await;
    assert_eq!((shown.previous.is_none(), names(shown)), (true, expected(70..120)));
    assert_eq!(names(page(&world, &reader, &view, Some(&second)).await), expected(60..70));
}

async fn a_search_keeps_to_its_environment(world: World) {
    let (administrator, reader) = world.administrator().await;
    for draft in [
        with_secret("Billing_export"),
        in_development(with_secret("Billing_export")),
        in_development(signing("Billing_import", EC)),
        in_development(signing("Ledger", EC)),
    ] {
        register(&world, &administrator, &draft).await;
    }
    for (q, environment, expected) in [
        ("bil", None, vec!["Billing_import", "Billing_export", "Billing_export"]),
        ("bil", Some("development"), vec!["Billing_import", "Billing_export"]),
        ("billing secret", Some("development"), vec!["Billing_export"]),
        ("fapi", Some("development"), vec!["Ledger", "Billing_import"]),
        ("fapi", Some("production"), vec![]),
        ("nobody", None, vec![]),
        ("", Some("production"), vec!["Billing_export"]),
        ("", Some("nowhere"), vec![]),
        ("", Some("\0"), vec![]),
        ("\0", Some("production"), vec!["Billing_export"]),
    ] {
        let view = PrincipalView { q: q.to_owned(), environment: environment.map(str::to_owned) };
        assert_eq!(all(&world, &reader, &view).await, expected, "{view:?}");
    }
}

async fn a_principal_moves_with_its_environment(world: World) {
    let (administrator, reader) = world.administrator().await;
    let saved = register(&world, &administrator, &with_secret("Billing")).await;
    let draft = EnvironmentDraft { name: "live".to_owned(), audience: "https://live.example.com".to_owned() };
    let id = &saved.principal.environment_id;
    world.services.edit_environment(&administrator, id, 1, draft.check().unwrap()).await.unwrap();
    let found = detail(&world, &reader, &saved).await.principal;
    assert_eq!((found.environment.as_str(), found.audience.as_str()), ("live", "https://live.example.com"));
    let view = PrincipalView { q: String::new(), environment: Some("live".to_owned()) };
    assert_eq!(all(&world, &reader, &view).await, ["Billing"]);
    assert_eq!(
        edit(&world, &administrator, &saved, 1, "Invoices", false).await.unwrap().environment,
        found.environment
    );
}
