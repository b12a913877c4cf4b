CREATE TABLE memories (
  id          text        PRIMARY KEY,
  owner_scope text        NOT NULL,
  -- In the person's words.
  body        text        NOT NULL,
  language    text        NOT NULL,
  -- Where it was said; null once that conversation is deleted, or where it was written on a page.
  session_id  text,
  turn_id     integer,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL
);
-- The same words are remembered once.
CREATE UNIQUE INDEX memories_body ON memories (owner_scope, md5(body));
CREATE INDEX memories_given_in ON memories (session_id, turn_id);
