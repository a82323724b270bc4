-- A team: people who are invited, who have a second factor or come from another identity provider, their sessions, and
-- what keeps guesses at passwords slow.

ALTER TABLE portal_users ADD COLUMN version            BIGINT  NOT NULL DEFAULT 1;
ALTER TABLE portal_users ADD COLUMN last_signed_in_at  BIGINT;
-- Who the person is at the provider that people may sign in through (OpenID Connect Core §2: `iss`, `sub`).
ALTER TABLE portal_users ADD COLUMN provider_issuer    TEXT;
ALTER TABLE portal_users ADD COLUMN provider_subject   TEXT;
-- The key of the second factor (RFC 6238), sealed; and the last time step whose code was used.
ALTER TABLE portal_users ADD COLUMN totp_sealed        TEXT;
ALTER TABLE portal_users ADD COLUMN totp_step          BIGINT  NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX portal_users_by_provider ON portal_users (provider_issuer, provider_subject);
-- Listed by it, in the same order on both engines.
ALTER TABLE portal_users ALTER COLUMN email_key TYPE TEXT COLLATE "C";
CREATE INDEX portal_users_by_role ON portal_users (role, email_key);
CREATE INDEX portal_users_by_status ON portal_users (status, email_key);

ALTER TABLE sessions ADD COLUMN address     TEXT;
ALTER TABLE sessions ADD COLUMN user_agent  TEXT;
-- `full`, or what is missing until the session counts.
ALTER TABLE sessions ADD COLUMN standing    TEXT COLLATE "C"  NOT NULL DEFAULT 'full'
    CHECK (standing IN ('full', 'code_wanted', 'enrolment_wanted'));
-- The session before in the same browser (its `id_digest`), which goes when this one is full.
ALTER TABLE sessions ADD COLUMN replaces    TEXT;

-- One-time links, by which a person sets a password.
CREATE TABLE user_links (
    token_digest    TEXT COLLATE "C"    PRIMARY KEY,
    portal_user_id  TEXT    NOT NULL REFERENCES portal_users (id) ON DELETE CASCADE,
    purpose         TEXT COLLATE "C"    NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    created_at      BIGINT  NOT NULL,
    expires_at      BIGINT  NOT NULL
);
CREATE INDEX user_links_by_portal_user ON user_links (portal_user_id);
CREATE INDEX user_links_by_expires_at ON user_links (expires_at);

CREATE TABLE recovery_codes (
    portal_user_id  TEXT    NOT NULL REFERENCES portal_users (id) ON DELETE CASCADE,
    code_digest     TEXT COLLATE "C"    NOT NULL,
    used_at         BIGINT,
    PRIMARY KEY (portal_user_id, code_digest)
);

-- When the next attempt to sign in would come at the agreed rate: by account, by device, by network.
CREATE TABLE sign_in_throttles (
    bucket     TEXT COLLATE "C"    PRIMARY KEY,
    due_at_ms  BIGINT  NOT NULL
);
CREATE INDEX sign_in_throttles_by_due_at ON sign_in_throttles (due_at_ms);

-- What administrators decide for all.
CREATE TABLE portal_settings (
    name        TEXT COLLATE "C"    PRIMARY KEY,
    value       TEXT COLLATE "C"    NOT NULL,
    updated_at  BIGINT  NOT NULL
);
