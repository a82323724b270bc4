-- The OAuth Clients page: an index for every view of the list, words to search by, secrets that people can tell apart,
-- requests to identity providers, and an audit trail that can be read.

-- The time that a statement may take is meant for requests, not for this.
SET LOCAL statement_timeout = 0;

-- Ordered and compared byte by byte, as SQLite does, whatever the database's own order of letters.
ALTER TABLE client_ids ALTER COLUMN client_id TYPE TEXT COLLATE "C";
ALTER TABLE oauth_clients
    ALTER COLUMN id TYPE TEXT COLLATE "C",
    ALTER COLUMN client_id TYPE TEXT COLLATE "C",
    ALTER COLUMN name_key TYPE TEXT COLLATE "C",
    ALTER COLUMN client_type TYPE TEXT COLLATE "C",
    ALTER COLUMN grant_type TYPE TEXT COLLATE "C",
    ALTER COLUMN status TYPE TEXT COLLATE "C";
ALTER TABLE client_secrets ALTER COLUMN oauth_client_id TYPE TEXT COLLATE "C";
ALTER TABLE audit_events
    ALTER COLUMN id TYPE TEXT COLLATE "C";

-- What the list is ordered by when the order is by last change: those never changed come first.
ALTER TABLE oauth_clients ADD COLUMN modified_at BIGINT GENERATED ALWAYS AS (COALESCE(updated_at, 0)) STORED;

-- Status, client type and grant type take six combinations together. Whatever the filter, the list is a merge of some
-- of the six, each of them one range of one of these.
DROP INDEX oauth_clients_by_created_at;
CREATE INDEX oauth_clients_by_class ON oauth_clients (status, client_type, grant_type, id);
CREATE INDEX oauth_clients_by_class_and_name ON oauth_clients (status, client_type, grant_type, name_key, id);
CREATE INDEX oauth_clients_by_class_and_client_id ON oauth_clients (status, client_type, grant_type, client_id, id);
CREATE INDEX oauth_clients_by_class_and_created_at ON oauth_clients (status, client_type, grant_type, created_at, id);
CREATE INDEX oauth_clients_by_class_and_modified_at ON oauth_clients (status, client_type, grant_type, modified_at, id);

-- What a client is found by. The server fills it for the clients that are there already, and remembers for which.
CREATE TABLE oauth_client_words (
    oauth_client_id  TEXT COLLATE "C"  NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
    word             TEXT COLLATE "C"  NOT NULL,
    PRIMARY KEY (oauth_client_id, word)
);
CREATE INDEX oauth_client_words_by_word ON oauth_client_words (word, oauth_client_id);
ALTER TABLE oauth_clients ADD COLUMN has_words BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX oauth_clients_without_words ON oauth_clients (id) WHERE NOT has_words;

ALTER TABLE client_secrets ADD COLUMN label TEXT NOT NULL DEFAULT 'Secret 1';
ALTER TABLE client_secrets ADD COLUMN last_used_address TEXT;
ALTER TABLE client_secrets ADD COLUMN retired_at BIGINT;

-- The newest request to make an identity provider know a client.
CREATE TABLE provisioning_requests (
    oauth_client_id  TEXT COLLATE "C"  PRIMARY KEY REFERENCES oauth_clients (id) ON DELETE CASCADE,
    connector        TEXT              NOT NULL,
    state            TEXT              NOT NULL CHECK (state IN ('in_progress', 'finished')),
    started_at       BIGINT            NOT NULL,
    finished_at      BIGINT
);

DROP INDEX audit_events_by_entity;
CREATE INDEX audit_events_by_time ON audit_events (happened_at, id);
CREATE INDEX audit_events_by_entity_id ON audit_events (entity_id, happened_at, id);
CREATE INDEX audit_events_by_entity_name ON audit_events (entity_name, happened_at, id);
CREATE INDEX audit_events_by_entity_kind ON audit_events (entity_kind, happened_at, id);
CREATE INDEX audit_events_by_action ON audit_events (action, happened_at, id);
CREATE INDEX audit_events_by_actor ON audit_events (actor_name, happened_at, id);
-- Two columns as one text: no planner can take the index of the actor alone instead and walk past the rest.
CREATE INDEX audit_events_by_actor_and_entity_kind ON audit_events ((actor_name || ' ' || entity_kind), happened_at, id);
CREATE INDEX audit_events_by_actor_and_action ON audit_events ((actor_name || ' ' || action), happened_at, id);
