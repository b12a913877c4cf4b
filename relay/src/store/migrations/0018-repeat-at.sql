ALTER TABLE desk_items
  -- Of a reminder that comes again and whose next time was moved: the time of its rule that due_at stands for.
  ADD COLUMN repeat_at timestamptz;
