import type { Migration } from '../migrate.ts'

/**
 * What people do about exceptions: who works on one, when it was first looked at, and what was decided about single rows of
 * it. An exception may now also be about a client or about the engine itself. What moves money carries the proposal by which
 * a second person agreed to it; the database refuses it without.
 */
export const cases: Migration = {
  version: 18,
  up: (db) => {
    db.exec(madeAnew)
    db.exec(laws)
    db.exec(decisions)
  },
}

const madeAnew = `
  INSERT INTO exception_code VALUES
    ('JOB_FAILED', 'medium'), ('CHECK_FAILED', 'critical'), ('FRAUD_REPORTED', 'critical'),
    ('TRANSACTION_QUESTIONED', 'medium'), ('MESSAGE_FAILED', 'low');
  INSERT INTO exception_event_kind VALUES
    ('assigned'), ('snoozed'), ('woken'), ('noted'), ('rejected'), ('merged'), ('dismissed'), ('proposed'), ('approved'),
    ('declined'), ('withdrawn'), ('expired'), ('posted'), ('corrected'), ('written_off'), ('reversed'), ('asked'),
    ('answered'), ('told'), ('reminded'), ('suspended'), ('batch_rejected'), ('undone');
  CREATE TABLE exception_worked_on (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL REFERENCES exception_code (code),
    -- The rows it stands for: those of the batch that were refused or held with this code, the whole batch, or none.
    scope TEXT NOT NULL CHECK (scope IN ('fault', 'conflict', 'hold', 'batch', 'producer', 'client', 'engine')),
    -- Tells two causes of one code apart where no batch does: which batch was missing, which job failed.
    cause TEXT NOT NULL DEFAULT '',
    severity TEXT NOT NULL CHECK (severity IN ('critical', 'high', 'medium', 'low')),
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'in_progress', 'waiting', 'resolved')),
    waiting_for TEXT CHECK (waiting_for IN ('client', 'producer', 'approval')),
    resolution TEXT CHECK (resolution IN
      ('posted', 'rejected', 'corrected', 'merged', 'written_off', 'confirmed_by_client', 'not_a_problem')),
    producer_id INTEGER REFERENCES producer (id),
    batch_id INTEGER REFERENCES batch (id),
    client_id TEXT,
    line INTEGER CHECK (line > 0),
    rows INTEGER NOT NULL CHECK (rows >= 0),
    amount INTEGER CHECK (amount >= 0),
    currency TEXT REFERENCES currency (code),
    expected TEXT,
    found TEXT,
    detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
    owner INTEGER REFERENCES user (id),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    raised_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    resolved_at INTEGER,
    -- Out of sight until then; it wakes by itself.
    snoozed_until INTEGER,
    -- When a person first did something about it, and who did last.
    first_touched_at INTEGER,
    touched_at INTEGER,
    touched_by TEXT,
    resolved_by TEXT,
    reopened INTEGER NOT NULL DEFAULT 0 CHECK (reopened >= 0),
    -- Of faults and conflicts, whose number stays: how many rows were decided on one by one.
    decided INTEGER NOT NULL DEFAULT 0 CHECK (decided BETWEEN 0 AND rows),
    -- The transaction that it is about, where it is about one that is posted.
    posting INTEGER,
    CHECK ((scope IN ('producer', 'client', 'engine')) = (batch_id IS NULL)),
    CHECK (batch_id IS NULL OR producer_id IS NOT NULL),
    CHECK (scope <> 'client' OR client_id IS NOT NULL),
    CHECK (rows = 1 OR scope = 'client' OR (line IS NULL AND client_id IS NULL)),
    CHECK (amount IS NULL OR currency IS NOT NULL),
    CHECK ((status = 'waiting') = (waiting_for IS NOT NULL)),
    CHECK ((status = 'resolved') = (resolution IS NOT NULL)),
    CHECK ((status = 'resolved') = (resolved_at IS NOT NULL)),
    CHECK ((status = 'resolved') = (resolved_by IS NOT NULL)),
    CHECK (status <> 'resolved' OR snoozed_until IS NULL),
    CHECK ((touched_at IS NULL) = (touched_by IS NULL)),
    CHECK ((touched_at IS NULL) = (first_touched_at IS NULL))
  ) STRICT;
  INSERT INTO exception_worked_on (id, code, scope, cause, severity, status, waiting_for, resolution, producer_id, batch_id,
      client_id, line, rows, amount, currency, expected, found, detail, owner, version, raised_at, due_at, resolved_at,
      resolved_by)
    SELECT id, code, scope, cause, severity, status, waiting_for, resolution, producer_id, batch_id, client_id, line, rows,
      amount, currency, expected, found, detail, owner, version, raised_at, due_at, resolved_at,
      iif(status = 'resolved', 'engine', NULL)
    FROM exception;
  DROP TABLE exception;
  ALTER TABLE exception_worked_on RENAME TO exception;
  -- Empty columns differ from each other in an index, so a cause without a batch would not be known again.
  CREATE UNIQUE INDEX exception_by_cause
    ON exception (code, ifnull(producer_id, 0), ifnull(batch_id, 0), scope, cause);
  CREATE INDEX exception_by_batch ON exception (batch_id) WHERE batch_id IS NOT NULL;
  CREATE INDEX exception_by_producer ON exception (producer_id, id);
  CREATE INDEX exception_by_client ON exception (client_id, id) WHERE client_id IS NOT NULL;
  CREATE INDEX exception_by_code_number ON exception (code, id);
  CREATE INDEX exception_by_status ON exception (status, id);
  CREATE INDEX exception_by_due ON exception (due_at, id);
  CREATE INDEX exception_unresolved ON exception (severity, due_at) WHERE status <> 'resolved';
  CREATE INDEX exception_by_owner ON exception (owner, due_at) WHERE owner IS NOT NULL AND status <> 'resolved';
  CREATE INDEX exception_asleep ON exception (snoozed_until) WHERE snoozed_until IS NOT NULL;
  CREATE INDEX exception_by_raised ON exception (raised_at);
  CREATE INDEX exception_by_resolved ON exception (resolved_at) WHERE resolved_at IS NOT NULL;
  -- All that the queue is filtered, sorted, grouped and added up by, so that a hundred thousand cases are looked through
  -- without reading one of them. In this order, because their kinds are counted along it.
  CREATE INDEX exception_in_queue ON exception (code, producer_id, severity, owner, status, snoozed_until, due_at, amount,
    raised_at, rows, client_id, batch_id, scope, waiting_for, touched_at, found) WHERE status <> 'resolved';
  CREATE INDEX exception_event_by_time ON exception_event (at, exception_id);
`

