-- Where owners are told of what happens, and what is on its way there.

CREATE TABLE webhook (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    url TEXT COLLATE "C" NOT NULL,
    types TEXT COLLATE "C" NOT NULL,
    key_version BIGINT NOT NULL,
    sealed_key BYTEA NOT NULL,
    standing TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE INDEX webhook_scope ON webhook (scope_kind, scope_id);

CREATE TABLE webhook_delivery (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    webhook TEXT COLLATE "C" NOT NULL,
    type TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    attempts BIGINT NOT NULL,
    at BIGINT NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL
);

CREATE INDEX webhook_delivery_scope ON webhook_delivery (scope_kind, scope_id);
