-- What passed, many in one row: a row of its own for each cost as much as all else about an exchange.

DROP TABLE passage;

CREATE TABLE passage_block (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    vault TEXT NOT NULL,
    newest INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    unmatched INTEGER NOT NULL,
    packed BLOB NOT NULL
) STRICT;

CREATE INDEX passage_block_vault ON passage_block (vault, number);
