-- Ids are dashed UUIDs, times are microseconds since 1970, flags are 0 and 1, structured parts are JSON.
-- Texts compare by code point, as in SQLite.

CREATE TABLE vault (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    display_name TEXT COLLATE "C" NOT NULL,
    display_name_folded TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C" NOT NULL,
    metadata TEXT COLLATE "C" NOT NULL,
    unmatched_hosts TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE TABLE credential (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    display_name TEXT COLLATE "C" NOT NULL,
    metadata TEXT COLLATE "C" NOT NULL,
    reading TEXT COLLATE "C" NOT NULL,
    made_on TEXT COLLATE "C" NOT NULL,
    oauth TEXT COLLATE "C",
    version BIGINT NOT NULL,
    wrapped_by TEXT COLLATE "C",
    wrapped_key BYTEA,
    sealed_value BYTEA,
    sealed_refresh_token BYTEA,
    sealed_client_secret BYTEA,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE TABLE service (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    enabled BIGINT NOT NULL,
    destinations TEXT COLLATE "C" NOT NULL,
    attachment TEXT COLLATE "C" NOT NULL,
    placeholders TEXT COLLATE "C" NOT NULL,
    binding TEXT COLLATE "C" NOT NULL,
    bound_target TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE TABLE access_grant (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE TABLE proposal (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    number BIGINT NOT NULL,
    proposed_by TEXT COLLATE "C" NOT NULL,
    request TEXT COLLATE "C" NOT NULL,
    digest BYTEA NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    ended_by TEXT COLLATE "C",
    ended_at BIGINT,
    note TEXT COLLATE "C",
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL
);

CREATE TABLE token (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    pepper BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    hint TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE TABLE actor (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    standing TEXT COLLATE "C" NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE TABLE definition (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    servers TEXT COLLATE "C" NOT NULL,
    skills TEXT COLLATE "C" NOT NULL,
    vaults TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE TABLE tool_variable (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    definition TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    key_version BIGINT NOT NULL,
    value BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE TABLE session (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    shares TEXT COLLATE "C" NOT NULL,
    unmatched_hosts TEXT COLLATE "C" NOT NULL,
    allowed_hosts TEXT COLLATE "C" NOT NULL,
    face TEXT COLLATE "C" NOT NULL,
    minted_by TEXT COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE TABLE work_session (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    session TEXT COLLATE "C" NOT NULL,
    definition TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    metadata TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE TABLE idempotency (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    key_hash BYTEA NOT NULL,
    request_hash BYTEA NOT NULL,
    made TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE installation (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    id TEXT COLLATE "C" NOT NULL
);

CREATE TABLE unfinished_copy (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    installation TEXT COLLATE "C" NOT NULL
);

CREATE TABLE wrapped_key (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    key_use TEXT COLLATE "C" NOT NULL,
    owner TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    wrapped_by TEXT COLLATE "C" NOT NULL,
    envelope BYTEA NOT NULL
);

CREATE TABLE manifest (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    counter BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (scope_kind, scope_id)
);

CREATE TABLE mark (
    instance TEXT COLLATE "C" NOT NULL,
    sequence BIGINT NOT NULL,
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    counter BIGINT NOT NULL,
    seal BYTEA NOT NULL,
    PRIMARY KEY (instance, sequence, scope_kind, scope_id)
);

CREATE TABLE anchor (
    instance TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    head BYTEA NOT NULL,
    seal BYTEA NOT NULL
);

-- What writers of one scope queue on; a row says nothing about its scope.
CREATE TABLE scope_lock (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (scope_kind, scope_id)
);

-- Copies of closed segments of the trails.
CREATE TABLE trail_segment (
    instance TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (instance, number)
);

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
