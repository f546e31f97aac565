import type { Migration } from '../migrate.ts'

/**
 * What a person must decide: one record for each cause within a batch, whatever the number of its rows. The rows
 * themselves stay where they are, in `batch_row` and `held_row`, and are found there by batch and code; a copy of a million
 * of them would be a second truth. Which codes there are, and how severe, is data, so that a later rule is a row more.
 */
export const exceptions: Migration = {
  version: 14,
  up: (db) => {
    db.exec(tables)
    db.exec(laws)
    db.exec(takenOver)
  },
}

const tables = `
  CREATE TABLE exception_code (
    code TEXT PRIMARY KEY,
    severity TEXT NOT NULL CHECK (severity IN ('critical', 'high', 'medium', 'low'))
  ) STRICT, WITHOUT ROWID;
  INSERT INTO exception_code VALUES
    ('CARD_DATA_FOUND', 'critical'),
    ('TXID_CONFLICT', 'high'), ('PRODUCER_MISMATCH', 'high'), ('AMOUNT_OVER_LIMIT', 'high'),
    ('FIELD_MISSING', 'medium'), ('FIELD_UNREADABLE', 'medium'), ('TYPE_UNKNOWN', 'medium'),
    ('AMOUNT_NOT_POSITIVE', 'medium'), ('DATE_IN_FUTURE', 'medium'), ('DATE_TOO_OLD', 'medium'),
    ('CLIENT_UNKNOWN', 'medium'), ('CLIENT_FROZEN', 'medium'), ('HELD_TOO_LONG', 'medium'),
    ('LOCATION_UNKNOWN', 'low'),
    ('FILE_UNREADABLE', 'high'), ('FILE_TOO_LARGE', 'high'), ('CONTROL_MISMATCH', 'high'), ('BATCH_DOUBLED', 'high'),
    ('TOO_MANY_FAULTS', 'high'), ('PRODUCER_SUSPENDED', 'high'), ('BATCH_MISSING', 'high'),
    ('PRODUCER_UNKNOWN', 'medium'), ('TOO_FEW_CLIENTS', 'medium'), ('BATCH_ALIKE', 'medium'),
    ('OUT_OF_SCHEDULE', 'medium'),
    ('FILE_REPEATED', 'low');
  CREATE TABLE exception (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL REFERENCES exception_code (code),
    -- The rows it stands for: those of the batch that were refused or held with this code, the whole batch, or none.
    scope TEXT NOT NULL CHECK (scope IN ('fault', 'conflict', 'hold', 'batch', 'producer')),
    -- Tells two causes of one code apart where no batch does: which batch was missing, which file was nobody's.
    cause TEXT NOT NULL DEFAULT '',
    severity TEXT NOT NULL CHECK (severity IN ('critical', 'high', 'medium', 'low')),
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'in_progress', 'waiting', 'resolved')),
    waiting_for TEXT CHECK (waiting_for IN ('client', 'producer', 'approval')),
    resolution TEXT CHECK (resolution IN
      ('posted', 'rejected', 'corrected', 'written_off', 'confirmed_by_client', 'not_a_problem')),
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
    CHECK ((scope = 'producer') = (batch_id IS NULL)),
    CHECK (batch_id IS NULL OR producer_id IS NOT NULL),
    CHECK (rows = 1 OR (line IS NULL AND client_id IS NULL)),
    CHECK (amount IS NULL OR currency IS NOT NULL),
    CHECK ((status = 'waiting') = (waiting_for IS NOT NULL)),
    CHECK ((status = 'resolved') = (resolution IS NOT NULL)),
    CHECK ((status = 'resolved') = (resolved_at IS NOT NULL))
  ) STRICT;
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
  CREATE TABLE exception_event_kind (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  INSERT INTO exception_event_kind VALUES ('raised'), ('changed'), ('reopened'), ('settled');
  CREATE TABLE exception_event (
    id INTEGER PRIMARY KEY,
    exception_id INTEGER NOT NULL REFERENCES exception (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    kind TEXT NOT NULL REFERENCES exception_event_kind (name),
    detail TEXT NOT NULL CHECK (json_valid(detail))
  ) STRICT;
  CREATE INDEX exception_event_by_exception ON exception_event (exception_id, id);
  -- The rows of one cause, counted and read on without their texts. Repeats are no exceptions, and may be very many.
  CREATE INDEX batch_row_by_code ON batch_row (batch_id, outcome, code, line) WHERE outcome <> 'repeat';
  CREATE INDEX held_row_by_code ON held_row (batch_id, code, line, amount) WHERE state = 'held';
`

