//! Who comes to the management API with an access token, and what the API of Gatehouse itself is.

use domain::{ClientsChange, DenialReason, Role};
use serde_json::json;
use service::{AuthorizationAnswer, Caller, IssuedTokens, ServiceError, Store, TokenRefusal};

use crate::access::{ADMINISTRATOR, AUDITOR, Holder, READER, Secured};
use crate::application::{claims, presented, redeem, refusal, request};
use crate::desk::{Desk, api, role};
use crate::world::{EMAIL, World};

on_each_engine![
    a_clients_token_allows_what_its_scopes_say,
    a_role_that_was_taken_away_counts_no_longer_in_tokens_from_before,
    a_principals_token_is_for_gatehouse_or_for_its_environment,
    scopes_of_gatehouse_are_given_to_who_asks_for_them,
    a_persons_token_allows_no_more_than_the_person,
    a_token_that_does_not_count_is_nobodys,
    the_api_of_gatehouse_stays_as_it_is,
    the_api_of_gatehouse_gets_out_of_the_way_of_a_name,
];

const ISSUER: &str = "http://localhost:3000";
const PRODUCTION: &str = "http://localhost:3000/environments/production";
const ADDRESS: &str = "192.0.2.8";

async fn caller(secured: &Secured, token: &str) -> Option<Caller> {
    secured.services().caller_of_access_token(token, Some(ADDRESS.to_owned())).await.unwrap()
}

async fn allowed(secured: &Secured, token: &str) -> Option<Role> {
    caller(secured, token).await.map(|caller| caller.role())
}

async fn issued(secured: &Secured, holder: &Holder, scope: &str) -> IssuedTokens {
    secured.own(holder, Some(scope), &[]).await.ok().unwrap()
}

async fn execute(world: &World, sql: &'static str) {
    match &world.store {
        Store::Sqlite(pool, _) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
        Store::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
    }
}

async fn a_clients_token_allows_what_its_scopes_say(world: World) {
    let secured = Secured::in_world(world).await;
    let machine = secured.machine().await;
    secured.assign(&machine.client_id, &[ADMINISTRATOR, READER]).await;
    for (scope, expected) in [
        ("gatehouse.read", Role::Auditor),
        ("gatehouse.admin", Role::Administrator),
        ("gatehouse.read gatehouse.admin", Role::Administrator),
        ("gatehouse.read invoices.read", Role::Auditor),
        ("invoices.read", Role::Member),
    ] {
        let token = issued(&secured, &machine, scope).await.access_token;
        assert_eq!(allowed(&secured, &token).await, Some(expected), "{scope}");
    }
    let token = issued(&secured, &machine, "gatehouse.admin").await.access_token;
    let caller = caller(&secured, &token).await.unwrap();
    let (story, client) = (&secured.story, &machine.client_id);
    let detail = secured.services().oauth_client(&story.reader, client).await.unwrap();
    assert_eq!((caller.id(), caller.name()), (Some(detail.client.id.as_str()), client.as_str()));

    secured.assign(&machine.client_id, &[AUDITOR]).await;
    let refused = refusal(secured.own(&machine, Some("gatehouse.admin"), &[]).await);
    assert!(matches!(refused, TokenRefusal::ScopeNotGranted), "{refused}");
}

async fn a_role_that_was_taken_away_counts_no_longer_in_tokens_from_before(world: World) {
    let secured = Secured::in_world(world).await;
    let machine = secured.machine().await;
    secured.assign(&machine.client_id, &[ADMINISTRATOR]).await;
    let both = issued(&secured, &machine, "gatehouse.read gatehouse.admin").await.access_token;
    let shop = secured.shop();
    secured.assign(&shop.client_id, &[ADMINISTRATOR]).await;
    execute(&secured.story.world, "UPDATE portal_users SET role = 'administrator'").await;
    let persons = secured.story.tokens("openid gatehouse.read gatehouse.admin").await.access_token;
    for (roles, expected) in [
        (&[ADMINISTRATOR][..], Role::Administrator),
        (&[AUDITOR], Role::Auditor),
        (&[READER], Role::Member),
        (&[], Role::Member),
        (&[ADMINISTRATOR], Role::Administrator),
    ] {
        for (client, token) in [(&machine.client_id, &both), (&shop.client_id, &persons)] {
            secured.assign(client, roles).await;
            assert_eq!(allowed(&secured, token).await, Some(expected), "{client} {roles:?}");
        }
    }
}

