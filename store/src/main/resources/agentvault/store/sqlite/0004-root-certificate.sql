-- The certificate that agents trust, with its private key sealed.

CREATE TABLE root_certificate (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    certificate BLOB NOT NULL,
    key_version INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE INDEX root_certificate_scope ON root_certificate (scope_kind, scope_id);
