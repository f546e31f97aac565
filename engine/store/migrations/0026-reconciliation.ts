import type { Migration } from '../migrate.ts'

/**
 * Both sides of an account as items: lines of statements and postings. What nobody explained yet is kept in the order of day
 * and amount, in which it is looked for; what it is called by is in sorted runs, as identities are. A match names its items
 * for ever; which match an item is in now is kept beside it, so no item is in two.
 */
export const reconciliation: Migration = {
  version: 26,
  up: (db) =>
    db.exec(`
      INSERT INTO posting_kind (name) VALUES ('residue');
      INSERT INTO exception_code VALUES ('RECONCILIATION_UNMATCHED', 'medium'), ('OMNIBUS_DOES_NOT_PROVE', 'critical');
      CREATE TABLE reconciled_account (
        account INTEGER PRIMARY KEY REFERENCES account (id),
        -- Postings up to this number are items.
        seen INTEGER NOT NULL DEFAULT 0 CHECK (seen >= 0),
        -- What stands on earlier days is in the opening balance of the first statement, and is no item.
        from_day INTEGER NOT NULL,
        -- How many items of each side are open and what they come to, so that nobody counts millions to know it.
        open_lines INTEGER NOT NULL DEFAULT 0 CHECK (open_lines >= 0),
        open_postings INTEGER NOT NULL DEFAULT 0 CHECK (open_postings >= 0),
        line_sum INTEGER NOT NULL DEFAULT 0,
        posting_sum INTEGER NOT NULL DEFAULT 0,
        began_at INTEGER NOT NULL,
        -- The last business day whose matches are final.
        cut_off_day INTEGER
      ) STRICT;
      CREATE TABLE open_item (
        account INTEGER NOT NULL REFERENCES reconciled_account (account),
        -- 0: a line of a statement; 1: a posting.
        side INTEGER NOT NULL CHECK (side IN (0, 1)),
        day INTEGER NOT NULL,
        -- As the account sees it: what came in is positive, and so is what it was debited with.
        amount INTEGER NOT NULL CHECK (amount <> 0),
        item INTEGER NOT NULL,
        PRIMARY KEY (account, side, day, amount, item)
      ) STRICT, WITHOUT ROWID;
      -- Statements whose lines a run has looked at.
      CREATE TABLE reconciled_statement (statement INTEGER PRIMARY KEY REFERENCES statement (id)) STRICT;
      CREATE TABLE reference_run (
        id INTEGER PRIMARY KEY,
        account INTEGER NOT NULL REFERENCES reconciled_account (account),
        side INTEGER NOT NULL CHECK (side IN (0, 1)),
        level INTEGER NOT NULL,
        keys INTEGER NOT NULL CHECK (keys >= 0),
        -- The items whose references are in it.
        first INTEGER NOT NULL,
        last INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX reference_run_of ON reference_run (account, side, id);
      CREATE TABLE reference_block (
        run INTEGER NOT NULL REFERENCES reference_run (id) ON DELETE CASCADE,
        first INTEGER NOT NULL,
        entries BLOB NOT NULL,
        PRIMARY KEY (run, first)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE item_match (
        id INTEGER PRIMARY KEY,
        account INTEGER NOT NULL REFERENCES reconciled_account (account),
        state TEXT NOT NULL CHECK (state IN ('provisional', 'final', 'undone')),
        -- Null where a person made it.
        rule TEXT,
        -- The version of the rules that were in force.
        rule_version INTEGER NOT NULL,
        -- By a reference that both have alone; what is weaker is found again from all there is until its day is cut off.
        is_exact INTEGER NOT NULL CHECK (is_exact IN (0, 1)),
        -- The first of each side, or the only one; of more than one of a side all are members.
        line INTEGER,
        posting INTEGER,
        lines INTEGER NOT NULL CHECK (lines >= 0),
        postings INTEGER NOT NULL CHECK (postings >= 0),
        line_sum INTEGER NOT NULL,
        posting_sum INTEGER NOT NULL,
        -- What the lines have more than the postings.
        residue INTEGER NOT NULL,
        residue_to TEXT,
        residue_entry INTEGER REFERENCES entry (id),
        -- The days of its earliest and its latest item: it is final when the latest is cut off.
        first_day INTEGER NOT NULL,
        day INTEGER NOT NULL,
        evidence TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        made_by TEXT,
        reason TEXT,
        proposal INTEGER REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED,
        ended_at INTEGER,
        ended_by TEXT,
        ended_why TEXT,
        CHECK (residue = line_sum - posting_sum),
        CHECK (residue = 0 OR residue_to IS NOT NULL),
        CHECK (state <> 'final' OR residue = 0 OR residue_entry IS NOT NULL),
        CHECK (lines + postings > 1),
        CHECK (first_day <= day),
        CHECK ((rule IS NULL) = (made_by IS NOT NULL)),
        CHECK ((state = 'undone') = (ended_at IS NOT NULL))
      ) STRICT;
      CREATE INDEX item_match_provisional ON item_match (account, day) WHERE state = 'provisional';
      CREATE INDEX item_match_weaker ON item_match (account, day) WHERE state = 'provisional' AND is_exact = 0;
      CREATE INDEX item_match_owing ON item_match (account, day)
        WHERE state = 'provisional' AND residue <> 0 AND residue_entry IS NULL;
      -- On the days in between, the one side is told and the other is not.
      CREATE INDEX item_match_over_days ON item_match (account, first_day, day)
        WHERE first_day < day AND state <> 'undone';
      CREATE TRIGGER item_match_is_never_deleted BEFORE DELETE ON item_match
      BEGIN SELECT raise(ABORT, 'a match is kept'); END;
      CREATE TRIGGER item_match_is_never_changed BEFORE UPDATE ON item_match
      WHEN OLD.state = 'undone' OR (OLD.state = 'final' AND NEW.state = 'provisional')
        OR OLD.account <> NEW.account OR OLD.lines <> NEW.lines OR OLD.postings <> NEW.postings
        OR OLD.first_day <> NEW.first_day OR OLD.day > NEW.day
        OR OLD.line IS NOT NEW.line OR OLD.posting IS NOT NEW.posting OR OLD.rule IS NOT NEW.rule
        OR OLD.line_sum <> NEW.line_sum OR OLD.posting_sum <> NEW.posting_sum OR OLD.evidence <> NEW.evidence
        OR (OLD.residue_entry IS NOT NULL AND OLD.residue_entry IS NOT NEW.residue_entry)
      BEGIN SELECT raise(ABORT, 'what a match says stays as it is'); END;
      CREATE TABLE match_member (
        match INTEGER NOT NULL REFERENCES item_match (id),
        side INTEGER NOT NULL CHECK (side IN (0, 1)),
        item INTEGER NOT NULL,
        day INTEGER NOT NULL,
        amount INTEGER NOT NULL,
        PRIMARY KEY (match, side, item)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER match_member_is_never_changed BEFORE UPDATE ON match_member
      BEGIN SELECT raise(ABORT, 'match_member is append-only'); END;
      CREATE TRIGGER match_member_is_never_deleted BEFORE DELETE ON match_member
      BEGIN SELECT raise(ABORT, 'match_member is append-only'); END;
      -- The match that an item is in now. The key is the law: no item is in two.
      CREATE TABLE matched_item (
        account INTEGER NOT NULL,
        side INTEGER NOT NULL CHECK (side IN (0, 1)),
        item INTEGER NOT NULL,
        match INTEGER NOT NULL REFERENCES item_match (id),
        PRIMARY KEY (account, side, item)
      ) STRICT, WITHOUT ROWID;
      -- What a person took apart no rule puts together again.
      CREATE TABLE kept_apart (
        account INTEGER NOT NULL,
        line INTEGER NOT NULL,
        posting INTEGER NOT NULL,
        match INTEGER NOT NULL REFERENCES item_match (id),
        PRIMARY KEY (account, line, posting)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE suggestion (
        id INTEGER PRIMARY KEY,
        account INTEGER NOT NULL REFERENCES reconciled_account (account),
        rule TEXT NOT NULL,
        rule_version INTEGER NOT NULL,
        -- The oldest line of it, by which a page of suggestions is ordered; 0 where there is none.
        line INTEGER NOT NULL,
        line_sum INTEGER NOT NULL,
        posting_sum INTEGER NOT NULL,
        score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
        why TEXT NOT NULL,
        evidence TEXT NOT NULL
      ) STRICT;
      CREATE INDEX suggestion_of ON suggestion (account, line, score DESC);
      CREATE TABLE suggested_item (
        account INTEGER NOT NULL,
        side INTEGER NOT NULL CHECK (side IN (0, 1)),
        item INTEGER NOT NULL,
        suggestion INTEGER NOT NULL REFERENCES suggestion (id) ON DELETE CASCADE,
        PRIMARY KEY (account, side, item, suggestion)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX suggested_item_of ON suggested_item (suggestion);
      CREATE TABLE reconcile_run (
        id INTEGER PRIMARY KEY,
        account INTEGER NOT NULL REFERENCES reconciled_account (account),
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        by TEXT NOT NULL,
        is_whole INTEGER NOT NULL CHECK (is_whole IN (0, 1)),
        rule_version INTEGER NOT NULL,
        matched_lines INTEGER NOT NULL DEFAULT 0,
        matched_postings INTEGER NOT NULL DEFAULT 0,
        by_rule TEXT NOT NULL DEFAULT '{}',
        suggestions INTEGER NOT NULL DEFAULT 0,
        bounded INTEGER NOT NULL DEFAULT 0,
        open_lines INTEGER,
        open_postings INTEGER
      ) STRICT;
      CREATE INDEX reconcile_run_of ON reconcile_run (account, id);
    `),
}