const laws = `
  CREATE TRIGGER exception_is_never_deleted BEFORE DELETE ON exception
  BEGIN SELECT raise(ABORT, 'an exception is resolved, never deleted'); END;
  CREATE TRIGGER exception_keeps_its_cause
  BEFORE UPDATE OF id, code, scope, cause, producer_id, batch_id, raised_at ON exception
  BEGIN SELECT raise(ABORT, 'an exception keeps its cause'); END;
  CREATE TRIGGER exception_moves_forward BEFORE UPDATE ON exception WHEN NEW.version <= OLD.version
  BEGIN SELECT raise(ABORT, 'a changed exception has a new version'); END;
  CREATE TRIGGER exception_keeps_its_first_touch BEFORE UPDATE OF first_touched_at ON exception
  WHEN OLD.first_touched_at IS NOT NULL AND NEW.first_touched_at IS NOT OLD.first_touched_at
  BEGIN SELECT raise(ABORT, 'an exception is first touched once'); END;
`

const decisions = `
  -- What was decided about one row. Rows of a cause that was decided as a whole have none: the exception says it for all.
  CREATE TABLE row_decision (
    id INTEGER PRIMARY KEY,
    exception_id INTEGER NOT NULL REFERENCES exception (id),
    batch_id INTEGER NOT NULL REFERENCES batch (id),
    line INTEGER NOT NULL CHECK (line > 0),
    decision TEXT NOT NULL CHECK (decision IN
      ('posted', 'corrected', 'rejected', 'merged', 'written_off', 'not_a_problem')),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposal INTEGER REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED,
    -- The row's own posting, or the one that writes it off.
    posting INTEGER REFERENCES movement (seq) DEFERRABLE INITIALLY DEFERRED,
    -- What a held row said before it was corrected; of a refused one the raw text says it.
    original TEXT CHECK (json_valid(original)),
    corrected TEXT CHECK (json_valid(corrected)),
    undone_at INTEGER,
    undone_by TEXT,
    CHECK ((decision IN ('posted', 'corrected', 'written_off')) = (proposal IS NOT NULL)),
    CHECK ((decision IN ('posted', 'corrected', 'written_off')) = (posting IS NOT NULL)),
    CHECK ((decision = 'corrected') <= (corrected IS NOT NULL)),
    CHECK ((undone_at IS NULL) = (undone_by IS NULL)),
    CHECK (posting IS NULL OR undone_at IS NULL)
  ) STRICT;
  CREATE UNIQUE INDEX row_decision_in_force ON row_decision (batch_id, line) WHERE undone_at IS NULL;
  CREATE INDEX row_decision_by_exception ON row_decision (exception_id, line);
  CREATE INDEX row_decision_by_posting ON row_decision (posting) WHERE posting IS NOT NULL;
  CREATE INDEX row_decision_by_proposal ON row_decision (proposal) WHERE proposal IS NOT NULL;
  CREATE TRIGGER row_decision_is_never_deleted BEFORE DELETE ON row_decision
  BEGIN SELECT raise(ABORT, 'a decision is undone, never deleted'); END;
  CREATE TRIGGER row_decision_is_only_undone BEFORE UPDATE ON row_decision
  WHEN OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL
    OR (NEW.id, NEW.exception_id, NEW.batch_id, NEW.line, NEW.decision, NEW.at, NEW.by, NEW.reason)
      IS NOT (OLD.id, OLD.exception_id, OLD.batch_id, OLD.line, OLD.decision, OLD.at, OLD.by, OLD.reason)
    OR NEW.proposal IS NOT OLD.proposal OR NEW.posting IS NOT OLD.posting
    OR NEW.original IS NOT OLD.original OR NEW.corrected IS NOT OLD.corrected
  BEGIN SELECT raise(ABORT, 'a decision about a row is kept as it was made'); END;
  -- Which proposals are about which cases.
  CREATE TABLE exception_proposal (
    exception_id INTEGER NOT NULL REFERENCES exception (id),
    proposal INTEGER NOT NULL REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (exception_id, proposal)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX exception_proposal_by_proposal ON exception_proposal (proposal);
  -- What was rejected by somebody claims its identity no longer, and is looked up when it comes again.
  CREATE INDEX held_row_rejected ON held_row (batch_id, line) WHERE state = 'rejected';
`
