-- When each credential was last sent somewhere, and what was said to it: for people to look at. Not sealed: nothing is
-- decided by it.

CREATE TABLE credential_use (
    credential TEXT NOT NULL PRIMARY KEY,
    vault TEXT NOT NULL,
    version INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    said TEXT NOT NULL
) STRICT;

CREATE INDEX credential_use_vault ON credential_use (vault);
