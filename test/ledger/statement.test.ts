import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Order } from '../../engine/ledger/account-postings.ts'
import { readStatement, type StatementAnswer } from '../../engine/ledger/statement.ts'
import { closeThrough, enter, enterBatch, type Ledger, openLedger } from './entries.ts'

const days = Array.from({ length: 9 }, (_, i) => `2026-03-0${i + 1}`)
type Ask = Readonly<{
  code: string
  currency?: string
  from?: string | undefined
  to?: string | undefined
  order?: Order
  limit?: number
  after?: StatementAnswer['next']
}>

const ask = (ledger: Ledger, { from, to, order = 'oldestFirst', limit = 100, after = null, ...account }: Ask) =>
  readStatement(ledger.context, { ...account, from, to, order, after, limit })

/** All pages of a statement, with limits that change from page to page. */
function wholeOf(ledger: Ledger, asked: Ask, limits: readonly number[]): StatementAnswer {
  const items: StatementAnswer['items'] = []
  let after: StatementAnswer['next'] = null
  for (let page = 0; ; page += 1) {
    const answer = ask(ledger, { ...asked, after, limit: limits[page % limits.length] ?? 1 })
    if (answer === null) throw new Error('no such account')
    items.push(...answer.items)
    if (answer.next === null) return { ...answer, items }
    after = answer.next
  }
}

describe('a statement', () => {
  let ledger: Ledger
  beforeAll(async () => {
    ledger = await openLedger()
    const at = Date.parse('2026-03-03T04:00:00Z')
    enterBatch(ledger.raw, 7, [{ type: 'TopUp', client: 'anna', amount: 500, txId: 't1', day: '2026-03-01' }], at)
    enter(
      ledger.raw,
      [{ kind: 'purchase', debit: 'wallet:anna', credit: 'clearing:house', amount: 120, reason: 'tea' }],
      at,
    )
    enterBatch(ledger.raw, 7, [{ type: 'Payment', client: 'anna', amount: 30, txId: 't2', day: '2026-03-02' }], at)
    enter(
      ledger.raw,
      [{ kind: 'transfer', debit: 'wallet:anna', credit: 'wallet:bob', amount: 50, day: '2026-03-04' }],
      at,
    )
    enter(
      ledger.raw,
      [{ kind: 'deposit', debit: 'omnibus:main', credit: 'wallet:anna', amount: 9, currency: 'EUR' }],
      at,
    )
  })
  afterAll(() => ledger.close())

  const linesOf = (answer: StatementAnswer | null) =>
    answer?.items.map(({ posting, counter, amount, balance }) => [posting.businessDay, counter, amount, balance])

  it('without days shows what each posting left on the account, oldest or newest first', () => {
    const lines = [
      ['2026-03-01', 'clearing:seven', 500, 500],
      ['2026-03-03', 'clearing:house', -120, 380],
      ['2026-03-02', 'clearing:seven', -30, 350],
      ['2026-03-04', 'wallet:bob', -50, 300],
    ]
    const oldest = ask(ledger, { code: 'wallet:anna' })
    expect(oldest).toMatchObject({
      opening: 0,
      closing: 300,
      next: null,
      account: { code: 'wallet:anna', currency: 'USD' },
    })
    expect(linesOf(oldest)).toEqual(lines)
    expect(linesOf(ask(ledger, { code: 'wallet:anna', order: 'newestFirst' }))).toEqual(lines.toReversed())
  })

  it('for days begins at what stood before them and ends at what stands after them, though rows came late', () => {
    const asked = { code: 'wallet:anna', from: '2026-03-02', to: '2026-03-03' }
    const lines = [
      ['2026-03-03', 'clearing:house', -120, 380],
      ['2026-03-02', 'clearing:seven', -30, 350],
    ]
    const oldest = ask(ledger, asked)
    expect(oldest).toMatchObject({ opening: 500, closing: 350 })
    expect(linesOf(oldest)).toEqual(lines)
    expect(linesOf(ask(ledger, { ...asked, order: 'newestFirst' }))).toEqual(lines.toReversed())
    const late = ask(ledger, { code: 'wallet:anna', from: '2026-03-02', to: '2026-03-02' })
    // The purchase of the next day was posted before it, and is not of this day.
    expect([late?.opening, linesOf(late), late?.closing]).toEqual([
      500,
      [['2026-03-02', 'clearing:seven', -30, 470]],
      470,
    ])
  })

  it('is of the workspace’s currency, or of the one that is asked for', () => {
    expect(ask(ledger, { code: 'wallet:anna', currency: 'EUR' })).toMatchObject({
      account: { currency: 'EUR', balance: 9 },
      closing: 9,
      items: [{ amount: 9, balance: 9, counter: 'omnibus:main' }],
    })
    expect(ask(ledger, { code: 'wallet:bob', currency: 'EUR' })).toBeNull()
    expect(ask(ledger, { code: 'wallet:nobody' })).toBeNull()
  })

  it('says of a line where it came from, and that it came too late for its own day', () => {
    closeThrough(ledger.raw, '2026-03-04')
    const occurredAt = Date.parse('2026-03-04T15:59:59Z')
    enter(ledger.raw, [
      { kind: 'fee', debit: 'wallet:anna', credit: 'fee-income', amount: 1, occurredAt, reference: 'R' },
    ])
    const from = '2026-03-05'
    expect(ask(ledger, { code: 'fee-income', from, to: from })).toMatchObject({
      opening: 0,
      closing: 1,
      items: [{ posting: { late: true, businessDay: from, kind: 'fee', source: { from: 'entry', reference: 'R' } } }],
    })
    const [first] = ask(ledger, { code: 'clearing:seven' })?.items ?? []
    expect(first?.posting).toMatchObject({
      late: false,
      debitAfter: -500,
      creditAfter: 500,
      source: { from: 'batch', file: 'day.csv', producer: 7, producerName: 'Seven Corner', txId: 't1', line: 2 },
    })
  })
})

