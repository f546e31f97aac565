import type { Migration } from '../migrate.ts'

/**
 * Changes that wait for a second person, and the settings that only such a change may touch. The content of a proposal is
 * fixed when it is made; nobody decides on what they proposed, or on what was proposed on their behalf, except in set-up
 * mode, and never where money moves. What refers to a proposal may be written before it in the same transaction: its
 * effect is tried out first, and is part of its content.
 */
export const approvals: Migration = {
  version: 10,
  up: (db) =>
    db.exec(`
      CREATE TABLE proposal (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        moves_money INTEGER NOT NULL CHECK (moves_money IN (0, 1)),
        change TEXT NOT NULL CHECK (json_valid(change)),
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        effect TEXT NOT NULL CHECK (json_valid(effect)),
        effect_hash BLOB NOT NULL CHECK (length(effect_hash) = 32),
        currency TEXT REFERENCES currency (code),
        amount INTEGER CHECK (amount > 0),
        client_id TEXT,
        reason TEXT NOT NULL CHECK (length(reason) > 0),
        proposed_by INTEGER NOT NULL REFERENCES user (id),
        on_behalf_of TEXT,
        proposed_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'declined', 'withdrawn', 'expired')),
        decided_by INTEGER REFERENCES user (id),
        decided_at INTEGER,
        decision TEXT,
        in_set_up INTEGER NOT NULL DEFAULT 0 CHECK (in_set_up IN (0, 1)),
        result TEXT CHECK (result IS NULL OR json_valid(result)),
        CHECK ((state = 'open') = (decided_at IS NULL)),
        CHECK (state NOT IN ('approved', 'declined') OR decided_by IS NOT NULL),
        CHECK (state NOT IN ('approved', 'declined') OR decided_by <> proposed_by OR (in_set_up = 1 AND moves_money = 0)),
        CHECK ((state = 'approved') = (result IS NOT NULL))
      ) STRICT;
      CREATE INDEX proposal_by_state ON proposal (state, id);
      CREATE INDEX proposal_by_proposer ON proposal (proposed_by, id);
      CREATE TRIGGER proposal_is_never_deleted BEFORE DELETE ON proposal
      BEGIN SELECT raise(ABORT, 'a proposal is decided, never deleted'); END;
      CREATE TRIGGER proposal_that_was_decided_is_never_changed BEFORE UPDATE ON proposal WHEN OLD.state <> 'open'
      BEGIN SELECT raise(ABORT, 'a decided proposal stays as it is'); END;
      CREATE TRIGGER proposal_keeps_its_content
      BEFORE UPDATE OF id, kind, moves_money, change, hash, effect, effect_hash, currency, amount, client_id, reason,
        proposed_by, on_behalf_of, proposed_at, expires_at ON proposal
      BEGIN SELECT raise(ABORT, 'the content of a proposal is fixed'); END;
      CREATE TABLE proposal_comment (
        id INTEGER PRIMARY KEY,
        proposal INTEGER NOT NULL REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED,
        at INTEGER NOT NULL,
        by INTEGER NOT NULL REFERENCES user (id),
        text TEXT NOT NULL CHECK (length(text) > 0)
      ) STRICT;
      CREATE INDEX proposal_comment_by_proposal ON proposal_comment (proposal, id);
      CREATE TRIGGER proposal_comment_is_never_changed BEFORE UPDATE ON proposal_comment
      BEGIN SELECT raise(ABORT, 'proposal_comment is append-only'); END;
      CREATE TRIGGER proposal_comment_is_never_deleted BEFORE DELETE ON proposal_comment
      BEGIN SELECT raise(ABORT, 'proposal_comment is append-only'); END;
      CREATE TABLE setting (
        name TEXT NOT NULL,
        version INTEGER NOT NULL CHECK (version > 0),
        value TEXT NOT NULL CHECK (json_valid(value)),
        proposal INTEGER NOT NULL REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED,
        at INTEGER NOT NULL,
        PRIMARY KEY (name, version)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER setting_is_never_changed BEFORE UPDATE ON setting
      BEGIN SELECT raise(ABORT, 'setting is append-only'); END;
      CREATE TRIGGER setting_is_never_deleted BEFORE DELETE ON setting
      BEGIN SELECT raise(ABORT, 'setting is append-only'); END;
    `),
}
