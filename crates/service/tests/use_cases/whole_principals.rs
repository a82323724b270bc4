//! Principals with all that is part of their state: registered, read, compared and changed as one thing.

use domain::{ClientsChange, Field, KeyDraft, PrincipalEditDraft};
use service::{
    PrincipalChange, PrincipalRegistration, PrincipalView, RoleByName, ServiceError, WholePrincipal,
};

use crate::desk::{Desk, refused};
use crate::principals::{signing, with_secret};
use crate::world::World;

on_each_engine![
    a_principal_is_registered_with_its_roles_and_its_switch,
    a_registration_that_is_refused_leaves_nothing,
    fields_and_roles_are_changed_together_or_not_at_all,
    what_became_another_since_it_was_seen_is_left_as_it_is,
    what_became_another_since_it_was_seen_is_not_deleted,
    a_list_goes_on_where_it_ended,
];

/// RFC 8037 Appendix A.2.
const ED25519: &str =
    r#"{"kid":"2","kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
/// RFC 7517 Appendix A.1.
const EC: &str = r#"{"kid":"1","kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"#;

pub fn role_named(api_name: &str, role_name: &str) -> RoleByName {
    RoleByName { api_name: api_name.to_owned(), role_name: role_name.to_owned() }
}

/// A desk with the APIs Billing (Reader, Writer) and Audit (Auditor).
async fn desk(world: &World) -> Desk<'_> {
    let desk = Desk::at(world).await;
    let billing = desk.add_api("Billing", &["invoices.read", "invoices.write"]).await;
    desk.add_role(&billing, "Reader", &["invoices.read"]).await;
    desk.add_role(&billing, "Writer", &["invoices.write"]).await;
    let audit = desk.add_api("Audit", &["audit.read"]).await;
    desk.add_role(&audit, "Auditor", &["audit.read"]).await;
    desk
}

fn change(client_name: &str, accepts_endpoint_audience: bool, roles: &[(&str, &str)]) -> PrincipalChange {
    let draft = PrincipalEditDraft { client_name: client_name.to_owned(), accepts_endpoint_audience };
    PrincipalChange {
        edit: draft.check().unwrap(),
        roles: roles.iter().map(|(api, role)| role_named(api, role)).collect(),
    }
}

async fn registered(desk: &Desk<'_>, name: &str, roles: &[(&str, &str)]) -> WholePrincipal {
    let registration = PrincipalRegistration {
        new: signing(name, EC).check(desk.world.now()).unwrap(),
        roles: roles.iter().map(|(api, role)| role_named(api, role)).collect(),
    };
    let saved = desk.world.services.register_principal(&desk.administrator, registration).await.unwrap();
    whole(desk, saved.principal.client_id.as_str()).await
}

async fn whole(desk: &Desk<'_>, client_id: &str) -> WholePrincipal {
    desk.world.services.whole_principal(&desk.reader, client_id).await.unwrap()
}

fn roles(whole: &WholePrincipal) -> Vec<String> {
    whole.roles.iter().map(|held| format!("{}: {}", held.api_name, held.role_name)).collect()
}

async fn a_principal_is_registered_with_its_roles_and_its_switch(world: World) {
    let desk = desk(&world).await;
    let new = signing("Ledger_sync", EC).check(world.now()).unwrap();
    let registration = PrincipalRegistration {
        new: new.accepting_endpoint_audience(true).unwrap(),
        roles: vec![role_named("BILLING", "reader"), role_named("Audit", "Auditor")],
    };
    let saved = world.services.register_principal(&desk.administrator, registration).await.unwrap();
    let whole = whole(&desk, saved.principal.client_id.as_str()).await;
    assert_eq!(whole.principal, saved.principal);
    assert!(whole.principal.accepts_endpoint_audience);
    assert_eq!(roles(&whole), ["Audit: Auditor", "Billing: Reader"]);
    assert_eq!(whole.keys.iter().map(|key| key.kid.as_str()).collect::<Vec<_>>(), ["1"]);
    let history = desk.history(&whole.principal.id).await;
    assert_eq!(history.len(), 2);
    assert!(history[0].contains("accepts_endpoint_audience: none -> true"), "{history:?}");
    assert_eq!(history[1], "Ledger_sync roles.assigned roles: none -> Audit: Auditor,Billing: Reader");
    let secretive = with_secret("Billing").check(world.now()).unwrap();
    let problems = secretive.accepting_endpoint_audience(true).unwrap_err();
    assert_eq!(problems[0].field, Field::AcceptsEndpointAudience);
}

