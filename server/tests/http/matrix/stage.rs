//! The world in which everybody asks for everything.

use aws_lc_rs::digest::{SHA256, digest};
use http::StatusCode;
use serde_json::{Value, json};
use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqlitePool};

use super::asker::Asker;
use super::programs::{self, Programs};
use super::row::Row;
use crate::world::{Answer, EMAIL, NOW, World, good_draft};

/// What the rows' arguments speak of: clients, a principal, environments and APIs with ids that are known, and two people:
/// Grace is a member, Linus is invited.
const SCENE: &[&str] = &[
    "UPDATE client_secrets SET id = 'aaaaaaaaaaaaaaaa'",
    "UPDATE signing_credentials SET id = 'aaaaaaaaaaaaaaaa'",
    // The client id of a principal is made by chance.
    "INSERT INTO client_ids (client_id) VALUES ('app-nightly')",
    "UPDATE service_principals SET client_id = 'app-nightly'",
    "DELETE FROM client_ids WHERE client_id NOT IN ('app-nightly', 'app-billing', 'app-shop')",
    "UPDATE client_ids SET holder_id = (SELECT id FROM service_principals) WHERE client_id = 'app-nightly'",
    "INSERT INTO environments (id, name, audience, created_at, version) VALUES ('spare', 'spare', 'urn:spare', 1, 1)",
    "INSERT INTO apis (id, name, name_key, created_at, version) VALUES ('billing', 'Billing API', 'billing api', 1, 1)",
    "INSERT INTO api_scopes (scope, api_id) VALUES ('invoices.read', 'billing')",
    "INSERT INTO api_roles (id, api_id, name, name_key, created_at, version) VALUES ('reader', 'billing', 'Reader', 'reader', 1, 1)",
    "INSERT INTO api_role_scopes (api_role_id, scope) VALUES ('reader', 'invoices.read')",
    "INSERT INTO apis (id, name, name_key, created_at, version) VALUES ('orders', 'Orders API', 'orders api', 1, 1)",
    "INSERT INTO api_scopes (scope, api_id) VALUES ('orders.read', 'orders')",
    "INSERT INTO api_roles (id, api_id, name, name_key, created_at, version) VALUES ('buyer', 'orders', 'Buyer', 'buyer', 1, 1)",
    "INSERT INTO api_role_scopes (api_role_id, scope) VALUES ('buyer', 'orders.read')",
    "INSERT INTO apis (id, name, name_key, created_at, version) VALUES ('empty', 'Empty API', 'empty api', 1, 1)",
    "INSERT INTO portal_users (id, email, email_key, password_phc, role, status, created_at) \
     SELECT 'grace', 'grace@example.com', 'grace@example.com', password_phc, 'member', 'enabled', 1 FROM portal_users",
    "INSERT INTO portal_users (id, email, email_key, password_phc, role, status, created_at) \
     VALUES ('linus', 'linus@example.com', 'linus@example.com', '', 'member', 'enabled', 1)",
    "DELETE FROM audit_events",
    "DELETE FROM sessions",
    "DELETE FROM sign_in_throttles",
    "DELETE FROM user_links",
    "DELETE FROM recovery_codes",
    "INSERT INTO audit_events (id, happened_at, actor_name, action, entity_kind, entity_id, entity_name, changes) \
     VALUES ('event', 1, 'Ada', 'api.added', 'api', 'billing', 'Billing API', '[]')",
    "UPDATE webhooks SET id = 'hook'",
    "INSERT INTO webhook_deliveries (id, webhook_id, event_id, event, state, attempts, created_at) \
     VALUES ('delivery', 'hook', 'event', 'api.added', 'given_up', 8, 1)",
    "UPDATE initial_access_tokens SET id = 'registering'",
    "INSERT INTO api_keys (id, name, name_key, role, prefix, digest, created_at, created_by) \
     VALUES ('spare-key', 'Spare', 'spare', 'auditor', 'spare', 'spare', 1, 'Ada')",
];

/// A key on P-256 (RFC 7515 appendix A.3.1).
const PUBLIC_KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

/// Where people go back to who signed in to the client of [`shop`].
pub const SIGNED_IN: &str = "https://shop.example/signed-in";