async fn a_principals_token_is_for_gatehouse_or_for_its_environment(world: World) {
    let secured = Secured::in_world(world).await;
    let principal = secured.principal("Back_end", "production").await;
    secured.assign(&principal.client_id, &[ADMINISTRATOR, READER]).await;
    for (scope, resources, audience, environment, expected) in [
        (Some("gatehouse.read"), &[][..], ISSUER, None, Some(Role::Auditor)),
        (Some("gatehouse.admin gatehouse.read"), &[ISSUER], ISSUER, None, Some(Role::Administrator)),
        (None, &[ISSUER], ISSUER, None, Some(Role::Administrator)),
        (Some("invoices.read"), &[], PRODUCTION, Some("production"), None),
        (None, &[PRODUCTION], PRODUCTION, Some("production"), None),
        (None, &[], PRODUCTION, Some("production"), None),
    ] {
        let issued = secured.own(&principal, scope, resources).await.ok().unwrap();
        let said = claims(&issued.access_token);
        assert_eq!(
            (&said["aud"], said.get("environment")),
            (&json!(audience), environment.map(|name| json!(name)).as_ref())
        );
        assert_eq!(allowed(&secured, &issued.access_token).await, expected, "{scope:?} {resources:?}");
    }
    for (scope, resource) in [
        ("gatehouse.read", PRODUCTION),
        ("invoices.read", ISSUER),
        ("gatehouse.read", "https://other.example"),
    ] {
        let refused = refusal(secured.own(&principal, Some(scope), &[resource]).await);
        assert!(matches!(refused, TokenRefusal::ResourceUnknown), "{scope} {resource}: {refused}");
    }
    let refused = refusal(secured.own(&principal, Some("gatehouse.read invoices.read"), &[]).await);
    assert!(matches!(refused, TokenRefusal::ScopesApart), "{refused}");
    assert_eq!(refused.denial(), Some(DenialReason::ScopesApart));

    // An audience that an environment was given cannot pass for this server.
    let token = issued(&secured, &principal, "gatehouse.read").await.access_token;
    let told = secured.services().introspect(&principal.presented(), &token).await.unwrap().unwrap();
    assert_eq!((told.aud.as_deref(), told.environment), (Some(ISSUER), None));
}

async fn scopes_of_gatehouse_are_given_to_who_asks_for_them(world: World) {
    let secured = Secured::in_world(world).await;
    let machine = secured.machine().await;
    let principal = secured.principal("Back_end", "production").await;
    for holder in [&machine, &principal] {
        for (roles, expected) in [
            (&[ADMINISTRATOR, READER][..], Some("invoices.read")),
            (&[ADMINISTRATOR], Some("gatehouse.admin gatehouse.read")),
            (&[AUDITOR], Some("gatehouse.read")),
            (&[], None),
        ] {
            secured.assign(&holder.client_id, roles).await;
            let issued = secured.own(holder, None, &[]).await.ok().unwrap();
            assert_eq!(issued.scope.as_deref(), expected, "{} {roles:?}", holder.name);
        }
    }
}

async fn a_persons_token_allows_no_more_than_the_person(world: World) {
    let secured = Secured::in_world(world).await;
    let (story, shop) = (&secured.story, secured.shop());
    secured.assign(&shop.client_id, &[ADMINISTRATOR]).await;
    let asked = request(&story.shop, &[("scope", "openid gatehouse.read gatehouse.admin")]);
    let AuthorizationAnswer::Ask(question) = story.ask(&asked).await else { panic!("not asked") };
    assert_eq!(question.apis[0].api.as_str(), "Gatehouse");
    assert_eq!(question.apis[0].scopes.to_string(), "gatehouse.admin gatehouse.read");

    let read = story.tokens("gatehouse.read").await.access_token;
    let admin = story.tokens("openid gatehouse.admin").await.access_token;
    let bare = story.tokens("openid").await.access_token;
    let found = caller(&secured, &admin).await.unwrap();
    assert_eq!(found.name(), format!("{EMAIL} through {}", shop.client_id));
    assert_eq!(found.role(), Role::Administrator);
    assert_ne!(found.id(), None);
    for (sql, expected) in [
        (
            "UPDATE portal_users SET role = 'administrator'",
            [Role::Auditor, Role::Administrator, Role::Member],
        ),
        ("UPDATE portal_users SET role = 'auditor'", [Role::Auditor, Role::Auditor, Role::Member]),
        ("UPDATE portal_users SET role = 'member'", [Role::Member; 3]),
    ] {
        execute(&story.world, sql).await;
        for (token, expected) in [&read, &admin, &bare].into_iter().zip(expected) {
            assert_eq!(allowed(&secured, token).await, Some(expected), "{sql}");
        }
    }
    execute(&story.world, "UPDATE portal_users SET status = 'disabled', role = 'administrator'").await;
    assert_eq!(allowed(&secured, &admin).await, None);
    execute(&story.world, "UPDATE portal_users SET status = 'enabled'").await;
    secured.assign(&shop.client_id, &[]).await;
    let code = story.code(&story.shop, &[]).await;
    let without = redeem(secured.services(), &story.shop, &code).await.ok().unwrap();
    assert_eq!(allowed(&secured, &without.access_token).await, Some(Role::Member));
}

