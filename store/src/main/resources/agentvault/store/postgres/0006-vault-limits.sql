-- How much each actor may ask for through the proxy in a vault, if the vault has settled that.

ALTER TABLE vault ADD COLUMN limits TEXT COLLATE "C";
