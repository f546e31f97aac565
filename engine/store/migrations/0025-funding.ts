import type { Migration } from '../migrate.ts'

/**
 * Money that is expected: requests to top up through a gateway, what gateways told of them, and the account numbers that were
 * given out. From which state a request may go to which is data, and the database holds it: whoever writes past the code is
 * refused as well. What a gateway told is kept as it came, whatever came of it.
 */
export const funding: Migration = {
  version: 25,
  up: (db) => {
    db.exec(words)
    db.exec(requests)
    db.exec(events)
    db.exec(numbers)
  },
}

const words = `
  INSERT INTO posting_kind (name) VALUES
    ('fund_paid'), ('fund_settled'), ('fund_released'), ('fund_undone'), ('unknown_payer');
  INSERT INTO exception_code (code, severity) VALUES
    ('FUND_UNKNOWN', 'high'), ('FUND_AMOUNT_DIFFERS', 'high'), ('FUND_CONTRADICTED', 'high');
`

const requests = `
  CREATE TABLE fund_move (
    came_from TEXT NOT NULL,
    goes_to TEXT NOT NULL,
    PRIMARY KEY (came_from, goes_to)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO fund_move VALUES
    ('requested', 'pending'), ('requested', 'paid'), ('requested', 'failed'), ('requested', 'expired'),
    ('requested', 'cancelled'),
    ('pending', 'paid'), ('pending', 'failed'), ('pending', 'expired'), ('pending', 'cancelled'),
    ('failed', 'pending'), ('failed', 'paid'),
    ('expired', 'paid'), ('cancelled', 'paid'),
    ('paid', 'settled'), ('paid', 'failed'), ('paid', 'refunded'), ('paid', 'charged_back'),
    ('settled', 'reconciled'), ('settled', 'failed'), ('settled', 'refunded'), ('settled', 'charged_back'),
    ('reconciled', 'settled'), ('reconciled', 'failed'), ('reconciled', 'refunded'), ('reconciled', 'charged_back');
  CREATE TABLE fund_request (
    id INTEGER PRIMARY KEY,
    -- What the gateway quotes: ours, short, with a check character.
    reference TEXT NOT NULL UNIQUE CHECK (length(reference) = 10),
    client_id TEXT NOT NULL,
    wallet INTEGER NOT NULL,
    currency TEXT NOT NULL REFERENCES currency (code),
    amount INTEGER NOT NULL CHECK (amount > 0),
    gateway TEXT NOT NULL CHECK (gateway <> ''),
    gateway_account INTEGER NOT NULL,
    -- The agreement with the gateway when it was asked for: the version of the setting, and what of it counts later.
    agreement INTEGER NOT NULL CHECK (agreement >= 0),
    available_when_paid INTEGER NOT NULL CHECK (available_when_paid IN (0, 1)),
    caller_reference TEXT,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    initiated_by TEXT,
    expires_at INTEGER NOT NULL,
    -- Whom the limits counted it for, on which day, and whether they still do.
    caller TEXT NOT NULL,
    counted_day TEXT NOT NULL CHECK (length(counted_day) = 10),
    counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('requested', 'pending', 'paid', 'settled', 'reconciled', 'failed', 'expired',
      'cancelled', 'refunded', 'charged_back')),
    -- When that happened of which the gateway told last, as long as nobody has paid.
    stands_since INTEGER,
    -- The gateway's number of the payment; null where only the bank has told that it was paid.
    payment TEXT,
    -- The account that the money stands on since it was paid.
    holder INTEGER REFERENCES account (id),
    paid_at INTEGER,
    -- Paid when it was expired, cancelled or failed already.
    paid_late INTEGER NOT NULL DEFAULT 0 CHECK (paid_late IN (0, 1)),
    settled_at INTEGER,
    settled_day TEXT CHECK (length(settled_day) = 10),
    bank_reference TEXT,
    received INTEGER CHECK (received > 0),
    fee INTEGER CHECK (fee >= 0),
    reconciled_at INTEGER,
    undone_at INTEGER,
    paid_entry INTEGER REFERENCES entry (id),
    settled_entry INTEGER REFERENCES entry (id),
    released_entry INTEGER REFERENCES entry (id),
    undone_entry INTEGER REFERENCES entry (id),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    FOREIGN KEY (wallet, currency) REFERENCES account (id, currency),
    FOREIGN KEY (gateway_account, currency) REFERENCES account (id, currency),
    CHECK ((paid_at IS NULL) = (paid_entry IS NULL)),
    CHECK ((paid_at IS NULL) = (holder IS NULL)),
    CHECK ((settled_at IS NULL) = (settled_entry IS NULL)),
    CHECK ((settled_at IS NULL) = (settled_day IS NULL)),
    CHECK ((settled_at IS NULL) = (received IS NULL)),
    CHECK ((settled_at IS NULL) = (fee IS NULL)),
    CHECK ((undone_at IS NULL) = (undone_entry IS NULL)),
    CHECK (settled_at IS NULL OR paid_at IS NOT NULL),
    CHECK (undone_at IS NULL OR paid_at IS NOT NULL),
    CHECK (reconciled_at IS NULL OR settled_at IS NOT NULL),
    CHECK (received IS NULL OR received + fee = amount),
    CHECK (state NOT IN ('requested', 'pending', 'expired', 'cancelled') OR paid_at IS NULL),
    CHECK (state NOT IN ('paid', 'settled', 'reconciled') OR (paid_at IS NOT NULL AND undone_at IS NULL)),
    CHECK (state NOT IN ('settled', 'reconciled') OR settled_at IS NOT NULL),
    CHECK (state <> 'paid' OR settled_at IS NULL),
    CHECK (state <> 'reconciled' OR reconciled_at IS NOT NULL),
    CHECK (state NOT IN ('refunded', 'charged_back') OR undone_at IS NOT NULL),
    CHECK (state <> 'failed' OR (paid_at IS NULL) = (undone_at IS NULL))
  ) STRICT;
  CREATE INDEX fund_request_by_client ON fund_request (client_id, id);
  CREATE INDEX fund_request_by_gateway ON fund_request (gateway, id);
  CREATE INDEX fund_request_by_caller_reference ON fund_request (caller_reference, id)
    WHERE caller_reference IS NOT NULL;
  CREATE INDEX fund_request_by_state ON fund_request (state, id);
  CREATE INDEX fund_request_to_expire ON fund_request (expires_at) WHERE state IN ('requested', 'pending');
  -- What a client sees as in process.
  CREATE INDEX fund_request_in_process ON fund_request (wallet, id) WHERE state IN ('pending', 'paid');
  CREATE TRIGGER fund_request_is_never_deleted BEFORE DELETE ON fund_request
  BEGIN SELECT raise(ABORT, 'a fund request is ended, never deleted'); END;
  CREATE TRIGGER fund_request_begins_as_requested BEFORE INSERT ON fund_request
  WHEN NEW.state <> 'requested' OR NEW.paid_at IS NOT NULL
  BEGIN SELECT raise(ABORT, 'a fund request begins as requested'); END;
  CREATE TRIGGER fund_request_keeps_what_was_asked BEFORE UPDATE OF id, reference, client_id, wallet, currency, amount,
    gateway, gateway_account, agreement, available_when_paid, caller_reference, created_at, created_by, initiated_by,
    expires_at, caller, counted_day ON fund_request
  BEGIN SELECT raise(ABORT, 'a fund request keeps what was asked for'); END;
  CREATE TRIGGER fund_request_goes_its_way BEFORE UPDATE OF state ON fund_request
  WHEN NEW.state <> OLD.state
    AND NOT EXISTS (SELECT 1 FROM fund_move WHERE came_from = OLD.state AND goes_to = NEW.state)
  BEGIN SELECT raise(ABORT, 'a fund request does not go from there to there'); END;
  -- What was paid is paid once, settled once, and undone once; undone, it is paid no more.
  CREATE TRIGGER fund_request_keeps_what_happened BEFORE UPDATE ON fund_request
  WHEN NEW.version <= OLD.version
    OR (OLD.paid_entry IS NOT NULL AND NEW.paid_entry IS NOT OLD.paid_entry)
    OR (OLD.settled_entry IS NOT NULL AND NEW.settled_entry IS NOT OLD.settled_entry)
    OR (OLD.undone_entry IS NOT NULL AND (NEW.undone_entry IS NOT OLD.undone_entry OR NEW.state <> OLD.state))
    OR (OLD.payment IS NOT NULL AND NEW.payment IS NOT OLD.payment)
  BEGIN SELECT raise(ABORT, 'what happened to a fund request stays'); END;
  CREATE TRIGGER fund_move_is_never_changed BEFORE UPDATE ON fund_move
  BEGIN SELECT raise(ABORT, 'fund_move is append-only'); END;
  CREATE TRIGGER fund_move_is_never_deleted BEFORE DELETE ON fund_move
  BEGIN SELECT raise(ABORT, 'fund_move is append-only'); END;
  CREATE TABLE fund_history (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES fund_request (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    entry INTEGER REFERENCES entry (id),
    detail TEXT NOT NULL CHECK (json_valid(detail))
  ) STRICT;
  CREATE INDEX fund_history_by_request ON fund_history (request_id, id);
  CREATE TRIGGER fund_history_is_never_changed BEFORE UPDATE ON fund_history
  BEGIN SELECT raise(ABORT, 'fund_history is append-only'); END;
  CREATE TRIGGER fund_history_is_never_deleted BEFORE DELETE ON fund_history
  BEGIN SELECT raise(ABORT, 'fund_history is append-only'); END;
`

