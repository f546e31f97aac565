import type { Migration } from '../migrate.ts'

/**
 * Signing in to a wallet while strangers ask and guess as well: from which network a code was asked for, browsers that were
 * signed in before, codes that were refused, and what was refused so often that it is counted before it is written down.
 */
export const walletSignIn: Migration = {
  version: 36,
  up: (db) =>
    db.exec(`
      ALTER TABLE wallet_challenge ADD COLUMN network TEXT NOT NULL DEFAULT '';
      ALTER TABLE wallet_challenge ADD COLUMN known_device INTEGER NOT NULL DEFAULT 0 CHECK (known_device IN (0, 1));
      CREATE TRIGGER wallet_challenge_keeps_who_asked BEFORE UPDATE OF network, known_device ON wallet_challenge
      BEGIN SELECT raise(ABORT, 'a challenge keeps what it is'); END;
      CREATE INDEX wallet_challenge_by_time ON wallet_challenge (asked_at);
      CREATE TABLE wallet_device (
        -- Of the token that only the browser has.
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        client_id TEXT NOT NULL REFERENCES client (id),
        used_at INTEGER NOT NULL,
        PRIMARY KEY (hash, client_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX wallet_device_by_client ON wallet_device (client_id, used_at);
      CREATE INDEX wallet_device_by_time ON wallet_device (used_at);
      CREATE TABLE wallet_refused_try (
        id INTEGER PRIMARY KEY,
        challenge INTEGER NOT NULL REFERENCES wallet_challenge (id),
        network TEXT NOT NULL,
        at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX wallet_refused_try_by_time ON wallet_refused_try (at);
      CREATE INDEX wallet_refused_try_by_challenge ON wallet_refused_try (challenge);
      CREATE TRIGGER wallet_refused_try_is_never_changed BEFORE UPDATE ON wallet_refused_try
      BEGIN SELECT raise(ABORT, 'a try stays as it was'); END;
      -- Empty strings where nobody, or no one network, is meant: a key compares no nulls.
      CREATE TABLE wallet_refusal (
        reason TEXT NOT NULL CHECK (reason <> ''),
        client_id TEXT NOT NULL,
        network TEXT NOT NULL,
        times INTEGER NOT NULL CHECK (times > 0),
        PRIMARY KEY (reason, client_id, network)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX wallet_session_by_use ON wallet_session (used_at);
      CREATE INDEX wallet_letter_by_time ON wallet_letter (at);
      CREATE INDEX wallet_letter_by_challenge ON wallet_letter (challenge) WHERE challenge IS NOT NULL;
      DROP TRIGGER wallet_letter_is_never_deleted;
      -- Without it the outbox would take a letter for one that a person wrote, and send it without its code.
      CREATE TRIGGER wallet_letter_is_kept_while_it_may_go BEFORE DELETE ON wallet_letter
      WHEN (SELECT state FROM message WHERE id = OLD.message_id) IN ('waiting', 'sending', 'failed')
      BEGIN SELECT raise(ABORT, 'a letter that may still go is known as what it is'); END;
    `),
}
