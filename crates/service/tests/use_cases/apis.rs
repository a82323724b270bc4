//! APIs, their scopes and their roles.

use domain::Field;
use service::{ApiDetail, ServiceError};

use crate::desk::{Desk, api, message, refused, role};
use crate::world::{NOW, World};

on_each_engine![
    an_api_is_added_and_listed_by_name,
    what_another_api_has_is_refused_where_it_was_typed,
    an_api_is_edited_and_the_trail_tells_what_changed,
    saving_an_api_or_a_role_as_it_is_does_nothing,
    a_stale_edit_of_an_api_or_a_role_changes_nothing,
    a_scope_stays_while_a_role_has_it,
    a_role_has_scopes_of_its_api_and_a_name_of_its_own,
    a_role_is_edited_and_the_trail_tells_what_changed,
    a_held_role_stays_and_so_does_its_api,
    an_api_takes_its_roles_with_it,
    what_never_was_is_not_found,
];

async fn traces(desk: &Desk<'_>) -> (Vec<ApiDetail>, usize) {
    (desk.apis().await, desk.world.events(&desk.reader).await.len())
}

fn scopes(api: &ApiDetail) -> Vec<&str> {
    api.scopes.iter().map(|scope| scope.as_str()).collect()
}

async fn an_api_is_added_and_listed_by_name(world: World) {
    let desk = Desk::at(&world).await;
    let billing = desk.add_api("Billing", &["invoices.write", "invoices.read"]).await;
    let audit = desk.add_api("audit", &["audit.read"]).await;
    assert_eq!(scopes(&billing), ["invoices.read", "invoices.write"]);
    assert_eq!((billing.version, billing.created_at, billing.updated_at), (1, NOW, None));
    assert_eq!(desk.apis().await, [audit, billing.clone()]);
    let expected = "Billing api.added name: none -> Billing; scopes: none -> invoices.read,invoices.write";
    assert_eq!(desk.history(&billing.id).await, [expected]);
}

async fn what_another_api_has_is_refused_where_it_was_typed(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    desk.add_api("Billing", &["invoices.read", "invoices.write"]).await;
    let other = desk.add_api("Other", &["other"]).await;
    let before = traces(&desk).await;
    let taken = |field| (field, "taken".to_owned());
    for (new, expected) in [
        (api("BILLING", &["new"]), vec![taken(Field::ApiName)]),
        (api("New", &["z", "invoices.read", "a"]), vec![taken(Field::Scope(1))]),
        (
            api("billing", &["invoices.write", "other.read", "invoices.read"]),
            vec![taken(Field::ApiName), taken(Field::Scope(0)), taken(Field::Scope(2))],
        ),
    ] {
        assert_eq!(refused(services.add_api(&desk.administrator, new.clone()).await), expected);
        assert_eq!(refused(services.edit_api(&desk.administrator, &other.id, 1, new).await), expected);
        assert_eq!(traces(&desk).await, before);
    }
    let told = message(services.add_api(&desk.administrator, api("New", &["invoices.read"])).await);
    assert_eq!(
        told,
        "Billing has this scope already. Use another name: a token does not say of which API a scope is."
    );
    desk.add_api("New", &["new"]).await;
}

async fn an_api_is_edited_and_the_trail_tells_what_changed(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    let before = desk.add_api("Billing", &["invoices.read", "invoices.write"]).await;
    let reader = desk.add_role(&before, "Reader", &["invoices.read"]).await;
    desk.world.pass(60);
    let new = api("Invoices", &["invoices.delete", "invoices.read"]);
    let edited = services.edit_api(&desk.administrator, &before.id, 1, new).await.unwrap();
    assert_eq!(
        (edited.name.as_str(), scopes(&edited)),
        ("Invoices", vec!["invoices.delete", "invoices.read"])
    );
    assert_eq!((edited.version, edited.updated_at, edited.created_at), (2, Some(NOW + 60), NOW));
    assert_eq!(edited.roles, [reader]);
    assert_eq!(desk.apis().await, [edited]);
    let expected = "Invoices api.edited name: Billing -> Invoices; \
                    scopes: invoices.read,invoices.write -> invoices.delete,invoices.read";
    assert_eq!(desk.history(&before.id).await[1..], [expected]);
    // What it no longer has is free for another one; a name of its own in another case is not another's.
    desk.add_api("Writing", &["invoices.write"]).await;
    let new = api("INVOICES", &["invoices.read"]);
    services.edit_api(&desk.administrator, &before.id, 2, new).await.unwrap();
}

