//! Configuration as a document.

use std::collections::BTreeMap;

use domain::{ClientType, ClientsChange, GrantType, PkceMethod, SecurityType, Status};
use serde_json::Value;
use service::{
    Absent, ApiEntry, ApiRoleEntry, Change, ChangeAction, Configuration, ConfigurationError, EntryKind,
    EnvironmentEntry, HeldRoleEntry, KeySetEntry, OAuthClientEntry, PrincipalEntry,
};

use crate::desk::{Desk, texts};
use crate::world::{NOW, World, public, token};

on_each_engine![
    what_was_applied_is_written_down_and_changes_nothing_again,
    a_document_goes_round_by_another_installation,
    a_plan_tells_each_change_and_makes_none,
    nothing_is_done_where_the_last_entry_is_refused,
    every_broken_rule_is_told_with_its_place,
    what_a_document_does_not_name_stays_unless_it_is_to_go,
    an_api_takes_the_scopes_of_one_that_goes,
    a_scope_moves_out_of_a_role_in_one_document,
    a_new_secret_works_and_is_given_once,
    the_trail_tells_what_one_by_one_would,
    keys_are_replaced_by_those_of_the_document,
    what_is_fixed_is_refused,
    of_two_that_apply_at_once_the_second_finds_nothing_to_change,
    those_that_plan_at_once_wait_for_one_another,
];

/// RFC 8037 Appendix A.2.
const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

fn environment(name: &str, audience: &str) -> EnvironmentEntry {
    EnvironmentEntry { environment_name: name.to_owned(), audience: audience.to_owned() }
}

fn api(name: &str, scopes: &[&str], roles: &[(&str, &[&str])]) -> ApiEntry {
    let role = |(name, scopes): &(&str, &[&str])| ApiRoleEntry {
        role_name: (*name).to_owned(),
        scopes: texts(scopes),
    };
    ApiEntry { api_name: name.to_owned(), scopes: texts(scopes), roles: roles.iter().map(role).collect() }
}

fn held(api: &str, role: &str) -> HeldRoleEntry {
    HeldRoleEntry { api_name: api.to_owned(), role_name: role.to_owned() }
}

fn confidential(name: &str, client_id: &str) -> OAuthClientEntry {
    OAuthClientEntry {
        client_name: name.to_owned(),
        client_id: client_id.to_owned(),
        ..OAuthClientEntry::default()
    }
}

fn spa(name: &str, client_id: &str) -> OAuthClientEntry {
    OAuthClientEntry {
        client_type: ClientType::Public,
        grant_type: GrantType::AuthorizationCode,
        redirect_uris: texts(&["https://myapp.com/callback"]),
        web_origins: texts(&["https://myapp.com"]),
        pkce_code_challenge_method: Some(PkceMethod::S256),
        ..confidential(name, client_id)
    }
}

fn principal(name: &str, client_id: &str) -> PrincipalEntry {
    PrincipalEntry {
        client_name: name.to_owned(),
        client_id: client_id.to_owned(),
        security_type: SecurityType::ClientSecret,
        environment: "production".to_owned(),
        jwks: None,
        accepts_endpoint_audience: false,
        status: None,
        roles: None,
    }
}

fn jwk(kid: &str, number: usize, end: Option<i64>) -> BTreeMap<String, Value> {
    let text = ED25519.replace("11qYAY", &format!("1{number:02}YAY"));
    let mut members: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    members.insert("kid".to_owned(), kid.into());
    members.extend(end.map(|end| ("exp".to_owned(), end.into())));
    members
}

fn signing(name: &str, client_id: &str, keys: Vec<BTreeMap<String, Value>>) -> PrincipalEntry {
    PrincipalEntry {
        security_type: SecurityType::SignedJwt,
        jwks: Some(KeySetEntry { keys }),
        ..principal(name, client_id)
    }
}

/// Something of everything.
fn whole() -> Configuration {
    let mut disabled = spa("Shop", "app-shop");
    disabled.status = Some(Status::Disabled);
    disabled.description = "Sells things: \"yes\"\nand no".to_owned();
    let mut billing = confidential("Billing", "app-billing");
    billing.roles = Some(vec![held("Invoices", "Reader")]);
    let mut batch = principal("night_batch", "app-night");
    batch.roles = Some(vec![held("Invoices", "Writer")]);
    let keys = vec![jwk("one", 1, None), jwk("two", 2, Some(NOW + 1_000))];
    let mut signer = signing("signer", "app-signer", keys);
    signer.accepts_endpoint_audience = true;
    Configuration {
        version: 1,
        environments: vec![environment("staging", "urn:staging")],
        apis: vec![api(
            "Invoices",
            &["invoices.read", "invoices.write"],
            &[("Reader", &["invoices.read"]), ("Writer", &["invoices.read", "invoices.write"])],
        )],
        oauth_clients: vec![billing, disabled],
        service_principals: vec![batch, signer],
    }
}

