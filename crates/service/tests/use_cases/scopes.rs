//! Scopes: what roles let clients and principals do, in tokens of their own and of people.

use domain::{DenialReason, Scopes, Title};
use serde_json::{Value, json};
use service::{ApiAccess, AuthorizationAnswer, ConsentAnswer, Grant, IssuedTokens, TokenRefusal};

use crate::access::{COUNTER, Holder, READER, Secured, WRITER, own};
use crate::application::{claims, exchange, next, redeem, refusal, request, sent_back};
use crate::world::{NOW, World};

const ISSUER: &str = "http://localhost:3000";
const PRODUCTION: &str = "http://localhost:3000/environments/production";

on_each_engine![
    a_client_gets_what_its_roles_allow_or_less,
    a_principals_token_says_where_it_lives,
    what_roles_allow_now_is_what_the_next_token_gets,
    a_token_is_for_one_resource,
    people_allow_applications_what_their_roles_grant,
    a_code_gives_what_roles_still_allow,
    a_refresh_gives_what_roles_still_allow,
    scopes_of_other_clients_are_unknown,
    more_scopes_than_fit_into_a_token_are_to_be_asked_for_by_name,
];

/// The scopes of a token and its answer, which are the same.
fn scope(issued: IssuedTokens) -> Option<String> {
    let said = claims(&issued.access_token).get("scope").cloned();
    assert_eq!(said, issued.scope.clone().map(Value::from));
    issued.scope
}

async fn a_client_gets_what_its_roles_allow_or_less(world: World) {
    let secured = Secured::in_world(world).await;
    let client = secured.machine().await;
    let principal = secured.principal("Back_end", "production").await;
    for holder in [&client, &principal] {
        assert_eq!(scope(secured.own(holder, None, &[]).await.ok().unwrap()), None, "it holds no role");
        secured.assign(&holder.client_id, &[WRITER, COUNTER]).await;
        for (asked, expected) in [
            (None, "invoices.read invoices.write stock:count"),
            (Some(""), "invoices.read invoices.write stock:count"),
            (Some("invoices.read"), "invoices.read"),
            (Some("stock:count invoices.read stock:count"), "invoices.read stock:count"),
        ] {
            let issued = secured.own(holder, asked, &[]).await.ok().unwrap();
            assert_eq!(scope(issued).as_deref(), Some(expected), "{asked:?}");
        }
        secured.assign(&holder.client_id, &[READER]).await;
        for asked in [
            "invoices.write",
            "invoices.read invoices.write",
            "Invoices.read",
            "openid",
            "offline_access",
            "gatehouse.admin",
            "é",
            "\"",
        ] {
            let refused = refusal(secured.own(holder, Some(asked), &[]).await);
            assert!(matches!(refused, TokenRefusal::ScopeNotGranted), "{asked}: {refused}");
            assert_eq!(refused.denial(), Some(DenialReason::ScopeUnknown));
        }
    }
}

async fn a_principals_token_says_where_it_lives(world: World) {
    let secured = Secured::in_world(world).await;
    let principal = secured.principal("Back_end", "production").await;
    let client = secured.machine().await;
    for holder in [&principal, &client] {
        secured.assign(&holder.client_id, &[READER]).await;
    }
    let said = async |holder: &Holder| {
        let issued = secured.own(holder, None, &[]).await.ok().unwrap();
        assert!(issued.refresh_token.is_none() && issued.id_token.is_none());
        let mut said = claims(&issued.access_token);
        let jti = said.as_object_mut().unwrap().remove("jti").unwrap();
        assert_eq!(jti.as_str().unwrap().len(), 36);
        said
    };
    let id = &principal.client_id;
    assert_eq!(
        said(&principal).await,
        json!({
            "iss": ISSUER, "sub": id, "client_id": id, "aud": PRODUCTION, "environment": "production",
            "scope": "invoices.read", "iat": NOW, "exp": NOW + 600,
        })
    );
    let id = &client.client_id;
    assert_eq!(
        said(&client).await,
        json!({
            "iss": ISSUER, "sub": id, "client_id": id, "aud": ISSUER, "scope": "invoices.read", "iat": NOW,
            "exp": NOW + 600,
        })
    );
}

