//! Databases as each earlier version left them: made by the migrations of their time, with rows in the words of their time.

use sqlx::migrate::Migrator;
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use store::DatabaseUrl;

/// The version of the schema that this program has.
pub const LATEST: i64 = 6;

/// What was written at each version, the first one first: into the tables it brought, as they were then.
const WRITTEN: [&[&str]; 6] = [
    &[
        "INSERT INTO portal_users (id, email, email_key, password_phc, role, status, created_at, updated_at) VALUES \
         ('ada', 'Ada@Example.com', 'ada@example.com', 'phc-ada', 'administrator', 'enabled', 1, NULL), \
         ('joe', 'joe@example.com', 'joe@example.com', 'phc-joe', 'member', 'disabled', 2, 3)",
        "INSERT INTO sessions (id_digest, portal_user_id, created_at, last_seen_at, ends_at) VALUES \
         ('session-ada', 'ada', 100, 160, 9000)",
        "INSERT INTO setup_links (token_digest, created_at, expires_at, used_at) VALUES ('link', 1, 90, 2)",
        "INSERT INTO client_ids (client_id) VALUES ('app-billing'), ('app-shop')",
        "INSERT INTO oauth_clients (id, client_id, name, name_key, client_type, grant_type, redirect_uris, \
         web_origins, pkce_method, description, status, created_at, updated_at, version) VALUES \
         ('billing', 'app-billing', 'Billing', 'billing', 'confidential', 'client_credentials', '[]', '[]', NULL, \
         'Invoices überall', 'enabled', 10, 11, 4), \
         ('shop', 'app-shop', 'Shop', 'shop', 'public', 'authorization_code', '[\"https://shop.example.com/callback\"]', \
         '[\"https://shop.example.com\"]', 'S256', NULL, 'enabled', 12, NULL, 1)",
        "INSERT INTO client_secrets (id, oauth_client_id, prefix, phc, version, created_at, expires_at, last_used_at) \
         VALUES ('first', 'billing', 'ghs_first', 'phc-first', 1, 10, NULL, 40)",
        "INSERT INTO signing_keys (kid, algorithm, sealed_private, is_signing, created_at) VALUES \
         ('key', 'ES256', 'sealed', TRUE, 5)",
        "INSERT INTO audit_events (id, happened_at, actor_id, actor_name, address, action, entity_kind, entity_id, \
         entity_name, changes) VALUES ('event', 10, 'ada', 'Ada@Example.com', '192.0.2.1', 'oauth_client.registered', \
         'oauth_client', 'billing', 'Billing', '[{\"field\":\"client_name\",\"old\":null,\"new\":\"Billing\"}]')",
    ],
    &[
        "INSERT INTO client_secrets (id, oauth_client_id, label, prefix, phc, version, created_at, expires_at, retired_at, \
         last_used_at, last_used_address) VALUES \
         ('second', 'billing', 'Secret 2', 'ghs_second', '', 3, 11, 20, 30, 40, '192.0.2.1')",
        "INSERT INTO provisioning_requests (oauth_client_id, connector, state, started_at, finished_at) VALUES \
         ('billing', 'gatehouse', 'finished', 10, 10)",
    ],
    &[
        "INSERT INTO denials (oauth_client_id, reason, detail, times, first_at, last_at, last_reference, last_address) \
         VALUES ('billing', 'secret_wrong', '', 7, 1, 2, '0b8f', NULL)",
        "INSERT INTO consents (portal_user_id, oauth_client_id, scope, given_at) VALUES ('ada', 'shop', 'openid', 20)",
        "INSERT INTO token_grants (id, oauth_client_id, portal_user_id, session_id_digest, scope, is_offline, \
         signed_in_at, created_at, ends_at, revoked_at) VALUES \
         ('grant', 'shop', 'ada', 'session-ada', 'openid offline_access', TRUE, 20, 21, 9000, NULL)",
        "INSERT INTO authorization_codes (code_digest, grant_id, redirect_uri, is_redirect_uri_requested, code_challenge, \
         code_challenge_method, nonce, created_at, expires_at, consumed_at) VALUES \
         ('code', 'grant', 'https://shop.example.com/callback', FALSE, 'challenge', 'S256', '', 21, 81, 22)",
        "INSERT INTO refresh_tokens (token_digest, grant_id, created_at, expires_at, used_at) VALUES \
         ('refresh', 'grant', 22, 9000, NULL)",
        "INSERT INTO revoked_access_tokens (jti, expires_at) VALUES ('jti', 700)",
    ],
    &[
        "INSERT INTO environments (id, name, audience, created_at, version) VALUES \
         ('production', 'production', 'https://api.example.com', 30, 1)",
        "INSERT INTO client_ids (client_id, holder_id) VALUES ('svc-nightly', 'nightly')",
        "INSERT INTO service_principals (id, client_id, name, name_key, security_type, environment_id, \
         accepts_endpoint_audience, status, created_at, version) VALUES \
         ('nightly', 'svc-nightly', 'Nightly', 'nightly', 'signed_jwt', 'production', FALSE, 'enabled', 31, 1)",
        "INSERT INTO service_principal_words (service_principal_id, word) VALUES ('nightly', 'nightly')",
        "INSERT INTO signing_credentials (id, service_principal_id, kid, thumbprint, public_jwk, created_at) VALUES \
         ('credential', 'nightly', 'kid', 'thumbprint', '{}', 32)",
        "INSERT INTO used_assertions (digest, expires_at) VALUES ('assertion', 900)",
        "INSERT INTO apis (id, name, name_key, created_at, version) VALUES ('invoices', 'Invoices', 'invoices', 33, 1)",
        "INSERT INTO api_scopes (scope, api_id) VALUES ('invoices.read', 'invoices')",
        "INSERT INTO api_roles (id, api_id, name, name_key, created_at, version) VALUES \
         ('reader', 'invoices', 'Reader', 'reader', 34, 1)",
        "INSERT INTO api_role_scopes (api_role_id, scope) VALUES ('reader', 'invoices.read')",
        "INSERT INTO role_assignments (holder_id, api_id, api_role_id) VALUES ('billing', 'invoices', 'reader')",
    ],
    &[
        "INSERT INTO user_links (token_digest, portal_user_id, purpose, created_at, expires_at) VALUES \
         ('reset', 'joe', 'reset', 40, 900)",
        "INSERT INTO recovery_codes (portal_user_id, code_digest, used_at) VALUES ('ada', 'recovery', NULL)",
        "INSERT INTO sign_in_throttles (bucket, due_at_ms) VALUES ('bucket', 9223372036854775807)",
        "INSERT INTO portal_settings (name, value, updated_at) VALUES ('second_factor_required', 'true', 41)",
    ],
    &[
        "INSERT INTO api_keys (id, name, name_key, role, prefix, digest, created_at, created_by, expires_at, last_used_at, \
         last_used_address, revoked_at) VALUES \
         ('deploy', 'deploy', 'deploy', 'administrator', 'ghk_1', 'digest', 50, 'Ada@Example.com', 90, 60, '192.0.2.1', NULL), \
         ('old', 'deploy', 'deploy', 'auditor', 'ghk_2', NULL, 40, 'Ada@Example.com', NULL, NULL, NULL, 50)",
        "INSERT INTO idempotency_keys (caller, key, request_digest, created_at, status, headers, body) VALUES \
         ('deploy', 'retry', 'digest', 60, 201, '[]', '{}')",
        "INSERT INTO initial_access_tokens (id, name, name_key, digest, created_at, created_by, expires_at, uses_left, \
         last_used_at, revoked_at) VALUES ('partner', 'partner', 'partner', 'digest', 50, 'Ada@Example.com', NULL, 3, 55, NULL)",
        "INSERT INTO client_registrations (oauth_client_id, token_digest, initial_access_token_id, auth_method, registered_at) \
         VALUES ('shop', 'digest', 'partner', 'none', 55)",
        "INSERT INTO webhooks (id, url, description, events, secret_sealed, status, created_at, updated_at, version) VALUES \
         ('hook', 'https://example.com/hook', '', '[]', 'sealed', 'enabled', 50, NULL, 1)",
        "INSERT INTO webhook_deliveries (id, webhook_id, event_id, event, state, attempts, created_at, due_at, \
         last_attempted_at, last_status, last_error, delivered_at) VALUES \
         ('delivery', 'hook', 'event', 'oauth_client.registered', 'waiting', 1, 51, 60, 52, 500, 'answered 500', NULL)",
        "INSERT INTO apis (id, name, name_key, created_at, version, is_built_in) VALUES \
         ('gatehouse', 'Gatehouse', 'gatehouse', 50, 1, TRUE)",
    ],
];

