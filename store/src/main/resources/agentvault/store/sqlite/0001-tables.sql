-- Ids are dashed UUIDs, times are microseconds since 1970, flags are 0 and 1, structured parts are JSON.

PRAGMA application_id = 1096172628;

CREATE TABLE vault (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    slug TEXT NOT NULL,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    description TEXT NOT NULL,
    metadata TEXT NOT NULL,
    unmatched_hosts TEXT,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE TABLE credential (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    key TEXT NOT NULL,
    display_name TEXT NOT NULL,
    metadata TEXT NOT NULL,
    reading TEXT NOT NULL,
    made_on TEXT NOT NULL,
    oauth TEXT,
    version INTEGER NOT NULL,
    wrapped_by TEXT,
    wrapped_key BLOB,
    sealed_value BLOB,
    sealed_refresh_token BLOB,
    sealed_client_secret BLOB,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE TABLE service (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    name TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    destinations TEXT NOT NULL,
    attachment TEXT NOT NULL,
    placeholders TEXT NOT NULL,
    binding TEXT NOT NULL,
    bound_target TEXT,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE TABLE access_grant (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE TABLE proposal (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    number INTEGER NOT NULL,
    proposed_by TEXT NOT NULL,
    request TEXT NOT NULL,
    digest BLOB NOT NULL,
    status TEXT NOT NULL,
    ended_by TEXT,
    ended_at INTEGER,
    note TEXT,
    expires_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE token (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    pepper INTEGER NOT NULL,
    hash BLOB NOT NULL,
    hint TEXT NOT NULL,
    expires_at INTEGER,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE TABLE actor (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    standing TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE TABLE definition (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    model TEXT NOT NULL,
    servers TEXT NOT NULL,
    skills TEXT NOT NULL,
    vaults TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE TABLE tool_variable (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    definition TEXT NOT NULL,
    name TEXT NOT NULL,
    key_version INTEGER NOT NULL,
    value BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE TABLE session (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    actor TEXT NOT NULL,
    shares TEXT NOT NULL,
    unmatched_hosts TEXT NOT NULL,
    allowed_hosts TEXT NOT NULL,
    face TEXT NOT NULL,
    minted_by TEXT NOT NULL,
    label TEXT NOT NULL,
    expires_at INTEGER,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE TABLE work_session (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    session TEXT NOT NULL,
    definition TEXT NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    metadata TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE TABLE idempotency (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    actor TEXT NOT NULL,
    key_hash BLOB NOT NULL,
    request_hash BLOB NOT NULL,
    made TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE installation (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL
) STRICT;

CREATE TABLE unfinished_copy (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    installation TEXT NOT NULL
) STRICT;

CREATE TABLE wrapped_key (
    id TEXT NOT NULL PRIMARY KEY,
    key_use TEXT NOT NULL,
    owner TEXT NOT NULL,
    version INTEGER NOT NULL,
    wrapped_by TEXT NOT NULL,
    envelope BLOB NOT NULL
) STRICT;

CREATE TABLE manifest (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    counter INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (scope_kind, scope_id)
) STRICT;

CREATE TABLE mark (
    instance TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    counter INTEGER NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (instance, sequence, scope_kind, scope_id)
) STRICT;

CREATE TABLE anchor (
    instance TEXT NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL,
    head BLOB NOT NULL,
    seal BLOB NOT NULL
) STRICT;


-- At most one of each, among active rows only where archiving frees a name.
CREATE UNIQUE INDEX vault_slug ON vault (slug) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX credential_key ON credential (scope_id, key) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX service_name ON service (scope_id, name) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX bound_target ON service (scope_id, bound_target) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX grant_pair ON access_grant (actor, scope_id);
CREATE UNIQUE INDEX proposal_number ON proposal (scope_id, number);
CREATE UNIQUE INDEX token_hash ON token (hash);
CREATE UNIQUE INDEX actor_name ON actor (kind, name) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX definition_slug ON definition (slug) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX tool_variable_name ON tool_variable (definition, name);
CREATE UNIQUE INDEX key_version ON wrapped_key (owner, key_use, version);

-- How rows are looked for: by their scope, and vaults by their age.
CREATE INDEX vault_age ON vault (created_at, created_sequence);
CREATE INDEX vault_scope ON vault (scope_kind, scope_id);
CREATE INDEX credential_scope ON credential (scope_kind, scope_id);
CREATE INDEX service_scope ON service (scope_kind, scope_id);
CREATE INDEX access_grant_scope ON access_grant (scope_kind, scope_id);
CREATE INDEX proposal_scope ON proposal (scope_kind, scope_id);
CREATE INDEX token_scope ON token (scope_kind, scope_id);
CREATE INDEX actor_scope ON actor (scope_kind, scope_id);
CREATE INDEX definition_scope ON definition (scope_kind, scope_id);
CREATE INDEX tool_variable_scope ON tool_variable (scope_kind, scope_id);
CREATE INDEX session_scope ON session (scope_kind, scope_id);
CREATE INDEX work_session_scope ON work_session (scope_kind, scope_id);
CREATE INDEX idempotency_scope ON idempotency (scope_kind, scope_id);
