-- Browsers that asked to be told of reminders and timers by Web Push.
CREATE TABLE push_subscriptions (
  -- SHA-256 of the endpoint in hexadecimal.
  id         text        PRIMARY KEY,
  endpoint   text        NOT NULL,
  p256dh     text        NOT NULL,
  auth       text        NOT NULL,
  language   text        NOT NULL CHECK (language IN ('ja-JP', 'en-US', 'ko-KR')),
  -- Of the paired device: taken back with it.
  device_id  text        REFERENCES devices (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL
);
-- The due time that was pushed: of several relays one pushes, once.
ALTER TABLE desk_items ADD COLUMN pushed_for timestamptz;
