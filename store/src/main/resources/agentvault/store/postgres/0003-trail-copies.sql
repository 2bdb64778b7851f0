-- What is known about a copied segment without opening it, and the newest checkpoint that came with it.
ALTER TABLE trail_segment
    ADD COLUMN installation TEXT COLLATE "C" NOT NULL,
    ADD COLUMN head_sequence BIGINT NOT NULL,
    ADD COLUMN head_hash BYTEA NOT NULL,
    ADD COLUMN closed BIGINT NOT NULL,
    ADD COLUMN checkpoint TEXT COLLATE "C" NOT NULL;
