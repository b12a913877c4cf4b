-- Of what a document was read from, and of documents that have pages; null where it is not known.
ALTER TABLE documents ADD COLUMN bytes bigint, ADD COLUMN pages integer;
