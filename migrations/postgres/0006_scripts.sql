-- Everything by script: keys and tokens for programs, registrations by programs, and what programs are told of changes.

-- A key is 256 random bits, so a plain digest keeps it; none is left of one that was revoked.
CREATE TABLE api_keys (
    id                 TEXT COLLATE "C"    PRIMARY KEY,
    name               TEXT COLLATE "C"    NOT NULL,
    name_key           TEXT COLLATE "C"    NOT NULL,
    role               TEXT COLLATE "C"    NOT NULL CHECK (role IN ('administrator', 'auditor')),
    prefix             TEXT COLLATE "C"    NOT NULL,
    digest             TEXT COLLATE "C"    UNIQUE,
    created_at         BIGINT  NOT NULL,
    created_by         TEXT COLLATE "C"    NOT NULL,
    expires_at         BIGINT,
    last_used_at       BIGINT,
    last_used_address  TEXT COLLATE "C",
    revoked_at         BIGINT,
    CHECK ((digest IS NULL) = (revoked_at IS NOT NULL))
);
-- The name of a key that was revoked is free again.
CREATE UNIQUE INDEX api_keys_by_name ON api_keys (name_key) WHERE revoked_at IS NULL;

-- What was answered to a creation that may be asked for again (`Idempotency-Key`), without the secret that it made. No status
-- while it is under way.
CREATE TABLE idempotency_keys (
    caller          TEXT COLLATE "C"    NOT NULL,
    key             TEXT COLLATE "C"    NOT NULL,
    request_digest  TEXT COLLATE "C"    NOT NULL,
    created_at      BIGINT  NOT NULL,
    status          BIGINT,
    headers         TEXT COLLATE "C",
    body            TEXT COLLATE "C",
    PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_by_created_at ON idempotency_keys (created_at);

-- What lets a program register clients (RFC 7591 §3).
CREATE TABLE initial_access_tokens (
    id          TEXT COLLATE "C"    PRIMARY KEY,
    name        TEXT COLLATE "C"    NOT NULL,
    name_key    TEXT COLLATE "C"    NOT NULL,
    digest      TEXT COLLATE "C"    UNIQUE,
    created_at  BIGINT  NOT NULL,
    created_by  TEXT COLLATE "C"    NOT NULL,
    expires_at  BIGINT,
    uses_left   BIGINT,
    last_used_at  BIGINT,
    revoked_at  BIGINT,
    CHECK ((digest IS NULL) = (revoked_at IS NOT NULL))
);
CREATE UNIQUE INDEX initial_access_tokens_by_name ON initial_access_tokens (name_key) WHERE revoked_at IS NULL;

-- The clients that programs registered, which they look after with a token of the client's own (RFC 7592 §1).
CREATE TABLE client_registrations (
    oauth_client_id          TEXT    PRIMARY KEY REFERENCES oauth_clients (id) ON DELETE CASCADE,
    -- None from when an administrator disabled the client.
    token_digest             TEXT COLLATE "C"    UNIQUE,
    initial_access_token_id  TEXT COLLATE "C"    NOT NULL,
    -- The `token_endpoint_auth_method` of RFC 7591 §2 that was asked for last.
    auth_method              TEXT    NOT NULL,
    registered_at            BIGINT  NOT NULL
);

CREATE TABLE webhooks (
    id                    TEXT COLLATE "C"  PRIMARY KEY,
    url                   TEXT COLLATE "C"  NOT NULL,
    description           TEXT COLLATE "C"  NOT NULL,
    -- A JSON array of the names of events; an empty one means every event.
    events                TEXT COLLATE "C"  NOT NULL,
    secret_sealed         TEXT COLLATE "C"  NOT NULL,
    -- The secret before, which signs as well until its time.
    former_secret_sealed  TEXT COLLATE "C",
    former_secret_until   BIGINT,
    status                TEXT COLLATE "C"  NOT NULL CHECK (status IN ('enabled', 'disabled')),
    created_at            BIGINT  NOT NULL,
    updated_at            BIGINT,
    version               BIGINT  NOT NULL,
    CHECK ((former_secret_sealed IS NULL) = (former_secret_until IS NULL))
);

-- One message to one webhook. What it says is the event in the audit trail; a message that only tries the webhook has none.
CREATE TABLE webhook_deliveries (
    id                 TEXT COLLATE "C"  PRIMARY KEY,
    webhook_id         TEXT COLLATE "C"  NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    event_id           TEXT    REFERENCES audit_events (id) ON DELETE CASCADE,
    event              TEXT COLLATE "C"  NOT NULL,
    state              TEXT COLLATE "C"  NOT NULL CHECK (state IN ('waiting', 'delivered', 'given_up')),
    attempts           BIGINT  NOT NULL,
    created_at         BIGINT  NOT NULL,
    -- When it is tried next, while it waits; until when nobody else tries, while somebody does; none while the webhook is
    -- disabled.
    due_at             BIGINT,
    last_attempted_at  BIGINT,
    last_status        BIGINT,
    last_error         TEXT COLLATE "C",
    delivered_at       BIGINT
);
CREATE INDEX webhook_deliveries_by_due_at ON webhook_deliveries (webhook_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (event_id);
CREATE INDEX webhook_deliveries_by_created_at ON webhook_deliveries (created_at);

-- The API of Gatehouse itself, which comes with it and can be neither edited nor deleted.
ALTER TABLE apis ADD COLUMN is_built_in BOOLEAN NOT NULL DEFAULT FALSE;