async fn what_roles_allow_now_is_what_the_next_token_gets(world: World) {
    let secured = Secured::in_world(world).await;
    let another = secured.story.world.another_server().await.unwrap();
    let client = secured.machine().await;
    for (roles, expected) in [
        (&[][..], None),
        (&[READER], Some("invoices.read")),
        (&[WRITER], Some("invoices.read invoices.write")),
        (&[COUNTER, READER], Some("invoices.read stock:count")),
        (&[], None),
    ] {
        secured.assign(&client.client_id, roles).await;
        for services in [secured.services(), &another] {
            let issued = own(services, &client, None, &[]).await.ok().unwrap();
            assert_eq!(scope(issued).as_deref(), expected, "{roles:?}");
        }
    }
}

async fn a_token_is_for_one_resource(world: World) {
    let secured = Secured::in_world(world).await;
    let client = secured.machine().await;
    let principal = secured.principal("Back_end", "production").await;
    for (holder, own_resource, other) in [(&client, ISSUER, PRODUCTION), (&principal, PRODUCTION, ISSUER)] {
        for resources in [&[][..], &[own_resource], &[own_resource, own_resource]] {
            let issued = secured.own(holder, None, resources).await.ok().unwrap();
            assert_eq!(claims(&issued.access_token)["aud"], own_resource, "{resources:?}");
        }
        for resources in [
            &[other][..],
            &[own_resource, other],
            &["http://localhost:3000/environments/development"],
            &["http://localhost:3000/"],
            &["https://other.example"],
        ] {
            let refused = refusal(secured.own(holder, None, resources).await);
            assert!(matches!(refused, TokenRefusal::ResourceUnknown), "{resources:?}: {refused}");
        }
    }
}

async fn people_allow_applications_what_their_roles_grant(world: World) {
    let secured = Secured::in_world(world).await;
    let (story, shop) = (&secured.story, secured.shop());
    secured.assign(&shop.client_id, &[WRITER, COUNTER]).await;
    let asked = request(&story.shop, &[("scope", "stock:count invoices.write openid invoices.read")]);
    let AuthorizationAnswer::Ask(question) = story.ask(&asked).await else { panic!("not asked") };
    assert_eq!(question.scopes, Scopes::parse("openid").unwrap());
    let access = |api: &str, scopes: &str| ApiAccess {
        api: Title::parse(api).unwrap(),
        scopes: Scopes::parse(scopes).unwrap(),
    };
    let expected = [access("A stock", "stock:count"), access("Billing", "invoices.read invoices.write")];
    assert_eq!(question.apis, expected);

    let few = request(&story.shop, &[("scope", "invoices.read")]);
    let AuthorizationAnswer::Ask(question) = story.ask(&few).await else { panic!("not asked") };
    assert!(question.scopes.is_empty());
    assert_eq!(question.apis, [access("Billing", "invoices.read")]);
    let mut answer = sent_back(story.answer(&few, ConsentAnswer::Allow).await);
    let issued = redeem(secured.services(), &story.shop, &answer.remove("code").unwrap()).await.ok().unwrap();
    assert_eq!(claims(&issued.access_token)["aud"], ISSUER);
    assert_eq!(claims(&issued.access_token).get("environment"), None);
    assert_eq!(scope(issued).as_deref(), Some("invoices.read"));

    for (scope, is_agreed) in
        [("invoices.read", true), ("invoices.write", false), ("openid invoices.read", false), ("", true)]
    {
        let again = request(&story.shop, &[("scope", scope)]);
        let is_asked = matches!(story.ask(&again).await, AuthorizationAnswer::Ask(_));
        assert_eq!(is_asked, !is_agreed, "{scope}");
    }
    story.answer(&request(&story.shop, &[("scope", "openid stock:count")]), ConsentAnswer::Allow).await;
    let history = story.world.history(&story.reader, &story.shop).await;
    let given: Vec<_> = history.iter().filter(|(action, _)| action == "consent.given").collect();
    assert_eq!(given[0].1, ["scope: none -> invoices.read"]);
    assert_eq!(given[1].1, ["scope: invoices.read -> openid invoices.read stock:count"]);
}

async fn a_code_gives_what_roles_still_allow(world: World) {
    let secured = Secured::in_world(world).await;
    let (story, shop) = (&secured.story, secured.shop());
    for (roles, asked, expected) in [
        (&[WRITER][..], "openid invoices.read invoices.write", Some("openid invoices.read invoices.write")),
        (&[READER], "openid invoices.read invoices.write", Some("openid invoices.read")),
        (&[COUNTER], "openid invoices.read", Some("openid")),
        (&[], "invoices.read", None),
    ] {
        secured.assign(&shop.client_id, &[WRITER]).await;
        let code = story.code(&story.shop, &[("scope", asked)]).await;
        secured.assign(&shop.client_id, roles).await;
        let issued = redeem(secured.services(), &story.shop, &code).await.ok().unwrap();
        assert_eq!(scope(issued).as_deref(), expected, "{roles:?}");
    }
}

