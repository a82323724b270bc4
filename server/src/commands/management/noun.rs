//! What the commands are about, and how each is shown.

/// A kind of thing that the management API keeps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Noun {
    /// What people call one.
    pub(super) one: &'static str,
    /// Where the API keeps them.
    pub(super) path: &'static str,
    /// The field that is its place in the path.
    pub(super) id: &'static str,
    /// The field that people call it by.
    pub(super) name: &'static str,
    /// The columns of its list.
    pub(super) columns: &'static [&'static str],
    /// The field that is shown only once.
    pub(super) secret: &'static str,
}

const NO_SECRET: &str = "";

pub(super) const CLIENT: Noun = Noun {
    one: "OAuth client",
    path: "oauth-clients",
    id: "client_id",
    name: "client_name",
    columns: &["status", "client_name", "client_id", "client_type", "grant_type", "created_at"],
    secret: "client_secret",
};

pub(super) const PRINCIPAL: Noun = Noun {
    one: "service principal",
    path: "service-principals",
    id: "client_id",
    name: "client_name",
    columns: &["status", "client_name", "client_id", "environment", "security_type", "created_at"],
    secret: "client_secret",
};

pub(super) const ENVIRONMENT: Noun = Noun {
    one: "environment",
    path: "environments",
    id: "environment_name",
    name: "environment_name",
    columns: &["environment_name", "audience", "principals", "created_at"],
    secret: NO_SECRET,
};

pub(super) const API: Noun = Noun {
    one: "API",
    path: "apis",
    id: "api_id",
    name: "api_name",
    columns: &["api_name", "scopes", "roles", "api_id"],
    secret: NO_SECRET,
};

pub(super) const API_ROLE: Noun = Noun {
    one: "role",
    path: "roles",
    id: "role_id",
    name: "role_name",
    columns: &["role_name", "scopes", "role_id"],
    secret: NO_SECRET,
};

pub(super) const USER: Noun = Noun {
    one: "user",
    path: "users",
    id: "user_id",
    name: "email",
    columns: &["status", "email", "role", "last_signed_in_at", "created_at", "user_id"],
    secret: "invitation_url",
};

pub(super) const API_KEY: Noun = Noun {
    one: "API key",
    path: "api-keys",
    id: "api_key_id",
    name: "name",
    columns: &["state", "name", "role", "prefix", "created_at", "expires_at", "last_used_at", "api_key_id"],
    secret: "api_key",
};

pub(super) const INITIAL_ACCESS_TOKEN: Noun = Noun {
    one: "initial access token",
    path: "initial-access-tokens",
    id: "initial_access_token_id",
    name: "name",
    columns: &[
        "state",
        "name",
        "uses_left",
        "created_at",
        "expires_at",
        "last_used_at",
        "initial_access_token_id",
    ],
    secret: "initial_access_token",
};

pub(super) const WEBHOOK: Noun = Noun {
    one: "webhook",
    path: "webhooks",
    id: "webhook_id",
    name: "url",
    columns: &["status", "url", "events", "description", "webhook_id"],
    secret: "signing_secret",
};

pub(super) const DELIVERY: Noun = Noun {
    one: "delivery",
    path: "deliveries",
    id: "delivery_id",
    name: "delivery_id",
    columns: &[
        "created_at",
        "event",
        "entity_name",
        "state",
        "attempts",
        "last_status",
        "last_error",
        "delivery_id",
    ],
    secret: NO_SECRET,
};

pub(super) const SECRET: Noun = Noun {
    one: "secret",
    path: "secrets",
    id: "secret_id",
    name: "label",
    columns: &["state", "label", "prefix", "created_at", "expires_at", "last_used_at", "secret_id"],
    secret: "client_secret",
};

pub(super) const KEY: Noun = Noun {
    one: "key",
    path: "keys",
    id: "key_id",
    name: "kid",
    columns: &["state", "kid", "algorithm", "created_at", "expires_at", "last_used_at", "key_id"],
    secret: NO_SECRET,
};

pub(super) const AUDIT_EVENT: Noun = Noun {
    one: "event",
    path: "audit-events",
    id: "audit_event_id",
    name: "audit_event_id",
    columns: &["happened_at", "actor", "action", "entity_name", "changes"],
    secret: NO_SECRET,
};
