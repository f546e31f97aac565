/** Whatever somebody changes behind the engine's back, in the books or in the archive, the comparison finds it and says what. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withRawStore } from '../../ledger/raw-store.ts'
import { type Books, csvOf, openBooks, type RowDraft } from '../drop.ts'
import { compareOn, foundAfter } from './compare-on.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
  await drop('mixed.csv', [
    { tx: 'm1', client: 'A', amount: 1_000 },
    { tx: 'm2', client: 'B', amount: 500 },
    { tx: 'm1', client: 'A', amount: 1_000 },
    { tx: 'm1', client: 'A', amount: 999 },
    { tx: 'm3', client: 'B', amount: 'much' },
    { tx: 'm5', client: 'B', type: 'Payment', amount: 800 },
    { tx: 'm6', client: 'A', type: 'Payment', amount: 5_000 },
    { tx: 'm8', client: 'B', amount: 400 },
  ])
  // Its first row lets the payment go that the first batch holds.
  await drop('second.csv', [
    { tx: 's1', client: 'A', amount: 9_000 },
    { tx: 's2', client: 'C', amount: 7 },
  ])
  await drop('mixed-again.csv', [{ tx: 'm1', client: 'A', amount: 1_000 }])
})
afterAll(() => books.close())

async function drop(name: string, rows: readonly RowDraft[], code = 'seven'): Promise<void> {
  books.drop(name, csvOf(rows), code)
  await books.drain()
}

it('batches that nobody changed have no difference', async () => {
  for (const batch of [1, 2, 3]) expect(await foundAfter(books.engine, batch, () => {})).toEqual([])
})

/** Whoever changes a posting breaks the seal of its piece as well. */
const root = '- root_differs lines 1-9 root root'

