-- What API keys have beside what every actor has. How long one lasts is in seconds.

CREATE TABLE api_key (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    form TEXT COLLATE "C" NOT NULL,
    lasts BIGINT,
    limit_requests BIGINT,
    limit_per TEXT COLLATE "C",
    everywhere TEXT COLLATE "C",
    used_at BIGINT,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL
);

CREATE UNIQUE INDEX api_key_actor ON api_key (actor);
CREATE INDEX api_key_scope ON api_key (scope_kind, scope_id);
