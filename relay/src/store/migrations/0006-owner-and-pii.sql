-- Everything is the one person's own.
UPDATE documents SET owner_scope = 'self' WHERE owner_scope = 'default';
UPDATE desk_items SET owner_scope = 'self' WHERE owner_scope = 'default';
ALTER TABLE documents ALTER COLUMN owner_scope SET DEFAULT 'self';
ALTER TABLE desk_items ALTER COLUMN owner_scope SET DEFAULT 'self';
-- What the person says of a document stands; what was found in it is found again whenever it is indexed.
ALTER TABLE documents ADD COLUMN pii_set_by text NOT NULL DEFAULT 'pattern' CHECK (pii_set_by IN ('pattern', 'person'));