fn clients(oauth_clients: Vec<OAuthClientEntry>) -> Configuration {
    Configuration { version: 1, oauth_clients, ..Configuration::default() }
}

fn apis(apis: Vec<ApiEntry>) -> Configuration {
    Configuration { version: 1, apis, ..Configuration::default() }
}

fn principals(service_principals: Vec<PrincipalEntry>) -> Configuration {
    Configuration { version: 1, service_principals, ..Configuration::default() }
}

impl Desk<'_> {
    async fn export(&self) -> Configuration {
        self.world.services.export_configuration(&self.reader).await.unwrap()
    }

    async fn plan(&self, document: &Configuration, absent: Absent) -> Vec<Change> {
        let plan = self.world.services.plan_configuration(&self.reader, document, absent).await.unwrap();
        assert_eq!(plan.problems, []);
        plan.changes
    }

    /// Plans and applies; what was planned is what is done.
    async fn apply(&self, document: &Configuration, absent: Absent) -> Vec<String> {
        let planned = self.plan(document, absent).await;
        let services = &self.world.services;
        let applied = services.apply_configuration(&self.administrator, document, absent).await.unwrap();
        assert_eq!(applied.changes, planned);
        assert_eq!(self.plan(document, absent).await, [], "it is applied already");
        applied.changes.iter().map(told).collect()
    }

    /// Where it is refused and why; the plan says the same.
    async fn refused(&self, document: &Configuration, absent: Absent) -> Vec<String> {
        let services = &self.world.services;
        let plan = services.plan_configuration(&self.reader, document, absent).await.unwrap();
        assert_eq!(plan.changes, []);
        let applied = services.apply_configuration(&self.administrator, document, absent).await;
        let Err(ConfigurationError::Refused(problems)) = applied else { panic!("{applied:?}") };
        assert_eq!(problems, plan.problems);
        problems.into_iter().map(|problem| format!("{} {}", problem.field, problem.code)).collect()
    }
}

/// `edit oauth_client Billing: description none -> new`.
fn told(change: &Change) -> String {
    let word = |value: Value| value.as_str().unwrap().to_owned();
    let action = word(serde_json::to_value(change.action).unwrap());
    let kind = word(serde_json::to_value(change.kind).unwrap());
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned()).replace('\n', ",");
    let fields = change.fields.iter().filter(|field| field.old != field.new);
    let fields = fields.map(|field| format!("{} {} -> {}", field.field, text(&field.old), text(&field.new)));
    match change.action {
        ChangeAction::Create | ChangeAction::Delete => format!("{action} {kind} {}", change.name),
        ChangeAction::Edit | ChangeAction::Enable | ChangeAction::Disable | ChangeAction::Assign => {
            format!("{action} {kind} {}: {}", change.name, fields.collect::<Vec<_>>().join("; "))
        }
    }
}

async fn what_was_applied_is_written_down_and_changes_nothing_again(world: World) {
    let desk = Desk::at(&world).await;
    let told = desk.apply(&whole(), Absent::Stays).await;
    assert_eq!(
        told,
        [
            "create environment staging",
            "create api Invoices",
            "create api_role Reader",
            "create api_role Writer",
            "create oauth_client Billing",
            "assign oauth_client Billing: roles none -> Invoices: Reader",
            "create oauth_client Shop",
            "disable oauth_client Shop: status enabled -> disabled",
            "create service_principal night_batch",
            "assign service_principal night_batch: roles none -> Invoices: Writer",
            "create service_principal signer",
            "edit service_principal signer: public_key none -> two (Ed25519), until 2023-11-14T22:30:00Z",
        ]
    );
    let exported = desk.export().await;
    assert_eq!(desk.plan(&exported, Absent::Goes).await, []);
    assert_eq!(desk.export().await, exported);
    let named: Vec<_> = exported.oauth_clients.iter().map(|client| client.client_id.as_str()).collect();
    assert_eq!(named, ["app-billing", "app-shop"]);
}

