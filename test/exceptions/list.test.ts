/** Finding exceptions: filters, both orders page by page, one with all that is known of it, the rows inside, the badge. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayAfter } from '../../engine/calendar/day.ts'
import { Zone } from '../../engine/calendar/zone.ts'
import { caseActions } from '../../engine/contract/case-actions.ts'
import type { ExceptionFilter, exceptionCodes } from '../../engine/contract/exceptions.ts'
import { type ExceptionDraft, raise, settle } from '../../engine/exceptions/raise.ts'
import type { Books } from '../ingest/drop.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { inStore, openLenientBooks, takeBatch } from './open-exceptions.ts'

const at = Date.now()
const card = '4111111111111111'

let books: Books
let batch: number
let waiting: number

const draft: ExceptionDraft = {
  code: 'BATCH_MISSING',
  scope: 'producer',
  producer: 8,
  batch: null,
  cause: '',
  rows: 0,
  amount: null,
  client: null,
  line: null,
  found: null,
  facts: [],
  detail: {},
}

beforeAll(async () => {
  books = await openLenientBooks()
  const faults = Array.from({ length: 33 }, (_, i) => ({ tx: `f${i}`, client: 'A', amount: i % 3 === 0 ? 'x' : 0 }))
  batch = await takeBatch(books, 'faults.csv', [{ tx: 'good', client: 'A', amount: 5 }, ...faults])
  const payments = [10, 20, 30].map((amount) => ({ tx: `p${amount}`, client: 'A', type: 'Payment', amount }))
  const others = [40, 50].map((amount) => ({ tx: `p${amount}`, client: 'B', type: 'Payment', amount }))
  waiting = await takeBatch(books, 'waiting.csv', [{ tx: 'b', client: 'B', amount: 1 }, ...payments, ...others])
  await inStore(books, (raw) => {
    raw.prepare('UPDATE batch SET sealed_at = 0 WHERE id = ?').run(waiting)
    // As if the writer had forgotten to mask.
    raw.prepare('UPDATE batch_row SET raw = ?, found = ? WHERE batch_id = ? AND line = 3').run(`a,${card}`, card, batch)
    // Of many producers' days, each raised at another time, the newer the more severe now and then.
    for (let i = 0; i < 40; i += 1) {
      const code = i % 4 === 0 ? 'CARD_DATA_FOUND' : 'BATCH_MISSING'
      raise(raw, at - (i % 7) * 86_400_000, { ...draft, code, cause: String(i) })
      if (i % 5 === 0) settle(raw, at, { ...draft, code, cause: String(i) }, 'not_a_problem')
    }
    raise(raw, at, { ...draft, code: 'PRODUCER_UNKNOWN', producer: null, cause: '/drop/nobody', found: '/drop/nobody' })
    raw.exec(
      `UPDATE exception SET status = 'waiting', waiting_for = 'producer', version = version + 1 WHERE cause = '9'`,
    )
  })
  const { store } = await books.engine.opened()
  await store.write('exceptions.expireHeld', null, 'engine')
})
afterAll(() => books.close())

async function readAll(input: ExceptionFilter & Readonly<{ order?: 'newest' | 'due' }>, limit: number) {
  const seen = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await books.client.exceptions.list({ ...input, limit, ...(cursor === undefined ? {} : { cursor }) })
    seen.push(...page.items)
    expect(page.items.length).toBeLessThanOrEqual(limit)
    cursor = page.next
  }
  return seen
}

const ids = (items: readonly Readonly<{ id: number }>[]) => items.map(({ id }) => id)

describe('the list', () => {
  it.each([1, 7, 44, 100])('shows every exception once, newest first, in pages of %i', async (limit) => {
    const seen = await readAll({}, limit)
    expect(ids(seen)).toEqual(Array.from({ length: 44 }, (_, i) => 44 - i))
  })

  it.each([1, 7, 44])('shows every exception once, the next due first, in pages of %i', async (limit) => {
    const seen = await readAll({ order: 'due' }, limit)
    const expected = (await readAll({}, 100)).toSorted(
      (a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt) || a.id - b.id,
    )
    expect(seen).toEqual(expected)
  })

  it('takes the cursor of one order for no cursor of the other', async () => {
    const { client } = books
    const [byDue, byNumber] = [
      await client.exceptions.list({ order: 'due', limit: 1 }),
      await client.exceptions.list({ limit: 1 }),
    ]
    // One after another: one that is refused before anybody waits for it would end the run.
    for (const call of [
      () => client.exceptions.list({ cursor: byDue.next ?? '' }),
      () => client.exceptions.list({ order: 'due', cursor: byNumber.next ?? '' }),
      () => client.exceptions.rows({ id: 1, cursor: byDue.next ?? '' }),
      () => client.exceptions.list({ cursor: 'x' }),
    ])
      expect((await refusalOf(call())).code).toBe('bad_input')
  })

  it.each([
    ['status', { status: 'open' }, (each) => each.status === 'open', 35],
    ['what waits', { status: 'waiting' }, (each) => each.waitingFor === 'producer', 1],
    ['whether it is resolved', { status: 'resolved' }, (each) => each.resolution === 'not_a_problem', 8],
    ['whether it is not', { status: 'unresolved' }, (each) => each.status !== 'resolved', 36],
    ['code', { code: 'BATCH_MISSING' }, (each) => each.code === 'BATCH_MISSING', 30],
    ['severity', { severity: 'critical' }, (each) => each.severity === 'critical', 10],
    ['producer', { producer: 9 }, (each) => each.producer === 9, 3],
    ['several at once', { producer: 8, severity: 'high', status: 'open' }, (each) => each.producer === 8, 23],
    ['what there is none of', { code: 'FILE_TOO_LARGE' }, () => true, 0],
  ] satisfies readonly [string, ExceptionFilter, (each: ExceptionLike) => boolean, number][])(
    'is narrowed by %s, in both orders',
    async (_, filter, fits, count) => {
      const seen = await readAll(filter, 5)
      expect([seen.length, seen.every(fits)]).toEqual([count, true])
      expect(ids(await readAll({ ...filter, order: 'due' }, 5)).toSorted()).toEqual(ids(seen).toSorted())
    },
  )

  it('is narrowed by batch, and by a client any of whose rows is held within', async () => {
    const { list } = books.client.exceptions
    expect((await list({ batch })).items.map(({ code }) => code).toSorted()).toEqual([
      'AMOUNT_NOT_POSITIVE',
      'FIELD_UNREADABLE',
    ])
    for (const client of ['A', 'B'])
      expect((await list({ client })).items).toMatchObject([{ code: 'HELD_TOO_LONG', batch: waiting, rows: 5 }])
    expect((await list({ client: 'C' })).items).toEqual([])
  })
})

type ExceptionLike = Readonly<{
  status: string
  waitingFor: string | null
  resolution: string | null
  code: string
  severity: string
  producer: number | null
}>

describe('one exception', () => {
  it('comes with its history, the first twenty of its rows, and card numbers masked once more', async () => {
    const [zero] = (await books.client.exceptions.list({ batch, code: 'AMOUNT_NOT_POSITIVE' })).items
    const [unreadable] = (await books.client.exceptions.list({ batch, code: 'FIELD_UNREADABLE' })).items
    const found = await books.client.exceptions.get({ id: zero?.id ?? 0 })
    expect(found).toEqual({
      ...zero,
      detail: {},
      firstRows: expect.any(Array),
      history: [{ at: zero?.raisedAt, by: 'engine', kind: 'raised', detail: { rows: 22, amount: null } }],
      // An admin works on no case; suspending a producer is theirs.
      actions: caseActions.map((action) => ({
        action,
        bar: action === 'suspend_producer' ? null : 'not_permitted',
        needsApproval: ['post', 'correct', 'write_off', 'reverse', 'release_batch'].includes(action),
      })),
      proposals: [],
      batchState: 'posted',
    })
    expect(found.firstRows).toHaveLength(20)
    expect(found.firstRows[0]).toMatchObject({
      line: 4,
      outcome: 'fault',
      field: 'Amount',
      found: '0',
      client: 'A',
      amount: null,
    })
    const { firstRows } = await books.client.exceptions.get({ id: unreadable?.id ?? 0 })
    expect(firstRows[0]).toMatchObject({ line: 3, raw: 'a,************1111', found: '************1111' })
  })

  it('says as values what an older version kept in words, until it is raised anew', async () => {
    const whole = { ...draft, producer: 9, batch: waiting, scope: 'batch', code: 'TOO_FEW_CLIENTS' } as const
    const facts = [{ fact: 'clients', expected: 3, found: 2 }] as const
    const kept = async () =>
      (await books.client.exceptions.list({ batch: waiting, code: 'TOO_FEW_CLIENTS' })).items.map((each) => [
        each.found,
        each.facts,
      ])
    await inStore(books, (raw) => {
      const { id } = raise(raw, at, whole)
      raw
        .prepare(`UPDATE exception SET expected = '3 clients', found = '1', version = version + 1 WHERE id = ?`)
        .run(id)
    })
    expect(await kept()).toEqual([[null, [{ fact: 'clients', expected: 3, found: 1 }]]])
    await inStore(books, (raw) => raise(raw, at, { ...whole, facts }))
    expect(await kept()).toEqual([[null, facts]])
    await inStore(books, (raw) => settle(raw, at, whole, 'not_a_problem'))
  })

  it('of held rows tells client, amount and what stood in the file', async () => {
    const [held] = (await books.client.exceptions.list({ batch: waiting })).items
    const { items } = await books.client.exceptions.rows({ id: held?.id ?? 0 })
    expect(items.map(({ line, outcome, client, amount }) => [line, outcome, client, amount])).toEqual([
      [3, 'held', 'A', 10],
      [4, 'held', 'A', 20],
      [5, 'held', 'A', 30],
      [6, 'held', 'B', 40],
      [7, 'held', 'B', 50],
    ])
    expect(items[4]?.raw).toContain(',B,Central,p50,Payment,50')
  })

  it('of a whole batch has what was not simply posted in it, of a missing one nothing', async () => {
    const id = await inStore(books, (raw) => {
      const whole = {
        ...draft,
        code: 'TOO_MANY_FAULTS',
        scope: 'batch',
        producer: 9,
        batch,
        cause: '',
        rows: 34,
      } as const
      return raise(raw, at, whole).id
    })
    const { items } = await books.client.exceptions.rows({ id })
    expect(items.map(({ line }) => line)).toEqual(Array.from({ length: 33 }, (_, i) => i + 3))
    const [missing] = (await books.client.exceptions.list({ code: 'BATCH_MISSING' })).items
    expect((await books.client.exceptions.rows({ id: missing?.id ?? 0 })).items).toEqual([])
    await inStore(books, (raw) => {
      raw.exec('DROP TRIGGER exception_is_never_deleted; DROP TRIGGER exception_event_is_never_deleted')
      raw.prepare('DELETE FROM exception_event WHERE exception_id = ?').run(id)
      raw.prepare('DELETE FROM exception WHERE id = ?').run(id)
    })
  })

  it('reads its rows on page by page, in line order', async () => {
    const [zero] = (await books.client.exceptions.list({ batch, code: 'AMOUNT_NOT_POSITIVE' })).items
    const lines: number[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await books.client.exceptions.rows({
        id: zero?.id ?? 0,
        limit: 5,
        ...(cursor === undefined ? {} : { cursor }),
      })
      lines.push(...page.items.map(({ line }) => line))
      cursor = page.next
    }
    expect(lines).toEqual(Array.from({ length: 33 }, (_, i) => i + 3).filter((line) => line % 3 !== 0))
  })

  it('that is not there is not found', async () => {
    const refusal = { code: 'not_found', data: { noun: 'exception', id: '999' } }
    expect(await refusalOf(books.client.exceptions.get({ id: 999 }))).toEqual(refusal)
    expect(await refusalOf(books.client.exceptions.rows({ id: 999 }))).toEqual(refusal)
  })
})

it('counts what is not resolved by severity, and what of it is overdue', async () => {
  const unresolved = await readAll({ status: 'unresolved' }, 100)
  const of = (severity: string) => unresolved.filter((each) => each.severity === severity).length
  expect(await books.client.exceptions.summary()).toMatchObject({
    unresolved: 36,
    overdue: unresolved.filter(({ dueAt }) => Date.parse(dueAt) <= Date.now()).length,
    severities: { critical: of('critical'), high: of('high'), medium: of('medium'), low: 0 },
  })
  expect(of('critical')).toBe(8)
})

describe('the summary', () => {
  /** What somebody did to one of those that are open, in a transaction that readers see. */
  const setOn = (ids: readonly number[], assignment: string) =>
    inStore(books, (raw) =>
      raw.exec(`UPDATE exception SET ${assignment}, version = version + 1 WHERE id IN (${ids.join(',')})`),
    )

  it('tells whose they are, what is due today, what waits for approval, and leaves out of sight what sleeps', async () => {
    const open = ids(await readAll({ status: 'open' }, 100))
    const [mine, others, asleep, approval] = [
      open.slice(0, 5),
      open.slice(5, 8),
      [...open.slice(3, 7), ...open.slice(20, 21)],
      open.slice(8, 10),
    ]
    const before = await books.client.exceptions.summary()
    expect(before).toMatchObject({ mine: 0, unowned: 36, snoozed: 0, waitingForApproval: 0 })
    const zone = new Zone('Asia/Hong_Kong')
    const today = zone.dayOf(Date.now())
    const [from, to] = [zone.readInstant(today) ?? 0, zone.readInstant(dayAfter(today)) ?? 0]
    await inStore(books, (raw) =>
      raw.exec(`INSERT INTO user (id, name, display_name, state, must_change_passphrase, created_at)
      VALUES (99, 'other', 'Other', 'active', 0, 0)`),
    )
    await setOn(open, `due_at = ${to}`)
    await setOn(mine, `owner = (SELECT id FROM user WHERE name = 'admin'), status = 'in_progress'`)
    await setOn(others, `owner = 99, status = 'in_progress'`)
    await setOn(approval, `status = 'waiting', waiting_for = 'approval'`)
    const noneDue = await books.client.exceptions.summary()
    await setOn(open.slice(0, 4), `due_at = ${to - 1}`)
    await setOn(open.slice(4, 6), `due_at = ${from}`)
    await setOn(open.slice(6, 7), `due_at = ${from - 1}`)
    expect((await books.client.exceptions.summary()).dueToday).toBe(noneDue.dueToday + 6)
    await setOn(asleep, `snoozed_until = ${Date.now() + 86_400_000}`)
    expect(await books.client.exceptions.summary()).toMatchObject({
      unresolved: 36,
      mine: 3,
      unowned: 27,
      dueToday: noneDue.dueToday + 3,
      waitingForApproval: 2,
      snoozed: 5,
    })
  })
})

it('knows no code that the contract does not know', async () => {
  expect(
    (await refusalOf(books.client.exceptions.list({ code: 'NONE' as (typeof exceptionCodes)[number] }))).code,
  ).toBe('bad_input')
})
