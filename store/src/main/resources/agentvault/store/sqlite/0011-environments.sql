-- The environments of work sessions, and which work session is in which.

CREATE TABLE environment (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    name TEXT NOT NULL,
    networking TEXT NOT NULL,
    metadata TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE INDEX environment_scope ON environment (scope_kind, scope_id);

ALTER TABLE work_session ADD COLUMN environment TEXT;
