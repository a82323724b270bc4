//! Which roles clients and principals hold.

use service::{ApiDetail, ApiRoleDetail, HeldRole, ServiceError};

use crate::desk::Desk;
use crate::world::{World, token};

on_each_engine![
    a_client_and_a_principal_hold_at_most_one_role_of_each_api,
    the_roles_are_replaced_as_a_whole_and_the_trail_tells_which,
    assigning_what_is_held_already_does_nothing,
    roles_that_others_changed_meanwhile_are_not_replaced,
    a_role_that_is_gone_is_not_assigned,
    a_client_that_never_was_is_not_found,
    what_a_role_allows_counts_from_the_next_token_on,
    assigning_roles_leaves_an_open_form_of_the_client_as_it_is,
];

/// A desk with two APIs and their roles.
struct Roles<'a> {
    desk: Desk<'a>,
    billing: ApiDetail,
    reader: ApiRoleDetail,
    writer: ApiRoleDetail,
    auditor: ApiRoleDetail,
}

impl<'a> Roles<'a> {
    async fn new(world: &'a World) -> Self {
        let desk = Desk::at(world).await;
        let billing = desk.add_api("Billing", &["invoices.read", "invoices.write"]).await;
        let audit = desk.add_api("audit", &["audit.read"]).await;
        Self {
            reader: desk.add_role(&billing, "Reader", &["invoices.read"]).await,
            writer: desk.add_role(&billing, "Writer", &["invoices.read", "invoices.write"]).await,
            auditor: desk.add_role(&audit, "Auditor", &["audit.read"]).await,
            billing,
            desk,
        }
    }
}

fn names(held: &[HeldRole]) -> Vec<String> {
    held.iter().map(|held| format!("{}: {}", held.api_name, held.role_name)).collect()
}

async fn a_client_and_a_principal_hold_at_most_one_role_of_each_api(world: World) {
    let Roles { desk, billing, reader, writer, auditor } = Roles::new(&world).await;
    let client = desk.add_client("Shop").await;
    let principal = desk.add_principal("billing_export", "production").await;
    for client_id in [client.client.client_id.as_str(), principal.principal.client_id.as_str()] {
        assert_eq!(desk.held(client_id).await, []);
        let refused = desk.assign(client_id, &[], &[&reader, &auditor, &writer]).await.unwrap_err();
        assert!(matches!(refused, ServiceError::TooMany), "{refused:?}");
        assert_eq!(desk.held(client_id).await, []);

        let held = desk.assign(client_id, &[], &[&writer, &auditor, &writer]).await.unwrap();
        assert_eq!(names(&held), ["audit: Auditor", "Billing: Writer"]);
        assert_eq!((&held[1].api_id, &held[1].role_id), (&billing.id, &writer.id));
        assert_eq!(held[1].scopes, writer.scopes);
        assert_eq!(desk.held(client_id).await, held);
    }
}

async fn the_roles_are_replaced_as_a_whole_and_the_trail_tells_which(world: World) {
    let Roles { desk, reader, writer, auditor, .. } = Roles::new(&world).await;
    let principal = desk.add_principal("billing_export", "production").await.principal;
    let client_id = principal.client_id.as_str();
    for (seen, wanted, expected) in [
        (vec![], vec![&reader, &auditor], "roles: none -> audit: Auditor,Billing: Reader"),
        (
            vec![&auditor, &reader],
            vec![&auditor, &writer],
            "roles: audit: Auditor,Billing: Reader -> audit: Auditor,Billing: Writer",
        ),
        (vec![&writer, &auditor], vec![], "roles: audit: Auditor,Billing: Writer -> none"),
    ] {
        let held = desk.assign(client_id, &seen, &wanted).await.unwrap();
        assert_eq!((held.len(), desk.held(client_id).await), (wanted.len(), held));
        let last = desk.history(&principal.id).await.pop().unwrap();
        assert_eq!(last, format!("billing_export roles.assigned {expected}"));
    }
    let found = desk.world.services.principal(&desk.reader, client_id).await.unwrap().principal;
    assert_eq!((found.version, found.updated_at), (1, None), "a role is no field of who holds it");
}

