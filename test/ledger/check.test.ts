/** The consistency check: sound books have no difference, and of damaged ones it says exactly what differs. */
import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckProgress, CheckResult } from '../../engine/contract/workspace.ts'
import { sortedEntries } from '../../engine/identities/entries.ts'
import { addRun } from '../../engine/identities/runs.ts'
import { Books as WritersBooks } from '../../engine/ledger/books.ts'
import { Sums } from '../../engine/ledger/check/sums.ts'
import { checkLedger } from '../../engine/ledger/check.ts'
import { type Books, csvOf, openBooks, type RowDraft } from '../ingest/drop.ts'
import { damages } from './damages.ts'
import { damagesAround } from './damages-around.ts'
import { withRawStore } from './raw-store.ts'
import { entryBy, openSoundBooks } from './sound-books.ts'

let books: Books
beforeAll(async () => {
  books = await openSoundBooks()
})
afterAll(() => books.close())

const check = (raw: Database): CheckResult => checkLedger({ raw, onProgress: () => undefined }, null)

/** Begins from sound books and ends in a rollback: the check reads on the same connection what was done. */
async function differencesAfter(damage: (raw: Database) => void): Promise<readonly string[]> {
  return withRawStore(books.engine, (raw) => {
    raw.exec('BEGIN; PRAGMA defer_foreign_keys = ON')
    raw.pragma('ignore_check_constraints = ON')
    try {
      const triggers = raw.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck().all() as string[]
      for (const name of triggers) raw.exec(`DROP TRIGGER ${name}`)
      damage(raw)
      const { consistent, differences } = check(raw)
      expect(consistent).toBe(differences.length === 0)
      return differences
        .map(({ code, subject, expected, found }) => `${code} | ${subject} | ${expected} | ${found}`)
        .toSorted()
    } finally {
      raw.exec('ROLLBACK')
    }
  })
}

describe('sound books', () => {
  it('have no difference, and every kind is told with what it added to the wallets and took from them', async () => {
    const kind = (name: string, postings: number, [added, taken]: readonly [number, number], currency = 'USD') => ({
      kind: name,
      currency,
      postings,
      added: String(added),
      taken: String(taken),
    })
    expect(await books.client.workspace.check({})).toEqual({
      consistent: true,
      differences: [],
      postings: 14,
      kinds: [
        kind('Payment', 1, [0, 300]),
        kind('TopUp', 2, [1_050, 0]),
        kind('capture', 1, [0, 20]),
        kind('chargeback', 2, [0, 20]),
        kind('deposit', 1, [900, 0], 'EUR'),
        kind('deposit', 1, [500, 0]),
        kind('payout', 1, [0, 0]),
        kind('purchase', 2, [0, 130]),
        kind('refund', 1, [40, 0]),
        kind('reversal', 1, [0, 40]),
        kind('withdrawal', 1, [0, 200]),
      ],
    })
  })

  it('may undo again what an undone refund gave back', async () => {
    // Of the purchase of 100, 40 were refunded and that reversed: 70 more are within what is left, 40 with 70 would not be.
    const again = 'UPDATE entry SET related = 7 WHERE id IN (10, 12)'
    expect(await differencesAfter((raw) => raw.exec(again))).toEqual([])
  })
})

describe('the check finds', () => {
  it.each([...damages, ...damagesAround])('%s, and says exactly what differs', async (_, how, differences) => {
    const damage = typeof how === 'string' ? (raw: Database) => void raw.exec(how) : how
    expect(await differencesAfter(damage)).toEqual(differences)
  })

  it('more than a thousand differences, tells those and counts the others', async () => {
    const found = await differencesAfter((raw) => {
      const ghosts = Array.from({ length: 1_200 }, (_, ghost) => ghost)
      const places = ghosts.map((ghost) => ({ batch: 1, line: 100 + ghost }))
      addRun(raw, { producer: 8, batch: 1, level: 0 }, sortedEntries(Float64Array.from(ghosts), places))
    })
    expect(found).toHaveLength(1_001)
    expect(found[0]).toBe('further_differences | check | 0 | 200')
  })
})

describe('the check', () => {
  it('answers the same by whatever door it is asked, tells how far it is, and is on record each time', async () => {
    const { client } = books
    const result = await client.workspace.check({})
    expect(await client.ledger.check()).toEqual(result)
    const watched: CheckProgress[] = []
    const stream = await client.ledger.watchCheck({ deep: true })
    for (;;) {
      const { done, value } = await stream.next()
      if (done) {
        expect(value).toEqual({ ...result, pages: expect.any(Number) })
        break
      }
      watched.push(value)
    }
    expect(watched).toEqual([{ postings: 14, total: 14 }])
    const { items } = await client.audit.list({ action: 'workspace.check', limit: 3 })
    expect(items.map(({ actor, outcome, detail }) => ({ actor, outcome, detail }))).toEqual(
      [true, false, false].map((deep) => ({
        actor: 'admin',
        outcome: 'consistent',
        detail: { deep, postings: 14, differences: 0 },
      })),
    )
  })
})