fn only(version: i64, mut migrations: Migrator) -> Migrator {
    migrations.migrations.to_mut().retain(|migration| migration.version <= version);
    migrations
}

/// A database that was made at the first version and came to `version` one by one, with what was written at each.
pub async fn make(url: &DatabaseUrl, version: i64) {
    let mut written = WRITTEN.iter();
    for step in 1..=version {
        make_at(url, step, written.next().unwrap()).await;
    }
}

/// Brings a database to `version`, and writes.
pub async fn make_at(url: &DatabaseUrl, version: i64, statements: &[&'static str]) {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let address = format!("sqlite:{}?mode=rwc", path.display());
            let mut connection = SqliteConnection::connect(&address).await.unwrap();
            only(version, sqlx::migrate!("../../migrations/sqlite")).run(&mut connection).await.unwrap();
            for statement in statements {
                sqlx::query(*statement).execute(&mut connection).await.unwrap();
            }
            connection.close().await.unwrap();
        }
        DatabaseUrl::Postgres(address) => {
            let mut connection = PgConnection::connect(address).await.unwrap();
            only(version, sqlx::migrate!("../../migrations/postgres")).run(&mut connection).await.unwrap();
            for statement in statements {
                sqlx::query(*statement).execute(&mut connection).await.unwrap();
            }
            connection.close().await.unwrap();
        }
    }
}
