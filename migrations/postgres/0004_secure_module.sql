-- The Secure Module: service principals with secrets or public keys, the environments they live in, and APIs whose roles
-- they and OAuth clients hold.

-- Whose client id it is, so that secrets, refused requests and roles belong to OAuth clients and service principals alike.
ALTER TABLE client_ids ADD COLUMN holder_id TEXT COLLATE "C";
UPDATE client_ids SET holder_id = (SELECT c.id FROM oauth_clients c WHERE c.client_id = client_ids.client_id);
CREATE UNIQUE INDEX client_ids_by_holder ON client_ids (holder_id);

ALTER TABLE client_secrets DROP CONSTRAINT client_secrets_oauth_client_id_fkey;
ALTER TABLE client_secrets RENAME COLUMN oauth_client_id TO holder_id;
ALTER TABLE client_secrets ADD FOREIGN KEY (holder_id) REFERENCES client_ids (holder_id) ON DELETE CASCADE;
ALTER INDEX client_secrets_by_oauth_client RENAME TO client_secrets_by_holder;
ALTER TABLE client_secrets ALTER COLUMN label DROP DEFAULT;

ALTER TABLE denials DROP CONSTRAINT denials_oauth_client_id_fkey;
ALTER TABLE denials RENAME COLUMN oauth_client_id TO holder_id;
ALTER TABLE denials ADD FOREIGN KEY (holder_id) REFERENCES client_ids (holder_id) ON DELETE CASCADE;

CREATE TABLE environments (
    id          TEXT COLLATE "C"    PRIMARY KEY,
    name        TEXT COLLATE "C"    NOT NULL UNIQUE,
    audience    TEXT COLLATE "C"    NOT NULL UNIQUE,
    created_at  BIGINT  NOT NULL,
    updated_at  BIGINT,
    version     BIGINT  NOT NULL
);

CREATE TABLE service_principals (
    id                         TEXT COLLATE "C"     PRIMARY KEY,
    client_id                  TEXT COLLATE "C"     NOT NULL UNIQUE REFERENCES client_ids (client_id),
    name                       TEXT COLLATE "C"     NOT NULL,
    name_key                   TEXT COLLATE "C"     NOT NULL,
    security_type              TEXT COLLATE "C"     NOT NULL CHECK (security_type IN ('client_secret', 'signed_jwt')),
    environment_id             TEXT COLLATE "C"     NOT NULL REFERENCES environments (id),
    accepts_endpoint_audience  BOOLEAN  NOT NULL,
    status                     TEXT COLLATE "C"     NOT NULL CHECK (status IN ('enabled', 'disabled')),
    created_at                 BIGINT   NOT NULL,
    updated_at                 BIGINT,
    version                    BIGINT   NOT NULL,
    UNIQUE (environment_id, name_key)
);
CREATE INDEX service_principals_by_created_at ON service_principals (created_at, id);
CREATE INDEX service_principals_by_environment_and_created_at ON service_principals (environment_id, created_at, id);

-- What a principal is found by.
CREATE TABLE service_principal_words (
    service_principal_id  TEXT COLLATE "C"  NOT NULL REFERENCES service_principals (id) ON DELETE CASCADE,
    word                  TEXT COLLATE "C"  NOT NULL,
    PRIMARY KEY (service_principal_id, word)
);
CREATE INDEX service_principal_words_by_word ON service_principal_words (word, service_principal_id);

-- Public keys that verify what a principal signs; one that was retired stays for people to see.
CREATE TABLE signing_credentials (
    id                    TEXT COLLATE "C"    PRIMARY KEY,
    service_principal_id  TEXT COLLATE "C"    NOT NULL REFERENCES service_principals (id) ON DELETE CASCADE,
    kid                   TEXT COLLATE "C"    NOT NULL,
    thumbprint            TEXT COLLATE "C"    NOT NULL,
    public_jwk            TEXT COLLATE "C"    NOT NULL,
    created_at            BIGINT  NOT NULL,
    expires_at            BIGINT,
    retired_at            BIGINT,
    last_used_at          BIGINT,
    last_used_address     TEXT COLLATE "C"
);
CREATE INDEX signing_credentials_by_principal ON signing_credentials (service_principal_id);

-- Assertions that were accepted, by a digest of whose they are and their jti, for as long as they could be sent again.
CREATE TABLE used_assertions (
    digest      TEXT COLLATE "C"    PRIMARY KEY,
    expires_at  BIGINT  NOT NULL
);
CREATE INDEX used_assertions_by_expires_at ON used_assertions (expires_at);

CREATE TABLE apis (
    id          TEXT COLLATE "C"    PRIMARY KEY,
    name        TEXT COLLATE "C"    NOT NULL,
    name_key    TEXT COLLATE "C"    NOT NULL UNIQUE,
    created_at  BIGINT  NOT NULL,
    updated_at  BIGINT,
    version     BIGINT  NOT NULL
);
-- A token's scopes say nothing of their API, so no two APIs have one in common.
CREATE TABLE api_scopes (
    scope   TEXT COLLATE "C"  PRIMARY KEY,
    api_id  TEXT COLLATE "C"  NOT NULL REFERENCES apis (id) ON DELETE CASCADE
);
CREATE INDEX api_scopes_by_api ON api_scopes (api_id);

CREATE TABLE api_roles (
    id          TEXT COLLATE "C"    PRIMARY KEY,
    api_id      TEXT COLLATE "C"    NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    name        TEXT COLLATE "C"    NOT NULL,
    name_key    TEXT COLLATE "C"    NOT NULL,
    created_at  BIGINT  NOT NULL,
    updated_at  BIGINT,
    version     BIGINT  NOT NULL,
    UNIQUE (api_id, name_key),
    UNIQUE (id, api_id)
);
CREATE TABLE api_role_scopes (
    api_role_id  TEXT COLLATE "C"  NOT NULL REFERENCES api_roles (id) ON DELETE CASCADE,
    scope        TEXT COLLATE "C"  NOT NULL REFERENCES api_scopes (scope),
    PRIMARY KEY (api_role_id, scope)
);
CREATE INDEX api_role_scopes_by_scope ON api_role_scopes (scope);

-- At most one role of each API for each client.
CREATE TABLE role_assignments (
    holder_id    TEXT COLLATE "C"  NOT NULL REFERENCES client_ids (holder_id) ON DELETE CASCADE,
    api_id       TEXT COLLATE "C"  NOT NULL,
    api_role_id  TEXT COLLATE "C"  NOT NULL,
    PRIMARY KEY (holder_id, api_id),
    FOREIGN KEY (api_role_id, api_id) REFERENCES api_roles (id, api_id)
);
CREATE INDEX role_assignments_by_role ON role_assignments (api_role_id);