async fn a_refresh_gives_what_roles_still_allow(world: World) {
    let secured = Secured::in_world(world).await;
    let (story, shop) = (&secured.story, secured.shop());
    secured.assign(&shop.client_id, &[WRITER]).await;
    let mut newest = story.tokens("openid invoices.read invoices.write").await;
    for (roles, asked, expected) in [
        (&[WRITER][..], None, Ok("openid invoices.read invoices.write")),
        (&[WRITER], Some("invoices.write"), Ok("invoices.write")),
        // A role that allows more than was granted changes nothing.
        (&[WRITER, COUNTER], None, Ok("openid invoices.read invoices.write")),
        (&[WRITER, COUNTER], Some("stock:count"), Err("scope grown")),
        (&[READER], None, Ok("openid invoices.read")),
        (&[READER], Some("openid"), Ok("openid")),
        (&[READER], Some("openid invoices.write"), Err("scope not granted")),
        (&[READER], Some("profile"), Err("scope grown")),
        (&[], None, Ok("openid")),
        (&[], Some("invoices.read"), Err("scope not granted")),
        // What was granted is kept.
        (&[WRITER], None, Ok("openid invoices.read invoices.write")),
    ] {
        secured.assign(&shop.client_id, roles).await;
        let refresh_token = next(&newest);
        let grant = Grant::RefreshToken { refresh_token: &refresh_token };
        let answer = exchange(secured.services(), &story.shop, grant, asked).await;
        match expected {
            Ok(expected) => {
                newest = answer.ok().unwrap();
                assert_eq!(newest.scope.as_deref(), Some(expected), "{roles:?} {asked:?}");
                assert_eq!(claims(&newest.access_token)["scope"], expected, "{roles:?} {asked:?}");
            }
            Err(expected) => assert_eq!(refusal(answer).to_string(), expected, "{roles:?} {asked:?}"),
        }
    }
}

async fn scopes_of_other_clients_are_unknown(world: World) {
    let secured = Secured::in_world(world).await;
    let (story, shop) = (&secured.story, secured.shop());
    let machine = secured.machine().await;
    secured.assign(&machine.client_id, &[WRITER]).await;
    secured.assign(&shop.client_id, &[READER]).await;
    let denied = async || {
        let denials = secured.services().denials(&story.reader, &shop.client_id).await;
        let denied: Vec<_> =
            denials.unwrap().into_iter().map(|denial| (denial.reason, denial.detail)).collect();
        denied
    };
    for (asked, unknown) in [
        ("openid invoices.write invoices.read", "invoices.write"),
        ("invoices.read invoices.readx", "invoices.readx"),
        ("openid \"é", "\"é"),
    ] {
        let asked = request(&story.shop, &[("scope", asked)]);
        assert_eq!(story.error(&asked).await, "invalid_scope");
        let told = denied().await;
        assert!(told.contains(&(DenialReason::ScopeUnknown, unknown.to_owned())), "{told:?}");
    }
    assert_eq!(denied().await.len(), 3);
}

async fn more_scopes_than_fit_into_a_token_are_to_be_asked_for_by_name(world: World) {
    let mut secured = Secured::in_world(world).await;
    let scopes: Vec<_> = (0..100).map(|number| format!("documents.{number:05}.{}", "x".repeat(30))).collect();
    let scopes: Vec<_> = scopes.iter().map(String::as_str).collect();
    let archive = secured.add_api("Archive", &scopes).await;
    secured.add_role(&archive, "Archivist", &scopes).await;
    let client = secured.machine().await;
    secured.assign(&client.client_id, &["Archivist"]).await;
    for asked in [None, Some(scopes.join(" "))] {
        let refused = refusal(secured.own(&client, asked.as_deref(), &[]).await);
        assert!(matches!(refused, TokenRefusal::ScopeTooLong), "{refused}");
        assert_eq!(refused.denial(), Some(DenialReason::ScopeTooLong));
    }
    let few = scopes[..80].join(" ");
    assert_eq!(scope(secured.own(&client, Some(&few), &[]).await.ok().unwrap()), Some(few));
}
