-- The walking skeleton: people who sign in, the OAuth clients they register, and the keys that sign tokens.

CREATE TABLE portal_users (
    id            TEXT    PRIMARY KEY,
    email         TEXT    NOT NULL,
    email_key     TEXT    NOT NULL UNIQUE,
    password_phc  TEXT    NOT NULL,
    role          TEXT    NOT NULL CHECK (role IN ('administrator', 'auditor', 'member')),
    status        TEXT    NOT NULL CHECK (status IN ('enabled', 'disabled')),
    created_at    BIGINT  NOT NULL,
    updated_at    BIGINT
);

CREATE TABLE sessions (
    id_digest       TEXT    PRIMARY KEY,
    portal_user_id  TEXT    NOT NULL REFERENCES portal_users (id) ON DELETE CASCADE,
    created_at      BIGINT  NOT NULL,
    last_seen_at    BIGINT  NOT NULL,
    ends_at         BIGINT  NOT NULL
);
CREATE INDEX sessions_by_ends_at ON sessions (ends_at);
CREATE INDEX sessions_by_portal_user ON sessions (portal_user_id);

CREATE TABLE setup_links (
    token_digest  TEXT    PRIMARY KEY,
    created_at    BIGINT  NOT NULL,
    expires_at    BIGINT  NOT NULL,
    used_at       BIGINT
);

-- One name space for the client ids of OAuth clients and, later, of service principals.
CREATE TABLE client_ids (
    client_id  TEXT  PRIMARY KEY
);

CREATE TABLE oauth_clients (
    id             TEXT    PRIMARY KEY,
    client_id      TEXT    NOT NULL UNIQUE REFERENCES client_ids (client_id),
    name           TEXT    NOT NULL,
    name_key       TEXT    NOT NULL UNIQUE,
    client_type    TEXT    NOT NULL CHECK (client_type IN ('confidential', 'public')),
    grant_type     TEXT    NOT NULL CHECK (grant_type IN ('client_credentials', 'authorization_code')),
    redirect_uris  TEXT    NOT NULL,
    web_origins    TEXT    NOT NULL,
    pkce_method    TEXT    CHECK (pkce_method IN ('plain', 'S256')),
    description    TEXT,
    status         TEXT    NOT NULL CHECK (status IN ('enabled', 'disabled')),
    created_at     BIGINT  NOT NULL,
    updated_at     BIGINT,
    version        BIGINT  NOT NULL
);
CREATE INDEX oauth_clients_by_created_at ON oauth_clients (created_at, id);

CREATE TABLE client_secrets (
    id               TEXT    PRIMARY KEY,
    oauth_client_id  TEXT    NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
    prefix           TEXT    NOT NULL,
    phc              TEXT    NOT NULL,
    version          BIGINT  NOT NULL,
    created_at       BIGINT  NOT NULL,
    expires_at       BIGINT,
    last_used_at     BIGINT
);
CREATE INDEX client_secrets_by_oauth_client ON client_secrets (oauth_client_id);

CREATE TABLE signing_keys (
    kid             TEXT     PRIMARY KEY,
    algorithm       TEXT     NOT NULL CHECK (algorithm IN ('ES256')),
    sealed_private  TEXT     NOT NULL,
    is_signing      BOOLEAN  NOT NULL,
    created_at      BIGINT   NOT NULL
);
-- At most one key signs at a time, whichever server made it.
CREATE UNIQUE INDEX signing_keys_one_signs ON signing_keys (is_signing) WHERE is_signing;

CREATE TABLE audit_events (
    id           TEXT    PRIMARY KEY,
    happened_at  BIGINT  NOT NULL,
    actor_id     TEXT,
    actor_name   TEXT    NOT NULL,
    address      TEXT,
    action       TEXT    NOT NULL,
    entity_kind  TEXT    NOT NULL,
    entity_id    TEXT    NOT NULL,
    entity_name  TEXT    NOT NULL,
    changes      TEXT    NOT NULL
);
CREATE INDEX audit_events_by_entity ON audit_events (entity_kind, entity_id, happened_at);
