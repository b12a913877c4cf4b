CREATE TABLE desk_items (
  id          text        PRIMARY KEY,
  owner_scope text        NOT NULL,
  -- Where it was given, and where it rings.
  session_id  text        NOT NULL,
  kind        text        NOT NULL CHECK (kind IN ('timer', 'reminder', 'note')),
  body        text        NOT NULL,
  language    text        NOT NULL,
  created_at  timestamptz NOT NULL,
  -- Null for a note.
  due_at      timestamptz,
  rung_at     timestamptz
);
CREATE INDEX desk_items_due ON desk_items (due_at) WHERE rung_at IS NULL;