async fn a_document_goes_round_by_another_installation(world: World) {
    let desk = Desk::at(&world).await;
    desk.apply(&whole(), Absent::Stays).await;
    let exported = desk.export().await;
    let elsewhere = World::set_up().await;
    let there = Desk::at(&elsewhere).await;
    there.apply(&exported, Absent::Goes).await;
    let arrived = there.export().await;
    assert_eq!(arrived, exported);
    assert_eq!(serde_json::to_string(&arrived).unwrap(), serde_json::to_string(&exported).unwrap());
}

async fn a_plan_tells_each_change_and_makes_none(world: World) {
    let desk = Desk::at(&world).await;
    desk.apply(&whole(), Absent::Stays).await;
    let before = (desk.export().await, desk.world.events(&desk.reader).await.len());
    let mut document = whole();
    document.environments[0].audience = "urn:other".to_owned();
    document.oauth_clients[0].description = "Bills".to_owned();
    document.oauth_clients[1].status = Some(Status::Enabled);
    document.oauth_clients.push(confidential("New", ""));
    let changes = desk.plan(&document, Absent::Stays).await;
    let told: Vec<_> = changes.iter().map(self::told).collect();
    assert_eq!(
        told,
        [
            "edit environment staging: audience urn:staging -> urn:other",
            "edit oauth_client Billing: description none -> Bills",
            "enable oauth_client Shop: status disabled -> enabled",
            "create oauth_client New",
        ]
    );
    let new = changes.last().unwrap();
    assert_eq!((new.kind, &new.client_id), (EntryKind::OAuthClient, &None));
    assert!(new.fields.iter().all(|field| field.field != "client_id"), "{new:?}");
    assert_eq!((desk.export().await, desk.world.events(&desk.reader).await.len()), before);
}

async fn nothing_is_done_where_the_last_entry_is_refused(world: World) {
    let desk = Desk::at(&world).await;
    let before = (desk.export().await, desk.world.events(&desk.reader).await.len());
    let mut document = whole();
    let mut last = principal("last_one", "");
    last.environment = "nowhere".to_owned();
    document.service_principals.push(last);
    let refused = desk.refused(&document, Absent::Stays).await;
    assert_eq!(refused, ["service_principals[2].environment unknown_environment"]);
    document.service_principals[2] = principal("last_one", "app-billing");
    let refused = desk.refused(&document, Absent::Stays).await;
    assert_eq!(refused, ["service_principals[2].client_id duplicate"]);
    assert_eq!((desk.export().await, desk.world.events(&desk.reader).await.len()), before);
}

async fn every_broken_rule_is_told_with_its_place(world: World) {
    let desk = Desk::at(&world).await;
    desk.world.register(&desk.administrator, &public("Taken")).await;
    let mut broken = spa("Shop", "app-shop");
    broken.redirect_uris = texts(&["http://myapp.com/"]);
    broken.web_origins = texts(&["https://myapp.com", "https://myapp.com/"]);
    let mut of_unknown_role = confidential("Billing", "");
    of_unknown_role.roles = Some(vec![held("Invoices", "Writer")]);
    let private = [("d".to_owned(), Value::from("AAAA"))].into_iter().chain(jwk("one", 1, None)).collect();
    let with_key = PrincipalEntry { jwks: Some(KeySetEntry::default()), ..principal("batch", "") };
    for (document, expected) in [
        (Configuration { version: 2, ..Configuration::default() }, vec!["version unknown_version"]),
        (
            clients(vec![confidential("Billing", ""), broken, confidential("billing", "")]),
            vec![
                "oauth_clients[1].redirect_uris[0] http_beyond_loopback",
                "oauth_clients[1].web_origins[1] trailing_slash",
                "oauth_clients[2].client_name duplicate",
            ],
        ),
        (clients(vec![confidential("taken", "app-other")]), vec!["oauth_clients[0].client_name taken"]),
        (
            Configuration { apis: vec![api("Invoices", &["a"], &[])], ..clients(vec![of_unknown_role]) },
            vec!["oauth_clients[0].roles[0] unknown_role"],
        ),
        (
            apis(vec![api("Invoices", &["a"], &[("Reader", &["a"]), ("Other", &["b"])])]),
            vec!["apis[0].roles[1].scopes[0] unknown_scope"],
        ),
        (
            apis(vec![api("Invoices", &["openid"], &[("Reader", &[])])]),
            vec!["apis[0].scopes[0] reserved", "apis[0].roles[0].scopes required"],
        ),
        (
            principals(vec![signing("signer", "", vec![private])]),
            vec!["service_principals[0].jwks.keys[0] private_key"],
        ),
        (principals(vec![with_key]), vec!["service_principals[0].jwks not_applicable"]),
        (
            principals(vec![PrincipalEntry { jwks: None, ..signing("signer", "", Vec::new()) }]),
            vec!["service_principals[0].jwks required"],
        ),
    ] {
        assert_eq!(desk.refused(&document, Absent::Stays).await, expected);
    }
}

