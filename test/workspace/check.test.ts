/** What the deep check proves of batches: sound ones have no difference, and of damaged ones it says which and what. */
import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { type Books, csvOf, openBooks, type RowDraft, recentDay } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'

/** More rows than are posted in one command. */
const manyRows = 150_000

let books: Books
beforeAll(async () => {
  books = await openBooks()
  await drop('first.csv', [
    { client: 'A', tx: '1', amount: 1_000 },
    { client: 'A', tx: '2', type: 'Payment', amount: 300 },
    { client: 'B', tx: '3', type: 'TopUp', amount: 50 },
    { client: 'B', tx: '4', type: 'Payment', amount: 80 },
  ])
  // The payment that was held goes through in the middle of another producer's batch, and one of its own within it.
  await drop(
    'second.csv',
    [
      { client: 'B', tx: '1', amount: 10, producer: 8 },
      { client: 'A', tx: '2', type: 'Payment', amount: 2_000, producer: 8 },
      { client: 'B', tx: '3', amount: 40, producer: 8 },
      { client: 'A', tx: '4', amount: 5_000, producer: 8, location: 'Harbour' },
      { client: 'C', tx: '5', amount: 7, producer: 8 },
    ],
    'eight',
  )
  await drop('again.csv', [{ client: 'A', tx: '1', amount: 1_000 }])
})
afterAll(() => books.close())

async function drop(name: string, rows: readonly RowDraft[], code = 'seven'): Promise<void> {
  books.drop(name, csvOf(rows), code)
  await books.drain()
}

/** Begins from sound books and ends in a rollback. Laws of the ledger that the damage breaks too are proven elsewhere. */
async function foundAfter(damage: string | ((raw: Database) => void)): Promise<readonly string[]> {
  return withRawStore(books.engine, (raw) => {
    raw.exec('BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON')
    raw.pragma('ignore_check_constraints = ON')
    try {
      const triggers = raw.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck().all() as string[]
      for (const name of triggers) raw.exec(`DROP TRIGGER ${name}`)
      if (typeof damage === 'string') raw.exec(damage)
      else damage(raw)
      const { differences } = checkWorkspace({ raw, db: null as never, onProgress: () => {} }, { deep: true })
      return differences
        .filter(({ code }) => laws.has(code))
        .map(({ code, subject, expected, found }) => `${code} | ${subject} | ${shown(expected)} | ${shown(found)}`)
        .toSorted()
    } finally {
      raw.exec('ROLLBACK')
    }
  })
}

const laws = new Set([
  'piece_root_differs',
  'posting_outside_pieces',
  'pieces_overlap',
  'batch_root_differs',
  'seal_differs',
  'volume_differs',
  'volume_sum_differs',
])
/** Roots are told apart by what they are, not by their figures. */
const shown = (value: string): string => (/^[0-9a-f]{64}$/.test(value) ? 'a root' : value)

/** Both of the finest are added up from the sums that were changed. */
const sumsOf = (day: string): readonly string[] =>
  ['by hour producer tier', 'by producer place tier'].map(
    (by) => `volume_sum_differs | ${day} ${by} | the sums that it is made of | 1 others`,
  )

const root = (what: string): string => `piece_root_differs | ${what} | a root | a root`

describe('batches that nobody changed', () => {
  it('have no difference, with held payments that went through in between too', async () => {
    expect(await books.client.workspace.check({ deep: true })).toMatchObject({ consistent: true, differences: [] })
    const { empty, released } = await withRawStore(
      books.engine,
      (raw) =>
        raw
          .prepare(`
            SELECT
              (SELECT count(*) FROM batch_piece WHERE last < first) AS empty,
              (SELECT count(*) FROM held_row JOIN batch_piece AS piece ON posting BETWEEN piece.first AND piece.last
                WHERE piece.batch_id = 2) AS released`)
          .get() as Record<string, number>,
    )
    expect({ empty, released }).toEqual({ empty: 1, released: 2 })
  })
})

