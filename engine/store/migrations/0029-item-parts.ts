import type { Migration } from '../migrate.ts'

/**
 * A line that pays two things is taken as two items: a part is an item of its own, whose number is that of the part below
 * zero. Its whole is neither open nor matched while its parts stand; taken together they are history, and the whole is as it
 * was. And what was posted before the first statement and is in its opening balance waits for no line: a person says so.
 */
export const itemParts: Migration = {
  version: 29,
  up: (db) => {
    db.exec(tables)
    db.exec(laws)
  },
}

const tables = `
  CREATE TABLE item_split (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES reconciled_account (account),
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    -- A line or a posting; below zero a part that is split again.
    item INTEGER NOT NULL CHECK (item <> 0),
    -- The line or posting that it came from.
    origin INTEGER NOT NULL CHECK (origin > 0),
    day INTEGER NOT NULL,
    amount INTEGER NOT NULL CHECK (amount <> 0),
    parts INTEGER NOT NULL CHECK (parts >= 2),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    joined_at INTEGER,
    joined_by TEXT,
    joined_why TEXT,
    CHECK (item < 0 OR item = origin),
    CHECK ((joined_at IS NULL) = (joined_by IS NULL) AND (joined_at IS NULL) = (joined_why IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX item_split_standing ON item_split (account, side, item) WHERE joined_at IS NULL;
  CREATE INDEX item_split_of ON item_split (account, side, origin) WHERE joined_at IS NULL;
  CREATE TABLE item_part (
    id INTEGER PRIMARY KEY,
    split INTEGER NOT NULL REFERENCES item_split (id),
    place INTEGER NOT NULL CHECK (place >= 1),
    amount INTEGER NOT NULL CHECK (amount <> 0),
    UNIQUE (split, place)
  ) STRICT;
  -- What a person took apart of one side alone, a posting and its reversal or a line and its correction: no rule puts it
  -- together again.
  CREATE TABLE kept_apart_of_side (
    account INTEGER NOT NULL,
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    first INTEGER NOT NULL,
    second INTEGER NOT NULL,
    match INTEGER NOT NULL REFERENCES item_match (id),
    PRIMARY KEY (account, side, first, second),
    CHECK (first < second)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE opening_item (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES reconciled_account (account),
    -- A posting, or below zero a part of one.
    item INTEGER NOT NULL CHECK (item <> 0),
    day INTEGER NOT NULL,
    amount INTEGER NOT NULL CHECK (amount <> 0),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    ended_at INTEGER,
    ended_by TEXT,
    ended_why TEXT,
    CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_why IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX opening_item_standing ON opening_item (account, item) WHERE ended_at IS NULL;
`

const amountOfSplit = `
  CASE WHEN NEW.item < 0 THEN (
    SELECT item_part.amount FROM item_part JOIN item_split ON item_split.id = item_part.split
    WHERE item_part.id = 0 - NEW.item AND item_split.account = NEW.account AND item_split.side = NEW.side
      AND item_split.day = NEW.day AND item_split.origin = NEW.origin AND item_split.joined_at IS NULL)
  WHEN NEW.side = 0 THEN (
    SELECT amount FROM statement_line WHERE id = NEW.item AND account = NEW.account AND day = NEW.day)
  ELSE (
    SELECT iif(debit = NEW.account, amount, 0 - amount) FROM movement
    WHERE seq = NEW.item AND day = NEW.day AND (debit = NEW.account OR credit = NEW.account)) END`

/** What is open or matched is no item that stands in parts, and as a part one of an item that does. */
const isNoItem = `
  (NEW.item < 0 AND NOT EXISTS (
    SELECT 1 FROM item_part JOIN item_split ON item_split.id = item_part.split
    WHERE item_part.id = 0 - NEW.item AND item_split.account = NEW.account AND item_split.side = NEW.side
      AND item_split.joined_at IS NULL
      AND item_split.parts = (SELECT count(*) FROM item_part AS other WHERE other.split = item_split.id)))
  OR EXISTS (
    SELECT 1 FROM item_split WHERE account = NEW.account AND side = NEW.side AND item = NEW.item AND joined_at IS NULL)
  OR (NEW.side = 1 AND EXISTS (
    SELECT 1 FROM opening_item WHERE account = NEW.account AND item = NEW.item AND ended_at IS NULL))`

