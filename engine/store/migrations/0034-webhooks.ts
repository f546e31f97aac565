import type { Migration } from '../migrate.ts'

/**
 * What other systems are told of, and how far the telling came. An event is written in the transaction of what it tells and
 * never changes; a delivery of it to one address ends once, and sending it again is a delivery of its own. Of what is about
 * one thing, a wallet above all, one delivery is under way at a time and the others queue behind it.
 */
export const webhooks: Migration = {
  version: 34,
  up: (db) => {
    db.exec(endpoints)
    db.exec(events)
    db.exec(laws)
  },
}

const endpoints = `
  CREATE TABLE webhook_endpoint (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    url TEXT NOT NULL CHECK (url LIKE 'https://%' OR url LIKE 'http://%'),
    events TEXT NOT NULL CHECK (json_array_length(events) > 0),
    state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'removed')),
    -- Who paused it, the engine itself where nothing came through for days.
    paused_by TEXT,
    paused_at INTEGER,
    created_at INTEGER NOT NULL,
    -- The proposal that made it as it is.
    proposal INTEGER NOT NULL REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED,
    -- Since when every try has failed, and until when it asked to be left alone.
    failing_since INTEGER,
    rests_until INTEGER,
    -- Up to which posting, and which note of a wallet, it was told what came of them.
    posting_mark INTEGER NOT NULL DEFAULT 0,
    note_mark INTEGER NOT NULL DEFAULT 0,
    CHECK ((state = 'paused') = (paused_by IS NOT NULL)),
    CHECK ((paused_by IS NULL) = (paused_at IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX webhook_endpoint_name ON webhook_endpoint (name) WHERE state <> 'removed';
  -- The newest has no end; one that it took the place of signs beside it for a while.
  CREATE TABLE webhook_secret (
    id INTEGER PRIMARY KEY,
    endpoint INTEGER NOT NULL REFERENCES webhook_endpoint (id),
    secret TEXT NOT NULL CHECK (secret LIKE 'whsec_%'),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    ends_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX webhook_secret_in_use ON webhook_secret (endpoint) WHERE ends_at IS NULL;
  -- Wallets that something else than a posting changed, while anybody wants to know.
  CREATE TABLE wallet_note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL REFERENCES account (id)
  ) STRICT;
  -- At which version of a wallet an address was told of it last.
  CREATE TABLE webhook_wallet (
    endpoint INTEGER NOT NULL REFERENCES webhook_endpoint (id),
    account INTEGER NOT NULL REFERENCES account (id),
    version INTEGER NOT NULL,
    PRIMARY KEY (endpoint, account)
  ) STRICT, WITHOUT ROWID;
`