describe('the books', () => {
  it.each<readonly [string, string, readonly string[]]>([
    [
      'another amount',
      'UPDATE movement SET amount = 501 WHERE seq = 2',
      ['3 posting_differs Amount 500 501', '- count_differs sum 2701 2700'],
    ],
    ['another TxId', `UPDATE movement SET tx_id = 'x' WHERE seq = 2`, ['3 posting_differs TxId m2 x']],
    [
      'another client',
      `UPDATE movement SET credit = (SELECT id FROM account WHERE code = 'wallet:C') WHERE seq = 2`,
      ['3 posting_differs ClientId B C'],
    ],
    [
      'another account than the producer’s',
      `UPDATE movement SET debit = (SELECT id FROM account WHERE code = 'clearing:eight') WHERE seq = 2`,
      ['3 posting_differs Account - -'],
    ],
    [
      'another place',
      `INSERT INTO place VALUES (99, 'Elsewhere'); UPDATE movement SET place = 99 WHERE seq = 2`,
      ['3 posting_differs ProducerLocation Central Elsewhere'],
    ],
    [
      'another day',
      'UPDATE movement SET day = day + 1 WHERE seq = 2',
      [expect.stringMatching(/^3 posting_differs BusinessDay 20\S+ 20\S+$/)],
    ],
    [
      'another time of day',
      'UPDATE movement SET occurred_at = occurred_at + 1000 WHERE seq = 2',
      [expect.stringMatching(/^3 posting_differs TxDate 20\S+ 20\S+$/)],
    ],
    ['another currency', `UPDATE movement SET currency = 'EUR' WHERE seq = 2`, ['3 posting_differs Currency USD EUR']],
    [
      'no posting at all',
      'DELETE FROM movement WHERE seq = 2',
      [
        '3 row_unaccounted - valid -',
        '- count_differs posted 3 4',
        '- count_differs unposted 1 0',
        '- count_differs sum 2200 2700',
      ],
    ],
    [
      'another line',
      'UPDATE movement SET line = 77 WHERE seq = 2',
      [
        '3 row_unaccounted - valid -',
        // It comes behind a line that it should have come before.
        '9 row_unaccounted - valid -',
        '9 posting_unexpected - - posted',
        '77 row_not_in_file - - posted',
        '- count_differs posted 2 4',
        '- count_differs unposted 2 0',
        '- count_differs sum 1800 2700',
      ],
    ],
  ])('with %s', async (_, damage, expected) => {
    expect(await foundAfter(books.engine, 1, damage)).toEqual([root, ...expected])
  })

  const copy = (seq: number, line: number): string => `
    INSERT INTO movement SELECT ${seq}, entry, debit, credit, currency, amount, kind, batch_id, ${line}, tx_id || '+', place,
      occurred_at, posted_at, day, debit_after, credit_after, debit_previous, credit_previous FROM movement WHERE seq = 2`

  it.each<readonly [string, string, readonly string[]]>([
    ['one posting too many, far behind all others', copy(9e12, 3), ['3 posting_unexpected - - #9000000000000']],
    [
      'a row that is noted as known and was not',
      `DELETE FROM movement WHERE seq = 2;
       INSERT INTO batch_row (batch_id, line, outcome, code, raw) VALUES (1, 3, 'repeat', 'TXID_REPEATED', '')`,
      [
        '3 repeat_of_nothing - - repeat',
        root,
        '- count_differs posted 3 4',
        '- count_differs repeats 2 1',
        '- count_differs sum 2200 2700',
      ],
    ],
    [
      'a refused row that is posted too',
      `INSERT INTO batch_row (batch_id, line, outcome, code, raw) VALUES (1, 3, 'fault', 'FIELD_MISSING', '')`,
      ['3 row_twice - fault posted', '3 judged_otherwise - valid FIELD_MISSING'],
    ],
    [
      'a fault that nobody noted',
      'DELETE FROM batch_row WHERE line = 6 AND batch_id = 1',
      ['6 row_unaccounted - FIELD_UNREADABLE -'],
    ],
    [
      'a fault for another reason',
      `UPDATE batch_row SET code = 'TYPE_UNKNOWN' WHERE line = 6 AND batch_id = 1`,
      ['6 judged_otherwise - FIELD_UNREADABLE TYPE_UNKNOWN'],
    ],
    [
      'a note about a line that the file has not',
      `INSERT INTO batch_row (batch_id, line, outcome, code, raw) VALUES (1, 900, 'fault', 'FIELD_MISSING', '')`,
      ['900 row_not_in_file - - fault'],
    ],
    [
      'a held row of another amount',
      'UPDATE held_row SET amount = 1 WHERE batch_id = 1 AND line = 8',
      ['8 held_differs Amount 5000 1', '8 posting_differs Amount 1 5000'],
    ],
    [
      'a held row whose posting is not there',
      'DELETE FROM movement WHERE seq = (SELECT posting FROM held_row WHERE line = 8)',
      ['8 posting_missing - 6 -'],
    ],
    [
      'a held row that names the posting of another',
      'UPDATE held_row SET posting = 1 WHERE batch_id = 1 AND line = 8',
      ['8 posting_missing - 1 line 2', '8 posting_unexpected - - #6'],
    ],
    [
      'a held row that is gone',
      'DELETE FROM held_row WHERE batch_id = 1 AND line = 8',
      ['8 row_unaccounted - valid -'],
    ],
    ['another count', 'UPDATE batch SET held = 2 WHERE id = 1', ['- count_differs held 1 2']],
    ['another sum', 'UPDATE batch SET sum = sum + 1 WHERE id = 1', ['- count_differs sum 2700 2701']],
    ['another root', 'UPDATE batch SET root_hash = zeroblob(32) WHERE id = 1', ['- root_differs batch root root']],
    [
      'another hash of the file',
      'UPDATE batch SET sha256 = zeroblob(32) WHERE id = 1',
      ['- file_changed SHA-256 root root'],
    ],
  ])('with %s', async (_, damage, expected) => {
    const found = await foundAfter(books.engine, 1, damage)
    expect(found).toEqual(expect.arrayContaining([...expected]))
  })

  it('with a posting of a batch that was rejected', async () => {
    const damage = `UPDATE batch SET state = 'rejected' WHERE id = 3; UPDATE movement SET batch_id = 3 WHERE seq = 2`
    expect(await foundAfter(books.engine, 3, damage)).toEqual(['3 posting_unexpected - - #2'])
  })
})

describe('the archive', () => {
  const archived = async (batch: number): Promise<string> =>
    withRawStore(books.engine, (raw) =>
      path.join(
        books.engine.layout.archive,
        raw.prepare('SELECT archive FROM batch WHERE id = ?').pluck().get(batch) as string,
      ),
    )
  const found = () => foundAfter(books.engine, 1, () => {})

  it('with any of its bytes changed, and cut off anywhere', async () => {
    const file = await archived(1)
    const whole = readFileSync(file)
    try {
      for (const at of [0, 4, 7, 20, 60, whole.length - 1]) {
        const changed = Buffer.from(whole)
        changed[at] = (changed[at] ?? 0) ^ 1
        writeFileSync(file, changed)
        expect(await found(), `byte ${at}`).toEqual(['- file_damaged - - -'])
      }
      writeFileSync(file, whole.subarray(0, whole.length - 5))
      expect(await found()).toEqual(['- file_damaged - - -'])
      writeFileSync(file, readFileSync(await archived(2)))
      expect(await found()).toEqual(
        expect.arrayContaining(['- file_changed SHA-256 root root', '- count_differs rows 2 8']),
      )
      rmSync(file)
      expect(await found()).toEqual(['- file_missing - - -'])
      expect(readdirSync(path.dirname(file))).toHaveLength(2)
    } finally {
      writeFileSync(file, whole)
    }
    expect(await found()).toEqual([])
  })
})

