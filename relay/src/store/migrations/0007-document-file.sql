-- SHA-256 of the file it was read from, hexadecimal; null where it is not known.
ALTER TABLE documents ADD COLUMN file_hash text;
