import type { Database } from 'better-sqlite3'
import type { Migration } from '../migrate.ts'

const rowsAtOnce = 10_000
/** Of every account's postings one in so many is marked; the same number as the books use. */
const markEvery = 64
const bucketSize = 1_024

/**
 * Postings in a form that a million of them are written in seconds: no index whose keys come in any order. Each knows the
 * posting before it of both its accounts, and every 64th of an account is marked, so an account's postings are walked
 * without an index over all of them; which days stand where is counted in buckets. `posting` is a view that says the same in
 * words. Identities move into sorted runs, because random keys in one large index cost more than everything else.
 */
export const movements: Migration = {
  version: 12,
  up: (db) => {
    db.exec(schema)
    copyPostings(db)
    db.exec(afterwards)
  },
}

const schema = `
  CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  ALTER TABLE account ADD COLUMN postings INTEGER NOT NULL DEFAULT 0 CHECK (postings >= 0);
  ALTER TABLE account ADD COLUMN last_posting INTEGER NOT NULL DEFAULT 0;
  -- How many payments are held because this wallet had too little: whoever credits it looks only when there are some.
  ALTER TABLE account ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting >= 0);
  ALTER TABLE held_row ADD COLUMN posting INTEGER;
  -- References to postings follow the table under its new name; its new form takes its place below.
  ALTER TABLE posting RENAME TO movement;
  CREATE TABLE movement_of_chain (
    seq INTEGER PRIMARY KEY,
    entry INTEGER REFERENCES entry (id),
    debit INTEGER NOT NULL,
    credit INTEGER NOT NULL,
    currency TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    kind TEXT NOT NULL REFERENCES posting_kind (name),
    batch_id INTEGER REFERENCES batch (id),
    line INTEGER,
    tx_id TEXT,
    place INTEGER REFERENCES place (id),
    occurred_at INTEGER NOT NULL,
    posted_at INTEGER NOT NULL,
    -- The business day, counted from 1970-01-01.
    day INTEGER NOT NULL,
    debit_after INTEGER NOT NULL,
    credit_after INTEGER NOT NULL,
    -- The posting of the same account before this one; 0 for its first.
    debit_previous INTEGER NOT NULL,
    credit_previous INTEGER NOT NULL,
    FOREIGN KEY (debit, currency) REFERENCES account (id, currency),
    FOREIGN KEY (credit, currency) REFERENCES account (id, currency),
    CHECK (debit <> credit),
    -- A posting comes either from a row of a batch or from an entry, never from nowhere.
    CHECK ((batch_id IS NULL) = (entry IS NOT NULL)),
    CHECK ((kind IN ('TopUp', 'Payment')) = (batch_id IS NOT NULL)),
    CHECK (batch_id IS NULL OR (line > 0 AND tx_id IS NOT NULL AND place IS NOT NULL)),
    CHECK (debit_previous < seq AND credit_previous < seq)
  ) STRICT;
  CREATE TABLE account_mark (
    account INTEGER NOT NULL REFERENCES account (id),
    posting INTEGER NOT NULL,
    PRIMARY KEY (account, posting)
  ) STRICT, WITHOUT ROWID;
  -- Which days the postings of a bucket of 1,024 numbers stand on, and how many on each.
  CREATE TABLE posting_day (
    day INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    postings INTEGER NOT NULL CHECK (postings > 0),
    PRIMARY KEY (day, bucket)
  ) STRICT, WITHOUT ROWID;
  -- Lines of a batch that were posted in one transaction, with everything that followed from them.
  CREATE TABLE batch_piece (
    batch_id INTEGER NOT NULL REFERENCES batch (id),
    first_line INTEGER NOT NULL,
    last_line INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    root BLOB NOT NULL CHECK (length(root) = 32),
    PRIMARY KEY (batch_id, first_line),
    CHECK (last_line >= first_line)
  ) STRICT, WITHOUT ROWID;
`