async fn what_a_document_does_not_name_stays_unless_it_is_to_go(world: World) {
    let desk = Desk::at(&world).await;
    desk.apply(&whole(), Absent::Stays).await;
    let mut document = whole();
    document.environments.push(environment("production", ""));
    document.oauth_clients.truncate(1);
    document.service_principals.truncate(1);
    document.apis[0].roles.truncate(1);
    document.service_principals[0].roles = Some(Vec::new());
    let mut stays = document.clone();
    stays.service_principals[0].roles = None;
    assert_eq!(desk.plan(&stays, Absent::Stays).await, []);
    assert_eq!(
        desk.apply(&document, Absent::Goes).await,
        [
            "delete oauth_client Shop",
            "delete service_principal signer",
            "delete environment development",
            "assign service_principal night_batch: roles Invoices: Writer -> none",
            "delete api_role Writer",
        ]
    );
    let empty = Configuration { version: 1, ..Configuration::default() };
    desk.apply(&empty, Absent::Goes).await;
    assert_eq!(desk.export().await, empty);
    let mut needed = whole();
    needed.environments.clear();
    needed.oauth_clients.clear();
    needed.service_principals.clear();
    desk.apply(&needed, Absent::Stays).await;
    desk.add_client("Other").await;
}

async fn an_api_takes_the_scopes_of_one_that_goes(world: World) {
    let desk = Desk::at(&world).await;
    desk.apply(&apis(vec![api("Old", &["a", "b"], &[("Reader", &["a"])])]), Absent::Stays).await;
    let new = apis(vec![api("New", &["a", "b"], &[("Reader", &["a"])])]);
    assert_eq!(
        desk.refused(&new, Absent::Stays).await,
        ["apis[0].scopes[0] taken", "apis[0].scopes[1] taken"]
    );
    assert_eq!(
        desk.apply(&Configuration { environments: vec![environment("production", "")], ..new }, Absent::Goes)
            .await,
        [
            "delete environment development",
            "delete api_role Reader",
            "delete api Old",
            "create api New",
            "create api_role Reader"
        ]
    );
}

async fn a_scope_moves_out_of_a_role_in_one_document(world: World) {
    let desk = Desk::at(&world).await;
    desk.apply(&apis(vec![api("Invoices", &["a", "b"], &[("Reader", &["a", "b"])])]), Absent::Stays).await;
    assert_eq!(
        desk.apply(&apis(vec![api("Invoices", &["a", "c"], &[("Reader", &["a", "c"])])]), Absent::Stays)
            .await,
        [
            "edit api Invoices: scopes a,b -> a,b,c",
            "edit api_role Reader: scopes a,b -> a,c",
            "edit api Invoices: scopes a,b,c -> a,c",
        ]
    );
}

async fn a_new_secret_works_and_is_given_once(world: World) {
    let desk = Desk::at(&world).await;
    let document = Configuration {
        service_principals: vec![principal("night_batch", "")],
        ..clients(vec![confidential("Billing", "app-billing"), spa("Shop", "app-shop")])
    };
    let services = &desk.world.services;
    let applied = services.apply_configuration(&desk.administrator, &document, Absent::Stays).await.unwrap();
    let given: Vec<_> = applied.secrets.iter().map(|given| (given.kind, given.name.as_str())).collect();
    assert_eq!(given, [(EntryKind::OAuthClient, "Billing"), (EntryKind::ServicePrincipal, "night_batch")]);
    for given in &applied.secrets {
        token(services, given).await.unwrap();
        let told = serde_json::to_string(&applied.changes).unwrap();
        assert!(!told.contains(given.secret.reveal()));
    }
    let again = services.apply_configuration(&desk.administrator, &document, Absent::Stays).await.unwrap();
    assert!(again.secrets.is_empty() && again.changes.is_empty());
    // One that can keep a secret from now on gets it.
    let mut document = document;
    document.oauth_clients[1].client_type = ClientType::Confidential;
    document.oauth_clients[1].pkce_code_challenge_method = None;
    let applied = services.apply_configuration(&desk.administrator, &document, Absent::Stays).await.unwrap();
    assert_eq!(applied.secrets.len(), 1);
    assert_eq!(applied.changes[0].action, ChangeAction::Edit);
}