describe('over any history, with rows that come days late', () => {
  let ledger: Ledger
  let history: { seq: number; day: string; debit: string; credit: string; amount: number }[]
  beforeAll(async () => {
    ledger = await openLedger()
    const random = fc.sample(fc.tuple(fc.nat(9), fc.nat(99), fc.integer({ min: 1, max: 500 })), {
      seed: 11,
      numRuns: 6_500,
    })
    // One in twenty stands on any other day, and most of a day's come in once the next day goes on already.
    const entries = random.flatMap(([client, luck, amount], i) => {
      const now = Math.floor((i / random.length) * days.length)
      const day = days[luck < 5 ? (luck * 3) % days.length : Math.max(0, now - (luck < 80 ? 1 : 0))] ?? ''
      const deposit = { kind: 'deposit', debit: 'omnibus:main', credit: `wallet:c${client}`, amount, day }
      const back = { ...deposit, kind: 'withdrawal', debit: deposit.credit, credit: deposit.debit }
      return luck % 3 === 0 ? [deposit, back] : [deposit]
    })
    enter(ledger.raw, entries)
    history = ledger.raw
      .prepare(`
        SELECT seq, business_day AS day, debit.code AS debit, credit.code AS credit, amount FROM posting
        JOIN account AS debit ON debit.id = posting.debit JOIN account AS credit ON credit.id = posting.credit ORDER BY seq`)
      .all() as typeof history
  })
  afterAll(() => ledger.close())

  /** The same statement by hand: every posting is looked at and added up. */
  function expected({ code, from = '', to = '~' }: Ask) {
    const signed = history.flatMap(({ debit, credit, amount, ...of }) =>
      debit === code ? [{ ...of, amount: -amount }] : credit === code ? [{ ...of, amount }] : [],
    )
    const sum = (of: typeof signed) => of.reduce((total, { amount }) => total + amount, 0)
    const opening = sum(signed.filter(({ day }) => day < from))
    let balance = opening
    const items = signed.flatMap(({ seq, day, amount }) => {
      if (day < from || day > to) return []
      balance += amount
      return [{ seq, amount, balance }]
    })
    return { opening, closing: sum(signed.filter(({ day }) => day <= to)), items }
  }

  const anyDay = fc.option(fc.constantFrom('2026-02-27', ...days, '2026-03-20'), { nil: undefined })
  it('every page of every range adds up, from the opening to the closing, on a busy account and a quiet one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('omnibus:main', 'wallet:c1', 'wallet:c7'),
        anyDay,
        anyDay,
        fc.constantFrom<Order>('oldestFirst', 'newestFirst'),
        fc.array(fc.integer({ min: 150, max: 900 }), { minLength: 1, maxLength: 5 }),
        (code, from, to, order, limits) => {
          fc.pre(from === undefined || to === undefined || from <= to)
          const { opening, closing, items } = wholeOf(ledger, { code, from, to, order }, limits)
          const wanted = expected({ code, from, to })
          const lines = items.map(({ posting, amount, balance }) => ({ seq: posting.seq, amount, balance }))
          expect({ opening, closing, items: order === 'oldestFirst' ? lines : lines.toReversed() }).toEqual(wanted)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('a posting that comes while somebody pages changes no balance that was shown', () => {
    const asked = { code: 'omnibus:main', from: days[2], to: days[7], order: 'newestFirst', limit: 50 } as const
    const first = ask(ledger, asked)
    const before = wholeOf(ledger, asked, [50])
    enter(ledger.raw, [{ kind: 'deposit', debit: 'omnibus:main', credit: 'wallet:c1', amount: 3, day: days[5] ?? '' }])
    const second = ask(ledger, { ...asked, after: first?.next ?? null })
    expect(second?.items).toEqual(before.items.slice(50, 100))
    expect(second?.closing).toBe(before.closing - 3)
  })
})