const laws = `
  CREATE TRIGGER exception_is_never_deleted BEFORE DELETE ON exception
  BEGIN SELECT raise(ABORT, 'an exception is resolved, never deleted'); END;
  CREATE TRIGGER exception_keeps_its_cause
  BEFORE UPDATE OF id, code, scope, cause, producer_id, batch_id, raised_at ON exception
  BEGIN SELECT raise(ABORT, 'an exception keeps its cause'); END;
  CREATE TRIGGER exception_moves_forward BEFORE UPDATE ON exception WHEN NEW.version <= OLD.version
  BEGIN SELECT raise(ABORT, 'a changed exception has a new version'); END;
  CREATE TRIGGER exception_event_is_never_changed BEFORE UPDATE ON exception_event
  BEGIN SELECT raise(ABORT, 'exception_event is append-only'); END;
  CREATE TRIGGER exception_event_is_never_deleted BEFORE DELETE ON exception_event
  BEGIN SELECT raise(ABORT, 'exception_event is append-only'); END;
`

/** Batches that were sealed before there were exceptions get theirs, as of their seal. */
const takenOver = `
  WITH cause AS (
    SELECT batch_id, outcome AS scope, code, count(*) AS rows, NULL AS amount, NULL AS client, min(line) AS line
    FROM batch_row WHERE outcome <> 'repeat' GROUP BY batch_id, outcome, code
    UNION ALL
    -- Added up in two halves: all of them may come to more than a number holds, and then it is not known.
    SELECT batch_id, 'hold', code, count(*),
      CASE WHEN sum(amount >> 26) < 134217728
        AND (sum(amount >> 26) << 26) + sum(amount & 67108863) <= 9007199254740991 THEN sum(amount) END,
      min(client_id), min(line)
    FROM held_row WHERE state = 'held' AND code <> 'INSUFFICIENT_FUNDS' GROUP BY batch_id, code
    UNION ALL
    SELECT batch.id, 'batch', reason.value, batch.rows, NULL, NULL, NULL
    FROM batch, json_each(batch.reasons) AS reason WHERE batch.state IN ('held', 'rejected')
    GROUP BY batch.id, reason.value)
  INSERT INTO exception (code, scope, severity, producer_id, batch_id, client_id, line, rows, amount, currency,
    raised_at, due_at)
  SELECT known.code, cause.scope, known.severity, batch.producer_id, batch.id, iif(cause.rows = 1, cause.client, NULL),
    iif(cause.rows = 1, cause.line, NULL), cause.rows, cause.amount, workspace.currency, batch.sealed_at,
    batch.sealed_at + CASE known.severity
      WHEN 'critical' THEN 14400000 WHEN 'high' THEN 86400000 WHEN 'medium' THEN 259200000 ELSE 604800000 END
  FROM cause JOIN batch ON batch.id = cause.batch_id JOIN exception_code AS known ON known.code = cause.code
  JOIN workspace ON workspace.id = 1
  WHERE batch.sealed_at IS NOT NULL
  ORDER BY batch.id, cause.scope, cause.code;
  INSERT INTO exception_event (exception_id, at, by, kind, detail)
  SELECT id, raised_at, 'engine', 'raised', json_object('rows', rows, 'amount', amount) FROM exception ORDER BY id;
`