describe('over random batches', () => {
  const row = fc.record({
    tx: fc.integer({ min: 1, max: 12 }),
    client: fc.constantFrom('A', 'B', 'C', 'D'),
    type: fc.constantFrom('TopUp', 'TopUp', 'Payment', 'Gift'),
    amount: fc.constantFrom(1, 5, 40, 300, 200_000_000),
  })
  /** What can be done to one row of a table, and of which rows. */
  const tamperings: Readonly<Record<string, Readonly<{ rows: string; change: string }>>> = {
    amount: {
      rows: 'SELECT seq FROM movement WHERE batch_id = @batch',
      change: 'UPDATE movement SET amount = amount + 1 WHERE seq = @key',
    },
    posting: {
      rows: 'SELECT seq FROM movement WHERE batch_id = @batch',
      change: 'DELETE FROM movement WHERE seq = @key',
    },
    line: {
      rows: 'SELECT seq FROM movement WHERE batch_id = @batch',
      change: 'UPDATE movement SET line = line + 1 WHERE seq = @key',
    },
    note: {
      rows: 'SELECT line FROM batch_row WHERE batch_id = @batch',
      change: 'DELETE FROM batch_row WHERE batch_id = @batch AND line = @key',
    },
    outcome: {
      rows: 'SELECT line FROM batch_row WHERE batch_id = @batch',
      change: `UPDATE batch_row SET outcome = iif(outcome = 'repeat', 'fault', 'repeat'), code = 'X' WHERE batch_id = @batch AND line = @key`,
    },
    held: {
      rows: 'SELECT line FROM held_row WHERE batch_id = @batch',
      change: 'DELETE FROM held_row WHERE batch_id = @batch AND line = @key',
    },
    client: {
      rows: 'SELECT line FROM held_row WHERE batch_id = @batch',
      change: `UPDATE held_row SET client_id = client_id || 'x' WHERE batch_id = @batch AND line = @key`,
    },
    count: {
      rows: 'SELECT id FROM batch WHERE id = @batch',
      change: 'UPDATE batch SET posted = posted + 1 WHERE id = @key',
    },
  }

  it('undisturbed ones never differ, and each single tampering is found', async () => {
    let files = 0
    let tampered = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { minLength: 1, maxLength: 14 }), { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(fc.nat()),
        async (batches, picks) => {
          const first = (await books.client.batches.list({ limit: 1 })).items[0]?.id ?? 0
          for (const rows of batches) {
            files += 1
            // TxIds of one run meet, and none of other runs do.
            const drafts = rows.map((each) => ({ ...each, tx: `r${first}-${each.tx}` }))
            await drop(`random-${files}.csv`, drafts)
          }
          for (let batch = first + 1; batch <= first + batches.length; batch += 1) {
            expect(await foundAfter(books.engine, batch, () => {})).toEqual([])
            for (const [name, { rows, change }] of Object.entries(tamperings)) {
              const done = await tamperedWith(batch, rows, change, picks.next().value ?? 0)
              if (done === null) continue
              tampered += 1
              expect(done, `${name} of batch ${batch}`).not.toEqual([])
            }
          }
        },
      ),
      { numRuns: 12 },
    )
    expect(tampered).toBeGreaterThan(40)
  })

  /** Null where there is nothing of the kind. */
  async function tamperedWith(batch: number, rows: string, change: string, pick: number) {
    let isDone = false
    const found = await foundAfter(books.engine, batch, (raw: Database) => {
      const keys = raw.prepare(rows).pluck().all({ batch }) as number[]
      const key = keys[pick % keys.length]
      if (key === undefined) return
      isDone = true
      const statement = raw.prepare(change)
      statement.run(change.includes('@batch') ? { batch, key } : { key })
    })
    return isDone ? found : null
  }
})

it('only looks: nothing of the store is another afterwards', async () => {
  await withRawStore(books.engine, async (raw) => {
    const before = raw.prepare('SELECT total_changes()').pluck().get()
    await compareOn(raw, books.engine, 1)
    expect(raw.prepare('SELECT total_changes()').pluck().get()).toBe(before)
  })
})
