/** A withdrawal is expected to be paid out, and its life is what was posted and what the bank says of it. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findExpectedDetail, listExpected } from '../../engine/expected/list.ts'
import { readReference, referenceOf } from '../../engine/expected/reference.ts'
import { listHistory } from '../../engine/ledger/history.ts'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { balancesOf, type OpenBooks, openBooks, perform } from '../operations/open-books.ts'
import { putLines } from '../reconcile/put-sides.ts'
import { reconcile } from '../reconcile/reconciling.ts'
import { lineOf } from './open-settlements.ts'

let books: OpenBooks
beforeEach(async () => {
  books = await openBooks()
  await books.run('wallets.open', { client: 'anna' })
  await perform(books, 'deposit', { client: 'anna', amount: 10_000 })
})
afterEach(() => {
  const proof = checkWorkspace({ raw: books.raw, db: null as never, onProgress: () => {} }, { deep: false })
  expect(proof).toMatchObject({ consistent: true, differences: [] })
  books.close()
})

async function done(asked: ReturnType<typeof perform>): Promise<number> {
  const outcome = await asked
  if (!('answer' in outcome)) throw new Error(JSON.stringify(outcome))
  return outcome.answer.transaction
}
const withdraw = (amount: number, reference?: string) =>
  done(perform(books, 'withdrawal', { client: 'anna', amount, ...(reference === undefined ? {} : { reference }) }))
const states = () =>
  listExpected({ raw: books.raw }, { before: null, limit: 100 })
    .items.toReversed()
    .map(({ amount, paid, state }) => `${amount} paid ${paid} ${state}`)

it('is expected as soon as it is asked for, and the bank’s line that quotes it pays it out', async () => {
  await withdraw(3_000)
  expect(states()).toEqual(['-3000 paid 0 requested'])
  await books.run('expected.send', { id: 1, reason: 'order 7' }, 'ana')
  expect(states()).toEqual(['-3000 paid 0 pending'])
  putLines(books.raw, [lineOf(-3_000, { text: `payout ${referenceOf({ kind: 'withdrawal', id: 1 })}` })])
  await reconcile(books)
  expect(states()).toEqual(['-3000 paid -3000 reconciled'])
  expect(balancesOf(books)).toEqual({ 'omnibus:main': -7_000, 'wallet:anna': 7_000 })
  const detail = findExpectedDetail({ raw: books.raw }, { id: 1 })
  expect(detail?.history.map(({ kind, by }) => `${kind} ${by}`)).toEqual([
    'requested ana',
    'pending ana',
    'payout engine',
  ])
  expect(detail?.matches).toEqual([{ match: 1, final: true }])
})

it('paid out by hand it is paid, and settled when a line explains the payout', async () => {
  const withdrawal = await withdraw(3_000)
  await done(perform(books, 'payout', { of: withdrawal, amount: 1_000 }))
  expect(states()).toEqual(['-3000 paid -1000 requested'])
  await done(perform(books, 'payout', { of: withdrawal, reference: 'RUN-2026-11' }))
  expect(states()).toEqual(['-3000 paid -3000 paid'])
  putLines(books.raw, [lineOf(-2_000, { refs: [['end_to_end', 'RUN-2026-11']] })])
  await reconcile(books)
  expect(states()).toEqual(['-3000 paid -3000 paid'])
})

it('is found by the caller’s own reference, when only one withdrawal has it', async () => {
  await withdraw(3_000, 'PAYROLL-0042')
  await withdraw(500, 'TWICE-0001')
  await withdraw(500, 'TWICE-0001')
  putLines(books.raw, [
    lineOf(-3_000, { refs: [['end_to_end', 'PAYROLL-0042']] }),
    lineOf(-500, { refs: [['end_to_end', 'TWICE-0001']] }),
    lineOf(3_000, { refs: [['end_to_end', 'PAYROLL-0042']] }),
  ])
  await reconcile(books)
  expect(states()).toEqual(['-3000 paid -3000 reconciled', '-500 paid 0 requested', '-500 paid 0 requested'])
})

it('given back by the bank it failed and may be paid again; given back to the client it is over', async () => {
  const withdrawal = await withdraw(3_000)
  const payout = await done(perform(books, 'payout', { of: withdrawal }))
  await approved('reversal', { of: payout })
  expect(states()).toEqual(['-3000 paid 0 failed'])
  await done(perform(books, 'payout', { of: withdrawal }))
  expect(states()).toEqual(['-3000 paid -3000 paid'])
  const again = await withdraw(200)
  await approved('reversal', { of: again })
  expect(states()).toEqual(['-3000 paid -3000 paid', '-200 paid 0 refunded'])
  expect(await books.run('expected.send', { id: 2, reason: 'r' }, 'ana')).toEqual({
    status: 'expected_over',
    state: 'refunded',
  })
  expect(await books.run('expected.cancel', { id: 1, reason: 'r' }, 'ana')).toEqual({
    status: 'reverse_instead',
    withdrawal,
  })
})

/** Proposed by one, approved by another. */
async function approved(kind: 'reversal', { of }: Readonly<{ of: number }>): Promise<void> {
  const asked = { change: { kind, of }, reason: 'because', key: `reversal-${of}`, initiator: books.as('ana') }
  const proposed = await books.run('proposals.propose', asked, 'ana')
  if (!('answer' in proposed)) throw new Error(JSON.stringify(proposed))
  const decision = { id: proposed.answer.proposal, decider: books.as('ben') }
  expect((await books.run('proposals.approve', decision, 'ben')).status).toBe('done')
}

