/** Corrections: what only a second person may agree to, and what they never do twice. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProposedChange } from '../../engine/contract/proposals.ts'
import { balanceOf, balancesOf, type OpenBooks, openBooks, perform } from '../operations/open-books.ts'

let books: OpenBooks
beforeEach(async () => {
  books = await openBooks()
  await books.run('wallets.open', { client: 'anna' })
  await deposit(1_000)
})
afterEach(() => books.close())

const deposit = async (amount: number) => perform(books, 'deposit', { client: 'anna', amount })

let lastKey = 0
/** Proposed by Ana, approved by Ben; answers the transaction that came of it. */
async function done(change: ProposedChange): Promise<number> {
  lastKey += 1
  const asked = { change, reason: 'because', key: `p${lastKey}`, initiator: books.as('ana') }
  const proposed = await books.run('proposals.propose', asked, 'ana')
  if (!('answer' in proposed)) throw new Error(JSON.stringify(proposed))
  const decision = { id: proposed.answer.proposal, decider: books.as('ben') }
  const outcome = await books.run('proposals.approve', decision, 'ben')
  if (outcome.status !== 'done') throw new Error(JSON.stringify(outcome))
  return (outcome.result as { transaction: number }).transaction
}

async function receiptOf(asked: ReturnType<typeof perform>) {
  const outcome = await asked
  if (!('answer' in outcome)) throw new Error(JSON.stringify(outcome))
  return outcome.answer
}

describe('a reversal', () => {
  it.each([
    ['purchase', { client: 'anna', amount: 300 }],
    ['withdrawal', { client: 'anna', amount: 300 }],
    ['fee', { client: 'anna', amount: 300 }],
    ['deposit', { client: 'anna', amount: 300 }],
  ] as const)('of a %s leaves the books as they were before it', async (kind, content) => {
    const before = balancesOf(books)
    const { transaction: of } = await receiptOf(perform(books, kind, content))
    await done({ kind: 'reversal', of })
    expect(balancesOf(books)).toEqual(before)
  })

  it('of a reversal does again what was undone, and what it undid can be undone again', async () => {
    const { transaction: of } = await receiptOf(perform(books, 'purchase', { client: 'anna', amount: 300 }))
    await done({ kind: 'reversal', of })
    await done({ kind: 'reversal', of: of + 1 })
    expect(balanceOf(books, 'wallet:anna')).toBe(700)
    await done({ kind: 'reversal', of })
    expect(balanceOf(books, 'wallet:anna')).toBe(1_000)
  })

  it('never undoes twice what was undone again in the meantime', async () => {
    const { transaction: of } = await receiptOf(perform(books, 'purchase', { client: 'anna', amount: 300 }))
    const { transaction: refund } = await receiptOf(perform(books, 'refund', { of }))
    const reversed = await done({ kind: 'reversal', of: refund })
    await receiptOf(perform(books, 'refund', { of, amount: 100 }))
    const asked = { change: { kind: 'reversal', of: reversed } as const, reason: 'r', initiator: books.as('ana') }
    // The first refund would stand again, beside the second one.
    expect(await books.run('proposals.propose', { ...asked, key: 'twice' })).toEqual({
      status: 'exceeds_left',
      left: 200,
    })
    expect(balanceOf(books, 'wallet:anna')).toBe(800)
  })

  it('never brings back a movement of the bank that was told again in the meantime', async () => {
    const told = { client: 'anna', amount: 300, bankTransactionId: 'B1' }
    const { transaction: of } = await receiptOf(perform(books, 'deposit', told))
    const reversed = await done({ kind: 'reversal', of })
    const { transaction: again } = await receiptOf(perform(books, 'deposit', told))
    const asked = { change: { kind: 'reversal', of: reversed } as const, reason: 'r', initiator: books.as('ana') }
    expect(await books.run('proposals.propose', { ...asked, key: 'twice' })).toEqual({
      status: 'bank_transaction_known',
      transaction: again,
    })
    await done({ kind: 'reversal', of: again })
    await done(asked.change)
    expect(balanceOf(books, 'wallet:anna')).toBe(1_300)
  })

  it('gives a debt back to what it was paid from, and is refused where that is spent again', async () => {
    const { transaction: of } = await receiptOf(perform(books, 'deposit', { client: 'anna', amount: 300 }))
    await receiptOf(perform(books, 'purchase', { client: 'anna', amount: 1_300 }))
    await receiptOf(perform(books, 'chargeback', { of }))
    await deposit(300)
    const paid = await done({ kind: 'adjustment', debit: 'wallet:anna', credit: 'receivable:anna', amount: 300 })
    const reversed = await done({ kind: 'reversal', of: paid })
    expect(balancesOf(books)).toMatchObject({ 'wallet:anna': 300, 'receivable:anna': -300 })
    await receiptOf(perform(books, 'purchase', { client: 'anna', amount: 100 }))
    const again = { change: { kind: 'reversal', of: reversed } as const, reason: 'r', initiator: books.as('ana') }
    expect(await books.run('proposals.propose', { ...again, key: 'spent' })).toEqual({
      status: 'insufficient_funds',
      client: 'anna',
      available: 200,
      shortfall: 100,
    })
    await deposit(100)
    await done(again.change)
    expect(balancesOf(books)).toEqual({ 'omnibus:main': -1_400, 'clearing:house': 1_400 })
  })

  it('of a purchase refunded in part takes back the rest', async () => {
    const { transaction: of } = await receiptOf(perform(books, 'purchase', { client: 'anna', amount: 300 }))
    await perform(books, 'refund', { of, amount: 100 })
    await done({ kind: 'reversal', of })
    expect(balancesOf(books)).toEqual({ 'omnibus:main': -1_000, 'wallet:anna': 1_000 })
  })

  it('works on a frozen wallet, because a person has decided it', async () => {
    const { transaction: of } = await receiptOf(perform(books, 'purchase', { client: 'anna', amount: 300 }))
    await books.run('wallets.freeze', { client: 'anna', reason: 'fraud' })
    await done({ kind: 'reversal', of })
    expect(balanceOf(books, 'wallet:anna')).toBe(1_000)
  })
})

describe('a write-off', () => {
  it('gives up what is owed, and no more', async () => {
    await perform(books, 'purchase', { client: 'anna', amount: 1_000 })
    await perform(books, 'chargeback', { of: 1, amount: 250 })
    const change = { kind: 'write_off', account: 'receivable:anna', amount: 250 } as const
    const tooMuch = { ...change, amount: 251 }
    const refused = { change: tooMuch, reason: 'gone', key: 'w', initiator: books.as('ana') }
    expect(await books.run('proposals.propose', refused)).toEqual({
      status: 'account_too_small',
      account: 'receivable:anna',
      left: 250,
    })
    await done(change)
    expect(balancesOf(books)).toMatchObject({ 'write-off': -250 })
    expect(balanceOf(books, 'receivable:anna')).toBe(0)
  })
})
