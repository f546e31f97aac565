/** Over any history of a clearing account: what is claimed and what nobody has claimed yet come to what is owed, day by day. */
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { dayOfNumber } from '../../engine/calendar/day.ts'
import { now } from '../../engine/calendar/instant.ts'
import { Agreement } from '../../engine/contract/agreements.ts'
import { dueSettlements } from '../../engine/expected/due.ts'
import { getExpected, isOpen } from '../../engine/expected/record.ts'
import { postSettlement } from '../../engine/expected/settle.ts'
import { Books } from '../../engine/ledger/books.ts'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { today } from './open-settlements.ts'

let books: OpenBooks
afterEach(() => books.close())

const dayMs = 86_400_000
const noonOf = (day: number) => (day * dayMs + 4 * 3_600_000) as never
/** Of a history of ten days, the last is the one that is looked at. */
const first = today - 10

type Step =
  | Readonly<{ do: 'post'; day: number; amount: number; isIn: boolean }>
  | Readonly<{ do: 'raise' }>
  | Readonly<{ do: 'pay'; which: number; short: number }>
  | Readonly<{ do: 'cancel'; which: number }>

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('post' as const),
    day: fc.nat(9),
    amount: fc.integer({ min: 1, max: 1_000 }),
    isIn: fc.boolean(),
  }),
  fc.record({ do: fc.constant('raise' as const) }),
  fc.record({ do: fc.constant('pay' as const), which: fc.nat(20), short: fc.nat(3) }),
  fc.record({ do: fc.constant('cancel' as const), which: fc.nat(20) }),
)

async function open(): Promise<void> {
  books = await openBooks()
  const agreement = Agreement.parse({ settlement: {} })
  await books.run('producers.add', { id: 9, code: 'nine', name: 'Nine Lives', agreement } as never, 'admin')
  post({ do: 'post', day: 0, amount: 1, isIn: true })
}

function post({ day, amount, isIn }: Extract<Step, { do: 'post' }>): void {
  books.raw.transaction(() => {
    const writer = new Books(books.raw, Date.now())
    const clearing = writer.clearing({ id: 9, code: 'nine' }, 'USD')
    const house = writer.house('suspense', 'USD')
    const bank = writer.house('omnibus:main', 'USD')
    const [debit, credit] = isIn ? [clearing, house] : [house, clearing]
    const of = { kind: 'deposit', currency: 'USD', initiator: 'test' }
    const occurredAt = (first + day) * dayMs
    writer.postEntry({ ...of, amount, legs: [{ debit, credit, amount }], occurredAt, day: dayOfNumber(first + day) })
    writer.postEntry({
      ...of,
      amount: 1,
      legs: [{ debit: bank, credit: house, amount: 1 }],
      occurredAt,
      day: dayOfNumber(first + day),
    })
    writer.close()
  })()
}

const openPayments = () =>
  (books.raw.prepare('SELECT id FROM expected_payment ORDER BY id').pluck().all() as number[])
    .map((id) => getExpected(books.raw, id))
    .filter(isOpen)

const pick = (which: number) => {
  const all = openPayments()
  return all[which % Math.max(1, all.length)]
}

const owedUntil = (day: number): number =>
  books.raw
    .prepare(`
      SELECT coalesce(sum(iif(debit = account.id, amount, -amount)), 0) FROM movement
      JOIN account ON account.code = 'clearing:nine' AND account.id IN (debit, credit) WHERE day <= ?`)
    .pluck()
    .get(day) as number

/** What every payment of before takes, unless it has done so by that day. */
const claimedAfter = (day: number): number =>
  (books.raw.prepare('SELECT id FROM expected_payment ORDER BY id').pluck().all() as number[])
    .map((id) => getExpected(books.raw, id))
    .filter(({ state, postedDay }) => isOpen({ kind: 'settlement', state }) || (postedDay ?? 0) > day)
    .reduce((sum, { entry, paid, cleared }) => sum + (entry === null ? cleared : paid), 0)

async function act(one: Step, clock: number): Promise<void> {
  const { raw } = books
  switch (one.do) {
    case 'post':
      return post(one)
    case 'raise': {
      const due = dueSettlements({ raw } as never, { at: noonOf(clock) })
      await books.run('expected.raise', { due })
      // What was owed by then is claimed, by whom has not been paid by then; a day is looked at once.
      if (due.length > 0) expect(claimedAfter(clock - 1)).toBe(owedUntil(clock - 1))
      return
    }
    case 'pay': {
      const record = pick(one.which)
      if (record === undefined) return
      const short = Math.min(one.short, Math.abs(record.amount) - 1)
      const amount = record.amount - Math.sign(record.amount) * short
      const bank = raw.prepare(`SELECT id FROM account WHERE code = 'omnibus:main'`).pluck().get() as number
      const paying = { bank, amount, day: dayOfNumber(clock), by: 'test' }
      raw.transaction(() => postSettlement({ raw, at: now() }, record, paying))()
      return
    }
    case 'cancel': {
      const record = pick(one.which)
      if (record !== undefined) await books.run('expected.cancel', { id: record.id, reason: 'r' }, 'ana')
      return
    }
    default:
      throw new Error('no such step')
  }
}

it('nothing is claimed twice and nothing is forgotten, whatever comes late, short or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { maxLength: 5 }), { minLength: 1, maxLength: 10 }), async (days) => {
      await open()
      try {
        for (const [at, steps] of days.entries()) for (const one of steps) await act(one, first + 1 + at)
        // A day behind all of them: everything that is there was over by then.
        await act({ do: 'raise' }, today + 40)
        const balance = books.raw
          .prepare(`SELECT balance FROM account WHERE code = 'clearing:nine'`)
          .pluck()
          .get() as number
        const claimed = openPayments().reduce((sum, { cleared }) => sum + cleared, 0)
        expect(claimed).toBe(0 - balance)
        const proof = checkWorkspace({ raw: books.raw, db: null as never, onProgress: () => {} }, { deep: false })
        expect(proof.differences.filter(({ code }) => code.startsWith('expected'))).toEqual([])
      } finally {
        books.close()
      }
    }),
    { numRuns: 6 },
  )
  await open()
}, 120_000)
