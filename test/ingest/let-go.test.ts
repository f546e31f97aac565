/** What a person let go claims nothing: the producer may send it again, and it is a row like any other. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Exception, ExceptionCode } from '../../engine/contract/exceptions.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { type Books, csvOf, openBooks, type RowDraft } from './drop.ts'

let books: Books
let ana: EngineClient
let ben: EngineClient
beforeEach(async () => {
  books = await openBooks({}, [
    { name: 'ana', roles: ['analyst'] },
    { name: 'ben', roles: ['approver'] },
  ])
  ana = await books.as('ana')
  ben = await books.as('ben')
  const agreement = { limits: { clientsMin: 0, faultsMaxPercent: 100 } }
  await books.client.producers.add({ id: 9, code: 'nine', name: 'Nine Lives', agreement })
})
afterEach(() => books.close())

let keys = 0
const key = () => {
  keys += 1
  return `k${keys}`
}

const drop = (name: string, rows: readonly RowDraft[]) =>
  books.drop(name, csvOf(rows.map((row) => ({ producer: 9, ...row }))), 'nine')

async function batchOf(name: string) {
  const [batch] = (await books.client.batches.list({ file: name, limit: 1 })).items
  if (batch === undefined) throw new Error(`no batch came of ${name}`)
  const { id, state, reasons, posted, repeats, conflicts, heldNow } = batch
  return { id, state, reasons, posted, repeats, conflicts, heldNow }
}

async function take(name: string, rows: readonly RowDraft[]) {
  drop(name, rows)
  await books.drain()
  const { id, ...came } = await batchOf(name)
  return { id, came }
}

const nothing = { state: 'posted', reasons: [], posted: 0, repeats: 0, conflicts: 0, heldNow: 0 }

async function caseOf(batch: number, code: ExceptionCode): Promise<Exception> {
  const [found] = (await ana.exceptions.list({ batch, code })).items
  if (found === undefined) throw new Error(`nothing about ${code}`)
  return found
}

async function letGo(batch: number, code: ExceptionCode = 'AMOUNT_OVER_LIMIT'): Promise<void> {
  const { id, version } = await caseOf(batch, code)
  await ana.exceptions.act({ id, version, key: key(), deed: { action: 'reject', reason: 'not theirs' } })
}

async function proven(): Promise<void> {
  const { consistent, differences } = await books.client.workspace.check({})
  expect({ consistent, differences }).toEqual({ consistent: true, differences: [] })
}

const tooMuch = 100_000_001
const held = (...numbers: readonly number[]): readonly RowDraft[] =>
  numbers.map((n) => ({ tx: `t${n}`, client: `C${n}`, amount: tooMuch + n }))

describe('a held payment that was rejected', () => {
  const opening = [{ tx: 'open', client: 'A', amount: 10 }]
  const payment = { tx: 'pay', client: 'A', type: 'Payment', amount: 500 } as const

  beforeEach(async () => {
    const { id } = await take('first.csv', [...opening, payment])
    // As if it had waited for its money too long.
    await withRawStore(books.engine, (raw) => raw.prepare('UPDATE batch SET sealed_at = 0 WHERE id = ?').run(id))
    await (await books.engine.opened()).store.write('exceptions.expireHeld', null, 'engine')
    await letGo(id, 'HELD_TOO_LONG')
  })

  it('is held anew when it comes again, and posts when the money comes', async () => {
    expect((await take('again.csv', [payment])).came).toEqual({ ...nothing, heldNow: 1 })
    await take('money.csv', [{ tx: 'money', client: 'A', amount: 1_000 }])
    expect((await ana.ledger.balance({ client: 'A' })).balance).toBe(510)
    expect(await batchOf('again.csv')).toMatchObject({ posted: 0, heldNow: 0 })
    await proven()
  })

  it('posts when there is the money by then, and is a repeat from then on', async () => {
    await take('money.csv', [{ tx: 'money', client: 'A', amount: 1_000 }])
    expect((await take('again.csv', [payment])).came).toEqual({ ...nothing, posted: 1 })
    const others = Array.from({ length: 4 }, (_, i) => ({ tx: `o${i}`, client: 'A', amount: 1 + i }))
    expect((await take('third.csv', [payment, ...others])).came).toEqual({ ...nothing, posted: 4, repeats: 1 })
    const changed = [{ ...payment, amount: 501 }, ...others.map((row) => ({ ...row, tx: `${row.tx}x`, amount: 50 }))]
    expect((await take('other.csv', changed)).came).toEqual({ ...nothing, posted: 4, conflicts: 1 })
    expect((await ana.ledger.balance({ client: 'A' })).balance).toBe(510 + 10 + 200)
    await proven()
  })

  it('comes twice in one file and is posted once', async () => {
    await take('money.csv', [{ tx: 'money', client: 'A', amount: 1_000 }])
    expect((await take('twice.csv', [payment, payment])).came).toEqual({ ...nothing, posted: 1, repeats: 1 })
    await proven()
  })
})

describe('a file of rows that were let go', () => {
  it('is not doubled', async () => {
    const first = await take('first.csv', held(1, 2, 3, 4))
    await letGo(first.id)
    expect((await take('again.csv', [...held(1, 2, 3, 4), { tx: 'new', client: 'N', amount: 5 }])).came).toEqual({
      ...nothing,
      posted: 1,
      heldNow: 4,
    })
    await proven()
  })

  it('is not doubled under other numbers either', async () => {
    const first = await take('first.csv', held(1, 2, 3, 4))
    await letGo(first.id)
    const renamed = held(1, 2, 3, 4).map((row) => ({ ...row, tx: `${row.tx}-b` }))
    expect((await take('again.csv', renamed)).came).toMatchObject({ state: 'posted', heldNow: 4 })
  })

  it('is doubled as far as others of its batch were posted', async () => {
    const small = (...numbers: readonly number[]) => numbers.map((n) => ({ tx: `s${n}`, client: `S${n}`, amount: n }))
    const first = await take('first.csv', [...held(1, 2), ...small(1, 2, 3, 4)])
    await letGo(first.id)
    const doubled = { state: 'held', reasons: ['BATCH_DOUBLED'] }
    // Two of four are known, and only two of five.
    expect((await take('half.csv', [...held(1, 2), ...small(1, 2)])).came).toMatchObject(doubled)
    const fewer = [...held(1, 2), { tx: 'n', client: 'N', amount: 9 }, ...small(1, 2)]
    expect((await take('less.csv', fewer)).came).toEqual({ ...nothing, posted: 1, repeats: 2, heldNow: 2 })
    const renamed = small(1, 2, 3, 4).map((row) => ({ ...row, tx: `${row.tx}-b` }))
    expect((await take('renamed.csv', renamed)).came).toMatchObject(doubled)
  })

  it('is doubled when another brought them a moment before', async () => {
    const first = await take('first.csv', [...held(1, 2, 3, 4), { tx: 'p', client: 'P', amount: 5 }])
    await letGo(first.id)
    drop('a.csv', held(2, 1, 3, 4))
    drop('b.csv', held(3, 2, 1, 4))
    await books.drain()
    const states = [await batchOf('a.csv'), await batchOf('b.csv')].map(({ state, reasons }) => [state, ...reasons])
    expect(states.toSorted()).toEqual([['held', 'BATCH_DOUBLED'], ['posted']])
    await proven()
  })

  it('of very many rows is not doubled, and posts like any other', async () => {
    const many = Array.from({ length: 11_000 }, (_, n) => n)
    const first = await take('first.csv', [...held(...many), { tx: 'p', client: 'P', amount: 5 }])
    await letGo(first.id)
    expect((await take('again.csv', held(...many.toReversed()))).came).toEqual({ ...nothing, heldNow: 11_000 })
  })
})

it('rows of a batch that was reversed stay claimed, whoever had let them go', async () => {
  const first = await take('first.csv', [...held(1, 2), { tx: 'p', client: 'P', amount: 5 }])
  const { id, version } = await caseOf(first.id, 'AMOUNT_OVER_LIMIT')
  await ana.exceptions.act({
    id,
    version,
    key: key(),
    deed: { action: 'reject', lines: [[2, 2]], reason: 'not theirs' },
  })
  const change = { kind: 'batch_reverse', batch: first.id } as const
  const proposal = await ana.proposals.propose({ change, reason: 'wrong day', key: key() })
  await ben.proposals.approve({ id: proposal.id })
  const came = (await take('again.csv', held(1, 2))).came
  expect(came).toMatchObject({ state: 'held', reasons: ['BATCH_DOUBLED'] })
  const others = Array.from({ length: 5 }, (_, i) => ({ tx: `o${i}`, client: 'O', amount: 10 + i }))
  expect((await take('more.csv', [...held(1, 2), ...others])).came).toEqual({ ...nothing, posted: 5, repeats: 2 })
  await proven()
})

it('what was sent again stays proven when the batch it was first in is reversed', async () => {
  const first = await take('first.csv', [...held(1), { tx: 'p', client: 'P', amount: 5 }])
  await letGo(first.id)
  expect((await take('again.csv', held(1))).came).toEqual({ ...nothing, heldNow: 1 })
  const change = { kind: 'batch_reverse', batch: first.id } as const
  const proposal = await ana.proposals.propose({ change, reason: 'wrong day', key: key() })
  await ben.proposals.approve({ id: proposal.id })
  await proven()
})

it('what was written off is settled, and comes again as a repeat', async () => {
  const payment = { tx: 'pay', client: 'A', type: 'Payment', amount: tooMuch } as const
  const first = await take('first.csv', [{ tx: 'open', client: 'A', amount: 10 }, payment])
  const { id, version } = await caseOf(first.id, 'AMOUNT_OVER_LIMIT')
  const deed = { action: 'write_off', reason: 'the shop has given the goods' } as const
  const { proposal } = await ana.exceptions.act({ id, version, key: key(), deed })
  await ben.proposals.approve({ id: proposal ?? 0 })
  const others = Array.from({ length: 3 }, (_, i) => ({ tx: `o${i}`, client: 'A', amount: 10 + i }))
  expect((await take('again.csv', [payment, ...others])).came).toEqual({ ...nothing, posted: 3, repeats: 1 })
  await proven()
})
