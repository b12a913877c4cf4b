CREATE TABLE conversations (
  session_id          text        NOT NULL,
  turn_id             integer     NOT NULL CHECK (turn_id >= 1),
  -- The client's id of the speech or text; null for a turn the relay began.
  client_id           text,
  user_text           text        NOT NULL,
  assistant_text      text        NOT NULL,
  user_audio_ref      text,
  assistant_audio_ref text,
  language            text        NOT NULL,
  citations           jsonb       NOT NULL DEFAULT '[]',
  end_reason          text        NOT NULL,
  heard_ms            double precision NOT NULL DEFAULT 0,
  summary_flag        boolean     NOT NULL DEFAULT false,
  created_at          timestamptz NOT NULL,
  PRIMARY KEY (session_id, turn_id)
);
-- A speech or text that is sent again is answered once.
CREATE UNIQUE INDEX conversations_client_id ON conversations (session_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX conversations_created_at ON conversations (created_at);

CREATE TABLE conversation_labels (
  session_id text    PRIMARY KEY,
  -- Null: the person's first words stand for it.
  title      text,
  pinned     boolean NOT NULL DEFAULT false
);
