ALTER TABLE calendars
  -- Of an account, as it was read last: [{id, url, name, writable}].
  ADD COLUMN collections jsonb NOT NULL DEFAULT '[]',
  -- The id of the collection that new events go to; null: it is only read.
  ADD COLUMN writes_to   text;

-- At most one calendar of an owner is written to.
CREATE UNIQUE INDEX calendars_written ON calendars (owner_scope) WHERE writes_to IS NOT NULL AND removed_at IS NULL;

-- What lies in an account, each under its address; an account that was read before this has its texts in `calendars.bodies`.
CREATE TABLE calendar_objects (
  calendar_id text        NOT NULL REFERENCES calendars ON DELETE CASCADE,
  href        text        NOT NULL,
  collection  text        NOT NULL,
  -- As its server told it (RFC 9110, section 8.8.3); null where it tells none.
  etag        text,
  -- iCalendar (RFC 5545).
  body        text        NOT NULL,
  -- Removed by the person, and kept for a while so that it can be put back.
  removed_at  timestamptz,
  PRIMARY KEY (calendar_id, href)
);
