-- When each credential was last sent somewhere, and what was said to it: for people to look at. Not sealed: nothing is
-- decided by it.

CREATE TABLE credential_use (
    credential TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    vault TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    said TEXT COLLATE "C" NOT NULL
);

CREATE INDEX credential_use_vault ON credential_use (vault);
