import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PostingFilter } from '../../engine/contract/accounts.ts'
import { lookMax } from '../../engine/ledger/look.ts'
import { searchPostings } from '../../engine/ledger/postings.ts'
import { type Entry, enter, enterBatch, type Ledger, openLedger } from './entries.ts'

const days = Array.from({ length: 9 }, (_, i) => `2026-03-0${i + 1}`)
const at = Date.parse('2026-03-09T04:00:00Z')

/** Every page of a search, and whether one of them ended early. */
function wholeOf(ledger: Ledger, filter: PostingFilter, limit = 100) {
  const seqs: number[] = []
  const lookedBackTo: string[] = []
  let before: number | null = null
  do {
    const page = searchPostings(ledger.context, { filter, before, limit })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    seqs.push(...page.items.map(({ seq }) => seq))
    if (page.lookedBackTo !== null) lookedBackTo.push(page.lookedBackTo)
    before = page.next
  } while (before !== null)
  return { seqs, lookedBackTo }
}

describe('a search', () => {
  let ledger: Ledger
  beforeAll(async () => {
    ledger = await openLedger()
    const clients = ['anna', 'bob', 'Zoë', 'wallet']
    const pick = fc.tuple(fc.nat(3), fc.nat(8), fc.integer({ min: 1, max: 6 }), fc.nat(5), fc.nat(3))
    for (const [round, [client, day, amount, word, how]] of fc.sample(pick, { seed: 5, numRuns: 250 }).entries()) {
      const wallet = `wallet:${clients[client]}`
      const of = { amount, day: days[day] ?? '', reference: `R${word}` }
      const deposit: Entry = { kind: 'deposit', debit: 'omnibus:main', credit: wallet, ...of, reason: 'ÄRGER 100%' }
      if (how === 0)
        enterBatch(
          ledger.raw,
          7,
          [{ type: 'TopUp', client: clients[client] ?? '', amount, txId: `R${word}-${round}` }],
          at,
        )
      else if (how === 1) enter(ledger.raw, [deposit, { ...deposit, orderId: `O${word}`, currency: 'EUR' }], at)
      else {
        const other = `wallet:${clients[(client + 1) % 4]}`
        const fee = { debit: wallet, credit: 'fee-income', amount: 1 }
        enter(
          ledger.raw,
          [
            { ...deposit, amount: 9 },
            { ...of, kind: 'transfer', debit: wallet, credit: other, and: fee, bankTransactionId: `B${word}` },
          ],
          at,
        )
      }
    }
    // An order that bears the name of another one's reference, and a row of another producer the name of a row.
    enter(
      ledger.raw,
      [{ kind: 'purchase', debit: 'wallet:anna', credit: 'clearing:house', amount: 2, orderId: 'R1' }],
      at,
    )
    for (const producer of [7, 8] as const)
      enterBatch(ledger.raw, producer, [{ type: 'TopUp', client: 'bob', amount: 3, txId: 'R1' }], at)
  })
  afterAll(() => ledger.close())

  type Fact = Readonly<Record<'debit' | 'credit' | 'kind' | 'currency' | 'day', string>> &
    Readonly<
      Record<'tx' | 'location' | 'reference' | 'order' | 'bank' | 'reason' | 'debited' | 'credited', string | null>
    > &
    Readonly<{ seq: number; amount: number }>

  /** The same search by hand: every posting is held against every part of the filter. */
  function expected(filter: PostingFilter) {
    const { account, client, kind, currency, amount, reference, text, location, from = '', to = '~' } = filter
    const facts = ledger.raw
      .prepare(`
        SELECT posting.seq, posting.amount, posting.kind, posting.currency, business_day AS day, tx_id AS tx, location,
          entry.reference, entry.order_id AS "order", entry.bank_transaction_id AS bank, entry.reason,
          debit.code AS debit, credit.code AS credit, debit.client_id AS debited, credit.client_id AS credited
        FROM posting JOIN account AS debit ON debit.id = posting.debit JOIN account AS credit ON credit.id = posting.credit
        LEFT JOIN entry ON entry.id = posting.entry ORDER BY seq DESC`)
      .all() as Fact[]
    const matches = (of: Fact): boolean =>
      (account === undefined || [of.debit, of.credit].includes(account)) &&
      (client === undefined || [of.debited, of.credited].includes(client)) &&
      (kind === undefined || of.kind === kind) &&
      (currency === undefined || of.currency === currency) &&
      (amount === undefined || of.amount === amount) &&
      (reference === undefined || [of.tx, of.reference, of.order, of.bank].includes(reference)) &&
      (location === undefined || of.location === location) &&
      (text === undefined ||
        [of.tx, of.reference, of.order, of.reason].some((each) => each?.toLowerCase().includes(text.toLowerCase()))) &&
      of.day >= from &&
      of.day <= to
    return facts.filter(matches).map(({ seq }) => seq)
  }

  const maybe = <T>(...values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 1 })
  it('finds what matches every part of it, newest first, whichever index it begins from', () => {
    const filter = fc.record({
      account: maybe('wallet:anna', 'omnibus:main', 'fee-income', 'clearing:seven', 'nothing'),
      client: maybe('anna', 'Zoë', 'nobody'),
      kind: maybe('TopUp', 'transfer', 'deposit'),
      currency: maybe('USD', 'EUR'),
      amount: maybe(1, 3, 9),
      reference: maybe('R1', 'O2', 'B3', 'R3-', 'R1-17'),
      text: maybe('r1', 'ärger', '100%', '_', "'"),
      location: maybe('Central', 'North'),
      from: maybe('2026-03-02', '2026-03-04'),
      to: maybe('2026-03-05', '2026-03-08'),
    })
    fc.assert(
      fc.property(filter, fc.integer({ min: 15, max: 90 }), (asked, limit) => {
        expect(wholeOf(ledger, asked, limit).seqs).toEqual(expected(asked))
      }),
      { numRuns: 120 },
    )
  })

  it.each<PostingFilter>([
    { reference: 'R1' },
    { reference: 'O2' },
    { reference: 'B3' },
    { text: 'ärger' },
    { location: 'Central', client: 'bob' },
    { text: '100%', amount: 9 },
    { client: 'anna', account: 'wallet:bob' },
    { reference: 'R1', account: 'wallet:bob' },
    { reference: 'R1', client: 'anna' },
    { account: 'omnibus:main', from: '2026-03-04', to: '2026-03-04' },
  ])('finds something by %o', (filter) => {
    expect(wholeOf(ledger, filter, 7).seqs).toEqual(expected(filter))
    expect(expected(filter).length).toBeGreaterThan(0)
  })
})

