-- Copies of the trails of servers that shared the database this one was copied from. Nothing is added here.
CREATE TABLE trail_segment (
    instance TEXT NOT NULL,
    number INTEGER NOT NULL,
    content BLOB NOT NULL,
    installation TEXT NOT NULL,
    head_sequence INTEGER NOT NULL,
    head_hash BLOB NOT NULL,
    closed INTEGER NOT NULL,
    checkpoint TEXT NOT NULL,
    PRIMARY KEY (instance, number)
) STRICT;
