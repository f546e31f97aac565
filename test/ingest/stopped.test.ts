/** A large batch that somebody stops in the middle: what is posted and what is not is plain, and a person decides. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ProposedChange } from '../../engine/contract/proposals.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { openTestEngine, refusalOf } from '../workspace-fixture.ts'
import { type Books, booksOf, csvOf, csvRow, openBooks } from './drop.ts'

let books: Books
let ana: Books['client']
let ben: Books['client']
beforeEach(async () => {
  books = await openBooks({}, [
    { name: 'ana', roles: ['analyst'] },
    { name: 'ben', roles: ['approver'] },
    { name: 'eve', roles: ['approver'] },
  ])
  await signIn()
})
afterEach(() => books.close())

async function signIn(): Promise<void> {
  const as = async (name: string) => (await books.as(name)) as Books['client']
  ;[ana, ben] = [await as('ana'), await as('ben')]
}

let keys = 0
async function decide(change: ProposedChange): Promise<void> {
  keys += 1
  const { id } = await ana.proposals.propose({ change, reason: 'looked at it', key: `s${keys}` })
  await ben.proposals.approve({ id })
}
const proven = async () => {
  const { store } = await books.engine.opened()
  return store.readLong('workspace.check', { deep: false })
}
const isProven = { consistent: true, differences: [] }
/** What is on every account that is not at nothing. */
const balances = () =>
  withRawStore(books.engine, (raw) => raw.prepare('SELECT code, balance FROM account WHERE balance <> 0').all())

const clients = 200
/** Two rounds of top-ups for every client, then one of payments that any of them can make, and so on. */
const isPayment = (at: number): boolean => Math.floor(at / clients) % 3 === 2
const amountOf = (at: number): number => (isPayment(at) ? 1 : 1 + (at % 7))
const rowsOf = (count: number): string =>
  csvOf(
    Array.from({ length: count }, (_, at) =>
      csvRow({
        tx: `t${at}`,
        client: `C${at % clients}`,
        type: isPayment(at) ? 'Payment' : 'TopUp',
        amount: amountOf(at),
      }),
    ),
  )
/** What an undisturbed run comes to, reckoned from the rows. */
function outcomeOf(count: number): Readonly<{ sum: number; net: number }> {
  let [sum, net] = [0, 0]
  for (let at = 0; at < count; at += 1) {
    sum += amountOf(at)
    net += isPayment(at) ? -amountOf(at) : amountOf(at)
  }
  return { sum, net }
}

/** Suspends the producer as soon as some rows of the batch are posted. */
async function stopInTheMiddle(count: number): Promise<void> {
  books.drop('large.csv', rowsOf(count))
  const all = books.drain()
  await expect
    .poll(async () => (await ana.batches.list({})).items[0]?.posted ?? 0, { timeout: 60_000, interval: 5 })
    .toBeGreaterThan(0)
  await ana.producers.suspend({ id: 7, reason: 'stop' })
  await all
}
const counts = async () => {
  const { state, rows, posted, held, repeats, conflicts, faults, unposted, sum, sealedAt } = await ana.batches.get({
    id: 1,
  })
  expect(rows).toBe(posted + held + repeats + conflicts + faults + unposted)
  return { state, rows, posted, held, unposted, sum, isSealed: sealedAt !== null }
}

it('stops in the middle of its rows when the producer is suspended, and goes on behind the last posted one', async () => {
  const rows = 300_000
  await stopInTheMiddle(rows)
  const stopped = await counts()
  expect(stopped).toMatchObject({ state: 'held', rows, isSealed: false })
  expect(stopped.posted).toBeGreaterThan(0)
  expect(stopped.unposted).toBeGreaterThan(0)
  expect(await ana.batches.get({ id: 1 })).toMatchObject({ reasons: expect.arrayContaining(['PRODUCER_SUSPENDED']) })
  expect(await proven()).toMatchObject(isProven)
  const partly = { code: 'batch_partly_posted', data: { batch: 1, posted: stopped.posted } }
  expect(await refusalOf(ana.batches.reject({ id: 1, reason: 'r' }))).toEqual(partly)
  expect(await refusalOf(ana.batches.recheck({ id: 1, reason: 'r' }))).toEqual(partly)
  // Looking again changes nothing: it waits for a person, also over a start.
  await books.drain()
  expect(await counts()).toEqual(stopped)

  await decide({ kind: 'producer_resume', producer: 7 })
  expect((await counts()).state).toBe('held')
  await decide({ kind: 'batch_release', batch: 1 })
  await books.drain()
  const { sum, net } = outcomeOf(rows)
  expect(await counts()).toEqual({ state: 'posted', rows, posted: rows, held: 0, unposted: 0, sum, isSealed: true })
  expect((await ana.accounts.get({ code: 'clearing:seven' })).balance).toBe(-net)
  expect(await proven()).toMatchObject(isProven)
  const { items } = await ana.exceptions.list({ batch: 1, limit: 10 })
  expect(items.map(({ code, status }) => [code, status])).toContainEqual(['PRODUCER_SUSPENDED', 'resolved'])
})

it('is undone as far as it was posted, in pieces that go on after the engine stopped between two of them', async () => {
  await stopInTheMiddle(120_000)
  const stopped = await counts()
  // More than is undone at once, so that it goes on behind the approval.
  expect(stopped.posted + stopped.held).toBeGreaterThan(20_000)
  await decide({ kind: 'batch_reverse', batch: 1 })
  const begun = await ana.batches.get({ id: 1 })
  expect(begun.state).toBe('reversed')
  expect(begun.reversal).toMatchObject({ rows: begun.posted })
  // While it is being undone nobody can decide about it any more, and the books are proven at every step.
  expect((await refusalOf(ana.batches.reject({ id: 1, reason: 'r' }))).code).toBe('batch_not_held')
  expect(await proven()).toMatchObject(isProven)
  await books.engine.close()
  const opened = await openTestEngine(books.directory)
  books = booksOf(books.directory, opened, (await opened.as('admin')) as Books['client'])
  await signIn()
  await books.drain()
  const { reversal, posted } = await ana.batches.get({ id: 1 })
  expect(reversal).toMatchObject({ rows: posted, rowsDone: posted })
  expect(await counts()).toMatchObject({
    state: 'reversed',
    posted: stopped.posted,
    unposted: stopped.unposted,
    isSealed: true,
  })
  expect((await ana.accounts.get({ code: 'clearing:seven' })).balance).toBe(0)
  // All money came by the batch, so nothing is left of it anywhere, and nobody owes anything.
  expect(await balances()).toEqual([])
  expect(await proven()).toMatchObject(isProven)
  expect(
    await withRawStore(books.engine, async (raw) =>
      raw.prepare(`SELECT count(*) FROM entry WHERE kind = 'reversal'`).pluck().get(),
    ),
  ).toBe(posted)
  expect(books.incidents).toEqual([])
})
