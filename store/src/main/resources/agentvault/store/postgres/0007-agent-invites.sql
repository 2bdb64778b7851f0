-- Offers of agents' tokens.

CREATE TABLE agent_invite (
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seal BYTEA NOT NULL,
    name TEXT COLLATE "C",
    agent TEXT COLLATE "C",
    role TEXT COLLATE "C" NOT NULL,
    shares TEXT COLLATE "C" NOT NULL,
    token_seconds BIGINT NOT NULL,
    invited_by TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    ended_at BIGINT,
    redeemed_as TEXT COLLATE "C",
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_sequence BIGINT NOT NULL
);

CREATE INDEX agent_invite_scope ON agent_invite (scope_kind, scope_id);
