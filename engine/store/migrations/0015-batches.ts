import type { Database } from 'better-sqlite3'
import { sortedEntries } from '../../identities/entries.ts'
import { identityHash } from '../../identities/identity-hash.ts'
import { addRun } from '../../identities/runs.ts'
import type { Migration } from '../migrate.ts'

const identitiesAtOnce = 200_000

/**
 * What a batch was judged by and what the rules said; identities in sorted runs; what was moved, by hour and place, for
 * the charts; and a small part of each batch's contents, by which one that came before under other TxIds is found.
 */
export const batches: Migration = {
  version: 15,
  up: (db) => {
    db.exec(schema)
    copyIdentities(db)
    db.exec('DROP TABLE identity')
  },
}

const schema = `
  -- Of the hashes by which rows are found. A secret, so that nobody can write rows that all have the same one.
  ALTER TABLE workspace ADD COLUMN hash_seed INTEGER NOT NULL DEFAULT 0;
  UPDATE workspace SET hash_seed = abs(random() % 2147483647);
  ALTER TABLE batch ADD COLUMN agreement_version INTEGER;
  -- What the producer said of the file in one of its own beside it.
  ALTER TABLE batch ADD COLUMN control TEXT;
  ALTER TABLE batch ADD COLUMN format TEXT;
  ALTER TABLE batch ADD COLUMN encoding TEXT;
  -- The rules that spoke, each with its effect, what was expected and what was found.
  ALTER TABLE batch ADD COLUMN verdict TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(verdict));
  ALTER TABLE batch ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(warnings));
  -- Faults that checking found; posting goes past them again and counts the others.
  ALTER TABLE batch ADD COLUMN faults_checked INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE batch ADD COLUMN rows_checked INTEGER;
  -- The money of all rows whose amount can be read, without sign, as text because it may be more than a number holds.
  ALTER TABLE batch ADD COLUMN file_sum TEXT;
  ALTER TABLE batch ADD COLUMN first_at INTEGER;
  ALTER TABLE batch ADD COLUMN last_at INTEGER;
  ALTER TABLE batch ADD COLUMN checked_at INTEGER;
  ALTER TABLE batch ADD COLUMN posting_since INTEGER;
  -- The proposal by which somebody released it although a rule had held it.
  ALTER TABLE batch ADD COLUMN released_by INTEGER REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED;
  -- Held rows are kept also when nobody ever had a wallet for them, and somebody may decide that they are never posted.
  CREATE TABLE held_row_of_batches (
    batch_id INTEGER NOT NULL REFERENCES batch (id),
    line INTEGER NOT NULL CHECK (line > 0),
    client_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('TopUp', 'Payment')),
    amount INTEGER NOT NULL CHECK (amount > 0),
    tx_id TEXT NOT NULL,
    location TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    business_day TEXT NOT NULL,
    code TEXT NOT NULL,
    raw TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'posted', 'rejected')),
    posting INTEGER,
    PRIMARY KEY (batch_id, line),
    CHECK (state = 'posted' OR posting IS NULL)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO held_row_of_batches
    SELECT batch_id, line, client_id, kind, amount, tx_id, location, occurred_at, business_day, code, raw, state, posting
    FROM held_row;
  DROP TABLE held_row;
  ALTER TABLE held_row_of_batches RENAME TO held_row;
  CREATE INDEX held_row_by_client ON held_row (client_id, batch_id, line) WHERE state = 'held';
  CREATE INDEX held_row_waiting ON held_row (client_id, amount) WHERE state = 'held' AND code = 'INSUFFICIENT_FUNDS';
  CREATE INDEX held_row_now ON held_row (batch_id) WHERE state = 'held';
  CREATE INDEX batch_by_time ON batch (producer_id, last_at) WHERE last_at IS NOT NULL;
  CREATE TABLE batch_sketch (
    batch_id INTEGER PRIMARY KEY REFERENCES batch (id),
    -- One in so many contents is kept.
    every INTEGER NOT NULL CHECK (every > 0),
    contents BLOB NOT NULL
  ) STRICT;
  CREATE TABLE identity_run (
    id INTEGER PRIMARY KEY,
    producer_id INTEGER NOT NULL REFERENCES producer (id),
    -- The batch whose rows these are; none once runs of several were merged.
    batch_id INTEGER,
    level INTEGER NOT NULL CHECK (level >= 0),
    identities INTEGER NOT NULL CHECK (identities > 0),
    state TEXT NOT NULL CHECK (state IN ('ready', 'growing', 'dead')),
    inputs TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(inputs)),
    up_to INTEGER NOT NULL DEFAULT -1
  ) STRICT;
  CREATE INDEX identity_run_by_producer ON identity_run (producer_id, state, id);
  CREATE TABLE identity_block (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES identity_run (id),
    first INTEGER NOT NULL,
    entries BLOB NOT NULL CHECK (length(entries) > 0 AND length(entries) % 16 = 0),
    UNIQUE (run, first)
  ) STRICT;
  CREATE TABLE volume (
    day INTEGER NOT NULL,
    -- Of the instants, in hours since 1970.
    hour INTEGER NOT NULL,
    producer_id INTEGER NOT NULL REFERENCES producer (id),
    place INTEGER NOT NULL REFERENCES place (id),
    kind TEXT NOT NULL,
    tier TEXT NOT NULL,
    currency TEXT NOT NULL,
    rows INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (day, hour, producer_id, place, kind, tier, currency)
  ) STRICT, WITHOUT ROWID;
`

type OldIdentity = Readonly<{ producer_id: number; tx_id: string; batch_id: number; line: number }>

function copyIdentities(db: Database): void {
  const read = db.prepare(`
    SELECT producer_id, tx_id, batch_id, line FROM identity
    WHERE producer_id = ? AND tx_id > ? ORDER BY tx_id LIMIT ${identitiesAtOnce}`)
  const seed = (db.prepare('SELECT hash_seed FROM workspace').pluck().get() as number | undefined) ?? 0
  const producers = db.prepare('SELECT DISTINCT producer_id FROM identity').pluck().all() as number[]
  for (const producer of producers) {
    for (let after = ''; ; ) {
      const rows = read.all(producer, after) as OldIdentity[]
      const last = rows.at(-1)
      if (last === undefined) break
      after = last.tx_id
      const hashes = Float64Array.from(rows, (row) => identityHash(seed, row.tx_id))
      const places = rows.map((row) => ({ batch: row.batch_id, line: row.line }))
      addRun(db, { producer, batch: null, level: 1 }, sortedEntries(hashes, places))
    }
  }
}