async fn saving_an_api_or_a_role_as_it_is_does_nothing(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    let billing = desk.add_api("Billing", &["a", "b"]).await;
    let reader = desk.add_role(&billing, "Reader", &["a", "b"]).await;
    let before = traces(&desk).await;
    desk.world.pass(60);
    let saved = services.edit_api(&desk.administrator, &billing.id, 1, api("Billing", &["b", "a"])).await;
    assert_eq!(saved.unwrap().version, 1);
    let saved = services.edit_api_role(&desk.administrator, &reader.id, 1, role("Reader", &["b", "a"])).await;
    assert_eq!(saved.unwrap(), reader);
    assert_eq!(traces(&desk).await, before);
}

async fn a_stale_edit_of_an_api_or_a_role_changes_nothing(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    let billing = desk.add_api("Billing", &["a", "b"]).await;
    let reader = desk.add_role(&billing, "Reader", &["a"]).await;
    let before = traces(&desk).await;
    for version in [0, 2] {
        let api = api("New", &["a", "new"]);
        let role = role("New", &["b"]);
        for refused in [
            services.edit_api(&desk.administrator, &billing.id, version, api).await.map(drop).unwrap_err(),
            services
                .edit_api_role(&desk.administrator, &reader.id, version, role)
                .await
                .map(drop)
                .unwrap_err(),
        ] {
            assert!(matches!(refused, ServiceError::ChangedMeanwhile), "{refused:?}");
        }
    }
    assert_eq!(traces(&desk).await, before);
}

async fn a_scope_stays_while_a_role_has_it(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    let billing = desk.add_api("Billing", &["a", "b", "c"]).await;
    let reader = desk.add_role(&billing, "Reader", &["a"]).await;
    desk.add_role(&billing, "Writer", &["a", "b"]).await;
    let before = traces(&desk).await;
    let in_use = (Field::Scopes, "in_use".to_owned());
    // A scope by another name is another scope.
    for (kept, times) in [(api("Billing", &["b", "c"]), 2), (api("Billing", &["a.new", "b", "c"]), 2)] {
        let edited = services.edit_api(&desk.administrator, &billing.id, 1, kept).await;
        assert_eq!(refused(edited), vec![in_use.clone(); times]);
        assert_eq!(traces(&desk).await, before);
    }
    let edited = services.edit_api(&desk.administrator, &billing.id, 1, api("Billing", &["a", "c"])).await;
    assert_eq!(message(edited), "The role Writer has the scope b. Take it from the role first.");
    services.edit_api(&desk.administrator, &billing.id, 1, api("Billing", &["a", "b"])).await.unwrap();

    let new = role("Reader", &["b"]);
    services.edit_api_role(&desk.administrator, &reader.id, 1, new).await.unwrap();
    let edited = services.edit_api(&desk.administrator, &billing.id, 2, api("Billing", &["b"])).await;
    assert_eq!(message(edited), "The role Writer has the scope a. Take it from the role first.");
}

async fn a_role_has_scopes_of_its_api_and_a_name_of_its_own(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    let billing = desk.add_api("Billing", &["a", "b"]).await;
    let audit = desk.add_api("Audit", &["x"]).await;
    let reader = desk.add_role(&billing, "Reader", &["b", "a"]).await;
    let writer = desk.add_role(&billing, "Writer", &["b"]).await;
    desk.add_role(&audit, "Reader", &["x"]).await;
    assert_eq!((reader.version, reader.holders), (1, 0));
    let expected = "Reader api_role.added name: none -> Reader; scopes: none -> a,b; api: none -> Billing";
    assert_eq!(desk.history(&reader.id).await, [expected]);
    let before = traces(&desk).await;
    let strange = |index| (Field::Scope(index), "unknown_scope".to_owned());
    for (new, expected) in [
        (role("READER", &["a"]), vec![(Field::RoleName, "taken".to_owned())]),
        (role("New", &["x", "a", "never"]), vec![strange(0), strange(2)]),
    ] {
        let added = services.add_api_role(&desk.administrator, &billing.id, new.clone()).await;
        assert_eq!(refused(added), expected);
        let edited = services.edit_api_role(&desk.administrator, &writer.id, 1, new).await;
        assert_eq!(refused(edited), expected);
        assert_eq!(traces(&desk).await, before);
    }
    let listed = desk.apis().await;
    assert_eq!(listed[1].roles, [reader, writer]);
}