type OldPosting = readonly [
  seq: number,
  entry: number | null,
  debit: number,
  credit: number,
  currency: string,
  amount: number,
  kind: string,
  batch: number | null,
  line: number | null,
  txId: string | null,
  location: string | null,
  occurredAt: number,
  postedAt: number,
  day: number,
  debitAfter: number,
  creditAfter: number,
]

function copyPostings(db: Database): void {
  const read = db
    .prepare(`
      SELECT seq, entry, debit, credit, currency, amount, kind, batch_id, line, tx_id, location, occurred_at, posted_at,
        CAST(unixepoch(business_day) / 86400 AS INTEGER), debit_after, credit_after
      FROM movement WHERE seq > ? ORDER BY seq LIMIT ${rowsAtOnce}`)
    .raw()
  const insert = db.prepare(`INSERT INTO movement_of_chain VALUES (${Array(18).fill('?').join(', ')})`)
  const place = placesOf(db)
  const chain = new Chain(db)
  const days = new Days(db)
  const pieces = new Pieces(db)
  for (let after = 0; ; ) {
    const rows = read.all(after) as OldPosting[]
    for (const row of rows) {
      const [seq, , debit, credit, , , , batch, line, , location, , postedAt, day] = row
      const where = location === null ? null : place(location)
      const [debitPrevious, creditPrevious] = [chain.next(debit, seq), chain.next(credit, seq)]
      insert.run(...row.slice(0, 10), where, ...row.slice(11), debitPrevious, creditPrevious)
      days.take(day, seq)
      pieces.take({ seq, batch, line, postedAt })
      after = seq
    }
    if (rows.length < rowsAtOnce) break
  }
  chain.close()
  days.close()
  pieces.close()
}

function placesOf(db: Database): (name: string) => number {
  const known = new Map<string, number>()
  const add = db.prepare('INSERT INTO place (name) VALUES (?)')
  return (name) => {
    const id = known.get(name) ?? Number(add.run(name).lastInsertRowid)
    known.set(name, id)
    return id
  }
}

/** Links each posting to the one before it of the same account. */
class Chain {
  readonly #db: Database
  readonly #last = new Map<number, { posting: number; postings: number }>()
  readonly #mark

  constructor(db: Database) {
    this.#db = db
    this.#mark = db.prepare('INSERT INTO account_mark (account, posting) VALUES (?, ?)')
  }

  next(account: number, seq: number): number {
    const last = this.#last.get(account)
    const postings = (last?.postings ?? 0) + 1
    this.#last.set(account, { posting: seq, postings })
    if (postings % markEvery === 0) this.#mark.run(account, seq)
    return last?.posting ?? 0
  }

  close(): void {
    const link = this.#db.prepare('UPDATE account SET last_posting = ?, postings = ? WHERE id = ?')
    for (const [account, { posting, postings }] of this.#last) link.run(posting, postings, account)
  }
}

/** Counts the postings of each day by buckets of numbers. */
class Days {
  readonly #add
  #bucket = 0
  #postings = new Map<number, number>()

  constructor(db: Database) {
    this.#add = db.prepare('INSERT INTO posting_day (day, bucket, postings) VALUES (?, ?, ?)')
  }

