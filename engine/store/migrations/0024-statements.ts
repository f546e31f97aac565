import type { Migration } from '../migrate.ts'

/**
 * What banks, gateways and producers say happened. A file is archived before it is read; its statements count for nothing
 * until the whole of it was read without a fault. Lines of one statement have numbers one after another, so that they are
 * found by the first and the last, and no index with keys in no order slows a million of them down. What an account's
 * statements cover without a break is kept as spans: two spans are a gap.
 */
export const statements: Migration = {
  version: 24,
  up: (db) => {
    db.exec(tables)
    db.exec(laws)
  },
}

const tables = `
  INSERT INTO exception_code VALUES
    ('STATEMENT_UNREADABLE', 'high'), ('STATEMENT_DOES_NOT_ADD_UP', 'high'), ('STATEMENT_GAP', 'high'),
    ('STATEMENT_CORRECTED', 'high'), ('STATEMENT_ACCOUNT_UNKNOWN', 'medium');
  CREATE TABLE statement_file (
    id INTEGER PRIMARY KEY,
    -- The code of the source, and the version of the setting that said how its files are read.
    source TEXT NOT NULL,
    setting_version INTEGER NOT NULL,
    name TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    archive TEXT NOT NULL,
    format TEXT CHECK (format IN ('camt053', 'mt940', 'bai2', 'csv', 'json')),
    state TEXT NOT NULL CHECK (state IN ('reading', 'read', 'refused', 'repeated')),
    problem TEXT CHECK (json_valid(problem)),
    -- The file that had the same bytes.
    repeats INTEGER REFERENCES statement_file (id),
    received_at INTEGER NOT NULL,
    received_by TEXT NOT NULL,
    read_at INTEGER,
    -- Where it lay in the folder; none of a file that was uploaded.
    path TEXT,
    inode TEXT,
    modified_at INTEGER,
    folder_left INTEGER NOT NULL CHECK (folder_left IN (0, 1)),
    CHECK ((state = 'repeated') = (repeats IS NOT NULL)),
    CHECK ((state = 'refused') = (problem IS NOT NULL)),
    CHECK ((state = 'reading') = (read_at IS NULL)),
    CHECK (state <> 'read' OR format IS NOT NULL),
    CHECK (path IS NOT NULL OR folder_left = 1)
  ) STRICT;
  CREATE INDEX statement_file_by_source ON statement_file (source, id);
  CREATE INDEX statement_file_by_content ON statement_file (sha256, id);
  CREATE INDEX statement_file_unread ON statement_file (id) WHERE state = 'reading';
  CREATE INDEX statement_file_in_folder ON statement_file (id) WHERE folder_left = 0;
  CREATE TABLE statement_span (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (id),
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL CHECK (to_day >= from_day),
    opening INTEGER NOT NULL,
    closing INTEGER NOT NULL,
    -- The statements that it begins and ends with.
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    -- What joined it to another one is part of that one now.
    merged_into INTEGER REFERENCES statement_span (id)
  ) STRICT;
  CREATE INDEX statement_span_of ON statement_span (account, from_day) WHERE merged_into IS NULL;
  CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES statement_file (id),
    -- Of the ledger; none while nobody knows which one it is.
    account INTEGER REFERENCES account (id),
    account_said TEXT NOT NULL,
    number TEXT,
    said_id TEXT,
    page INTEGER,
    currency TEXT,
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL,
    opening INTEGER,
    closing INTEGER,
    -- Numbers of its lines, one after another; none of a statement without lines.
    first_line INTEGER,
    last_line INTEGER,
    lines INTEGER NOT NULL CHECK (lines >= 0),
    -- Of the lines that are booked, what came in and what went out, both without sign.
    sum_in INTEGER NOT NULL CHECK (sum_in >= 0),
    sum_out INTEGER NOT NULL CHECK (sum_out >= 0),
    -- Another page follows, whether or not it is in the same file.
    goes_on INTEGER NOT NULL DEFAULT 0 CHECK (goes_on IN (0, 1)),
    -- 'read': the file is whole, and what it means for the account is not decided yet.
    state TEXT NOT NULL CHECK (state IN ('reading', 'read', 'waiting', 'broken', 'repeated', 'accepted')),
    findings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(findings)),
    span INTEGER REFERENCES statement_span (id),
    -- Lines up to this number are open for matching.
    opened_to INTEGER NOT NULL DEFAULT 0,
    accepted_at INTEGER,
    CHECK (to_day >= from_day),
    CHECK ((first_line IS NULL) = (lines = 0)),
    CHECK ((last_line IS NULL) = (lines = 0)),
    CHECK (lines = 0 OR last_line = first_line + lines - 1),
    CHECK ((state = 'accepted') = (accepted_at IS NOT NULL)),
    CHECK (state <> 'accepted' OR account IS NOT NULL),
    CHECK (state = 'accepted' OR (span IS NULL AND opened_to = 0))
  ) STRICT;
  CREATE INDEX statement_by_file ON statement (file, id);
  CREATE INDEX statement_by_account ON statement (account, to_day, from_day, id);
  CREATE INDEX statement_undecided ON statement (id) WHERE state = 'read';
  CREATE INDEX statement_waiting ON statement (id) WHERE state = 'waiting';
  CREATE INDEX statement_being_opened ON statement (id) WHERE state = 'accepted' AND opened_to < last_line;
  CREATE TABLE statement_line (
    id INTEGER PRIMARY KEY,
    statement INTEGER NOT NULL REFERENCES statement (id),
    seq INTEGER NOT NULL,
    -- Where in the file it begins.
    place INTEGER NOT NULL,
    account INTEGER,
    -- The day it was booked, counted from 1970-01-01.
    day INTEGER NOT NULL,
    value_day INTEGER,
    -- As the account sees it: what came in is positive.
    amount INTEGER NOT NULL,
    is_reversal INTEGER NOT NULL CHECK (is_reversal IN (0, 1)),
    is_pending INTEGER NOT NULL CHECK (is_pending IN (0, 1)),
    code TEXT,
    -- Pairs of a kind and a value.
    refs TEXT NOT NULL,
    party_name TEXT,
    party_account TEXT,
    text TEXT NOT NULL,
    -- Details, charges, what it stands for and the like.
    rest TEXT,
    -- The line that an earlier file said already.
    repeats INTEGER
  ) STRICT;
`