const laws = `
  CREATE TRIGGER item_split_of_what_is_there BEFORE INSERT ON item_split
  WHEN NEW.joined_at IS NOT NULL OR NEW.amount IS NOT (${amountOfSplit})
    OR EXISTS (SELECT 1 FROM open_item WHERE account = NEW.account AND side = NEW.side AND day = NEW.day
      AND amount = NEW.amount AND item = NEW.item)
    OR EXISTS (SELECT 1 FROM matched_item WHERE account = NEW.account AND side = NEW.side AND item = NEW.item)
    OR (NEW.side = 1 AND EXISTS (
      SELECT 1 FROM opening_item WHERE account = NEW.account AND item = NEW.item AND ended_at IS NULL))
  BEGIN SELECT raise(ABORT, 'an item is whole or in its parts'); END;
  CREATE TRIGGER item_split_is_joined_once BEFORE UPDATE ON item_split
  WHEN OLD.joined_at IS NOT NULL
    OR (NEW.id, NEW.account, NEW.side, NEW.item, NEW.origin, NEW.day, NEW.amount, NEW.parts, NEW.made_at, NEW.made_by,
        NEW.reason)
      IS NOT (OLD.id, OLD.account, OLD.side, OLD.item, OLD.origin, OLD.day, OLD.amount, OLD.parts, OLD.made_at,
        OLD.made_by, OLD.reason)
    OR EXISTS (
      SELECT 1 FROM item_part WHERE split = OLD.id AND (
        EXISTS (SELECT 1 FROM open_item WHERE account = OLD.account AND side = OLD.side AND day = OLD.day
          AND open_item.amount = item_part.amount AND item = 0 - item_part.id)
        OR EXISTS (SELECT 1 FROM matched_item WHERE account = OLD.account AND side = OLD.side AND item = 0 - item_part.id)
        OR EXISTS (SELECT 1 FROM item_split AS inner WHERE inner.account = OLD.account AND inner.side = OLD.side
          AND inner.item = 0 - item_part.id AND inner.joined_at IS NULL)
        OR EXISTS (SELECT 1 FROM opening_item WHERE OLD.side = 1 AND account = OLD.account AND item = 0 - item_part.id
          AND ended_at IS NULL)))
  BEGIN SELECT raise(ABORT, 'parts are taken together once, and all of them'); END;
  CREATE TRIGGER item_split_is_never_deleted BEFORE DELETE ON item_split
  BEGIN SELECT raise(ABORT, 'a split is kept'); END;
  CREATE TRIGGER item_part_sums_to_its_item AFTER INSERT ON item_part
  WHEN NOT EXISTS (
    SELECT 1 FROM item_split WHERE id = NEW.split AND joined_at IS NULL AND (amount > 0) = (NEW.amount > 0)
      AND NEW.place <= parts AND NEW.place = (SELECT count(*) FROM item_part WHERE split = NEW.split)
      AND (NEW.place < parts OR amount = (SELECT sum(amount) FROM item_part WHERE split = NEW.split)))
  BEGIN SELECT raise(ABORT, 'parts come to their item'); END;
  CREATE TRIGGER item_part_is_never_changed BEFORE UPDATE ON item_part
  BEGIN SELECT raise(ABORT, 'item_part is append-only'); END;
  CREATE TRIGGER item_part_is_never_deleted BEFORE DELETE ON item_part
  BEGIN SELECT raise(ABORT, 'item_part is append-only'); END;
  CREATE TRIGGER open_item_is_whole_or_a_part BEFORE INSERT ON open_item WHEN ${isNoItem}
  BEGIN SELECT raise(ABORT, 'an item is whole or in its parts'); END;
  CREATE TRIGGER matched_item_is_whole_or_a_part BEFORE INSERT ON matched_item WHEN ${isNoItem}
  BEGIN SELECT raise(ABORT, 'an item is whole or in its parts'); END;
  CREATE TRIGGER opening_item_of_what_waited BEFORE INSERT ON opening_item
  WHEN NEW.ended_at IS NOT NULL
    OR EXISTS (SELECT 1 FROM open_item WHERE account = NEW.account AND side = 1 AND day = NEW.day AND amount = NEW.amount
      AND item = NEW.item)
    OR EXISTS (SELECT 1 FROM matched_item WHERE account = NEW.account AND side = 1 AND item = NEW.item)
    OR EXISTS (SELECT 1 FROM item_split WHERE account = NEW.account AND side = 1 AND item = NEW.item
      AND joined_at IS NULL)
  BEGIN SELECT raise(ABORT, 'an item is open, matched or in the opening balance'); END;
  CREATE TRIGGER opening_item_ends_once BEFORE UPDATE ON opening_item
  WHEN OLD.ended_at IS NOT NULL
    OR (NEW.id, NEW.account, NEW.item, NEW.day, NEW.amount, NEW.made_at, NEW.made_by, NEW.reason)
      IS NOT (OLD.id, OLD.account, OLD.item, OLD.day, OLD.amount, OLD.made_at, OLD.made_by, OLD.reason)
  BEGIN SELECT raise(ABORT, 'what was said of the opening balance is kept'); END;
  CREATE TRIGGER opening_item_is_never_deleted BEFORE DELETE ON opening_item
  BEGIN SELECT raise(ABORT, 'what was said of the opening balance is kept'); END;
`
