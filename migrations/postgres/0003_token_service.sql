-- The token service: what people allowed which client, codes and refresh tokens that count once, keys that rotate, origins
-- that may read answers, and refused requests that explain themselves.

-- The origins of oauth_clients.web_origins, so that one can be asked for.
CREATE TABLE oauth_client_web_origins (
    origin           TEXT  NOT NULL,
    oauth_client_id  TEXT COLLATE "C"  NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
    PRIMARY KEY (origin, oauth_client_id)
);
CREATE INDEX oauth_client_web_origins_by_client ON oauth_client_web_origins (oauth_client_id);
INSERT INTO oauth_client_web_origins (origin, oauth_client_id)
    SELECT DISTINCT o.value, c.id FROM oauth_clients c, json_array_elements_text(c.web_origins::json) o (value);

-- What people agreed to, all told, so that they are asked once.
CREATE TABLE consents (
    portal_user_id   TEXT    NOT NULL REFERENCES portal_users (id) ON DELETE CASCADE,
    oauth_client_id  TEXT COLLATE "C"    NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
    scope            TEXT    NOT NULL,
    given_at         BIGINT  NOT NULL,
    PRIMARY KEY (portal_user_id, oauth_client_id)
);
CREATE INDEX consents_by_client ON consents (oauth_client_id);

-- One sign-in of a person to a client, from which come a code and a family of tokens.
CREATE TABLE token_grants (
    id                 TEXT     PRIMARY KEY,
    oauth_client_id    TEXT COLLATE "C"     NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
    portal_user_id     TEXT     NOT NULL REFERENCES portal_users (id) ON DELETE CASCADE,
    session_id_digest  TEXT     NOT NULL,
    scope              TEXT     NOT NULL,
    is_offline         BOOLEAN  NOT NULL,
    signed_in_at       BIGINT   NOT NULL,
    created_at         BIGINT   NOT NULL,
    ends_at            BIGINT   NOT NULL,
    revoked_at         BIGINT
);
CREATE INDEX token_grants_by_client ON token_grants (oauth_client_id);
CREATE INDEX token_grants_by_portal_user ON token_grants (portal_user_id);
CREATE INDEX token_grants_by_session ON token_grants (session_id_digest);
CREATE INDEX token_grants_by_ends_at ON token_grants (ends_at);

CREATE TABLE authorization_codes (
    code_digest                TEXT     PRIMARY KEY,
    grant_id                   TEXT     NOT NULL REFERENCES token_grants (id) ON DELETE CASCADE,
    redirect_uri               TEXT     NOT NULL,
    is_redirect_uri_requested  BOOLEAN  NOT NULL,
    code_challenge             TEXT,
    code_challenge_method      TEXT     CHECK (code_challenge_method IN ('plain', 'S256')),
    nonce                      TEXT,
    created_at                 BIGINT   NOT NULL,
    expires_at                 BIGINT   NOT NULL,
    consumed_at                BIGINT
);
CREATE INDEX authorization_codes_by_grant ON authorization_codes (grant_id);
CREATE INDEX authorization_codes_by_expires_at ON authorization_codes (expires_at);

CREATE TABLE refresh_tokens (
    token_digest  TEXT    PRIMARY KEY,
    grant_id      TEXT    NOT NULL REFERENCES token_grants (id) ON DELETE CASCADE,
    created_at    BIGINT  NOT NULL,
    expires_at    BIGINT  NOT NULL,
    used_at       BIGINT
);
CREATE INDEX refresh_tokens_by_grant ON refresh_tokens (grant_id);
CREATE INDEX refresh_tokens_by_expires_at ON refresh_tokens (expires_at) WHERE used_at IS NULL;

-- Access tokens that a client gave back before their time.
CREATE TABLE revoked_access_tokens (
    jti         TEXT    PRIMARY KEY,
    expires_at  BIGINT  NOT NULL
);
CREATE INDEX revoked_access_tokens_by_expires_at ON revoked_access_tokens (expires_at);

-- Keys are numbered: of two servers that make the next one at once, one wins. The one that signs is the newest whose time
-- has come.
CREATE TABLE signing_keys_in_turn (
    kid             TEXT    PRIMARY KEY,
    generation      BIGINT  NOT NULL UNIQUE,
    algorithm       TEXT    NOT NULL CHECK (algorithm IN ('ES256', 'RS256')),
    public_jwk      TEXT    NOT NULL,
    sealed_private  TEXT    NOT NULL,
    created_at      BIGINT  NOT NULL,
    signs_from      BIGINT  NOT NULL,
    retired_at      BIGINT
);
INSERT INTO signing_keys_in_turn (kid, generation, algorithm, public_jwk, sealed_private, created_at, signs_from)
    SELECT kid, ROW_NUMBER() OVER (ORDER BY is_signing, created_at, kid), algorithm, '', sealed_private, created_at, created_at
    FROM signing_keys;
DROP TABLE signing_keys;
ALTER TABLE signing_keys_in_turn RENAME TO signing_keys;

-- Requests of a client that were refused, alike ones together.
CREATE TABLE denials (
    oauth_client_id  TEXT COLLATE "C"    NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
    reason           TEXT    NOT NULL,
    detail           TEXT    NOT NULL,
    times            BIGINT  NOT NULL,
    first_at         BIGINT  NOT NULL,
    last_at          BIGINT  NOT NULL,
    last_reference   TEXT    NOT NULL,
    last_address     TEXT,
    PRIMARY KEY (oauth_client_id, reason, detail)
);
CREATE INDEX denials_by_last_at ON denials (last_at);