it('ends a page early where much was looked through, says how far back, and goes on from there', async () => {
  const ledger = await openLedger()
  try {
    const deposit: Entry = { kind: 'deposit', debit: 'omnibus:main', credit: 'wallet:anna', amount: 2 }
    const early = Date.parse('2026-03-01T00:00:00Z')
    const [rare = 0] = enter(ledger.raw, [{ ...deposit, amount: 77 }], early)
    enter(
      ledger.raw,
      Array.from({ length: 1_000 }, () => deposit),
      early,
    )
    enter(
      ledger.raw,
      Array.from({ length: lookMax }, () => deposit),
      at,
    )
    for (const filter of [
      { amount: 77 },
      { amount: 77, client: 'anna' },
      { amount: 77, text: '', account: 'wallet:anna' },
    ]) {
      const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))
      const first = searchPostings(ledger.context, { filter: asked, before: null, limit: 100 })
      expect(first).toEqual({ items: [], next: 1_002, lookedBackTo: '2026-03-09T04:00:00.000Z' })
      const second = searchPostings(ledger.context, { filter: asked, before: first.next, limit: 100 })
      expect(second).toMatchObject({ items: [{ seq: rare, amount: 77 }], next: null, lookedBackTo: null })
    }
    // What its days have an index for is found at once, however much lies in between.
    const day = '2026-03-01'
    const found = searchPostings(ledger.context, {
      filter: { amount: 77, from: day, to: day },
      before: null,
      limit: 100,
    })
    expect(found).toMatchObject({ items: [{ seq: rare }], next: null, lookedBackTo: null })
  } finally {
    ledger.close()
  }
})