it('what the client has again is not paid out, and the rest is', async () => {
  const withdrawal = await withdraw(3_000)
  const payout = await done(perform(books, 'payout', { of: withdrawal, amount: 1_000, reference: 'RUN-1' }))
  await approved('reversal', { of: withdrawal })
  expect(states()).toEqual(['-3000 paid -1000 paid'])
  await approved('reversal', { of: payout })
  const left = () => listExpected({ raw: books.raw }, { before: null, limit: 1 }).items[0]?.left
  expect([states(), left()]).toEqual([['-3000 paid 0 failed'], -1_000])
  putLines(books.raw, [lineOf(-1_000, { text: referenceOf({ kind: 'withdrawal', id: 1 }) })])
  await reconcile(books)
  // The payout that was taken back and its reversal are netted, and that is final at the cut-off.
  expect([states(), left()]).toEqual([['-3000 paid -1000 settled'], 0])
})

it('a line that a person took from its payout pays nothing by itself again', async () => {
  await withdraw(3_000)
  putLines(books.raw, [lineOf(-3_000, { text: referenceOf({ kind: 'withdrawal', id: 1 }) })])
  await reconcile(books)
  await books.run('reconcile.unmatch', { match: 1, reason: 'another payment', by: 'ana' }, 'ana')
  expect(states()).toEqual(['-3000 paid -3000 paid'])
  const entry = books.raw.prepare(`SELECT id FROM entry WHERE kind = 'payout'`).pluck().get() as number
  await approved('reversal', { of: entry })
  await reconcile(books)
  expect(states()).toEqual(['-3000 paid 0 failed'])
})

it('a line that was posted as one payout pays no other until that is reversed', async () => {
  await withdraw(3_000)
  await withdraw(3_000)
  const [line = 0] = putLines(books.raw, [lineOf(-3_000)])
  const settle = (id: number) => books.run('reconcile.settleExpected', { id, line, reason: 'theirs', by: 'ana' }, 'ana')
  expect(await settle(1)).toMatchObject({ status: 'done' })
  await books.run('reconcile.unmatch', { match: 1, reason: 'the other one', by: 'ana' }, 'ana')
  const { id: entry, posting } = books.raw
    .prepare(`SELECT entry AS id, seq AS posting FROM movement WHERE kind = 'payout'`)
    .get() as Readonly<{ id: number; posting: number }>
  expect(await settle(2)).toEqual({ status: 'line_posted_before', line, posting, amount: 3_000, match: null })
  expect(states()).toEqual(['-3000 paid -3000 paid', '-3000 paid 0 requested'])
  await approved('reversal', { of: entry })
  expect(await settle(2)).toMatchObject({ status: 'done' })
})

it('paid out by hand without a word, it goes by its own reference', async () => {
  const withdrawal = await withdraw(3_000)
  await done(perform(books, 'payout', { of: withdrawal }))
  putLines(books.raw, [lineOf(-3_000, { text: referenceOf({ kind: 'withdrawal', id: 1 }) })])
  await reconcile(books)
  expect(states()).toEqual(['-3000 paid -3000 settled'])
})

it('a client sees it as in process until all of it is paid out', async () => {
  const withdrawal = await withdraw(3_000)
  const seen = (): readonly (string | undefined)[] => {
    const page = listHistory({ raw: books.raw } as never, { client: 'anna', filter: {}, after: [], limit: 9 })
    return page?.items.map(({ type, status }) => `${type} ${status}`) ?? []
  }
  expect(seen()).toEqual(['withdrawal in_process', 'deposit confirmed'])
  await done(perform(books, 'payout', { of: withdrawal, amount: 1_000 }))
  expect(seen()).toEqual(['withdrawal in_process', 'deposit confirmed'])
  await done(perform(books, 'payout', { of: withdrawal }))
  expect(seen()).toEqual(['withdrawal confirmed', 'deposit confirmed'])
})

it('references are read however they are written, and a slip is nobody’s', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 31 ** 7 - 1 }), fc.constantFrom('settlement', 'withdrawal'), (id, kind) => {
      const reference = referenceOf({ kind, id } as Parameters<typeof referenceOf>[0])
      expect(reference).toMatch(/^(ST|WD)[2-9A-HJKMNP-Z]{8}$/)
      const typed = `${reference.slice(0, 4)} ${reference.slice(4)}`.toLowerCase()
      expect(readReference(typed)).toEqual({ kind, id })
      const slip = `${reference.slice(0, 5)}${reference[5] === '2' ? '3' : '2'}${reference.slice(6)}`
      expect(readReference(slip)).toBeNull()
    }),
  )
})
