/** One person stops a producer at once; two let it go on, and what waited meanwhile goes through then. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Books, csvOf, openBooks } from '../ingest/drop.ts'
import { refusalOf } from '../workspace-fixture.ts'

let books: Books
let opal: Books['client']
let ana: Books['client']
let ben: Books['client']
beforeEach(async () => {
  books = await openBooks({}, [
    { name: 'opal', roles: ['operator'] },
    { name: 'ana', roles: ['analyst'] },
    { name: 'ben', roles: ['approver'] },
    { name: 'eve', roles: ['approver'] },
  ])
  const as = async (name: string) => (await books.as(name)) as Books['client']
  ;[opal, ana, ben] = [await as('opal'), await as('ana'), await as('ben')]
})
afterEach(() => books.close())

let keys = 0
async function proposeToResume(producer = 7) {
  keys += 1
  return ana.proposals.propose({
    change: { kind: 'producer_resume', producer },
    reason: 'they fixed it',
    key: `r${keys}`,
  })
}
const balanceOf = async (client: string) => (await ana.ledger.balance({ client })).balance

it('says who stopped it, when and why, and says no second time', async () => {
  const suspended = await opal.producers.suspend({ id: 7, reason: 'amounts ten times too large' })
  expect(suspended).toMatchObject({ state: 'suspended', version: 1 })
  expect(suspended.suspension).toEqual({ at: expect.any(String), by: 'opal', reason: 'amounts ten times too large' })
  expect(await refusalOf(ana.producers.suspend({ id: 7, reason: 'me too' }))).toEqual({
    code: 'producer_suspended',
    data: { by: 'opal', at: suspended.suspension?.at },
  })
  expect((await refusalOf(ana.producers.suspend({ id: 99, reason: 'r' }))).code).toBe('not_found')
  const { items } = await books.client.audit.list({ action: 'producers.suspend', limit: 3 })
  expect(items.map(({ actor, outcome }) => [actor, outcome])).toEqual([
    ['ana', 'not_found'],
    ['ana', 'producer_suspended'],
    ['opal', 'done'],
  ])
})

it('goes on by a second person, and its held payments are tried then, where there is money by now', async () => {
  // Three clients, because fewer would look like a file that was cut short.
  const rows = ['C1', 'C2', 'C3'].flatMap((client) => [
    { tx: `${client}-in`, client, amount: 100 },
    { tx: `${client}-out`, client, type: 'Payment', amount: 300 },
  ])
  books.drop('first.csv', csvOf(rows))
  await books.drain()
  await opal.producers.suspend({ id: 7, reason: 'why' })
  for (const client of ['C1', 'C2']) await ana.operations.deposit({ client, amount: 250, key: `d-${client}` })
  expect([await balanceOf('C1'), await balanceOf('C2'), await balanceOf('C3')]).toEqual([350, 350, 100])
  const proposal = await proposeToResume()
  expect(proposal.effect.sets).toEqual([
    {
      subject: 'producer:seven',
      before: { state: 'suspended', since: expect.any(String), by: 'opal', reason: 'why' },
      after: { state: 'active' },
    },
  ])
  expect((await refusalOf(opal.proposals.list({}))).code).toBe('not_permitted')
  await ben.proposals.approve({ id: proposal.id })
  expect(await ana.producers.get({ id: 7 })).toMatchObject({ state: 'active', suspension: null })
  expect([await balanceOf('C1'), await balanceOf('C2'), await balanceOf('C3')]).toEqual([50, 50, 100])
  const { items } = await books.client.audit.list({ action: 'producers.retry_held', limit: 5 })
  expect(items.map(({ detail }) => detail)).toEqual([{ posted: 2, wallets: 3 }])
  const { store } = await books.engine.opened()
  expect(await store.read('producers.toRetry', null)).toEqual([])
})

it('is resumed by a proposal that meant this suspension, and by none that was made for an earlier one', async () => {
  expect(await refusalOf(proposeToResume())).toEqual({ code: 'producer_not_suspended', data: { producer: 7 } })
  await opal.producers.suspend({ id: 7, reason: 'first' })
  const [early, late] = [await proposeToResume(), await proposeToResume()]
  await ben.proposals.approve({ id: early.id })
  await opal.producers.suspend({ id: 7, reason: 'second' })
  expect((await refusalOf(ben.proposals.approve({ id: late.id }))).code).toBe('effect_moved')
  expect((await ana.producers.get({ id: 7 })).state).toBe('suspended')
})

it('changes what is known of it by one person, unless somebody else did so meanwhile', async () => {
  const change = {
    name: 'Seven & Sons',
    kind: 'shop',
    contacts: [{ name: 'Ada', email: 'ada@seven.example' }],
  } as const
  const changed = await books.client.producers.change({
    id: 7,
    expectedVersion: 1,
    change: { ...change, contacts: [...change.contacts] },
  })
  expect(changed).toMatchObject({
    name: 'Seven & Sons',
    kind: 'shop',
    version: 2,
    contacts: [{ name: 'Ada', role: '', email: 'ada@seven.example', phone: null }],
  })
  const again = { id: 7, expectedVersion: 1, change: { name: 'Mine' } }
  expect(await refusalOf(books.client.producers.change(again))).toEqual({
    code: 'producer_moved',
    data: { expected: 1, found: 2 },
  })
  expect((await refusalOf(books.client.producers.change({ ...again, change: {} }))).code).toBe('bad_input')
  expect((await refusalOf(books.client.producers.change({ ...again, id: 99 }))).code).toBe('not_found')
  // Nothing that differs is nothing that changed.
  expect(await books.client.producers.change({ id: 7, expectedVersion: 2, change: { kind: 'shop' } })).toEqual(changed)
  const { items } = await books.client.audit.list({ action: 'producers.change', limit: 10 })
  expect(items.at(-1)?.detail).toMatchObject({
    before: { name: 'Seven Corner', kind: 'other', contacts: [] },
    after: { name: 'Seven & Sons', kind: 'shop' },
  })
})
