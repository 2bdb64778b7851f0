-- Where owners are told of what happens, and what is on its way there.

CREATE TABLE webhook (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    url TEXT NOT NULL,
    types TEXT NOT NULL,
    key_version INTEGER NOT NULL,
    sealed_key BLOB NOT NULL,
    standing TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE INDEX webhook_scope ON webhook (scope_kind, scope_id);

CREATE TABLE webhook_delivery (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    webhook TEXT NOT NULL,
    type TEXT NOT NULL,
    place TEXT NOT NULL,
    facts TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    at INTEGER NOT NULL,
    code TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL
) STRICT;

CREATE INDEX webhook_delivery_scope ON webhook_delivery (scope_kind, scope_id);