/// A service principal that signs, as the page sends it.
pub fn signing(name: &str) -> Value {
    json!({
        "client_name": name,
        "security_type": "signed_jwt",
        "environment": "development",
        "key": { "public_key": PUBLIC_KEY, "expires_at": null },
    })
}

/// A client that people sign in to, as the page sends it.
pub fn shop() -> Value {
    let mut draft = good_draft();
    draft["client_name"] = json!("Shop");
    draft["client_id"] = json!("shop");
    draft["client_type"] = json!("public");
    draft["grant_type"] = json!("authorization_code");
    draft["redirect_uris"] = json!([SIGNED_IN]);
    draft["pkce_code_challenge_method"] = json!("S256");
    draft
}

/// The world in which everybody asks for everything.
pub struct Stage {
    pub world: World,
    programs: Programs,
    watcher: PoolConnection<Sqlite>,
}

impl Stage {
    pub async fn new() -> Self {
        // Nobody answers there: every way to the provider ends before it begins.
        let provider = ["--provider-client-id=app-gatehouse", "--provider-members=*"];
        let world = World::set_up_beside("http://127.0.0.1:9", &provider).await;
        let cookie = world.signed_in().await;
        let mut billing = good_draft();
        billing["client_id"] = json!("billing");
        for (function, draft) in [
            ("oauth-clients/register", billing),
            ("oauth-clients/register", shop()),
            ("principals/register", signing("nightly_export")),
        ] {
            let answer = world.call(&cookie, function, &json!({ "draft": draft })).await;
            assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.body);
        }
        programs::set(&world).await;
        for sql in SCENE {
            world.execute(sql).await;
        }
        for asker in Asker::PEOPLE {
            admit(world.sqlite(), asker).await;
        }
        let programs = Programs::new(&world).await;
        Self::of(world, programs).await
    }

    /// The same world once more, so that what is done there is undone here.
    pub async fn copy(&self) -> Self {
        Self::of(self.world.copy().await, self.programs.clone()).await
    }

    async fn of(world: World, programs: Programs) -> Self {
        let watcher = world.sqlite().acquire().await.unwrap();
        Self { world, programs, watcher }
    }

    pub async fn ask(&self, asker: Asker, row: &Row) -> Answer {
        self.world.send(row.request(&asker.cookie(), self.programs.presented(asker))).await
    }

    /// Another number after each commit to the database, of whatever.
    pub async fn commits(&mut self) -> i64 {
        sqlx::query_scalar("PRAGMA data_version").fetch_one(&mut *self.watcher).await.unwrap()
    }
}

/// Adds the person and their session, with the password of the first administrator.
async fn admit(pool: &SqlitePool, asker: Asker) {
    const USER: &str = "INSERT INTO portal_users (id, email, email_key, password_phc, role, status, created_at) \
         SELECT $1, $2, $2, password_phc, $3, $4, 1 FROM portal_users WHERE email = $5";
    const SESSION: &str = "INSERT INTO sessions (id_digest, portal_user_id, created_at, last_seen_at, ends_at, standing) \
         VALUES ($1, $2, $3, $4, $5, $6)";
    if [Asker::Nobody, Asker::Stranger].contains(&asker) {
        return;
    }
    let name = asker.name();
    let status = if asker == Asker::Disabled { "disabled" } else { "enabled" };
    let email = format!("{name}@example.com");
    sqlx::query(USER)
        .bind(name)
        .bind(email)
        .bind(asker.role())
        .bind(status)
        .bind(EMAIL)
        .execute(pool)
        .await
        .unwrap();
    let ends_at = if asker == Asker::Ended { NOW } else { NOW + 600 };
    let last_seen_at = if asker == Asker::Idle { NOW - 1_800 } else { NOW };
    let digest: String =
        digest(&SHA256, asker.token().as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    sqlx::query(SESSION)
        .bind(digest)
        .bind(name)
        .bind(NOW - 3_600)
        .bind(last_seen_at)
        .bind(ends_at)
        .bind(asker.standing())
        .execute(pool)
        .await
        .unwrap();
}