async fn a_registration_that_is_refused_leaves_nothing(world: World) {
    let desk = desk(&world).await;
    let events = world.events(&desk.reader).await.len();
    let many: Vec<_> = (0..101).map(|number| role_named(&format!("API {number}"), "Reader")).collect();
    for (roles, expected) in [
        (vec![role_named("Billing", "Owner")], (Field::HeldRole(0), "unknown_role")),
        (
            vec![role_named("Audit", "Auditor"), role_named("Audit", "Reader")],
            (Field::HeldRole(1), "unknown_role"),
        ),
        (vec![role_named("", "")], (Field::HeldRole(0), "unknown_role")),
        (vec![role_named("Billing", "a\0b")], (Field::HeldRole(0), "unknown_role")),
        (
            vec![role_named("Billing", "Reader"), role_named("billing", "Writer")],
            (Field::HeldRole(1), "duplicate"),
        ),
        (vec![role_named("Billing", "Reader"); 2], (Field::HeldRole(1), "duplicate")),
        (many, (Field::Roles, "too_many")),
    ] {
        let new = with_secret("Billing_export").check(world.now()).unwrap();
        let registration = PrincipalRegistration { new, roles };
        let answer = world.services.register_principal(&desk.administrator, registration).await;
        assert_eq!(refused(answer), [(expected.0, expected.1.to_owned())]);
    }
    let listed = world.services.principals(&desk.reader, &PrincipalView::default(), None).await.unwrap();
    assert!(listed.principals.is_empty());
    assert_eq!(world.events(&desk.reader).await.len(), events);
}

async fn fields_and_roles_are_changed_together_or_not_at_all(world: World) {
    let desk = desk(&world).await;
    let services = &world.services;
    registered(&desk, "Invoices", &[]).await;
    let seen = registered(&desk, "Ledger_sync", &[("Billing", "Reader")]).await;
    let client_id = seen.principal.client_id.as_str();

    let same = change("Ledger_sync", false, &[("Billing", "Reader")]);
    let unchanged = services.change_principal(&desk.administrator, &seen, &same).await.unwrap();
    assert_eq!(unchanged, seen);
    for (wrong, expected) in [
        (change("INVOICES", false, &[("Audit", "Auditor")]), (Field::ClientName, "taken")),
        (change("Ledger", true, &[("Audit", "Owner")]), (Field::HeldRole(0), "unknown_role")),
    ] {
        let answer = services.change_principal(&desk.administrator, &seen, &wrong).await;
        assert_eq!(refused(answer), [(expected.0, expected.1.to_owned())]);
    }
    assert_eq!(whole(&desk, client_id).await, seen);
    assert_eq!(desk.history(&seen.principal.id).await.len(), 2);

    let wanted = change("Ledger", true, &[("Billing", "Writer"), ("Audit", "Auditor")]);
    let changed = services.change_principal(&desk.administrator, &seen, &wanted).await.unwrap();
    assert_eq!(whole(&desk, client_id).await, changed);
    assert_eq!((changed.principal.name.as_str(), changed.principal.version), ("Ledger", 2));
    assert_eq!(roles(&changed), ["Audit: Auditor", "Billing: Writer"]);
    assert_eq!(
        desk.history(&seen.principal.id).await[2..],
        [
            "Ledger service_principal.edited client_name: Ledger_sync -> Ledger; \
             accepts_endpoint_audience: none -> true",
            "Ledger roles.assigned roles: Billing: Reader -> Audit: Auditor,Billing: Writer",
        ]
    );
}

/// What others can do to a principal meanwhile.
const DOINGS: [&str; 6] = ["name", "roles", "status", "new key", "key over", "deleted"];

async fn done_meanwhile(desk: &Desk<'_>, seen: &WholePrincipal, doing: &str) {
    let (services, administrator) = (&desk.world.services, &desk.administrator);
    let client_id = seen.principal.client_id.as_str();
    let ids = [client_id.to_owned()];
    let key = |expires_at| KeyDraft { public_key: ED25519.to_owned(), expires_at };
    match doing {
        "name" => {
            let edit = change(&format!("{}_2", seen.principal.name), false, &[]).edit;
            services.edit_principal(administrator, client_id, seen.principal.version, edit).await.map(drop)
        }
        "roles" => {
            let held: Vec<_> = seen.roles.iter().map(|held| held.role_id.clone()).collect();
            services.assign_roles(administrator, client_id, &held, &[]).await.map(drop)
        }
        "status" => services.change_clients(administrator, &ids, ClientsChange::Disable).await.map(drop),
        "new key" => {
            let new = key(None).check(desk.world.now()).unwrap();
            services.add_credentials(administrator, client_id, new).await.map(drop)
        }
        "deleted" => services.change_clients(administrator, &ids, ClientsChange::Delete).await.map(drop),
        other => panic!("{other}"),
    }
    .unwrap();
}

