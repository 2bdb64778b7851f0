-- What passed through the proxy, for people to look at. Not sealed: nothing is decided by it.

CREATE TABLE passage (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at BIGINT NOT NULL,
    request TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    session TEXT COLLATE "C" NOT NULL,
    vault TEXT COLLATE "C" NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    host TEXT COLLATE "C" NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    service TEXT COLLATE "C" NOT NULL,
    credential_keys TEXT COLLATE "C" NOT NULL,
    status BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    received BIGINT NOT NULL,
    connected_micros BIGINT NOT NULL,
    answered_micros BIGINT NOT NULL,
    whole_micros BIGINT NOT NULL,
    code TEXT COLLATE "C" NOT NULL
);

CREATE INDEX passage_vault ON passage (vault, number);
