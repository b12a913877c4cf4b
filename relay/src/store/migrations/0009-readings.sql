CREATE TABLE readings (
  id          text        PRIMARY KEY,
  owner_scope text        NOT NULL,
  -- As it stands in texts.
  written     text        NOT NULL,
  -- What the voice is given in its place.
  spoken      text        NOT NULL,
  -- Of the voice: ja, en, ko.
  language    text        NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL
);
-- A word has one reading in a language, however it is cased.
CREATE UNIQUE INDEX readings_written ON readings (owner_scope, language, lower(written));
