/** Batches that nobody tampered with agree with their files, whatever happened to their rows since. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Agreement } from '../../../engine/contract/agreements.ts'
import type { ProposedChange } from '../../../engine/contract/proposals.ts'
import { refusalOf } from '../../workspace-fixture.ts'
import { type Books, csvOf, forSmallFiles, openBooks, type RowDraft, recentDay } from '../drop.ts'
import { freeze } from '../standing.ts'
import { formats } from './formats.ts'

let books: Books
let ana: Books['client']
let ben: Books['client']
beforeEach(async () => {
  books = await openBooks({}, [
    { name: 'ana', roles: ['analyst'] },
    { name: 'ben', roles: ['approver'] },
    { name: 'eve', roles: ['approver'] },
  ])
  const as = async (name: string) => (await books.as(name)) as Books['client']
  ;[ana, ben] = [await as('ana'), await as('ben')]
})
afterEach(async () => {
  expect(books.incidents).toEqual([])
  await books.close()
})

let keys = 0
async function decided(change: ProposedChange): Promise<void> {
  keys += 1
  const { id } = await ana.proposals.propose({ change, reason: 'looked at it', key: `v${keys}` })
  await ben.proposals.approve({ id })
  await books.drain()
}
const drop = async (name: string, rows: readonly (RowDraft | string)[], code = 'seven') => {
  books.drop(name, csvOf(rows), code)
  await books.drain()
}
const caseOf = async (batch: number, code: string): Promise<number> => {
  const { items } = await ana.exceptions.list({ batch, limit: 50 })
  const found = items.find((each) => each.code === code)
  if (found === undefined) throw new Error(`no case of ${code}`)
  return found.id
}
const verdictOn = async (id: number) => {
  const { verification, ...batch } = await ana.batches.verify({ id })
  expect(batch.verifiedAt).toBe(verification?.at)
  return { outcome: verification?.outcome, rows: verification?.rows, first: verification?.first }
}
const agrees = (rows: number) => ({ outcome: 'agrees', rows, first: [] })

/** Faults, a repeat, a conflict, payments that wait and one that its own batch pays for. */
const mixed: readonly RowDraft[] = [
  { tx: 'm1', client: 'A', amount: 1_000 },
  { tx: 'm2', client: 'B', amount: 500 },
  { tx: 'm1', client: 'A', amount: 1_000 },
  { tx: 'm1', client: 'A', amount: 999 },
  { tx: 'm3', client: 'B', amount: 'much' },
  { tx: 'm4', client: 'C', type: 'Payment', amount: 5 },
  { tx: 'm5', client: 'B', type: 'Payment', amount: 800 },
  { tx: 'm6', client: 'A', type: 'Payment', amount: 5_000 },
  { tx: 'm7', client: 'A', amount: 200_000_000 },
  { tx: 'm8', client: 'B', amount: 400, location: 'Nowhere at all' },
  { tx: 'm9', client: 'D', amount: 70, producer: 8 },
]

describe.each(Object.keys(formats))('a batch as %s', (name) => {
  it('agrees with its file, as it was posted and when its held rows went through since', async () => {
    books.drop(name, formats[name]?.(mixed) ?? '')
    await books.drain()
    const { rows, posted, repeats, conflicts, faults, held } = await ana.batches.get({ id: 1 })
    expect({ rows, posted, repeats, conflicts, faults, held }).toEqual({
      rows: 11,
      posted: 4,
      repeats: 1,
      conflicts: 1,
      faults: 3,
      held: 2,
    })
    expect(await verdictOn(1)).toEqual(agrees(11))
    await drop('later.csv', [{ tx: 'l1', client: 'A', amount: 9_000 }])
    expect(await ana.batches.get({ id: 1 })).toMatchObject({ heldNow: 1 })
    expect(await verdictOn(1)).toEqual(agrees(11))
    expect(await verdictOn(2)).toEqual(agrees(1))
  })
})

