-- What API keys have beside what every actor has. How long one lasts is in seconds.

CREATE TABLE api_key (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    actor TEXT NOT NULL,
    form TEXT NOT NULL,
    lasts INTEGER,
    limit_requests INTEGER,
    limit_per TEXT,
    everywhere TEXT,
    used_at INTEGER,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX api_key_actor ON api_key (actor);
CREATE INDEX api_key_scope ON api_key (scope_kind, scope_id);
