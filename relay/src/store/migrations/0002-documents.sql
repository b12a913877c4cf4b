CREATE TABLE documents (
  doc_id            text        PRIMARY KEY,
  source            text        NOT NULL,
  title             text        NOT NULL,
  media_type        text        NOT NULL,
  body              text        NOT NULL,
  -- SHA-256 of body, hexadecimal.
  hash              text        NOT NULL,
  -- Null while it has no vectors: it is then found by its words alone.
  embedding_version text,
  pii_flag          boolean     NOT NULL DEFAULT false,
  owner_scope       text        NOT NULL,
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL,
  UNIQUE (owner_scope, source)
);

CREATE TABLE chunks (
  doc_id  text    NOT NULL REFERENCES documents ON DELETE CASCADE,
  ordinal integer NOT NULL,
  locator text    NOT NULL,
  -- UTF-16 code units of body, the end not included.
  start_at integer NOT NULL,
  end_at   integer NOT NULL,
  body     text    NOT NULL,
  hash     text    NOT NULL,
  PRIMARY KEY (doc_id, ordinal)
);
