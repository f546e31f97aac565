import type { Migration } from '../migrate.ts'

/**
 * What is written to clients and producers, what they were asked, and what they answered: kept with its case for ever. A
 * message goes out as it was written, and a question is answered once. An answer link is known by its hash alone; the link
 * itself stays until the message that carries it is gone, because the outbox has to write it into each try.
 */
export const contact: Migration = {
  version: 19,
  up: (db) => {
    db.exec(whom)
    db.exec(messages)
    db.exec(questions)
  },
}

const whom = `
  INSERT INTO exception_event_kind VALUES ('message_failed');
  CREATE TABLE client_contact (
    client_id TEXT PRIMARY KEY REFERENCES client (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT CHECK (name <> ''),
    email TEXT CHECK (email <> ''),
    phone TEXT CHECK (phone <> ''),
    address TEXT CHECK (address <> ''),
    language TEXT CHECK (language IN ('en', 'zh-HK')),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'phone', 'post')),
    version INTEGER NOT NULL CHECK (version > 0),
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- Read by the outbox alone.
  CREATE TABLE mail_password (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    password TEXT NOT NULL CHECK (password <> ''),
    set_at INTEGER NOT NULL,
    set_by TEXT NOT NULL
  ) STRICT;
`

const messages = `
  CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    exception_id INTEGER REFERENCES exception (id),
    client_id TEXT,
    producer_id INTEGER REFERENCES producer (id),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'phone', 'post')),
    template TEXT NOT NULL CHECK (template IN
      ('ask_client', 'ask_producer', 'remind_client', 'remind_producer', 'plain')),
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
    CHECK ((client_id IS NULL) <> (producer_id IS NULL)),
    CHECK ((state = 'waiting') = (next_attempt_at IS NOT NULL)),
    CHECK ((state IN ('sent', 'recorded')) = (sent_at IS NOT NULL)),
    CHECK (state <> 'failed' OR last_error IS NOT NULL),
    CHECK (state NOT IN ('waiting', 'sending', 'sent', 'failed') OR (channel = 'email' AND smtp_id IS NOT NULL))
  ) STRICT;
  CREATE INDEX message_by_exception ON message (exception_id, id) WHERE exception_id IS NOT NULL;
  CREATE INDEX message_by_client ON message (client_id, id) WHERE client_id IS NOT NULL;
  CREATE INDEX message_by_producer ON message (producer_id, id) WHERE producer_id IS NOT NULL;
  CREATE INDEX message_by_reminded ON message (reminds_of) WHERE reminds_of IS NOT NULL;
  CREATE INDEX message_by_state ON message (state, id);
  CREATE INDEX message_to_send ON message (next_attempt_at, id) WHERE next_attempt_at IS NOT NULL;
  CREATE TRIGGER message_is_never_deleted BEFORE DELETE ON message
  BEGIN SELECT raise(ABORT, 'a message is kept with its case'); END;
  CREATE TRIGGER message_is_kept_as_it_was_written
  BEFORE UPDATE OF id, exception_id, client_id, producer_id, channel, template, language, name, address, subject, text,
    created_at, created_by, smtp_id, reminds_of ON message
  BEGIN SELECT raise(ABORT, 'a message is kept as it was written'); END;
  -- What went out, or was taken back, is over; only what failed may be tried again.
  CREATE TRIGGER message_that_is_over_stays_so BEFORE UPDATE ON message
  WHEN OLD.state IN ('sent', 'cancelled', 'recorded', 'handed_over')
  BEGIN SELECT raise(ABORT, 'a message that is over stays as it is'); END;
  CREATE TABLE message_attempt (
    message_id INTEGER NOT NULL REFERENCES message (id),
    attempt INTEGER NOT NULL CHECK (attempt > 0),
    at INTEGER NOT NULL,
    -- Null where it went out.
    error TEXT,
    reply TEXT,
    PRIMARY KEY (message_id, attempt)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX message_attempt_by_time ON message_attempt (at);
`

const questions = `
  CREATE TABLE question (
    message_id INTEGER PRIMARY KEY REFERENCES message (id),
    exception_id INTEGER NOT NULL REFERENCES exception (id),
    party TEXT NOT NULL CHECK (party IN ('client', 'producer')),
    line INTEGER CHECK (line > 0),
    -- What a client was asked about, as it was told to them: the page behind the link says the same and no more.
    asked TEXT CHECK (json_valid(asked)),
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'expired', 'withdrawn')),
    expires_at INTEGER NOT NULL,
    answer TEXT CHECK (answer IN ('yes', 'no')),
    note TEXT,
    answered_at INTEGER,
    answered_by TEXT,
    answered_via TEXT CHECK (answered_via IN ('link', 'phone', 'email', 'post')),
    frozen INTEGER NOT NULL DEFAULT 0 CHECK (frozen IN (0, 1)),
    fraud_case INTEGER REFERENCES exception (id),
    CHECK ((party = 'client') = (asked IS NOT NULL)),
    CHECK ((state = 'answered') = (answered_at IS NOT NULL)),
    CHECK ((state = 'answered') = (answered_by IS NOT NULL)),
    CHECK ((state = 'answered') = (answered_via IS NOT NULL)),
    CHECK ((state = 'answered' AND party = 'client') = (answer IS NOT NULL)),
    CHECK (frozen = 0 OR answer = 'no'),
    CHECK (fraud_case IS NULL OR answer = 'no')
  ) STRICT;
  CREATE UNIQUE INDEX question_open ON question (exception_id) WHERE state = 'open';
  CREATE INDEX question_by_end ON question (expires_at) WHERE state = 'open';
  CREATE TRIGGER question_is_never_deleted BEFORE DELETE ON question
  BEGIN SELECT raise(ABORT, 'a question is kept with its case'); END;
  CREATE TRIGGER question_is_answered_once BEFORE UPDATE ON question WHEN OLD.state <> 'open'
  BEGIN SELECT raise(ABORT, 'a question is answered once'); END;
  CREATE TRIGGER question_keeps_what_was_asked
  BEFORE UPDATE OF message_id, exception_id, party, line, asked, expires_at ON question
  BEGIN SELECT raise(ABORT, 'a question keeps what was asked'); END;
  CREATE TABLE answer_link (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    question_id INTEGER NOT NULL REFERENCES question (message_id),
    -- The asking message, or one that reminds of it: each carries a link of its own.
    message_id INTEGER NOT NULL UNIQUE REFERENCES message (id),
    -- Under which the host was reached when it was asked.
    address TEXT NOT NULL,
    -- Gone as soon as the message is.
    token BLOB CHECK (length(token) = 32)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX answer_link_by_question ON answer_link (question_id);
  CREATE TRIGGER answer_link_is_never_made_known_again BEFORE UPDATE ON answer_link
  WHEN NEW.token IS NOT NULL OR (NEW.hash, NEW.question_id, NEW.message_id, NEW.address)
    IS NOT (OLD.hash, OLD.question_id, OLD.message_id, OLD.address)
  BEGIN SELECT raise(ABORT, 'an answer link is only ever forgotten'); END;
`
