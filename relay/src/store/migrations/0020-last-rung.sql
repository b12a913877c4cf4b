ALTER TABLE desk_items
  -- Of a reminder that comes again: when it rang last.
  ADD COLUMN last_rung_at timestamptz;