const laws = `
  CREATE TRIGGER statement_file_is_never_deleted BEFORE DELETE ON statement_file
  BEGIN SELECT raise(ABORT, 'a statement file is kept'); END;
  CREATE TRIGGER statement_file_stays_as_it_was_read BEFORE UPDATE ON statement_file
  WHEN (NEW.id, NEW.source, NEW.setting_version, NEW.name, NEW.bytes, NEW.sha256, NEW.archive, NEW.received_at, NEW.received_by)
      IS NOT (OLD.id, OLD.source, OLD.setting_version, OLD.name, OLD.bytes, OLD.sha256, OLD.archive, OLD.received_at,
        OLD.received_by)
    OR (OLD.state <> 'reading' AND (NEW.state, NEW.format, NEW.problem, NEW.repeats, NEW.read_at)
      IS NOT (OLD.state, OLD.format, OLD.problem, OLD.repeats, OLD.read_at))
  BEGIN SELECT raise(ABORT, 'a statement file stays as it was read'); END;
  -- Only what is still being read is taken away: a start after a crash reads it again.
  CREATE TRIGGER statement_is_never_deleted BEFORE DELETE ON statement WHEN OLD.state <> 'reading'
  BEGIN SELECT raise(ABORT, 'a statement is kept'); END;
  CREATE TRIGGER statement_stays_as_it_was_read BEFORE UPDATE ON statement
  WHEN OLD.state <> 'reading' AND (
    (NEW.id, NEW.file, NEW.account_said, NEW.number, NEW.said_id, NEW.page, NEW.currency, NEW.from_day, NEW.to_day,
        NEW.opening, NEW.closing, NEW.first_line, NEW.last_line, NEW.lines, NEW.sum_in, NEW.sum_out)
      IS NOT (OLD.id, OLD.file, OLD.account_said, OLD.number, OLD.said_id, OLD.page, OLD.currency, OLD.from_day,
        OLD.to_day, OLD.opening, OLD.closing, OLD.first_line, OLD.last_line, OLD.lines, OLD.sum_in, OLD.sum_out)
    OR NEW.state = 'reading'
    OR (OLD.state IN ('accepted', 'broken', 'repeated') AND (NEW.state, NEW.account, NEW.accepted_at, NEW.findings)
      IS NOT (OLD.state, OLD.account, OLD.accepted_at, OLD.findings))
    OR NEW.opened_to < OLD.opened_to)
  BEGIN SELECT raise(ABORT, 'a statement stays as it was read'); END;
  CREATE TRIGGER statement_line_of_what_is_read AFTER INSERT ON statement_line
  WHEN (SELECT state FROM statement WHERE id = NEW.statement) IS NOT 'reading'
  BEGIN SELECT raise(ABORT, 'a statement that was read takes no more lines'); END;
  CREATE TRIGGER statement_line_is_never_deleted BEFORE DELETE ON statement_line
  WHEN (SELECT state FROM statement WHERE id = OLD.statement) <> 'reading'
  BEGIN SELECT raise(ABORT, 'a line of a statement is kept'); END;
  -- Which line it repeats and whose account it is may turn out later, and is said once.
  CREATE TRIGGER statement_line_is_never_changed BEFORE UPDATE ON statement_line
  WHEN (NEW.id, NEW.statement, NEW.seq, NEW.place, NEW.day, NEW.value_day, NEW.amount, NEW.is_reversal, NEW.is_pending,
      NEW.code, NEW.refs, NEW.party_name, NEW.party_account, NEW.text, NEW.rest)
    IS NOT (OLD.id, OLD.statement, OLD.seq, OLD.place, OLD.day, OLD.value_day, OLD.amount, OLD.is_reversal,
      OLD.is_pending, OLD.code, OLD.refs, OLD.party_name, OLD.party_account, OLD.text, OLD.rest)
    OR (NEW.repeats IS NOT OLD.repeats AND (SELECT state FROM statement WHERE id = OLD.statement) <> 'read')
    OR (NEW.account IS NOT OLD.account AND OLD.account IS NOT NULL)
  BEGIN SELECT raise(ABORT, 'a line of a statement stays as it was read'); END;
  CREATE TRIGGER statement_span_is_never_deleted BEFORE DELETE ON statement_span
  BEGIN SELECT raise(ABORT, 'a span is merged, never deleted'); END;
`
