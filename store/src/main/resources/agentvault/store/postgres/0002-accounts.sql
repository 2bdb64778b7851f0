-- People: their passwords, logins, codes and invites; and the settings of the instance.

CREATE TABLE password_hash (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    key_version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL
);

CREATE TABLE login (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    token TEXT COLLATE "C" NOT NULL,
    device TEXT COLLATE "C" NOT NULL,
    used_at BIGINT NOT NULL,
    expires_at BIGINT,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL
);

CREATE TABLE mailed_code (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    key_version BIGINT,
    sealed BYTEA,
    pepper BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    wrong BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL
);

CREATE TABLE user_invite (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    shares TEXT COLLATE "C" NOT NULL,
    invited_by TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    ended_at BIGINT,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL
);

CREATE TABLE instance_settings (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    invite_only BIGINT NOT NULL,
    email_domains TEXT COLLATE "C" NOT NULL,
    limits TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

-- At most one of each.
CREATE UNIQUE INDEX password_actor ON password_hash (actor);
CREATE UNIQUE INDEX settings_scope ON instance_settings (scope_id);

-- How rows are looked for: by their scope.
CREATE INDEX password_hash_scope ON password_hash (scope_kind, scope_id);
CREATE INDEX login_scope ON login (scope_kind, scope_id);
CREATE INDEX mailed_code_scope ON mailed_code (scope_kind, scope_id);
CREATE INDEX user_invite_scope ON user_invite (scope_kind, scope_id);
CREATE INDEX instance_settings_scope ON instance_settings (scope_kind, scope_id);