async fn what_became_another_since_it_was_seen_is_left_as_it_is(world: World) {
    let desk = desk(&world).await;
    for doing in DOINGS {
        let name = format!("Robot_{}", doing.replace(' ', "_"));
        let mut seen = registered(&desk, &name, &[("Billing", "Reader")]).await;
        let client_id = seen.principal.client_id.clone();
        if doing == "key over" {
            let draft = KeyDraft { public_key: ED25519.to_owned(), expires_at: Some(world.now() + 60) };
            let new = draft.check(world.now()).unwrap();
            world.services.add_credentials(&desk.administrator, client_id.as_str(), new).await.unwrap();
            seen = whole(&desk, client_id.as_str()).await;
            world.pass(60);
        } else {
            done_meanwhile(&desk, &seen, doing).await;
        }
        let events = world.events(&desk.reader).await.len();
        let wanted = change("Another_name", true, &[("Audit", "Auditor")]);
        let answer = world.services.change_principal(&desk.administrator, &seen, &wanted).await;
        match doing {
            "deleted" => assert!(matches!(answer, Err(ServiceError::NotFound)), "{doing}: {answer:?}"),
            _ => assert!(matches!(answer, Err(ServiceError::ChangedMeanwhile)), "{doing}: {answer:?}"),
        }
        assert_eq!(world.events(&desk.reader).await.len(), events, "{doing}");
    }
}

async fn what_became_another_since_it_was_seen_is_not_deleted(world: World) {
    let desk = desk(&world).await;
    let seen = registered(&desk, "Ledger_sync", &[("Billing", "Reader")]).await;
    let client_id = seen.principal.client_id.as_str();
    done_meanwhile(&desk, &seen, "roles").await;
    let refused = world.services.delete_principal(&desk.administrator, &seen).await.unwrap_err();
    assert!(matches!(refused, ServiceError::ChangedMeanwhile), "{refused:?}");
    let now = whole(&desk, client_id).await;
    world.services.delete_principal(&desk.administrator, &now).await.unwrap();
    let gone = world.services.delete_principal(&desk.administrator, &now).await.unwrap_err();
    assert!(matches!(gone, ServiceError::NotFound), "{gone:?}");
    let history = desk.history(&seen.principal.id).await;
    assert!(history[3].starts_with("Ledger_sync service_principal.deleted"), "{history:?}");
}

async fn a_list_goes_on_where_it_ended(world: World) {
    let desk = desk(&world).await;
    let mut ids = Vec::new();
    for number in 0..5 {
        let held: &[_] = if number % 2 == 0 { &[("Billing", "Reader")] } else { &[] };
        ids.push(registered(&desk, &format!("Robot_{number}"), held).await.principal.client_id.to_string());
    }
    ids.reverse();
    let services = &world.services;
    let page = async |view: &PrincipalView, after: Option<&str>| {
        services.whole_principals(&desk.reader, view, 2, after).await.unwrap()
    };
    for q in ["", "robot"] {
        let view = PrincipalView { q: q.to_owned(), environment: Some("production".to_owned()) };
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = page(&view, after.as_deref()).await;
            for one in &page.principals {
                assert_eq!(one, &whole(&desk, one.principal.client_id.as_str()).await);
            }
            found.extend(page.principals.iter().map(|one| one.principal.client_id.to_string()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(found, ids, "{q}");
    }
    // Where nothing is left there is nothing: a script that began anew would never end.
    let view = PrincipalView::default();
    let after = page(&view, None).await.next.unwrap();
    services.change_clients(&desk.administrator, &ids, ClientsChange::Delete).await.unwrap();
    let end = page(&view, Some(&after)).await;
    assert_eq!((end.principals.len(), end.next), (0, None));

    let nowhere = PrincipalView { environment: Some("a\0b".to_owned()), ..PrincipalView::default() };
    assert!(page(&nowhere, None).await.principals.is_empty());
    for malformed in ["", "x", "last"] {
        let refused = services.whole_principals(&desk.reader, &view, 2, Some(malformed)).await;
        assert!(matches!(refused, Err(ServiceError::PositionMalformed)), "{malformed}");
    }
}