async fn the_trail_tells_what_one_by_one_would(world: World) {
    let desk = Desk::at(&world).await;
    let one_by_one = desk.add_client("One").await;
    desk.world
        .services
        .change_clients(
            &desk.administrator,
            &[one_by_one.client.client_id.to_string()],
            ClientsChange::Disable,
        )
        .await
        .unwrap();
    let mut entry = confidential("Two", "app-two");
    entry.status = Some(Status::Disabled);
    desk.apply(&clients(vec![entry]), Absent::Stays).await;
    let events = desk.world.events(&desk.reader).await;
    let of = |name: &str| {
        let events = events.iter().filter(|event| event.entity_name == name);
        let told = events.map(|event| {
            let fields: Vec<_> = event.changes.iter().map(|change| change.field.clone()).collect();
            (event.action.clone(), event.actor_name.clone(), event.address.clone(), fields)
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(of("Two"), of("One"));
    assert_eq!(of("Two").len(), 2);
}

async fn keys_are_replaced_by_those_of_the_document(world: World) {
    let desk = Desk::at(&world).await;
    let first =
        principals(vec![signing("signer", "app-signer", vec![jwk("one", 1, None), jwk("two", 2, None)])]);
    desk.apply(&first, Absent::Stays).await;
    let next = vec![jwk("two", 2, None), jwk("three", 3, Some(NOW + 60))];
    let next = principals(vec![signing("signer", "app-signer", next)]);
    assert_eq!(
        desk.apply(&next, Absent::Stays).await,
        [
            "edit service_principal signer: public_key one (Ed25519) -> none",
            "edit service_principal signer: public_key none -> three (Ed25519), until 2023-11-14T22:14:20Z",
        ]
    );
    // A document does not break because a key in it has ended.
    desk.world.pass(60);
    let desk = Desk::at(&world).await;
    assert_eq!(desk.plan(&next, Absent::Stays).await, []);
    let keys = desk.export().await.service_principals.remove(0).jwks.unwrap().keys;
    assert_eq!(keys, [jwk("two", 2, None)]);
}

async fn what_is_fixed_is_refused(world: World) {
    let desk = Desk::at(&world).await;
    desk.apply(&principals(vec![principal("night_batch", "app-night")]), Absent::Stays).await;
    let moved =
        PrincipalEntry { environment: "development".to_owned(), ..principal("night_batch", "app-night") };
    let signing = signing("night_batch", "app-night", vec![jwk("one", 1, None)]);
    for (entry, expected) in [
        (moved, "service_principals[0].environment fixed"),
        (signing, "service_principals[0].security_type fixed"),
    ] {
        assert_eq!(desk.refused(&principals(vec![entry]), Absent::Stays).await, [expected]);
    }
    let own = apis(vec![api(desk.built_in().await.name.as_str(), &["a"], &[])]);
    assert_eq!(desk.refused(&own, Absent::Stays).await, ["apis[0].api_name built_in"]);
}

async fn of_two_that_apply_at_once_the_second_finds_nothing_to_change(world: World) {
    let desk = Desk::at(&world).await;
    let document = whole();
    let apply = || desk.world.services.apply_configuration(&desk.administrator, &document, Absent::Stays);
    let (one, other) = tokio::join!(apply(), apply());
    let done =
        [&one, &other].into_iter().filter(|done| done.as_ref().is_ok_and(|done| !done.changes.is_empty()));
    assert_eq!(done.count(), 1, "{one:?} {other:?}");
    assert_eq!(desk.plan(&document, Absent::Stays).await, []);
}

async fn those_that_plan_at_once_wait_for_one_another(world: World) {
    let desk = Desk::at(&world).await;
    let document = whole();
    let reader = desk.administrator.reader();
    let plan = || desk.world.services.plan_configuration(&reader, &document, Absent::Stays);
    let (one, other, third) = tokio::join!(plan(), plan(), plan());
    for planned in [one, other, third] {
        let planned = planned.unwrap();
        assert!(!planned.changes.is_empty() && planned.problems.is_empty(), "{planned:?}");
    }
}
