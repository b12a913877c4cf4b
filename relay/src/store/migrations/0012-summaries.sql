-- What stands beside the older turns of a long conversation, which `summary_flag` marks; they stay as they are.
CREATE TABLE conversation_summaries (
  session_id   text        PRIMARY KEY,
  from_turn    integer     NOT NULL,
  through_turn integer     NOT NULL,
  body         text        NOT NULL,
  language     text        NOT NULL,
  -- Who wrote it: a model's name, or `extract` where its sentences were chosen by rule.
  model        text        NOT NULL,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL
);
-- What no summary holds yet.
CREATE INDEX conversations_unsummarised ON conversations (session_id) WHERE NOT summary_flag AND findable;