async fn a_token_that_does_not_count_is_nobodys(world: World) {
    let secured = Secured::in_world(world).await;
    let (story, machine) = (&secured.story, secured.machine().await);
    secured.assign(&machine.client_id, &[AUDITOR]).await;
    let token = async || issued(&secured, &machine, "gatehouse.read").await.access_token;
    let (given_back, other) = (token().await, token().await);
    secured.services().revoke(&machine.presented(), &given_back).await.unwrap();
    assert_eq!(allowed(&secured, &given_back).await, None);
    assert_eq!(allowed(&secured, &other).await, Some(Role::Auditor));
    secured.change(&machine, ClientsChange::Disable).await;
    assert_eq!(allowed(&secured, &other).await, None);
    secured.change(&machine, ClientsChange::Enable).await;
    assert_eq!(allowed(&secured, &other).await, Some(Role::Auditor));
    story.world.pass(600);
    assert_eq!(allowed(&secured, &other).await, None);

    let tokens = story.tokens("openid").await;
    let id_token = tokens.id_token.clone().unwrap();
    let refresh_token = tokens.refresh_token.as_ref().unwrap().reveal().to_owned();
    let forged = format!("{}A", tokens.access_token);
    for strange in ["", "a.b.c", &id_token, &refresh_token, &forged] {
        assert_eq!(allowed(&secured, strange).await, None);
    }
    secured.services().revoke(&presented(&story.shop), &refresh_token).await.unwrap();
    assert_eq!(allowed(&secured, &tokens.access_token).await, None);
    let last = token().await;
    secured.change(&machine, ClientsChange::Delete).await;
    assert_eq!(allowed(&secured, &last).await, None);
}

async fn the_api_of_gatehouse_stays_as_it_is(world: World) {
    let desk = Desk::at(&world).await;
    let own = desk.built_in().await;
    assert_eq!(own.name.as_str(), "Gatehouse");
    let scopes = |scopes: &[domain::ScopeName]| scopes.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(scopes(&own.scopes), ["gatehouse.admin", "gatehouse.read"]);
    let roles: Vec<_> = own.roles.iter().map(|role| (role.name.as_str(), scopes(&role.scopes))).collect();
    let all = ["gatehouse.admin", "gatehouse.read"].map(str::to_owned).to_vec();
    assert_eq!(roles, [("Administrator", all), ("Auditor", vec!["gatehouse.read".to_owned()])]);

    let (services, administrator) = (&world.services, &desk.administrator);
    let events = world.events(&desk.reader).await.len();
    let (new_api, new_role) = (api("Other", &["other"]), role("Other", &["other"]));
    for refused in [
        services.edit_api(administrator, &own.id, 1, new_api).await.map(drop),
        services.delete_api(administrator, &own.id).await,
        services.add_api_role(administrator, &own.id, new_role.clone()).await.map(drop),
        services.edit_api_role(administrator, &own.roles[0].id, 1, new_role).await.map(drop),
        services.delete_api_role(administrator, &own.roles[0].id).await,
    ] {
        assert!(matches!(refused, Err(ServiceError::BuiltIn)), "{refused:?}");
    }
    world.another_server().await.unwrap();
    assert_eq!(desk.built_in().await, own);
    assert_eq!(world.events(&desk.reader).await.len(), events);
}

async fn the_api_of_gatehouse_gets_out_of_the_way_of_a_name(world: World) {
    let desk = Desk::at(&world).await;
    for sql in
        ["DELETE FROM api_role_scopes", "DELETE FROM api_roles", "DELETE FROM api_scopes", "DELETE FROM apis"]
    {
        execute(&world, sql).await;
    }
    for (taken, expected) in [
        ("GATEHOUSE", Some("Gatehouse management API")),
        ("Gatehouse management API", Some("Gatehouse management API (built in)")),
        ("Gatehouse management API (built in)", None),
    ] {
        desk.add_api(taken, &[&format!("scope{}", taken.len())]).await;
        world.another_server().await.unwrap();
        let all = world.services.apis(&desk.reader).await.unwrap();
        let own = all.into_iter().find(|api| api.is_built_in);
        assert_eq!(own.as_ref().map(|api| api.name.as_str()), expected, "{taken}");
        assert_eq!(own.map(|api| api.roles.len()), expected.map(|_| 2));
        for sql in [
            "DELETE FROM api_role_scopes",
            "DELETE FROM api_roles",
            "DELETE FROM api_scopes WHERE scope LIKE 'gatehouse%'",
            "DELETE FROM apis WHERE is_built_in",
        ] {
            execute(&world, sql).await;
        }
    }
}
