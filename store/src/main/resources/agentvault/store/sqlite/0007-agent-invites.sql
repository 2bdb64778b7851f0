-- Offers of agents' tokens.

CREATE TABLE agent_invite (
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    seal BLOB NOT NULL,
    name TEXT,
    agent TEXT,
    role TEXT NOT NULL,
    shares TEXT NOT NULL,
    token_seconds INTEGER NOT NULL,
    invited_by TEXT NOT NULL,
    status TEXT NOT NULL,
    ended_at INTEGER,
    redeemed_as TEXT,
    expires_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_sequence INTEGER NOT NULL
) STRICT;

CREATE INDEX agent_invite_scope ON agent_invite (scope_kind, scope_id);