  take(day: number, seq: number): void {
    const bucket = Math.floor(seq / bucketSize)
    if (bucket !== this.#bucket) this.close()
    this.#bucket = bucket
    this.#postings.set(day, (this.#postings.get(day) ?? 0) + 1)
  }

  close(): void {
    for (const [day, postings] of this.#postings) this.#add.run(day, this.#bucket, postings)
    this.#postings = new Map()
  }
}

type Taken = Readonly<{ seq: number; batch: number | null; line: number | null; postedAt: number }>
type Piece = {
  readonly batch: number
  readonly firstLine: number
  readonly first: number
  readonly postedAt: number
  lastLine: number
  last: number
}

/**
 * What was posted in one transaction was posted at one instant: lines of a batch that grow with the numbers of their
 * postings are a piece. Held rows that were released stand in between or elsewhere, and get to know their postings. Older
 * pieces were not sealed one by one but with their batch, so they have no root of their own.
 */
class Pieces {
  readonly #add
  readonly #release
  #open: Piece | null = null

  constructor(db: Database) {
    this.#add = db.prepare('INSERT INTO batch_piece VALUES (?, ?, ?, ?, ?, zeroblob(32))')
    this.#release = db.prepare(`UPDATE held_row SET posting = ? WHERE batch_id = ? AND line = ? AND state = 'posted'`)
  }

  take({ seq, batch, line, postedAt }: Taken): void {
    const open = this.#open
    if (open !== null && open.postedAt !== postedAt) this.close()
    if (batch === null || line === null || this.#release.run(seq, batch, line).changes > 0) return
    if (open !== null && open === this.#open && open.batch === batch && line > open.lastLine) {
      open.lastLine = line
      open.last = seq
      return
    }
    this.close()
    this.#open = { batch, firstLine: line, first: seq, postedAt, lastLine: line, last: seq }
  }

  close(): void {
    if (this.#open === null) return
    const { batch, firstLine, lastLine, first, last } = this.#open
    this.#add.run(batch, firstLine, lastLine, first, last)
    this.#open = null
  }
}

const afterwards = `
  -- What a view or a trigger says of a table is not looked up while the tables change places.
  DROP TRIGGER posting_is_never_changed;
  DROP TRIGGER posting_is_never_deleted;
  DROP TRIGGER posting_into_a_closed_day;
  DROP TABLE movement;
  ALTER TABLE movement_of_chain RENAME TO movement;
  CREATE INDEX movement_by_entry ON movement (entry) WHERE entry IS NOT NULL;
  CREATE TRIGGER movement_is_never_changed BEFORE UPDATE ON movement
  BEGIN SELECT raise(ABORT, 'movement is append-only'); END;
  CREATE TRIGGER movement_is_never_deleted BEFORE DELETE ON movement
  BEGIN SELECT raise(ABORT, 'movement is append-only'); END;
  -- Closed days are kept as text, postings count theirs. Behind the row, because before it costs three times as much.
  ALTER TABLE closed_days ADD COLUMN through_day INTEGER;
  UPDATE closed_days SET through_day = unixepoch(through) / 86400;
  CREATE TRIGGER closed_days_are_counted AFTER INSERT ON closed_days
  BEGIN UPDATE closed_days SET through_day = unixepoch(through) / 86400; END;
  CREATE TRIGGER closed_days_are_counted_on AFTER UPDATE OF through ON closed_days
  BEGIN UPDATE closed_days SET through_day = unixepoch(through) / 86400; END;
  CREATE TRIGGER movement_into_a_closed_day AFTER INSERT ON movement
  WHEN NEW.day <= (SELECT through_day FROM closed_days WHERE id = 1)
  BEGIN SELECT raise(ABORT, 'a closed day takes nothing'); END;
  CREATE VIEW posting AS
    SELECT seq, entry, debit, credit, currency, amount, kind, batch_id, line,
      (SELECT producer_id FROM batch WHERE batch.id = movement.batch_id) AS producer_id, tx_id,
      (SELECT name FROM place WHERE place.id = movement.place) AS location, occurred_at, posted_at,
      date(day * 86400, 'unixepoch') AS business_day, debit_after, credit_after, day, debit_previous, credit_previous
    FROM movement;
  UPDATE account SET waiting = (SELECT count(*) FROM held_row
    WHERE held_row.client_id = account.client_id AND held_row.state = 'held' AND held_row.code = 'INSUFFICIENT_FUNDS')
  WHERE kind = 'wallet' AND currency = (SELECT currency FROM workspace);
`
