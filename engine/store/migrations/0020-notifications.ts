import type { Migration } from '../migrate.ts'

/**
 * What people are told of, each for themselves, and by which ways they want it. The same thing again joins what they have
 * not read, so that nobody's list grows while nobody looks. The day's e-mail goes through the outbox: a message may now
 * also be to one of the staff.
 */
export const notifications: Migration = {
  version: 20,
  up: (db) => {
    db.exec(told)
    db.exec(messageToStaff)
    db.exec(laws)
  },
}

const told = `
  CREATE TABLE notification (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES user (id),
    kind TEXT NOT NULL CHECK (kind <> ''),
    subject TEXT NOT NULL CHECK (subject <> ''),
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    count INTEGER NOT NULL DEFAULT 1 CHECK (count > 0),
    -- By which ways it comes, as was chosen when it came.
    in_app INTEGER NOT NULL CHECK (in_app IN (0, 1)),
    by_desktop INTEGER NOT NULL CHECK (by_desktop IN (0, 1)),
    by_email INTEGER NOT NULL CHECK (by_email IN (0, 1)),
    at INTEGER NOT NULL,
    read_at INTEGER,
    CHECK (in_app + by_desktop + by_email > 0)
  ) STRICT;
  CREATE UNIQUE INDEX notification_unread ON notification (user_id, kind, subject) WHERE read_at IS NULL;
  CREATE INDEX notification_unread_about ON notification (subject, kind) WHERE read_at IS NULL;
  CREATE INDEX notification_by_user ON notification (user_id, at, id);
  CREATE INDEX notification_by_reading ON notification (read_at) WHERE read_at IS NOT NULL;
  CREATE TABLE notification_choice (
    user_id INTEGER PRIMARY KEY REFERENCES user (id),
    email TEXT CHECK (email <> ''),
    -- Minutes from midnight on the zone's clock.
    digest_at INTEGER CHECK (digest_at BETWEEN 0 AND 1439),
    next_digest_at INTEGER,
    language TEXT CHECK (language IN ('en', 'zh-HK')),
    -- The ways of each kind that is not as it is by default.
    choices TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(choices)),
    CHECK ((next_digest_at IS NOT NULL) = (email IS NOT NULL AND digest_at IS NOT NULL))
  ) STRICT;
  CREATE INDEX notification_digest ON notification_choice (next_digest_at) WHERE next_digest_at IS NOT NULL;
  -- Up to when cases that fell due were told of.
  CREATE TABLE notification_mark (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    soon INTEGER NOT NULL,
    overdue INTEGER NOT NULL
  ) STRICT;
  INSERT INTO notification_mark VALUES (1, 0, 0);
`

const messageToStaff = `
  CREATE TABLE message_to_anybody (
    id INTEGER PRIMARY KEY,
    exception_id INTEGER REFERENCES exception (id),
    client_id TEXT,
    producer_id INTEGER REFERENCES producer (id),
    user_id INTEGER REFERENCES user (id),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'phone', 'post')),
    template TEXT NOT NULL CHECK (template IN
      ('ask_client', 'ask_producer', 'remind_client', 'remind_producer', 'plain', 'digest')),
    language TEXT NOT NULL CHECK (language IN ('en', 'zh-HK')),
    name TEXT,
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
      ('waiting', 'sending', 'sent', 'failed', 'cancelled', 'recorded', 'handed_over')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_attempt_at INTEGER,
    last_error TEXT,
    last_reply TEXT,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    sent_at INTEGER,
    smtp_id TEXT UNIQUE,
    reminds_of INTEGER REFERENCES message (id),
    CHECK ((client_id IS NOT NULL) + (producer_id IS NOT NULL) + (user_id IS NOT NULL) = 1),
    CHECK ((user_id IS NOT NULL) = (template = 'digest')),
    CHECK ((state = 'waiting') = (next_attempt_at IS NOT NULL)),
    CHECK ((state IN ('sent', 'recorded')) = (sent_at IS NOT NULL)),
    CHECK (state <> 'failed' OR last_error IS NOT NULL),
    CHECK (state NOT IN ('waiting', 'sending', 'sent', 'failed') OR (channel = 'email' AND smtp_id IS NOT NULL))
  ) STRICT;
  INSERT INTO message_to_anybody (id, exception_id, client_id, producer_id, channel, template, language, name, address,
      subject, text, state, attempts, next_attempt_at, last_error, last_reply, created_at, created_by, sent_at, smtp_id,
      reminds_of)
    SELECT id, exception_id, client_id, producer_id, channel, template, language, name, address, subject, text, state,
      attempts, next_attempt_at, last_error, last_reply, created_at, created_by, sent_at, smtp_id, reminds_of
    FROM message;
  DROP TABLE message;
  ALTER TABLE message_to_anybody RENAME TO message;
  CREATE INDEX message_by_exception ON message (exception_id, id) WHERE exception_id IS NOT NULL;
  CREATE INDEX message_by_client ON message (client_id, id) WHERE client_id IS NOT NULL;
  CREATE INDEX message_by_producer ON message (producer_id, id) WHERE producer_id IS NOT NULL;
  CREATE INDEX message_by_reminded ON message (reminds_of) WHERE reminds_of IS NOT NULL;
  CREATE INDEX message_by_state ON message (state, id);
  CREATE INDEX message_to_send ON message (next_attempt_at, id) WHERE next_attempt_at IS NOT NULL;
`

/** Those of the table that was made anew, and which one of the staff it is to is kept like everything else of it. */
const laws = `
  CREATE TRIGGER message_is_never_deleted BEFORE DELETE ON message
  BEGIN SELECT raise(ABORT, 'a message is kept with its case'); END;
  CREATE TRIGGER message_is_kept_as_it_was_written
  BEFORE UPDATE OF id, exception_id, client_id, producer_id, user_id, channel, template, language, name, address, subject,
    text, created_at, created_by, smtp_id, reminds_of ON message
  BEGIN SELECT raise(ABORT, 'a message is kept as it was written'); END;
  CREATE TRIGGER message_that_is_over_stays_so BEFORE UPDATE ON message
  WHEN OLD.state IN ('sent', 'cancelled', 'recorded', 'handed_over')
  BEGIN SELECT raise(ABORT, 'a message that is over stays as it is'); END;
  CREATE TRIGGER notification_keeps_whose_it_is BEFORE UPDATE OF id, user_id, kind, subject ON notification
  BEGIN SELECT raise(ABORT, 'a notification keeps whose it is, and what it is about'); END;
  CREATE TRIGGER notification_is_read_once BEFORE UPDATE ON notification WHEN OLD.read_at IS NOT NULL
  BEGIN SELECT raise(ABORT, 'a notification that was read stays as it is'); END;
`