async fn a_role_is_edited_and_the_trail_tells_what_changed(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    let billing = desk.add_api("Billing", &["a", "b"]).await;
    let reader = desk.add_role(&billing, "Reader", &["a"]).await;
    let client = desk.add_client("Shop").await;
    let client_id = client.client.client_id.as_str();
    desk.assign(client_id, &[], &[&reader]).await.unwrap();
    desk.world.pass(60);
    let new = role("READER", &["b", "a"]);
    let edited = services.edit_api_role(&desk.administrator, &reader.id, 1, new).await.unwrap();
    assert_eq!((edited.name.as_str(), edited.version, edited.holders), ("READER", 2, 1));
    assert_eq!(desk.apis().await[0].roles, [edited]);
    let expected = "READER api_role.edited name: Reader -> READER; scopes: a -> a,b; api: Billing -> Billing";
    assert_eq!(desk.history(&reader.id).await[1..], [expected]);
    // Who holds it may do what it says now.
    let [held] = &desk.held(client_id).await[..] else { panic!("one role") };
    assert_eq!((held.role_name.as_str(), held.scopes.len()), ("READER", 2));
    assert_eq!(desk.apis().await[0].version, 1, "a role is no field of its API");
}

async fn a_held_role_stays_and_so_does_its_api(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    let billing = desk.add_api("Billing", &["a"]).await;
    let reader = desk.add_role(&billing, "Reader", &["a"]).await;
    let writer = desk.add_role(&billing, "Writer", &["a"]).await;
    let client = desk.add_client("Shop").await;
    let principal = desk.add_principal("billing_export", "production").await;
    let (client_id, principal_id) =
        (client.client.client_id.as_str(), principal.principal.client_id.as_str());
    desk.assign(client_id, &[], &[&reader]).await.unwrap();
    desk.assign(principal_id, &[], &[&writer]).await.unwrap();
    let before = traces(&desk).await;
    assert_eq!(before.0[0].roles.iter().map(|role| role.holders).collect::<Vec<_>>(), [1, 1]);
    let refused = services.delete_api_role(&desk.administrator, &reader.id).await.unwrap_err();
    assert!(matches!(refused, ServiceError::InUse(1)), "{refused:?}");
    let refused = services.delete_api(&desk.administrator, &billing.id).await.unwrap_err();
    assert!(matches!(refused, ServiceError::InUse(2)), "{refused:?}");
    assert_eq!(traces(&desk).await, before);

    // Given back, or gone with who held it.
    desk.assign(client_id, &[&reader], &[]).await.unwrap();
    services.delete_api_role(&desk.administrator, &reader.id).await.unwrap();
    let expected = "Reader api_role.deleted name: Reader -> none; scopes: a -> none; api: Billing -> none";
    assert_eq!(desk.history(&reader.id).await[1..], [expected]);
    let ids = [principal_id.to_owned()];
    services.change_clients(&desk.administrator, &ids, domain::ClientsChange::Delete).await.unwrap();
    assert_eq!(desk.apis().await[0].roles[0].holders, 0);
    services.delete_api(&desk.administrator, &billing.id).await.unwrap();
    assert_eq!(desk.apis().await, []);
}

async fn an_api_takes_its_roles_with_it(world: World) {
    let desk = Desk::at(&world).await;
    let billing = desk.add_api("Billing", &["a", "b"]).await;
    let reader = desk.add_role(&billing, "Reader", &["a", "b"]).await;
    desk.world.services.delete_api(&desk.administrator, &billing.id).await.unwrap();
    assert_eq!(desk.apis().await, []);
    let expected = "Billing api.deleted name: Billing -> none; scopes: a,b -> none";
    assert_eq!(desk.history(&billing.id).await[1..], [expected]);
    let expected = "Reader api_role.deleted name: Reader -> none; scopes: a,b -> none; api: Billing -> none";
    assert_eq!(desk.history(&reader.id).await[1..], [expected]);
    // Its name and its scopes are free again.
    desk.add_api("Billing", &["a", "b"]).await;
}

async fn what_never_was_is_not_found(world: World) {
    let desk = Desk::at(&world).await;
    let services = &desk.world.services;
    let administrator = &desk.administrator;
    for id in ["", "unknown", "a\0b"] {
        let api = api("Billing", &["a"]);
        let role = role("Reader", &["a"]);
        for refused in [
            services.edit_api(administrator, id, 1, api).await.map(drop),
            services.delete_api(administrator, id).await,
            services.add_api_role(administrator, id, role.clone()).await.map(drop),
            services.edit_api_role(administrator, id, 1, role).await.map(drop),
            services.delete_api_role(administrator, id).await,
        ] {
            assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
        }
    }
}