const events = `
  CREATE TABLE fund_event (
    id INTEGER PRIMARY KEY,
    gateway TEXT NOT NULL,
    -- The gateway's own number of what it told.
    event_id TEXT NOT NULL,
    -- Of the bytes that were signed: the same number with others is another story.
    body_hash BLOB NOT NULL CHECK (length(body_hash) = 32),
    type TEXT NOT NULL CHECK (type IN ('pending', 'paid', 'failed', 'refunded', 'charged_back')),
    reference TEXT NOT NULL,
    request_id INTEGER REFERENCES fund_request (id),
    payment TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    fee INTEGER CHECK (fee >= 0),
    occurred_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    -- What the gateway was answered, and what has come of it since.
    answer TEXT NOT NULL CHECK (answer IN ('applied', 'known', 'outdated', 'waits', 'unknown_reference',
      'amount_differs', 'contradicts')),
    outcome TEXT NOT NULL CHECK (outcome IN ('applied', 'known', 'outdated', 'waits', 'unknown_reference',
      'amount_differs', 'contradicts')),
    UNIQUE (gateway, event_id)
  ) STRICT;
  CREATE INDEX fund_event_by_request ON fund_event (request_id, id) WHERE request_id IS NOT NULL;
  CREATE INDEX fund_event_by_gateway ON fund_event (gateway, id);
  CREATE INDEX fund_event_by_outcome ON fund_event (outcome, id);
  CREATE TRIGGER fund_event_is_kept_as_it_came BEFORE UPDATE OF id, gateway, event_id, body_hash, type, reference, request_id,
    payment, amount, currency, fee, occurred_at, received_at, answer ON fund_event
  BEGIN SELECT raise(ABORT, 'what a gateway told is kept as it came'); END;
  CREATE TRIGGER fund_event_is_never_deleted BEFORE DELETE ON fund_event
  BEGIN SELECT raise(ABORT, 'what a gateway told is kept as it came'); END;
  -- Read by whoever proves a signature, and shown to nobody.
  CREATE TABLE gateway_secret (
    id INTEGER PRIMARY KEY,
    gateway TEXT NOT NULL,
    secret TEXT NOT NULL CHECK (secret <> ''),
    set_at INTEGER NOT NULL,
    set_by TEXT NOT NULL,
    -- Null for the one in force; another one is taken until then, so that the two sides need not change at one instant.
    ends_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX gateway_secret_in_force ON gateway_secret (gateway) WHERE ends_at IS NULL;
  CREATE INDEX gateway_secret_by_gateway ON gateway_secret (gateway, id);
`

const numbers = `
  -- Which numbers of a bank's range were given out, so that none is given twice.
  CREATE TABLE virtual_iban (
    country TEXT NOT NULL CHECK (length(country) = 2),
    bank_code TEXT NOT NULL,
    number TEXT NOT NULL CHECK (number <> ''),
    iban TEXT NOT NULL UNIQUE REFERENCES virtual_account (number),
    PRIMARY KEY (country, bank_code, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER virtual_iban_is_never_changed BEFORE UPDATE ON virtual_iban
  BEGIN SELECT raise(ABORT, 'virtual_iban is append-only'); END;
  CREATE TRIGGER virtual_iban_is_never_deleted BEFORE DELETE ON virtual_iban
  BEGIN SELECT raise(ABORT, 'virtual_iban is append-only'); END;
`