async fn assigning_what_is_held_already_does_nothing(world: World) {
    let Roles { desk, reader, auditor, .. } = Roles::new(&world).await;
    let client = desk.add_client("Shop").await;
    let client_id = client.client.client_id.as_str();
    assert_eq!(desk.assign(client_id, &[], &[]).await.unwrap(), []);
    let held = desk.assign(client_id, &[], &[&reader, &auditor]).await.unwrap();
    let again = desk.assign(client_id, &[&reader, &auditor], &[&auditor, &reader]).await.unwrap();
    assert_eq!(again, held);
    let history = desk.history(&client.client.id).await;
    assert_eq!(history.iter().filter(|line| line.contains("roles.assigned")).count(), 1);
}

async fn roles_that_others_changed_meanwhile_are_not_replaced(world: World) {
    let Roles { desk, reader, writer, auditor, .. } = Roles::new(&world).await;
    let client = desk.add_client("Shop").await;
    let client_id = client.client.client_id.as_str();
    let held = desk.assign(client_id, &[], &[&reader]).await.unwrap();
    for seen in [vec![], vec![&writer], vec![&reader, &auditor]] {
        let refused = desk.assign(client_id, &seen, &[&auditor]).await.unwrap_err();
        assert!(matches!(refused, ServiceError::ChangedMeanwhile), "{refused:?}");
    }
    assert_eq!(desk.held(client_id).await, held);
}

async fn a_role_that_is_gone_is_not_assigned(world: World) {
    let Roles { desk, reader, auditor, .. } = Roles::new(&world).await;
    let client = desk.add_client("Shop").await;
    let client_id = client.client.client_id.as_str();
    desk.world.services.delete_api_role(&desk.administrator, &reader.id).await.unwrap();
    let nul = ApiRoleDetail { id: "a\0b".to_owned(), ..auditor.clone() };
    for gone in [&reader, &nul] {
        let refused = desk.assign(client_id, &[], &[&auditor, gone]).await.unwrap_err();
        assert!(matches!(refused, ServiceError::ChangedMeanwhile), "{refused:?}");
    }
    assert_eq!(desk.held(client_id).await, []);
    let many: Vec<_> = (0..101).map(|number| format!("role {number}")).collect();
    let services = &desk.world.services;
    let refused = services.assign_roles(&desk.administrator, client_id, &[], &many).await.unwrap_err();
    assert!(matches!(refused, ServiceError::TooMany), "{refused:?}");
}

async fn a_client_that_never_was_is_not_found(world: World) {
    let Roles { desk, reader, .. } = Roles::new(&world).await;
    for client_id in ["", "app-unknown", "a\0b"] {
        for refused in [
            desk.world.services.roles_held(&desk.reader, client_id).await.unwrap_err(),
            desk.assign(client_id, &[], &[&reader]).await.unwrap_err(),
        ] {
            assert!(matches!(refused, ServiceError::NotFound), "{refused:?}");
        }
    }
}

async fn what_a_role_allows_counts_from_the_next_token_on(world: World) {
    let Roles { desk, billing, reader, .. } = Roles::new(&world).await;
    let services = &desk.world.services;
    let principal = desk.add_principal("billing_export", "production").await;
    let client_id = principal.principal.client_id.as_str();
    let scope = async || token(services, &principal).await.ok().unwrap().scope;
    assert_eq!(scope().await, None);
    desk.assign(client_id, &[], &[&reader]).await.unwrap();
    assert_eq!(scope().await.as_deref(), Some("invoices.read"));
    let new = crate::desk::role("Reader", &["invoices.write"]);
    services.edit_api_role(&desk.administrator, &reader.id, 1, new).await.unwrap();
    assert_eq!(scope().await.as_deref(), Some("invoices.write"));
    desk.assign(client_id, &[&reader], &[]).await.unwrap();
    assert_eq!(scope().await, None);
    services.delete_api(&desk.administrator, &billing.id).await.unwrap();
    assert_eq!(scope().await, None);
}

async fn assigning_roles_leaves_an_open_form_of_the_client_as_it_is(world: World) {
    let Roles { desk, reader, .. } = Roles::new(&world).await;
    let client = desk.add_client("Shop").await;
    let client_id = client.client.client_id.as_str();
    desk.assign(client_id, &[], &[&reader]).await.unwrap();
    assert_eq!(desk.world.detail(&desk.reader, &client).await.client, client.client);
    let draft = domain::OAuthClientDraft { description: "edited".to_owned(), ..client.client.draft() };
    let services = &desk.world.services;
    let edited = services.edit_oauth_client(&desk.administrator, client_id, 1, draft.check().unwrap()).await;
    assert_eq!(edited.unwrap().client.version, 2);
    assert_eq!(names(&desk.held(client_id).await), ["Billing: Reader"]);
}