describe('books of chance', () => {
  let others: Books
  beforeAll(async () => {
    others = await openBooks()
  })
  afterAll(() => others.close())

  it.each([1, 2, 3])('are sound after any batches and operations (seed %i)', async (seed) => {
    const random = seeded(seed)
    for (let round = 0; round < 4; round += 1) {
      others.drop(`${seed}-${round}.csv`, csvOf(rowsOf(random, `${seed}-${round}`)))
      await others.drain()
      await withRawStore(others.engine, (raw) => raw.transaction(() => operate(raw, random))())
    }
    const { differences, postings } = await others.client.workspace.check({ deep: true })
    expect(differences).toEqual([])
    expect(postings).toBe(
      await withRawStore(others.engine, (raw) => raw.prepare('SELECT count(*) FROM posting').pluck().get()),
    )
  })

  it('are proven as they stood when the check began, whatever is posted meanwhile', async () => {
    others.drop('many.csv', csvOf(Array.from({ length: 5_000 }, (_, tx) => ({ tx: `many ${tx}`, amount: 5 }))))
    await others.drain()
    await withRawStore(others.engine, (writing) =>
      withRawStore(others.engine, (reading) => {
        const before = check(reading)
        const told: CheckProgress[] = []
        const onProgress = (progress: unknown) => {
          told.push(progress as CheckProgress)
          writing.transaction(() => operate(writing, seeded(told.length)))()
        }
        reading.exec('BEGIN')
        const during = checkLedger({ raw: reading, onProgress }, null)
        reading.exec('COMMIT')
        expect(during).toEqual(before)
        expect(told.length).toBeGreaterThan(3)
        expect(told.at(-1)).toEqual({ postings: before.postings, total: before.postings })
        const after = check(reading)
        expect(after.differences).toEqual([])
        expect(after.postings).toBeGreaterThan(before.postings)
      }),
    )
  })
})

/** Some rows come twice, some are wrong, and some payments are more than their client has. */
function rowsOf(random: () => number, name: string): readonly RowDraft[] {
  return Array.from({ length: 40 }, (_, row) => ({
    client: `C${Math.floor(random() * 6)}`,
    tx: `${name} ${random() < 0.1 ? Math.floor(row / 2) : row}`,
    type: random() < 0.5 ? 'Payment' : 'TopUp',
    amount: random() < 0.05 ? -1 : 1 + Math.floor(random() * 900),
  }))
}

/** What the writer does with its books, without asking anybody: deposits, transfers of two legs, refunds, holds. */
function operate(raw: Database, random: () => number): void {
  const books = new WritersBooks(raw, Date.now())
  const entry = entryBy(books)
  const house = books.house('clearing:house', 'USD')
  for (let step = 0; step < 12; step += 1) {
    const wallet = books.findWallet(`C${Math.floor(random() * 6)}`, 'USD')
    if (wallet === null) continue
    const amount = 1 + Math.floor(random() * 300)
    entry({ kind: 'deposit', amount: amount * 2 }, { debit: house, credit: wallet, amount: amount * 2 })
    const purchase = { kind: 'purchase', amount: amount * 2 }
    const id = entry(purchase, { debit: wallet, credit: house, amount }, { debit: wallet, credit: house, amount })
    const left = Math.ceil(amount * random())
    if (random() < 0.5)
      entry({ kind: 'refund', amount: left, related: id }, { debit: house, credit: wallet, amount: left })
  }
  books.close()
}

it('adds up beyond what a number holds, as exactly as a bigint', () => {
  const random = seeded(4)
  const sums = new Sums(3)
  const expected = [0n, 0n, 0n]
  for (let step = 0; step < 20_000; step += 1) {
    const index = Math.floor(random() * 3)
    const size = 2 ** Math.floor(random() * 54)
    const value = (Math.floor(random() * size) + Math.floor(random() * 1_000)) * (random() < 0.4 ? -1 : 1)
    const added = random() < 0.1 ? BigInt(value) * 1_000_003n : value
    sums.add(index, added)
    expected[index] = (expected[index] ?? 0n) + BigInt(added)
    expect(sums.is(index, expected[index])).toBe(true)
    expect(sums.is(index, expected[index] + 1n)).toBe(false)
  }
  expect([0, 1, 2].map((index) => sums.get(index))).toEqual(expected)
})

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
