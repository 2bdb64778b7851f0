-- What passed through the proxy, for people to look at. Not sealed: nothing is decided by it.

CREATE TABLE passage (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    request TEXT NOT NULL,
    way TEXT NOT NULL,
    actor TEXT NOT NULL,
    session TEXT NOT NULL,
    vault TEXT NOT NULL,
    method TEXT NOT NULL,
    host TEXT NOT NULL,
    path TEXT NOT NULL,
    service TEXT NOT NULL,
    credential_keys TEXT NOT NULL,
    status INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    received INTEGER NOT NULL,
    connected_micros INTEGER NOT NULL,
    answered_micros INTEGER NOT NULL,
    whole_micros INTEGER NOT NULL,
    code TEXT NOT NULL
) STRICT;

CREATE INDEX passage_vault ON passage (vault, number);