const events = `
  CREATE TABLE webhook_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE CHECK (uid LIKE 'evt_%'),
    type TEXT NOT NULL CHECK (type <> ''),
    subject TEXT NOT NULL CHECK (subject <> ''),
    -- What is told of one of these is told in the order in which it happened.
    ordered_by TEXT NOT NULL CHECK (ordered_by <> ''),
    -- What is sent, to the byte.
    body TEXT NOT NULL CHECK (json_valid(body)),
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX webhook_event_by_age ON webhook_event (at);
  CREATE INDEX webhook_event_by_subject ON webhook_event (subject, id);
  CREATE TABLE webhook_delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    endpoint INTEGER NOT NULL REFERENCES webhook_endpoint (id),
    event INTEGER NOT NULL REFERENCES webhook_event (id),
    ordered_by TEXT NOT NULL,
    -- The first delivery of the event, where somebody wants it sent once more; and who.
    repeats INTEGER REFERENCES webhook_delivery (id),
    asked_by TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'waiting', 'sending', 'delivered', 'given_up', 'cancelled')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_at INTEGER,
    last_status INTEGER,
    last_problem TEXT,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    CHECK ((state = 'waiting') = (next_at IS NOT NULL)),
    CHECK ((state IN ('delivered', 'given_up', 'cancelled')) = (ended_at IS NOT NULL)),
    CHECK (state <> 'delivered' OR (last_status BETWEEN 200 AND 299 AND last_problem IS NULL)),
    CHECK (state <> 'given_up' OR last_problem IS NOT NULL),
    CHECK ((repeats IS NULL) = (asked_by IS NULL))
  ) STRICT;
  -- One after another of what is about one thing, and to one address.
  CREATE UNIQUE INDEX webhook_delivery_under_way ON webhook_delivery (endpoint, ordered_by)
    WHERE state IN ('waiting', 'sending');
  CREATE INDEX webhook_delivery_queued ON webhook_delivery (endpoint, ordered_by, id) WHERE state = 'queued';
  CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint, next_at, id) WHERE state = 'waiting';
  CREATE INDEX webhook_delivery_open ON webhook_delivery (endpoint) WHERE ended_at IS NULL;
  CREATE INDEX webhook_delivery_sending ON webhook_delivery (endpoint) WHERE state = 'sending';
  CREATE INDEX webhook_delivery_by_event ON webhook_delivery (event);
  CREATE INDEX webhook_delivery_by_endpoint ON webhook_delivery (endpoint, id);
  CREATE INDEX webhook_delivery_by_state ON webhook_delivery (state, id);
  CREATE INDEX webhook_delivery_repeating ON webhook_delivery (repeats) WHERE repeats IS NOT NULL;
  CREATE TABLE webhook_attempt (
    delivery INTEGER NOT NULL REFERENCES webhook_delivery (id),
    attempt INTEGER NOT NULL CHECK (attempt > 0),
    at INTEGER NOT NULL,
    url TEXT NOT NULL,
    status INTEGER,
    problem TEXT,
    -- How long it took; unknown of one that the end of the program cut off.
    took_ms INTEGER,
    -- The beginning of what was answered.
    answer TEXT,
    PRIMARY KEY (delivery, attempt),
    CHECK (problem IS NOT NULL OR status BETWEEN 200 AND 299)
  ) STRICT, WITHOUT ROWID;
  -- Everything that an address was told since an instant, once more; done in pieces.
  CREATE TABLE webhook_replay (
    id INTEGER PRIMARY KEY,
    endpoint INTEGER NOT NULL REFERENCES webhook_endpoint (id),
    since INTEGER NOT NULL,
    last INTEGER NOT NULL,
    mark INTEGER NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    deliveries INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX webhook_replay_under_way ON webhook_replay (endpoint) WHERE ended_at IS NULL;
`

const laws = `
  CREATE TRIGGER webhook_event_is_never_changed BEFORE UPDATE ON webhook_event
  BEGIN SELECT raise(ABORT, 'an event is told as it happened'); END;
  CREATE TRIGGER webhook_delivery_keeps_what_it_is
  BEFORE UPDATE OF id, endpoint, event, ordered_by, repeats, asked_by, created_at ON webhook_delivery
  BEGIN SELECT raise(ABORT, 'a delivery keeps what it delivers'); END;
  CREATE TRIGGER webhook_delivery_ends_once BEFORE UPDATE ON webhook_delivery WHEN OLD.ended_at IS NOT NULL
  BEGIN SELECT raise(ABORT, 'a delivery that is over stays as it is'); END;
  CREATE TRIGGER webhook_attempt_is_never_changed BEFORE UPDATE ON webhook_attempt
  BEGIN SELECT raise(ABORT, 'what was tried stays as it was noted'); END;
  CREATE TRIGGER webhook_wallet_only_goes_on BEFORE UPDATE ON webhook_wallet
  WHEN NEW.endpoint <> OLD.endpoint OR NEW.account <> OLD.account OR NEW.version <= OLD.version
  BEGIN SELECT raise(ABORT, 'a wallet is told of in the order of its versions'); END;
  CREATE TRIGGER webhook_endpoint_marks_only_go_on BEFORE UPDATE OF posting_mark, note_mark ON webhook_endpoint
  WHEN NEW.posting_mark < OLD.posting_mark OR NEW.note_mark < OLD.note_mark
  BEGIN SELECT raise(ABORT, 'what was told is not told anew'); END;
  CREATE TRIGGER webhook_endpoint_removed_stays_so BEFORE UPDATE ON webhook_endpoint WHEN OLD.state = 'removed'
  BEGIN SELECT raise(ABORT, 'an address that was removed stays so'); END;
  CREATE TRIGGER webhook_endpoint_is_kept BEFORE DELETE ON webhook_endpoint
  BEGIN SELECT raise(ABORT, 'an address is kept with its proposals'); END;
  CREATE TRIGGER webhook_secret_is_kept_as_made BEFORE UPDATE OF id, endpoint, secret, made_at, made_by ON webhook_secret
  BEGIN SELECT raise(ABORT, 'a secret is replaced and never changed'); END;
`
