-- One history on every device: every change of it has a number, larger than that of the change before.
CREATE TABLE sync_clock (
  -- Another one after a restore: cursors of before mean nothing then.
  epoch  text   NOT NULL,
  change bigint NOT NULL
);

ALTER TABLE conversations ADD COLUMN spoken boolean, ADD COLUMN change bigint NOT NULL DEFAULT 0;
UPDATE conversations c SET change = numbered.change FROM (
  SELECT session_id, turn_id, row_number() OVER (ORDER BY created_at, session_id, turn_id) AS change FROM conversations
) numbered WHERE c.session_id = numbered.session_id AND c.turn_id = numbered.turn_id;
CREATE INDEX conversations_change ON conversations (change);

-- What a person makes of what was said; the last written stands.
CREATE TABLE history_registers (
  session_id text   NOT NULL,
  -- A turn's id; empty for the conversation itself.
  turn       text   NOT NULL,
  name       text   NOT NULL CHECK (name IN ('title', 'made_title', 'pinned', 'deleted', 'rating')),
  value      text,
  stamp      text   COLLATE "C" NOT NULL,
  change     bigint NOT NULL,
  PRIMARY KEY (session_id, turn, name)
);
CREATE INDEX history_registers_change ON history_registers (change);

INSERT INTO history_registers (session_id, turn, name, value, stamp, change)
  SELECT session_id, '', name, value, '0000000000000-0000-relay',
    (SELECT coalesce(max(change), 0) FROM conversations) + row_number() OVER (ORDER BY session_id, name)
  FROM (
    SELECT session_id, 'title' AS name, title AS value FROM conversation_labels WHERE title IS NOT NULL
    UNION ALL
    SELECT session_id, 'pinned', '1970-01-01T00:00:00.000Z' FROM conversation_labels WHERE pinned
  ) labels;
DROP TABLE conversation_labels;

INSERT INTO sync_clock SELECT gen_random_uuid()::text,
  greatest((SELECT coalesce(max(change), 0) FROM conversations), (SELECT coalesce(max(change), 0) FROM history_registers));
