-- The Secure Module: service principals with secrets or public keys, the environments they live in, and APIs whose roles
-- they and OAuth clients hold.

-- Whose client id it is, so that secrets, refused requests and roles belong to OAuth clients and service principals alike.
ALTER TABLE client_ids ADD COLUMN holder_id TEXT;
UPDATE client_ids SET holder_id = (SELECT c.id FROM oauth_clients c WHERE c.client_id = client_ids.client_id);
CREATE UNIQUE INDEX client_ids_by_holder ON client_ids (holder_id);

CREATE TABLE client_secrets_of_holders (
    id                 TEXT    PRIMARY KEY,
    holder_id          TEXT    NOT NULL REFERENCES client_ids (holder_id) ON DELETE CASCADE,
    label              TEXT    NOT NULL,
    prefix             TEXT    NOT NULL,
    phc                TEXT    NOT NULL,
    version            BIGINT  NOT NULL,
    created_at         BIGINT  NOT NULL,
    expires_at         BIGINT,
    retired_at         BIGINT,
    last_used_at       BIGINT,
    last_used_address  TEXT
);
INSERT INTO client_secrets_of_holders (id, holder_id, label, prefix, phc, version, created_at, expires_at, retired_at,
        last_used_at, last_used_address)
    SELECT id, oauth_client_id, label, prefix, phc, version, created_at, expires_at, retired_at, last_used_at,
        last_used_address
    FROM client_secrets;
DROP TABLE client_secrets;
ALTER TABLE client_secrets_of_holders RENAME TO client_secrets;
CREATE INDEX client_secrets_by_holder ON client_secrets (holder_id);

CREATE TABLE denials_of_holders (
    holder_id       TEXT    NOT NULL REFERENCES client_ids (holder_id) ON DELETE CASCADE,
    reason          TEXT    NOT NULL,
    detail          TEXT    NOT NULL,
    times           BIGINT  NOT NULL,
    first_at        BIGINT  NOT NULL,
    last_at         BIGINT  NOT NULL,
    last_reference  TEXT    NOT NULL,
    last_address    TEXT,
    PRIMARY KEY (holder_id, reason, detail)
) WITHOUT ROWID;
INSERT INTO denials_of_holders (holder_id, reason, detail, times, first_at, last_at, last_reference, last_address)
    SELECT oauth_client_id, reason, detail, times, first_at, last_at, last_reference, last_address FROM denials;
DROP TABLE denials;
ALTER TABLE denials_of_holders RENAME TO denials;
CREATE INDEX denials_by_last_at ON denials (last_at);

CREATE TABLE environments (
    id          TEXT    PRIMARY KEY,
    name        TEXT    NOT NULL UNIQUE,
    audience    TEXT    NOT NULL UNIQUE,
    created_at  BIGINT  NOT NULL,
    updated_at  BIGINT,
    version     BIGINT  NOT NULL
);

CREATE TABLE service_principals (
    id                         TEXT     PRIMARY KEY,
    client_id                  TEXT     NOT NULL UNIQUE REFERENCES client_ids (client_id),
    name                       TEXT     NOT NULL,
    name_key                   TEXT     NOT NULL,
    security_type              TEXT     NOT NULL CHECK (security_type IN ('client_secret', 'signed_jwt')),
    environment_id             TEXT     NOT NULL REFERENCES environments (id),
    accepts_endpoint_audience  BOOLEAN  NOT NULL,
    status                     TEXT     NOT NULL CHECK (status IN ('enabled', 'disabled')),
    created_at                 BIGINT   NOT NULL,
    updated_at                 BIGINT,
    version                    BIGINT   NOT NULL,
    UNIQUE (environment_id, name_key)
);
CREATE INDEX service_principals_by_created_at ON service_principals (created_at, id);
CREATE INDEX service_principals_by_environment_and_created_at ON service_principals (environment_id, created_at, id);

-- What a principal is found by.
CREATE TABLE service_principal_words (
    service_principal_id  TEXT  NOT NULL REFERENCES service_principals (id) ON DELETE CASCADE,
    word                  TEXT  NOT NULL,
    PRIMARY KEY (service_principal_id, word)
) WITHOUT ROWID;
CREATE INDEX service_principal_words_by_word ON service_principal_words (word, service_principal_id);

-- Public keys that verify what a principal signs; one that was retired stays for people to see.
CREATE TABLE signing_credentials (
    id                    TEXT    PRIMARY KEY,
    service_principal_id  TEXT    NOT NULL REFERENCES service_principals (id) ON DELETE CASCADE,
    kid                   TEXT    NOT NULL,
    thumbprint            TEXT    NOT NULL,
    public_jwk            TEXT    NOT NULL,
    created_at            BIGINT  NOT NULL,
    expires_at            BIGINT,
    retired_at            BIGINT,
    last_used_at          BIGINT,
    last_used_address     TEXT
);
CREATE INDEX signing_credentials_by_principal ON signing_credentials (service_principal_id);

-- Assertions that were accepted, by a digest of whose they are and their jti, for as long as they could be sent again.
CREATE TABLE used_assertions (
    digest      TEXT    PRIMARY KEY,
    expires_at  BIGINT  NOT NULL
) WITHOUT ROWID;
CREATE INDEX used_assertions_by_expires_at ON used_assertions (expires_at);

CREATE TABLE apis (
    id          TEXT    PRIMARY KEY,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL UNIQUE,
    created_at  BIGINT  NOT NULL,
    updated_at  BIGINT,
    version     BIGINT  NOT NULL
);
-- A token's scopes say nothing of their API, so no two APIs have one in common.
CREATE TABLE api_scopes (
    scope   TEXT  PRIMARY KEY,
    api_id  TEXT  NOT NULL REFERENCES apis (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX api_scopes_by_api ON api_scopes (api_id);

CREATE TABLE api_roles (
    id          TEXT    PRIMARY KEY,
    api_id      TEXT    NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL,
    created_at  BIGINT  NOT NULL,
    updated_at  BIGINT,
    version     BIGINT  NOT NULL,
    UNIQUE (api_id, name_key),
    UNIQUE (id, api_id)
);
CREATE TABLE api_role_scopes (
    api_role_id  TEXT  NOT NULL REFERENCES api_roles (id) ON DELETE CASCADE,
    scope        TEXT  NOT NULL REFERENCES api_scopes (scope),
    PRIMARY KEY (api_role_id, scope)
) WITHOUT ROWID;
CREATE INDEX api_role_scopes_by_scope ON api_role_scopes (scope);

-- At most one role of each API for each client.
CREATE TABLE role_assignments (
    holder_id    TEXT  NOT NULL REFERENCES client_ids (holder_id) ON DELETE CASCADE,
    api_id       TEXT  NOT NULL,
    api_role_id  TEXT  NOT NULL,
    PRIMARY KEY (holder_id, api_id),
    FOREIGN KEY (api_role_id, api_id) REFERENCES api_roles (id, api_id)
) WITHOUT ROWID;
CREATE INDEX role_assignments_by_role ON role_assignments (api_role_id);
