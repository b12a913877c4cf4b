-- Whether later conversations may look it up; the person decides by session.
ALTER TABLE conversations ADD COLUMN findable boolean NOT NULL DEFAULT true;
