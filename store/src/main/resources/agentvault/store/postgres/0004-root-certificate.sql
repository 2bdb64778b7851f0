-- The certificate that agents trust, with its private key sealed.

CREATE TABLE root_certificate (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    certificate BYTEA NOT NULL,
    key_version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE INDEX root_certificate_scope ON root_certificate (scope_kind, scope_id);
