CREATE TABLE devices (
  id           text        PRIMARY KEY,
  name         text        NOT NULL,
  -- SHA-256 in hexadecimal; the token is on the device alone.
  token_hash   text        NOT NULL UNIQUE,
  created_at   timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL
);
CREATE TABLE pairing_codes (
  hash       text        PRIMARY KEY,
  expires_at timestamptz NOT NULL,
  -- Who spent it, for as long as that is told apart from a wrong one.
  device_id  text
);
