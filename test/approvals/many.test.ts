/** Deciding on several proposals of one kind: it comes to what deciding on each comes to, and was seen in sum before. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ProposedChange } from '../../engine/contract/proposals.ts'
import { runHere } from '../cli/run-cli.ts'
import { type Contacts, openContacts } from '../contact/open-contact.ts'
import { refusalOf } from '../workspace-fixture.ts'

let books: Contacts
beforeEach(async () => {
  books = await openContacts()
  for (const client of clients) {
    await books.tom.wallets.open({ client })
    await books.tom.operations.deposit({ client, amount: 10_000, key: `in-${client}` })
  }
})
afterEach(async () => {
  expect(await books.client.ledger.check({ deep: true })).toMatchObject({ consistent: true })
  expect(books.incidents).toEqual([])
  await books.close()
})

const adjustment = (client: string, amount: number): ProposedChange => ({
  kind: 'adjustment',
  debit: 'suspense',
  credit: `wallet:${client}`,
  amount,
})
const withdrawal = (client: string, amount: number): ProposedChange => ({ kind: 'withdrawal', client, amount })
let lastKey = 0
async function propose(change: ProposedChange, by = books.tom): Promise<number> {
  lastKey += 1
  return (await by.proposals.propose({ change, reason: 'because', key: `p${lastKey}` })).id
}
const clients = ['A', 'B', 'C'] as const
const balanceOf = async (client: (typeof clients)[number]): Promise<number> =>
  (await books.tom.ledger.balance({ client })).balance
const approveAll = async (ids: readonly number[], by = books.ann) => {
  const { items } = await by.proposals.bulk.review({ ids: [...ids] })
  return by.proposals.bulk.approve({
    proposals: items.map(({ id, effectHash }) => ({ id, effectHash: effectHash ?? 'unseen' })),
  })
}

it('shows what they do together, account by account, and leaves no trace of it', async () => {
  const ids = [
    await propose(adjustment('A', 500)),
    await propose(adjustment('A', 700)),
    await propose(adjustment('B', 1)),
  ]
  const review = await books.ann.proposals.bulk.review({ ids })
  expect(review.kind).toBe('adjustment')
  expect(review.items.map(({ id, refused, mayDecline }) => [id, refused, mayDecline])).toEqual(
    ids.map((id) => [id, null, true]),
  )
  const entry = { kind: 'adjustment', debit: 'suspense', currency: 'USD' }
  expect(review.effect).toEqual({
    entries: [
      { ...entry, credit: 'wallet:A', entries: 2, amount: '1200' },
      { ...entry, credit: 'wallet:B', entries: 1, amount: '1' },
    ],
    balances: [
      { account: 'wallet:A', currency: 'USD', before: '10000', after: '11200', change: '1200' },
      { account: 'suspense', currency: 'USD', before: '0', after: '-1201', change: '-1201' },
      { account: 'wallet:B', currency: 'USD', before: '10000', after: '10001', change: '1' },
    ],
    sets: [],
    moreSets: 0,
  })
  expect(await balanceOf('A')).toBe(10_000)
  expect((await books.ann.proposals.get({ id: ids[0] ?? 0 })).state).toBe('open')

  expect((await approveAll(ids)).items).toEqual(ids.map((id) => ({ id, refused: null })))
  expect(await balanceOf('A')).toBe(11_200)
  const { items } = await books.client.audit.list({ action: 'proposals.approve', limit: 10 })
  // Each has a record of its own, by the one who decided.
  expect(items.map(({ actor, subject }) => [actor, subject])).toEqual(
    ids.toReversed().map((id) => ['ann', `proposal:${id}`]),
  )
})

it('decides on none that is the decider’s own, over, or of another kind, and names each', async () => {
  const own = await propose(adjustment('A', 500), books.ann)
  const over = await propose(adjustment('A', 600))
  const good = await propose(adjustment('A', 700))
  await books.bob.proposals.decline({ id: over, reason: 'twice' })
  const review = await books.ann.proposals.bulk.review({ ids: [own, over, good] })
  expect(review.items.map(({ refused, mayDecline }) => [refused, mayDecline])).toEqual([
    [{ code: 'own_proposal', facts: { proposedBy: 'ann' } }, false],
    [{ code: 'proposal_decided', facts: { state: 'declined' } }, false],
    [null, true],
  ])
  expect(review.effect.balances.find(({ account }) => account === 'wallet:A')?.change).toBe('700')
  const decided = await approveAll([own, over, good])
  expect(decided.items.map(({ refused }) => refused?.code ?? null)).toEqual(['own_proposal', 'proposal_decided', null])
  const declined = await books.ann.proposals.bulk.decline({ ids: [own, good], reason: 'no' })
  expect(declined.items.map(({ refused }) => refused?.code)).toEqual(['own_proposal', 'proposal_decided'])
  expect(await balanceOf('A')).toBe(10_700)

  const other = await propose(withdrawal('A', 1))
  const mixed = { code: 'kinds_differ', data: { kinds: ['adjustment', 'withdrawal'] } }
  expect(await refusalOf(books.bob.proposals.bulk.review({ ids: [own, other] }))).toEqual(mixed)
  expect(await refusalOf(books.bob.proposals.bulk.decline({ ids: [own, other], reason: 'r' }))).toEqual(mixed)
  expect(await refusalOf(books.bob.proposals.bulk.review({ ids: [own, 999] }))).toMatchObject({ code: 'not_found' })
})

it('approves nothing whose effect moved since it was seen, or that another of them takes the ground from', async () => {
  const paid = await books.tom.operations.purchase({ client: 'A', amount: 4_000, key: 'paid' })
  const refund: ProposedChange = { kind: 'refund', of: paid.transaction }
  const [first, second] = [await propose(refund), await propose(refund)]
  const review = await books.ann.proposals.bulk.review({ ids: [first, second] })
  expect(review.items.map(({ refused }) => refused?.code ?? null)).toEqual([null, 'exceeds_left'])
  const seen = review.items[0]?.effectHash ?? ''
  await books.tom.operations.refund({ of: paid.transaction, amount: 1_000, key: 'in-part' })
  const decided = await books.ann.proposals.bulk.approve({ proposals: [{ id: first, effectHash: seen }] })
  expect(decided.items.map(({ refused }) => refused?.code)).toEqual(['effect_moved'])
  expect((await books.ann.proposals.get({ id: first })).state).toBe('open')
})

const drafts = fc.array(
  fc.record({ client: fc.constantFrom(...clients), amount: fc.integer({ min: 1, max: 9_000 }) }),
  { minLength: 2, maxLength: 6 },
)

it('comes to the same as deciding on each, where what one takes is no more there for the next', async () => {
  const met = new Set<string>()
  await fc.assert(
    fc.asyncProperty(drafts, async (withdrawals) => {
      const proposeAll = async (): Promise<readonly number[]> => {
        const ids: number[] = []
        for (const { client, amount } of withdrawals) ids.push(await propose(withdrawal(client, amount)))
        return ids
      }
      const balances = () => Promise.all(clients.map(balanceOf))
      const together = await proposeAll()
      const { items, effect } = await books.ann.proposals.bulk.review({ ids: [...together] })
      const inBulk = (await approveAll(together)).items.map(({ refused }) => refused?.code ?? 'done')
      const after = await balances()
      // What was seen is what was done.
      expect(inBulk).toEqual(items.map(({ refused }) => refused?.code ?? 'done'))
      const seen = clients.map((client) => effect.balances.find(({ account }) => account === `wallet:${client}`)?.after)
      expect(seen.map((balance, at) => balance ?? String(after[at]))).toEqual(after.map(String))

      await refill()
      const oneByOne: string[] = []
      for (const id of await proposeAll()) {
        const approving = books.ann.proposals.approve({ id }).then(() => 'done')
        oneByOne.push(await approving.catch(({ code }: { code: string }) => code))
      }
      expect(oneByOne).toEqual(inBulk)
      expect(await balances()).toEqual(after)
      await refill()
      for (const outcome of inBulk) met.add(outcome)
    }),
    { numRuns: 10 },
  )
  expect([...met].toSorted()).toEqual(['done', 'insufficient_funds'])
}, 120_000)

/** As it was at the beginning. */
async function refill(): Promise<void> {
  for (const client of clients) {
    const amount = 10_000 - (await balanceOf(client))
    lastKey += 1
    if (amount > 0) await books.tom.operations.deposit({ client, amount, key: `refill-${lastKey}` })
  }
}