describe('the deep check finds', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['another TxId', `UPDATE movement SET tx_id = '9' WHERE seq = 2`, [root('batch:1 lines:1-5')]],
    [
      'another time of day',
      'UPDATE movement SET occurred_at = occurred_at + 1 WHERE seq = 1',
      [root('batch:1 lines:1-5')],
    ],
    [
      'another amount',
      'UPDATE movement SET amount = amount + 1 WHERE seq = 2',
      [
        root('batch:1 lines:1-5'),
        expect.stringMatching(/^volume_differs .* Payment USD producer:7 .* 2 rows, 381 \| 2 rows, 380$/),
      ],
    ],
    [
      'an amount that differs by more than the figures of a sum',
      'UPDATE movement SET amount = amount + 4294967296 WHERE seq = 2',
      [
        root('batch:1 lines:1-5'),
        expect.stringMatching(/^volume_differs .* Payment USD producer:7 .* 2 rows, 4294967676 \| 2 rows, 380$/),
      ],
    ],
    [
      'another line',
      'UPDATE movement SET line = 77 WHERE seq = 3',
      [root('batch:1 lines:1-5'), 'posting_outside_pieces | posting:3 | batch:1 line:77 | batch:1 lines:1-5'],
    ],
    [
      'a posting that was given to another batch',
      'UPDATE movement SET batch_id = 3 WHERE seq = 3',
      [root('batch:1 lines:1-5'), 'posting_outside_pieces | posting:3 | batch:3 line:4 | batch:1 lines:1-5'],
    ],
    [
      'a released payment that was changed, in the piece where it went through',
      `UPDATE movement SET tx_id = '9' WHERE seq = (SELECT posting FROM held_row WHERE batch_id = 1)`,
      [root('batch:2 lines:1-6')],
    ],
    [
      'a released payment that no held row names',
      `UPDATE held_row SET state = 'held', posting = NULL WHERE batch_id = 1`,
      ['posting_outside_pieces | posting:6 | batch:1 line:5 | batch:2 lines:1-6'],
    ],
    [
      'a piece that is not there',
      'DELETE FROM batch_piece WHERE batch_id = 1',
      [1, 2, 3].map((seq) => `posting_outside_pieces | posting:${seq} | batch:1 line:${seq + 1} | none`),
    ],
    [
      'two pieces over the same postings',
      'UPDATE batch_piece SET last = last + 1 WHERE batch_id = 1',
      ['pieces_overlap | batch:2 lines:1-6 | a piece of its own | batch:1 lines:1-5'],
    ],
    [
      'a root that was taken away',
      'UPDATE batch_piece SET root = zeroblob(32) WHERE batch_id = 1',
      [root('batch:1 lines:1-5')],
    ],
    [
      'a batch with another root than its last piece, and than the audit chain',
      'UPDATE batch SET root_hash = zeroblob(32) WHERE id = 2',
      ['batch_root_differs | batch:2 | a root | a root', 'seal_differs | batch:2 | a root | a root'],
    ],
    [
      'a seal that says something else',
      `UPDATE audit_record SET detail = json_set(detail, '$.root', 'ab') WHERE action = 'batch.seal' AND subject = 'batch:1'`,
      ['seal_differs | batch:1 | ab | a root'],
    ],
    [
      'a batch that was sealed without a record of it',
      `DELETE FROM audit_record WHERE action = 'batch.seal' AND subject = 'batch:3'`,
      ['seal_differs | batch:3 | none | a root'],
    ],
    [
      'a sum of the charts that nothing was posted for',
      `INSERT INTO volume VALUES (0, 5, 7, (SELECT min(id) FROM place), 'TopUp', 'standard', 'USD', 2, 9)`,
      [
        'volume_differs | day:1970-01-01 hour:5 TopUp USD producer:7 place:1 | 0 rows, 0 | 2 rows, 9',
        ...sumsOf('day:1970-01-01'),
      ],
    ],
    [
      'a sum of the charts that is missing',
      `DELETE FROM volume WHERE place = (SELECT id FROM place WHERE name = 'Harbour')`,
      [
        expect.stringMatching(
          /^volume_differs \| day:\S+ hour:\d+ TopUp USD producer:8 place:2 \| 1 rows, 5000 \| 0 rows, 0$/,
        ),
        ...sumsOf(`day:${recentDay}`),
      ],
    ],
    [
      'no tier, because clients change theirs',
      `UPDATE volume SET tier = 'gold'; UPDATE volume_sum SET tier = 'gold' WHERE grain & 8 <> 0`,
      [],
    ],
    [
      'a sum that charts are drawn from, and that its own do not come to',
      `UPDATE volume_sum SET amount = amount + 1 WHERE grain = 2 AND producer_id = 8 AND kind = 'TopUp'`,
      [`volume_sum_differs | day:${recentDay} by producer | the sums that it is made of | 1 others`],
    ],
  ])('%s', async (_, damage, differences) => {
    expect(await foundAfter(damage)).toEqual(differences)
  })
})

describe('of a batch that was posted in several pieces the deep check', () => {
  let lines: readonly Readonly<{ first: number; last: number }>[]
  beforeAll(async () => {
    const rows = Array.from({ length: manyRows }, (_, row) => ({ client: `C${row % 900}`, tx: `m${row}`, amount: 1 }))
    await drop('many.csv', rows)
    lines = await withRawStore(
      books.engine,
      (raw) =>
        raw
          .prepare('SELECT first_line AS first, last_line AS last FROM batch_piece WHERE batch_id = 4 ORDER BY 1')
          .all() as typeof lines,
    )
    expect(lines.length).toBeGreaterThan(1)
  }, 120_000)
  const rootsOf = (pieces: typeof lines): readonly string[] =>
    pieces.map(({ first, last }) => root(`batch:4 lines:${first}-${last}`))

  it('finds no difference while there is none', async () => {
    expect(await foundAfter('')).toEqual([])
  })

  it('finds the one that was changed', async () => {
    const changed = `UPDATE movement SET occurred_at = occurred_at + 1 WHERE batch_id = 4 AND line = ${lines[1]?.first}`
    expect(await foundAfter(changed)).toEqual(rootsOf(lines.slice(1, 2)))
  })

  it('finds a root that is another, by its postings and by the piece behind it', async () => {
    const changed = 'UPDATE batch_piece SET root = randomblob(32) WHERE batch_id = 4 AND first_line = 1'
    expect(await foundAfter(changed)).toEqual(rootsOf(lines.slice(0, 2)))
  })
})
