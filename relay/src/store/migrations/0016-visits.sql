-- Said by a visitor at a reception: it is shared with none of the owner's devices.
ALTER TABLE conversations ADD COLUMN visit boolean NOT NULL DEFAULT false;
