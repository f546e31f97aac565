import type { Migration } from '../migrate.ts'

/**
 * The end user's own wallet: what they sign in by, their sessions, what they asked about a transaction, and of what they want
 * to be told. No code is kept: it comes from a key outside of the store and from what a challenge is known by.
 */
export const ownWallet: Migration = {
  version: 35,
  up: (db) => {
    db.exec(signingIn)
    db.exec(asking)
    db.exec(telling)
  },
}

const signingIn = `
  CREATE INDEX client_contact_by_email ON client_contact (lower(email)) WHERE email IS NOT NULL;
  CREATE TABLE wallet_challenge (
    id INTEGER PRIMARY KEY,
    -- Of the secret that only the browser has that asked.
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    -- To whom the letter is; where somebody asked by address, one of several may be meant.
    client_id TEXT NOT NULL,
    by_address INTEGER NOT NULL CHECK (by_address IN (0, 1)),
    address TEXT NOT NULL CHECK (address <> ''),
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL CHECK (expires_at > asked_at),
    tries INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    used_at INTEGER
  ) STRICT;
  CREATE INDEX wallet_challenge_by_client ON wallet_challenge (client_id, asked_at);
  CREATE TRIGGER wallet_challenge_keeps_what_it_is BEFORE UPDATE OF id, hash, client_id, by_address, address, asked_at,
    expires_at ON wallet_challenge
  BEGIN SELECT raise(ABORT, 'a challenge keeps what it is'); END;
  CREATE TRIGGER wallet_challenge_is_used_once BEFORE UPDATE ON wallet_challenge
  WHEN OLD.used_at IS NOT NULL OR NEW.tries < OLD.tries
  BEGIN SELECT raise(ABORT, 'a challenge is used once'); END;
  CREATE TABLE wallet_session (
    id TEXT PRIMARY KEY CHECK (id <> ''),
    client_id TEXT NOT NULL REFERENCES client (id),
    began_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL CHECK (expires_at > began_at),
    used_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX wallet_session_open ON wallet_session (client_id) WHERE ended_at IS NULL;
  CREATE TRIGGER wallet_session_that_ended_stays_so BEFORE UPDATE ON wallet_session WHEN OLD.ended_at IS NOT NULL
  BEGIN SELECT raise(ABORT, 'a session that ended stays so'); END;
  CREATE TRIGGER wallet_session_keeps_whose_it_is BEFORE UPDATE OF id, client_id, began_at, expires_at ON wallet_session
  BEGIN SELECT raise(ABORT, 'a session keeps whose it is'); END;
  -- Whoever reads the old mailbox is not the client any more.
  CREATE TRIGGER wallet_session_ends_with_the_address AFTER UPDATE OF email ON client_contact
  WHEN NEW.email IS NOT OLD.email
  BEGIN
    UPDATE wallet_session SET ended_at = NEW.changed_at WHERE client_id = NEW.client_id AND ended_at IS NULL;
  END;
`

const asking = `
  INSERT INTO exception_code (code, severity) VALUES ('REFUND_REQUESTED', 'medium'), ('NOT_RECOGNISED', 'high');
  CREATE TABLE wallet_request (
    exception_id INTEGER PRIMARY KEY REFERENCES exception (id),
    client_id TEXT NOT NULL REFERENCES client (id),
    kind TEXT NOT NULL CHECK (kind IN ('refund', 'not_recognised')),
    item TEXT NOT NULL CHECK (item <> ''),
    -- As the client saw it: what the wallet gained.
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL REFERENCES currency (code),
    producer TEXT,
    words TEXT CHECK (words <> ''),
    asked_at INTEGER NOT NULL,
    UNIQUE (client_id, kind, item)
  ) STRICT;
  CREATE INDEX wallet_request_by_client ON wallet_request (client_id, exception_id);
  CREATE TRIGGER wallet_request_is_never_changed BEFORE UPDATE ON wallet_request
  BEGIN SELECT raise(ABORT, 'wallet_request is append-only'); END;
  CREATE TRIGGER wallet_request_is_never_deleted BEFORE DELETE ON wallet_request
  BEGIN SELECT raise(ABORT, 'wallet_request is append-only'); END;
`

const telling = `
  -- Letters to clients about their own wallet: one with a code goes out while the code counts, and nobody works on one that fails.
  CREATE TABLE wallet_letter (
    message_id INTEGER PRIMARY KEY REFERENCES message (id),
    client_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('code', 'notice')),
    challenge INTEGER REFERENCES wallet_challenge (id),
    at INTEGER NOT NULL,
    CHECK ((kind = 'code') = (challenge IS NOT NULL))
  ) STRICT;
  CREATE INDEX wallet_letter_by_client ON wallet_letter (client_id, kind, at);
  CREATE TRIGGER wallet_letter_is_never_changed BEFORE UPDATE ON wallet_letter
  BEGIN SELECT raise(ABORT, 'wallet_letter is append-only'); END;
  CREATE TRIGGER wallet_letter_is_never_deleted BEFORE DELETE ON wallet_letter
  BEGIN SELECT raise(ABORT, 'wallet_letter is append-only'); END;
  CREATE TABLE wallet_notice (
    account INTEGER PRIMARY KEY REFERENCES account (id),
    client_id TEXT NOT NULL REFERENCES client (id),
    below INTEGER CHECK (below > 0),
    money_in INTEGER NOT NULL CHECK (money_in IN (0, 1)),
    above INTEGER CHECK (above > 0),
    -- Postings up to this number were told of, or came before anybody wanted to know.
    seen INTEGER NOT NULL CHECK (seen >= 0),
    -- Told once, until the balance is above again.
    is_below INTEGER NOT NULL CHECK (is_below IN (0, 1)),
    -- Where the client has had enough letters for a day.
    not_before INTEGER NOT NULL DEFAULT 0,
    CHECK (below IS NOT NULL OR money_in OR above IS NOT NULL)
  ) STRICT;
  CREATE INDEX wallet_notice_by_client ON wallet_notice (client_id);
  CREATE TRIGGER wallet_notice_goes_on BEFORE UPDATE OF seen ON wallet_notice WHEN NEW.seen < OLD.seen
  BEGIN SELECT raise(ABORT, 'a mark goes on'); END;
`