describe('a batch agrees with its file also', () => {
  beforeEach(() => drop('mixed.csv', mixed))

  it('when people posted, corrected and wrote off rows of it', async () => {
    const row = { client: 'C', location: 'Central', txId: 'm4', type: 'TopUp', amount: 12 } as const
    const occurredAt = `${recentDay}T00:00:00.000Z`
    const corrected = { line: 7, row: { ...row, occurredAt } }
    await decided({ kind: 'rows_correct', exception: await caseOf(1, 'CLIENT_UNKNOWN'), rows: [corrected] })
    const mended = { line: 5, row: { ...row, txId: 'm1-2', amount: 999, client: 'A', occurredAt } }
    await decided({ kind: 'rows_correct', exception: await caseOf(1, 'TXID_CONFLICT'), rows: [mended] })
    await decided({ kind: 'rows_post', exception: await caseOf(1, 'AMOUNT_OVER_LIMIT') })
    expect(await verdictOn(1)).toEqual(agrees(11))
    // A frozen client's row is held for a person, who may correct it to another TxId, or write it off.
    await freeze(ana, 'B')
    await drop('frozen.csv', [
      { tx: 'f1', client: 'B', type: 'Payment', amount: 1 },
      { tx: 'f2', client: 'B', type: 'Payment', amount: 2 },
      { tx: 'f3', client: 'B', amount: 3 },
    ])
    const frozen = await caseOf(2, 'CLIENT_FROZEN')
    const other = { client: 'D2', location: 'Sheung Wan', txId: 'f3-b', type: 'TopUp', amount: 4, occurredAt } as const
    await decided({ kind: 'rows_correct', exception: frozen, rows: [{ line: 4, row: other }] })
    await decided({ kind: 'rows_write_off', exception: frozen, lines: [[2, 2]] })
    expect(await verdictOn(2)).toEqual(agrees(3))
    await decided({ kind: 'batch_reverse', batch: 2 })
    expect(await verdictOn(2)).toEqual(agrees(3))
  })

  it('when it was reversed', async () => {
    await decided({ kind: 'batch_reverse', batch: 1 })
    expect(await ana.batches.get({ id: 1 })).toMatchObject({ state: 'reversed' })
    expect(await verdictOn(1)).toEqual(agrees(11))
  })

  it('when the agreement that judged it is another one by now', async () => {
    const stricter = { ...forSmallFiles, limits: { ...forSmallFiles.limits, amountMax: 10 } }
    await decided({ kind: 'agreement', producer: 7, agreement: Agreement.parse(stricter) })
    expect(await verdictOn(1)).toEqual(agrees(11))
  })

  it('when its days were closed before a held row of it went through', async () => {
    const fourDaysAgo = new Date(Date.now() - 4 * 86_400_000).toISOString().slice(0, 10)
    await drop('old.csv', [
      { tx: 'o1', client: 'O', amount: 1, date: fourDaysAgo },
      { tx: 'o2', client: 'O', type: 'Payment', amount: 50, date: fourDaysAgo },
    ])
    const eve = await books.as('eve')
    const change = { kind: 'period_close', period: fourDaysAgo } as const
    const { id } = await ben.proposals.propose({ change, reason: 'over', key: 'close' })
    await eve.proposals.approve({ id })
    await drop('paid.csv', [{ tx: 'p1', client: 'O', amount: 90 }])
    expect(await ana.batches.get({ id: 2 })).toMatchObject({ heldNow: 0, held: 1 })
    expect(await verdictOn(2)).toEqual(agrees(2))
  })

  it('when it was rejected, and when it is still held it is not compared at all', async () => {
    await drop('mixed.csv', mixed)
    expect(await ana.batches.get({ id: 2 })).toMatchObject({ state: 'rejected' })
    expect(await verdictOn(2)).toEqual(agrees(0))
    await ana.producers.suspend({ id: 7, reason: 'stop' })
    await drop('stopped.csv', [{ tx: 's1', amount: 1 }])
    expect(await refusalOf(ana.batches.verify({ id: 3 }))).toEqual({
      code: 'batch_not_sealed',
      data: { batch: 3, state: 'held' },
    })
    expect(await refusalOf(ana.batches.verify({ id: 9 }))).toMatchObject({ code: 'not_found' })
  })
})

it('a batch that was stopped in the middle agrees, released and sealed, or reversed as far as it went', async () => {
  const rows = Array.from({ length: 120_000 }, (_, at) => ({
    tx: `t${at}`,
    client: `C${at % 200}`,
    amount: 1 + (at % 7),
  }))
  for (const [id, producer] of [
    [1, 7],
    [2, 8],
  ] as const) {
    const code = producer === 7 ? 'seven' : 'eight'
    books.drop('large.csv', csvOf(rows.map((row) => ({ ...row, producer }))), code)
    const all = books.drain()
    const posted = async () => (await ana.batches.list({})).items.find((each) => each.id === id)?.posted ?? 0
    await expect.poll(posted, { timeout: 60_000, interval: 5 }).toBeGreaterThan(0)
    await ana.producers.suspend({ id: producer, reason: 'stop' })
    await all
    expect(await ana.batches.get({ id })).toMatchObject({ state: 'held' })
  }
  await decided({ kind: 'producer_resume', producer: 7 })
  await decided({ kind: 'batch_release', batch: 1 })
  await decided({ kind: 'batch_reverse', batch: 2 })
  expect(await ana.batches.get({ id: 1 })).toMatchObject({ state: 'posted', posted: 120_000 })
  expect((await ana.batches.get({ id: 2 })).unposted).toBeGreaterThan(0)
  expect(await verdictOn(1)).toEqual(agrees(120_000))
  expect(await verdictOn(2)).toEqual(agrees(120_000))
})
