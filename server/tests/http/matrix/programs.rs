//! What the programs among the askers come with.

use http::{Method, StatusCode};
use serde_json::json;
use service::utc_text;

use super::asker::Asker;
use crate::world::{NOW, World};

/// What each program presents.
#[derive(Clone)]
pub struct Programs(Vec<(Asker, String)>);

/// Adds by the management API what its rows speak of.
pub async fn set(world: &World) {
    for (path, body) in [
        ("/webhooks", json!({ "url": "https://hooks.example.com/gatehouse" })),
        ("/initial-access-tokens", json!({ "name": "Registering" })),
    ] {
        let added = world.api(Method::POST, path).json(&body).send().await;
        assert_eq!(added.status, StatusCode::CREATED, "{path}: {}", added.body);
    }
}

impl Programs {
    /// On the stage as it is set.
    pub async fn new(world: &World) -> Self {
        let mut programs = Vec::new();
        for asker in [Asker::RevokedKey, Asker::ExpiredKey, Asker::AuditorKey, Asker::AdministratorKey] {
            programs.push((asker, key(world, asker).await));
        }
        programs.push((Asker::UnknownKey, unlike(&programs[0].1)));
        world.execute("UPDATE api_keys SET expires_at = 1 WHERE id = 'expired-key'").await;
        world.execute("UPDATE api_keys SET digest = NULL, revoked_at = 1 WHERE id = 'revoked-key'").await;
        let client = client(world).await;
        for (asker, scope) in [
            (Asker::OtherToken, "orders.read"),
            (Asker::ReadToken, "gatehouse.read"),
            (Asker::AdminToken, "gatehouse.admin"),
        ] {
            let answer = world.token(None, &format!("{client}&scope={scope}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{scope}: {}", answer.body);
            programs.push((asker, answer.json()["access_token"].as_str().unwrap().to_owned()));
        }
        Self(programs)
    }

    /// What this one presents, if it is a program.
    pub fn presented(&self, asker: Asker) -> Option<&str> {
        self.0.iter().find(|(program, _)| *program == asker).map(|(_, presented)| presented.as_str())
    }
}

/// Makes a client that has a role of the API *Orders* and one of the management API; answers how it asks for a token.
async fn client(world: &World) -> String {
    let new =
        json!({ "client_name": "Programs", "client_id": "app-programs", "client_type": "confidential" });
    let created = world.api(Method::POST, "/oauth-clients").json(&new).send().await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
    let roles = json!({ "roles": [
        { "api_name": "Orders API", "role_name": "Buyer" },
        { "api_name": "Gatehouse", "role_name": "Administrator" },
    ] });
    let assign = world.api(Method::PUT, "/oauth-clients/app-programs/roles").with("If-Match", "*");
    let assigned = assign.json(&roles).send().await;
    assert_eq!(assigned.status, StatusCode::OK, "{}", assigned.body);
    let created = created.json();
    let (id, secret) = (created["client_id"].as_str().unwrap(), created["client_secret"].as_str().unwrap());
    format!("grant_type=client_credentials&client_id={id}&client_secret={secret}")
}

/// Makes an API key, whose id is the asker's name.
async fn key(world: &World, asker: Asker) -> String {
    let new = json!({ "name": asker.name(), "role": asker.role(), "expires_at": utc_text(NOW + 86_400) });
    let created = world.api(Method::POST, "/api-keys").json(&new).send().await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
    let name = sqlx::query("UPDATE api_keys SET id = name WHERE name = $1").bind(asker.name());
    name.execute(world.sqlite()).await.unwrap();
    created.json()["api_key"].as_str().unwrap().to_owned()
}

/// A key of the same form that nobody has.
fn unlike(key: &str) -> String {
    let (last, rest) = key.chars().last().zip(key.get(..key.len() - 1)).unwrap();
    format!("{rest}{}", if last == 'A' { 'B' } else { 'A' })
}
