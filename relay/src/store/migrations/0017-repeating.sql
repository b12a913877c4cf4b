ALTER TABLE desk_items
  -- Of a reminder that comes again: a rule (RFC 5545, section 3.3.10), the zone of its clocks, and when it rings first on
  -- them, YYYY-MM-DDTHH:MM. due_at is its next time.
  ADD COLUMN repeat_rule text,
  ADD COLUMN repeat_zone text,
  ADD COLUMN repeat_from text,
  -- How often it was due before due_at with nobody to hear it.
  ADD COLUMN missed      integer NOT NULL DEFAULT 0;
