-- How the vaults of runs are found: the usual one, and what has to be in them.

ALTER TABLE instance_settings ADD COLUMN usual_vault TEXT;

ALTER TABLE instance_settings ADD COLUMN coverage TEXT;