it('is asked for on the command line by naming several, and says of each what became of it', async () => {
  const ids = [await propose(adjustment('A', 500)), await propose(adjustment('B', 700), books.ann)].map(String)
  const open = async () => ({ engine: books.engine, close: async () => undefined })
  const as = (user: string, args: readonly string[]) => runHere(books.directory, args, { user }, open)
  const approved = await as('ann', ['proposals', 'approve', ...ids])
  expect(approved.exit).toBe(1)
  expect(approved.out).toBe(
    `Proposal ${ids[0]} is approved.\nProposal ${ids[1]}: It was proposed by, or on behalf of, ann: somebody else decides on it.`,
  )
  const more = [await propose(adjustment('A', 1)), await propose(adjustment('B', 2))].map(String)
  const declined = await as('bob', ['proposals', 'decline', ...more, '--reason', 'no'])
  expect([declined.exit, declined.out]).toEqual([0, more.map((id) => `Proposal ${id} is declined.`).join('\n')])
  expect((await as('bob', ['proposals', 'approve', ...more, '--effect', 'x'])).exit).toBe(2)
  const mixed = [String(await propose(withdrawal('A', 1))), ids[1] ?? '']
  expect((await as('bob', ['proposals', 'approve', ...mixed])).err).toContain(
    'of several kinds (withdrawal, adjustment)',
  )
})
