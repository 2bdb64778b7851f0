-- People: their passwords, logins, codes and invites; and the settings of the instance.

CREATE TABLE password_hash (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    actor TEXT NOT NULL,
    key_version INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE login (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    actor TEXT NOT NULL,
    token TEXT NOT NULL,
    device TEXT NOT NULL,
    used_at INTEGER NOT NULL,
    expires_at INTEGER,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE mailed_code (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    actor TEXT NOT NULL,
    purpose TEXT NOT NULL,
    key_version INTEGER,
    sealed BLOB,
    pepper INTEGER NOT NULL,
    hash BLOB NOT NULL,
    wrong INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE user_invite (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    address TEXT NOT NULL,
    role TEXT NOT NULL,
    shares TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    status TEXT NOT NULL,
    ended_at INTEGER,
    expires_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE instance_settings (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    invite_only INTEGER NOT NULL,
    email_domains TEXT NOT NULL,
    limits TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

-- At most one of each.
CREATE UNIQUE INDEX password_actor ON password_hash (actor);
CREATE UNIQUE INDEX settings_scope ON instance_settings (scope_id);

-- How rows are looked for: by their scope.
CREATE INDEX password_hash_scope ON password_hash (scope_kind, scope_id);
CREATE INDEX login_scope ON login (scope_kind, scope_id);
CREATE INDEX mailed_code_scope ON mailed_code (scope_kind, scope_id);
CREATE INDEX user_invite_scope ON user_invite (scope_kind, scope_id);
CREATE INDEX instance_settings_scope ON instance_settings (scope_kind, scope_id);
