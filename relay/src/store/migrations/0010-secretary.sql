ALTER TABLE desk_items DROP CONSTRAINT desk_items_kind_check;
ALTER TABLE desk_items
  ADD CONSTRAINT desk_items_kind_check CHECK (kind IN ('timer', 'reminder', 'note', 'entry', 'event')),
  -- Of an entry.
  ADD COLUMN list_name  text,
  -- Of an event: instants, or whole days as YYYY-MM-DD, the last included.
  ADD COLUMN starts_at  timestamptz,
  ADD COLUMN ends_at    timestamptz,
  ADD COLUMN first_day  text,
  ADD COLUMN last_day   text,
  ADD COLUMN place      text,
  -- Of a timer that stands still.
  ADD COLUMN left_ms    integer,
  ADD COLUMN done_at    timestamptz,
  -- Removed by the person, and kept for a while so that it can be put back.
  ADD COLUMN removed_at timestamptz;

CREATE TABLE calendars (
  id            text        PRIMARY KEY,
  owner_scope   text        NOT NULL,
  name          text        NOT NULL,
  kind          text        NOT NULL CHECK (kind IN ('file', 'url', 'caldav')),
  url           text,
  username      text,
  password      text,
  -- What the server said of the state that was read last (RFC 9110, section 8.8).
  etag          text,
  last_modified text,
  -- iCalendar texts (RFC 5545) as they were read last.
  bodies        jsonb       NOT NULL,
  -- When they were read; null while they never were.
  read_at       timestamptz,
  -- Since when they cannot be read, and why.
  failing_since timestamptz,
  failure       text,
  created_at    timestamptz NOT NULL,
  removed_at    timestamptz
);
