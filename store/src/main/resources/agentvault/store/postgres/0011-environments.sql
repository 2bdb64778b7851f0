-- The environments of work sessions, and which work session is in which.

CREATE TABLE environment (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    networking TEXT COLLATE "C" NOT NULL,
    metadata TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE INDEX environment_scope ON environment (scope_kind, scope_id);

ALTER TABLE work_session ADD COLUMN environment TEXT COLLATE "C";
