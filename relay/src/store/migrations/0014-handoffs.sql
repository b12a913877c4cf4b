-- One-time tickets by which a phone takes a conversation from a reception screen.
CREATE TABLE handoffs (
  -- SHA-256 in hexadecimal; the ticket is on the screen alone.
  hash       text        PRIMARY KEY,
  session_id text        NOT NULL,
  expires_at timestamptz NOT NULL,
  taken_at   timestamptz
);
